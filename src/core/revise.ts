// How a request changes a campaign: the one decision behind add, modify, dry run and rollback. It answers
// the new settings or the first problem, and never looks at a clock or a database.
import { meantUrl, shownUrl } from './callbackUrl.ts';
import { type Campaign, type CampaignSettings, stateAt } from './campaign.ts';
import type { Problem } from './problem.ts';
import type { Millis } from './units.ts';

/** Begin and end of a campaign: both instants (seed, notes under Table 3). */
export interface CampaignWindow {
  readonly beginAt: Millis;
  readonly endAt: Millis;
}

/** What an integrator asked for, read and found well-formed. */
export interface CampaignRequest extends Omit<CampaignSettings, 'description' | 'beginAt' | 'endAt'> {
  /** `undefined` keeps what is stored, `null` clears it (R10). */
  readonly description: string | null | undefined;
  /** `undefined` keeps the stored begin and end (R10). */
  readonly window: CampaignWindow | undefined;
}

/** What must be known of the stored world to judge a modification. */
export interface ReviseFacts {
  readonly now: Millis;
  /** Another campaign of the VDN, not deleted, has the requested name (R7). */
  readonly nameIsTaken: boolean;
  /** The VDN has the requested skill queue; true when none is requested. */
  readonly skillQueueExists: boolean;
}

/** What a revision brings, beside the state. */
export type Rules = Pick<Campaign, 'settings' | 'handling'>;

export interface Change {
  /** Dotted path in `CampaignSettings`, or `handling.` and one in `CallHandling`; places of a list count from 1. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The settings of a new campaign: what is not given is empty. */
export function newSettings(request: CampaignRequest): CampaignSettings {
  const { window, description, ...rest } = request;
  return {
    ...rest,
    description: description ?? null,
    beginAt: window?.beginAt ?? null,
    endAt: window?.endAt ?? null,
  };
}

/**
 * The settings after a modification, or the first problem in the order of ruling R1: ended, device
 * type, name, skill queue, a password that is not known. Description and window keep their stored value when not given; schedule,
 * IVR and skill objects are replaced whole (R10).
 */
export function revise(
  campaign: Campaign,
  request: CampaignRequest,
  facts: ReviseFacts,
): CampaignSettings | Problem {
  const stored = campaign.settings;
  if (stateAt(campaign, facts.now) === 'ended') return { problem: 'campaignEnded' };
  if (request.deviceType !== stored.deviceType) {
    return { problem: 'deviceTypeFixed', path: 'deviceType', received: request.deviceType };
  }
  if (facts.nameIsTaken) return { problem: 'nameTaken', path: 'name', received: request.name };
  if (request.skill !== null && !facts.skillQueueExists) {
    return { problem: 'noSuchSkillQueue', path: 'skillParam.skillId', received: request.skill.skillId };
  }
  const callBackUrl = meantUrl(request.callBackUrl, stored.callBackUrl);
  if (callBackUrl === null) {
    return { problem: 'passwordHidden', path: 'callBackUrl', received: request.callBackUrl };
  }
  const { window, description, ...rest } = request;
  return {
    ...rest,
    callBackUrl,
    description: description === undefined ? stored.description : description,
    beginAt: window === undefined ? stored.beginAt : window.beginAt,
    endAt: window === undefined ? stored.endAt : window.endAt,
  };
}

/** Every setting that differs, then what differs in the handling of calls; empty when nothing does. */
export const changesBetween = (before: Rules, after: Rules): Change[] => [
  ...differences(before.settings, after.settings),
  ...differences(before.handling, after.handling, 'handling'),
];

/** Every place at which two values differ, in the order of the first. */
export function differences(before: object, after: object, path = ''): Change[] {
  const changes: Change[] = [];
  compare(path, before, after, changes);
  return changes;
}

function compare(path: string, before: unknown, after: unknown, changes: Change[]): void {
  if (Object.is(before, after)) return;
  if (!isBranch(before) || !isBranch(after)) {
    const shown = (value: unknown): unknown =>
      path === 'callBackUrl' && typeof value === 'string' ? shownUrl(value) : value;
    changes.push({ path, before: shown(before), after: shown(after) });
    return;
  }
  const earlier = new Map(Object.entries(before));
  const later = new Map(Object.entries(after));
  // The order in which an object was stored says nothing: the names of both are walked once.
  for (const key of new Set([...earlier.keys(), ...later.keys()])) {
    const name = Array.isArray(before) ? String(Number(key) + 1) : key;
    compare(path === '' ? name : `${path}.${name}`, earlier.get(key), later.get(key), changes);
  }
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;
