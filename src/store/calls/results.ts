// Queries for the results of finished calls (contract.md 10.1, 10.2 and 4.2). Every statement bounds
// claimed_at, so that it reads the days it is about and no others.

import { causeOf } from '../../core/outcome.ts';
import type { ExceptionQuery, ResultQuery } from '../../core/query.ts';
import type { CallResult, DayOfFailures } from '../../core/result.ts';
import type { CallId, CampaignId, Millis, VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';
import { parseCallId } from './callIds.ts';
import { type ResultRow, readResult } from './resultRow.ts';

const columns = (connection: Connection) => connection`
  campaign_id, claimed_at, call_id, contact_id, attempt, called, session_id, custom_field, ringing_at,
  answered_at, connected_at, ended_at, outcome, cause, final, record_path`;

/** One page of a campaign's results in the order of the dial, and how many there are on all pages. */
export async function findResults(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  query: ResultQuery,
  now: Millis,
): Promise<{ results: CallResult[]; total: number }> {
  const { sessionId, customField, everyAttempt, dialed, page, rowsPerPage } = query;
  const condition = connection`
    vdn_id = ${vdnId} and campaign_id = ${campaignId}
    and claimed_at >= ${dialed?.from ?? 0}::timestamptz
    and claimed_at < ${Math.min(dialed?.before ?? now + 1000, now + 1000)}::timestamptz
    and ended_at is not null ${everyAttempt ? connection`` : connection`and final`}
    ${sessionId === null ? connection`` : connection`and session_id = ${sessionId}`}
    ${customField === null ? connection`` : connection`and custom_field = ${customField}`}`;
  const [count] = await connection<{ total: number }[]>`
    select count(*)::integer as total from calls where ${condition}`;
  const rows = await connection<ResultRow[]>`
    select ${columns(connection)} from calls where ${condition}
    order by claimed_at, call_id
    limit ${rowsPerPage} offset ${(page - 1) * rowsPerPage}::bigint`;
  return { results: rows.map((row) => readResult(vdnId, row)), total: count?.total ?? 0 };
}

/** The result of one finished call; null when there is none, or its campaign was deleted outright. */
export async function findResult(
  connection: Connection,
  vdnId: VdnId,
  callId: CallId,
): Promise<CallResult | null> {
  const place = parseCallId(callId);
  if (place === null) return null;
  const [row] = await connection<ResultRow[]>`
    select ${columns(connection)} from calls
    where vdn_id = ${vdnId} and call_id = ${place.number}::bigint
      and claimed_at >= ${place.secondStartMillis}::timestamptz
      and claimed_at < ${place.secondStartMillis + 1000}::timestamptz
      and ended_at is not null
      and exists (
        select from campaigns c
        where c.vdn_id = ${vdnId} and c.campaign_id = calls.campaign_id and (c.deleted_at is null or c.archived)
      )`;
  return row === undefined ? null : readResult(vdnId, row);
}

/** Failed calls by day and cause, the days without one left out; at most 31 days are asked for. */
export async function countFailures(
  connection: Connection,
  vdnId: VdnId,
  { campaignId, days }: ExceptionQuery,
): Promise<DayOfFailures[]> {
  const rows = await connection<{ day: string; callsByCause: Record<string, number> }[]>`
    select day, jsonb_object_agg(cause, calls) as "callsByCause"
    from outcome_counts
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and cause <> ${causeOf.succeeded}
      and day between ${days.begin}::date and ${days.end}::date
    group by day order by day`;
  return [...rows];
}
