// The calls of a campaign as supervisors see them, newest first, including those in flight. A call's row is
// filled in when it ends, so the state of a call in flight is read off its events.
import { type Call, type CallFacts, type CallState, callState } from '../../core/call.ts';
import type { Cause, Outcome } from '../../core/outcome.ts';
import {
  type CampaignId,
  type Millis,
  toContactId,
  toMillis,
  toMillisOrNull,
  type VdnId,
} from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';
import { callIdOf } from './callIds.ts';
import { heardInstants } from './heardInstants.ts';

export interface ListedCall extends Omit<Call, 'ringLimitSeconds'> {
  readonly state: CallState;
  readonly called: string;
  readonly caller: string;
  /** As they came with the number. */
  readonly sessionId: string | null;
  readonly customField: string | null;
  /** Counts from 1 for each contact. */
  readonly attempt: number;
  /** Null while it is in flight, as is `final`. */
  readonly cause: Cause | null;
  readonly final: boolean | null;
  /** The agent who had or has the person, or for whom the call was dialed. */
  readonly agentId: string | null;
  /** Whether no agent was there within the legal limit; null: no person answered. */
  readonly abandoned: boolean | null;
  readonly wrappedUpAt: Millis | null;
  readonly businessResult: string | null;
  readonly note: string | null;
}

/** Where a page ends; the next one begins behind it. */
export interface CallPlace {
  readonly claimedAt: Millis;
  readonly callNumber: string;
}

/** Null where nothing is asked. */
export interface CallQuery {
  readonly called: string | null;
  readonly outcome: Outcome | null;
  readonly agentId: string | null;
  /** Claimed at or after this, and before that. */
  readonly from: Millis | null;
  readonly to: Millis | null;
  readonly before: CallPlace | null;
  readonly limit: number;
}

export interface CallPage {
  readonly calls: ListedCall[];
  /** Null: there are no more. */
  readonly next: CallPlace | null;
}

/** Calls that one page looks at for an outcome or an agent: about a tenth of a second. */
const looksMax = 50_000;

/**
 * One page, the newest call first. With an outcome or an agent it may be shorter than `limit`, or empty,
 * although more follow: `next` says so. Numbers that were deleted from the campaign are not found by
 * `called`.
 */
export async function listCalls(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  query: CallQuery,
  now: Millis,
): Promise<CallPage> {
  const { called, outcome, agentId, limit } = query;
  const isSearch = outcome !== null || agentId !== null;
  const newest = connection`
    where c.vdn_id = ${vdnId} and c.campaign_id = ${campaignId} and ${withinBounds(connection, query, now)}
    order by c.claimed_at desc, c.call_id desc`;
  // By its contacts a number is found at once; its calls alone could be anywhere in the campaign.
  const looked =
    called === null
      ? connection`select c.* from calls c ${newest} limit ${isSearch ? looksMax : limit}`
      : connection`
        select c.* from calls c
        where c.vdn_id = ${vdnId} and c.campaign_id = ${campaignId} and ${withinBounds(connection, query, now)}
          and c.contact_id = any(array(
            select k.contact_id from contacts k
            where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and k.called = ${called}))`;
  const rows = await connection<CallRow[]>`
    with looked as ${called === null ? connection`` : connection`materialized`} (${looked})
    select c.call_id, c.claimed_at, c.contact_id, c.called, c.caller, c.session_id, c.custom_field, c.attempt, c.dialed_at,
      coalesce(c.ringing_at, heard.ringing_at) as ringing_at,
      coalesce(c.answered_at, heard.answered_at) as answered_at,
      coalesce(c.waiting_at, heard.waiting_at) as waiting_at,
      coalesce(c.connected_at, heard.connected_at) as connected_at,
      c.ended_at, c.outcome, c.cause, c.final, coalesce(c.agent_id, a.agent_id) as agent_id, c.abandoned,
      c.answered_by, c.record_path, c.flow_variables, c.wrapped_up_at, c.business_result, c.note
    from looked c
    left join agent_states a on a.vdn_id = ${vdnId} and a.call_id = c.call_id and c.ended_at is null
    left join lateral (
      ${heardInstants(connection)}
      where c.ended_at is null and e.vdn_id = ${vdnId} and e.call_id = c.call_id and e.at >= c.claimed_at
    ) as heard on true
    where true
      ${outcome === null ? connection`` : connection`and c.outcome = ${outcome}`}
      ${agentId === null ? connection`` : connection`and coalesce(c.agent_id, a.agent_id) = ${agentId}`}
    order by c.claimed_at desc, c.call_id desc
    limit ${limit}`;
  const calls = rows.map((row) => readCall(vdnId, campaignId, row));
  const last = rows.at(-1);
  if (rows.length === limit && last !== undefined) return { calls, next: placeOf(last) };
  if (!isSearch || called !== null) return { calls, next: null };
  const [end] = await connection<Pick<CallRow, 'call_id' | 'claimed_at'>[]>`
    select c.call_id, c.claimed_at from calls c ${newest} offset ${looksMax - 1} limit 1`;
  return { calls, next: end === undefined ? null : placeOf(end) };
}

/** Bounds of claimed_at keep the statement to the days it is about. */
function withinBounds(connection: Connection, { from, to, before }: CallQuery, now: Millis) {
  const latest = Math.min(to ?? now + 1000, now + 1000);
  return connection`
    c.claimed_at >= ${Math.max(from ?? 0, 0)}::timestamptz and c.claimed_at < ${Math.max(latest, 0)}::timestamptz
    ${
      before === null
        ? connection``
        : connection`and c.claimed_at <= ${before.claimedAt}::timestamptz
          and (c.claimed_at, c.call_id) < (${before.claimedAt}::timestamptz, ${before.callNumber}::bigint)`
    }`;
}

interface CallRow {
  call_id: string;
  claimed_at: number;
  contact_id: string;
  called: string;
  caller: string;
  session_id: string | null;
  custom_field: string | null;
  attempt: number;
  dialed_at: number | null;
  ringing_at: number | null;
  answered_at: number | null;
  waiting_at: number | null;
  connected_at: number | null;
  ended_at: number | null;
  outcome: Outcome | null;
  cause: Cause | null;
  final: boolean | null;
  agent_id: string | null;
  abandoned: boolean | null;
  answered_by: CallFacts['answeredBy'];
  record_path: string | null;
  flow_variables: Record<string, string> | null;
  wrapped_up_at: number | null;
  business_result: string | null;
  note: string | null;
}

const placeOf = (row: Pick<CallRow, 'call_id' | 'claimed_at'>): CallPlace => ({
  claimedAt: toMillis(row.claimed_at),
  callNumber: row.call_id,
});

function readCall(vdnId: VdnId, campaignId: CampaignId, row: CallRow): ListedCall {
  const claimedAt = toMillis(row.claimed_at);
  const call = {
    id: callIdOf(claimedAt, row.call_id),
    vdnId,
    campaignId,
    contactId: toContactId(row.contact_id),
    claimedAt,
    dialedAt: toMillisOrNull(row.dialed_at),
    ringingAt: toMillisOrNull(row.ringing_at),
    answeredAt: toMillisOrNull(row.answered_at),
    waitingAt: toMillisOrNull(row.waiting_at),
    connectedAt: toMillisOrNull(row.connected_at),
    endedAt: toMillisOrNull(row.ended_at),
    outcome: row.outcome,
    facts: {
      answeredBy: row.answered_by,
      recordPath: row.record_path,
      flowVariables: row.flow_variables ?? {},
    },
  };
  return {
    ...call,
    // A row does not tell whether the carrier was asked yet: a claim waits a beat for that at most.
    state: callState({ ...call, dialedAt: claimedAt }),
    called: row.called,
    caller: row.caller,
    sessionId: row.session_id,
    customField: row.custom_field,
    attempt: row.attempt,
    cause: row.cause,
    final: row.final,
    agentId: row.agent_id,
    abandoned: row.abandoned,
    wrappedUpAt: toMillisOrNull(row.wrapped_up_at),
    businessResult: row.business_result,
    note: row.note,
  };
}
