// What a desk has yet to write: the state of agents, ended stretches, wrap-ups, offers. It is gathered
// between two writes, so a VDN costs a few statements however many agents it has, and it is kept while the
// database is away.
import type { WorkingAgent } from '../../core/agentState.ts';
import { type CampaignId, type ContactId, type Millis, toMillis } from '../../core/units.ts';
import type { AgentInterval } from '../../store/agents/agentIntervals.ts';
import type { WrappedUpCall } from '../../store/agents/agentStates.ts';
import type { OfferEnding, OfferRow } from '../../store/agents/offers.ts';

/** An offer from its beginning to its end. */
export interface OfferRecord extends OfferRow {
  endedAt: Millis | null;
  ending: OfferEnding | null;
  reason: string | null;
  /** Its row is there. */
  isSaved: boolean;
}

export interface Postponed {
  readonly campaignId: CampaignId;
  readonly contactId: ContactId;
  readonly dueAt: Millis;
}

export interface Ledger {
  /** Agents who changed; how they stand is read when it is written. */
  changed: Set<string>;
  intervals: AgentInterval[];
  wrapUps: WrappedUpCall[];
  offers: Set<OfferRecord>;
  postponed: Postponed[];
}

/** The log of an hour of 5,000 busy agents; beyond it the oldest are given up. */
const entriesMax = 500_000;

export const emptyLedger = (): Ledger => ({
  changed: new Set(),
  intervals: [],
  wrapUps: [],
  offers: new Set(),
  postponed: [],
});

export const isEmpty = (ledger: Ledger): boolean =>
  ledger.changed.size +
    ledger.intervals.length +
    ledger.wrapUps.length +
    ledger.offers.size +
    ledger.postponed.length ===
  0;

/**
 * No stretch in the log is longer than a day: who sums them looks no further back (store/agents/agentTime.ts), and
 * the partition of an older beginning may be gone, so that nothing more could be written.
 */
const stretchMillisMax = 86_400_000;

/** Notes that a stretch has ended; one of no length, or with a clock set back, leaves no trace. */
export function noteStretch(ledger: Ledger, before: WorkingAgent, now: Millis): void {
  if (now <= before.since) return;
  ledger.intervals.push({
    agentId: before.id,
    beganAt: toMillis(Math.max(before.since, now - stretchMillisMax + 1)),
    endedAt: now,
    status: before.status,
    state: before.state,
    reason: before.breakReason,
    campaignId: before.campaignId,
  });
}

/** Puts back what could not be written; what was noted meanwhile comes after it. */
export function putBack(ledger: Ledger, unwritten: Ledger): void {
  ledger.changed = new Set([...unwritten.changed, ...ledger.changed]);
  ledger.intervals = [...unwritten.intervals, ...ledger.intervals].slice(-entriesMax);
  ledger.wrapUps = [...unwritten.wrapUps, ...ledger.wrapUps].slice(-entriesMax);
  ledger.offers = new Set([...unwritten.offers, ...ledger.offers]);
  ledger.postponed = [...unwritten.postponed, ...ledger.postponed].slice(-entriesMax);
}
