// The result of one attempt, as it goes into notices and answers (contract.md 9, 10).
import type { Cause, Outcome } from './outcome.ts';
import type { CallId, CampaignId, ContactId, Millis, VdnId } from './units.ts';

export interface CallResult {
  readonly vdnId: VdnId;
  readonly campaignId: CampaignId;
  readonly contactId: ContactId;
  readonly callId: CallId;
  /** Counts from 1 for each number. */
  readonly attempt: number;
  readonly called: string;
  readonly sessionId: string | null;
  readonly customField: string | null;
  /** When the attempt was decided; the contract's call time. */
  readonly claimedAt: Millis;
  readonly ringingAt: Millis | null;
  readonly answeredAt: Millis | null;
  readonly connectedAt: Millis | null;
  readonly endedAt: Millis;
  readonly outcome: Outcome;
  readonly cause: Cause;
  /** No further attempt follows. */
  readonly final: boolean;
  /** Null without a recording. */
  readonly recordPath: string | null;
}
