// The permissions of each role in /api/v1. The table below is the only place where a permission meets a
// role; a route declares the permission it needs, and one hook compares. The contract's own interface has
// no users: there an access key may do everything in its VDN.
import type { Millis, VdnId } from './units.ts';

export const roles = ['administrator', 'supervisor', 'agent', 'auditor'] as const;
export type Role = (typeof roles)[number];

export interface User {
  readonly vdnId: VdnId;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Millis;
  /** Set: this person can no longer sign in. */
  readonly disabledAt: Millis | null;
}

/**
 * Each permission with the roles that have it. An administrator has all of them; a supervisor runs
 * campaigns; an auditor reads everything and changes nothing; an agent has a session of their own and
 * works under their own name. What of a person's data is shown to a role says the VDN (masking.ts).
 */
export const permissions = {
  /** One's own session and password. */
  'session.own': ['administrator', 'supervisor', 'agent', 'auditor'],
  'vdn.read': ['administrator', 'supervisor', 'auditor'],
  'vdn.change': ['administrator'],
  /** Further tenants; of VDN 1 only (`runsTheHouse`). */
  'vdn.create': ['administrator'],
  'key.read': ['administrator', 'auditor'],
  'key.change': ['administrator'],
  'user.read': ['administrator', 'auditor'],
  'user.change': ['administrator'],
  'skill.read': ['administrator', 'supervisor', 'auditor'],
  'skill.change': ['administrator'],
  'agent.read': ['administrator', 'supervisor', 'auditor'],
  'agent.change': ['administrator', 'supervisor'],
  /** Work in any agent's place: sign in, take a break, dial an offer. See all agents at work. */
  'agent.work': ['administrator', 'supervisor'],
  /** The same as the agent whose id is one's own user name. */
  'agent.work.own': ['administrator', 'supervisor', 'agent'],
  'flow.read': ['administrator', 'supervisor', 'auditor'],
  'flow.change': ['administrator'],
  'campaign.read': ['administrator', 'supervisor', 'auditor'],
  'campaign.change': ['administrator', 'supervisor'],
  'import.read': ['administrator', 'supervisor', 'auditor'],
  'import.change': ['administrator', 'supervisor'],
  'notice.read': ['administrator', 'supervisor', 'auditor'],
  'notice.resend': ['administrator', 'supervisor'],
  'audit.read': ['administrator', 'auditor'],
  /** What all VDNs share; of VDN 1 only (`runsTheHouse`). */
  'system.read': ['administrator', 'supervisor', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;
/** In the order of the table. */
export const permissionNames = Object.keys(permissions) as readonly Permission[];

/** True when `role` has `permission`. */
export function allows(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return allowed.includes(role);
}

/** The tenant whose people run the house for all others: the one made at the first start. */
const firstVdn = 1;

export const runsTheHouse = (vdnId: VdnId): boolean => vdnId === firstVdn;
