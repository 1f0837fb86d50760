// When numbers may be added to a campaign and removed from it (contract.md 7.1 and 7.3).
import { type Campaign, stateAt } from './campaign.ts';
import type { Problem } from './problem.ts';
import type { Millis } from './units.ts';

/** Two additions to one campaign are at least this far apart (contract.md 7.1). */
export const additionGapMilliseconds = 1000;

export interface ContactFacts {
  /** Waiting or being called. */
  readonly unfinished: number;
  readonly addedAt: Millis | null;
}

/** Numbers may be added until the campaign has ended. */
export const judgeContactState = (campaign: Campaign, now: Millis): Problem | null =>
  stateAt(campaign, now) === 'ended' ? { problem: 'numbersNotAllowedNow' } : null;

/** Whether `count` more numbers may be added at `now`; the pace is judged before the room. */
export function judgeContactAddition(
  facts: ContactFacts,
  count: number,
  unfinishedMax: number,
  now: Millis,
): Problem | null {
  const { addedAt, unfinished } = facts;
  if (addedAt !== null && Math.abs(now - addedAt) < additionGapMilliseconds) return { problem: 'tooFast' };
  return unfinished + count <= unfinishedMax ? null : { problem: 'tooManyNumbers' };
}

/** Numbers are not taken from a campaign that is executing: started and not ended. */
export const judgeContactDeletion = (campaign: Campaign, now: Millis): Problem | null =>
  stateAt(campaign, now) === 'started' ? { problem: 'campaignStarted' } : null;
