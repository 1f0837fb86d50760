// A finished call as a row of `calls`, read into a result. Queries and deliveries of results both read
// these columns.
import type { CallResult } from '../../core/result.ts';
import { toCampaignId, toContactId, toMillis, toMillisOrNull, type VdnId } from '../../core/units.ts';
import { callIdOf } from './callIds.ts';

export interface ResultRow {
  campaign_id: number;
  claimed_at: number;
  call_id: string;
  contact_id: string;
  attempt: number;
  called: string;
  session_id: string | null;
  custom_field: string | null;
  ringing_at: number | null;
  answered_at: number | null;
  connected_at: number | null;
  ended_at: number;
  outcome: CallResult['outcome'];
  cause: CallResult['cause'];
  final: boolean;
  record_path: string | null;
}

/** The result that the row of a finished call tells. */
export function readResult(vdnId: VdnId, row: ResultRow): CallResult {
  const claimedAt = toMillis(row.claimed_at);
  return {
    vdnId,
    campaignId: toCampaignId(row.campaign_id),
    callId: callIdOf(claimedAt, row.call_id),
    contactId: toContactId(row.contact_id),
    called: row.called,
    sessionId: row.session_id,
    customField: row.custom_field,
    claimedAt,
    ringingAt: toMillisOrNull(row.ringing_at),
    answeredAt: toMillisOrNull(row.answered_at),
    connectedAt: toMillisOrNull(row.connected_at),
    endedAt: toMillis(row.ended_at),
    cause: row.cause,
    outcome: row.outcome,
    attempt: row.attempt,
    final: row.final,
    recordPath: row.record_path,
  };
}
