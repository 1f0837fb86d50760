// The result of one finished attempt (ruling R17): what the store gives to result queries, to the
// detail of one call, and to the notices that are pushed.
import type { Cause, Outcome } from './outcome.ts';
import type { CallId, CampaignId, ContactId, Millis, VdnId } from './units.ts';

export interface CallResult {
  readonly vdnId: VdnId;
  readonly campaignId: CampaignId;
  readonly callId: CallId;
  readonly contactId: ContactId;
  readonly called: string;
  readonly sessionId: string | null;
  readonly customField: string | null;
  /** When the attempt was claimed, which is the time of the dial. */
  readonly claimedAt: Millis;
  readonly ringingAt: Millis | null;
  readonly answeredAt: Millis | null;
  readonly connectedAt: Millis | null;
  readonly endedAt: Millis;
  readonly cause: Cause;
  readonly outcome: Outcome;
  /** Counts from 1 for each contact. */
  readonly attempt: number;
  /** No further attempt follows. */
  readonly final: boolean;
  readonly recordPath: string | null;
}

/** Calls of one day of the VDN's zone by cause code; successes are not among them. */
export interface DayOfFailures {
  /** `yyyy-MM-dd`. */
  readonly day: string;
  readonly callsByCause: Readonly<Record<string, number>>;
}
