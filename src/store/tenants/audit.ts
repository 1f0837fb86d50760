// The audit log: changes through /api/v1, and sign-ins. An entry is added in the transaction of its change,
// and never changed. Only `agent.work` has a transaction of its own, because the desk acts first. Changes
// through the contract have no entry; a campaign's own changes are in its revisions.
import { type Millis, toMillis, type VdnId } from '../../core/units.ts';
import type { Connection, Transaction } from '../database/connection.ts';

export interface AuditEntry {
  readonly id: string;
  readonly at: Millis;
  /** `user:<name>`, `key:<access key>`. */
  readonly actor: string;
  /** `<subject>.<verb>`, such as `user.change`. */
  readonly action: string;
  readonly subject: string;
  /** What changed; holds no secret and no password. */
  readonly detail: unknown;
}

/**
 * Tells of what was done, in the transaction that did it. Functions that open their own transaction take it
 * as their last argument.
 */
export type Tell<Done = void> = (transaction: Transaction, done: Done) => Promise<void>;

export async function addAuditEntry(
  transaction: Transaction,
  vdnId: VdnId,
  entry: Omit<AuditEntry, 'id'>,
): Promise<void> {
  await transaction`
    insert into audit_entries (vdn_id, at, actor, action, subject, detail)
    values (${vdnId}, ${entry.at}, ${entry.actor}, ${entry.action}, ${entry.subject},
      ${JSON.stringify(entry.detail ?? null)}::text::jsonb)`;
}

/** Where a page ends: the entry after which (backwards in time) the next page begins. */
export interface AuditCursor {
  readonly at: Millis;
  readonly id: string;
}

/** Entries from the newest to the oldest, at most `limit`, older than `before`. */
export async function listAuditEntries(
  connection: Connection,
  vdnId: VdnId,
  query: {
    readonly before: AuditCursor | null;
    readonly limit: number;
    readonly actor: string | null;
    readonly action: string | null;
  },
): Promise<AuditEntry[]> {
  const { before, limit, actor, action } = query;
  const rows = await connection<
    { audit_id: string; at: number; actor: string; action: string; subject: string; detail: unknown }[]
  >`
    select audit_id, at, actor, action, subject, detail from audit_entries
    where vdn_id = ${vdnId}
      ${before === null ? connection`` : connection`and (at, audit_id) < (${before.at}::timestamptz, ${before.id}::bigint)`}
      ${actor === null ? connection`` : connection`and actor = ${actor}`}
      ${action === null ? connection`` : connection`and action = ${action}`}
    order by at desc, audit_id desc limit ${limit}`;
  return rows.map((row) => ({
    id: row.audit_id,
    at: toMillis(row.at),
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    detail: row.detail,
  }));
}
