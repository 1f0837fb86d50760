// Judges the laboratory's records: each call of the database came to the carrier and no other did, the pace
// rose there too, and each talk was recorded. It has no input or output of its own, like report.ts.
import { causeOf } from '../../core/outcome.ts';
import type { Witness } from './witness.ts';

/** Where INVITEs and calls differ, number by number. */
export function faultsOfInvites({ invites, calls }: Witness): string[] {
  const difference = new Map<string, number>();
  for (const { called } of invites) difference.set(called, (difference.get(called) ?? 0) + 1);
  for (const { called } of calls) difference.set(called, (difference.get(called) ?? 0) - 1);
  const unasked = [...difference.values()].filter((more) => more > 0).length;
  const unseen = [...difference.values()].filter((more) => more < 0).length;
  return [
    ...(unasked === 0 ? [] : [`the carrier saw more INVITEs than there are calls to ${unasked} numbers`]),
    ...(unseen === 0 ? [] : [`the carrier saw fewer INVITEs than there are calls to ${unseen} numbers`]),
  ];
}

export const lineOfInvites = ({ invites, calls }: Witness): string =>
  `  the carrier saw ${invites.length} INVITEs for these ${calls.length} calls, counted number by number`;

/** The connected calls without a recorded sound. */
export function faultsOfRecordings({ calls }: Witness): string[] {
  const silent = calls.filter(
    ({ cause, recordedSeconds }) => cause === causeOf.succeeded && !((recordedSeconds ?? 0) > 0),
  ).length;
  return silent === 0 ? [] : [`${silent} talks have no recording`];
}

export function lineOfRecordings({ calls }: Witness): string {
  const seconds = calls.flatMap(({ recordedSeconds }) => recordedSeconds ?? []);
  const sum = seconds.reduce((total, one) => total + one, 0);
  return `  ${seconds.length} recordings, ${Math.round(sum)} s of sound; the result of each call names its own (recordPath)`;
}

/** An open line is called once and stays: more would mean that lines were lost. */
export function lineOfTelephones({ telephoneInvites }: Witness): string {
  const telephones = new Set(telephoneInvites.map(({ called }) => called)).size;
  return telephoneInvites.length === telephones
    ? `  each of the ${telephones} telephones was called once, and its line stayed open`
    : `  the ${telephones} telephones were called ${telephoneInvites.length} times: lines were lost`;
}

export interface PerMinute {
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * INVITEs per minute before and after a change. The last beat may have found too few numbers, so it is left
 * out.
 */
export function invitesPerMinute(
  { invites }: Witness,
  effectiveAt: string | null,
  beatSeconds: number,
): PerMinute {
  const first = invites[0]?.at;
  const last = invites.at(-1)?.at;
  if (effectiveAt === null || first === undefined || last === undefined) return { before: null, after: null };
  const change = Date.parse(effectiveAt);
  const within = (from: number, to: number): number | null =>
    to <= from
      ? null
      : Math.round((invites.filter(({ at }) => at >= from && at < to).length / (to - from)) * 60_000);
  return { before: within(first, change), after: within(change, last - beatSeconds * 1000) };
}
