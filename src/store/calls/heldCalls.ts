// Calls that the carrier holds and this process does not follow, held against the rows: one that has
// its end, or never was claimed, has no business at the carrier.
import type { CallId, VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';
import { parseCallId } from './callIds.ts';

/** Which of these calls of a VDN are claimed and have no end; the others are nobody's any more. */
export async function callsInFlight(
  connection: Connection,
  vdnId: VdnId,
  callIds: readonly CallId[],
): Promise<Set<CallId>> {
  const known = callIds.flatMap((callId) => {
    const place = parseCallId(callId);
    return place === null ? [] : [{ callId, ...place }];
  });
  const rows = await connection<{ call_id: string }[]>`
    select g.id as call_id
    from unnest(
      ${known.map(({ callId }) => callId)}::text[],
      ${known.map(({ number }) => number)}::bigint[],
      ${known.map(({ secondStartMillis }) => secondStartMillis)}::timestamptz[]
    ) as g (id, number, second)
    join calls c on c.vdn_id = ${vdnId} and c.call_id = g.number and c.claimed_at >= g.second
      and c.claimed_at < g.second + interval '1 second' and c.ended_at is null`;
  const open = new Set(rows.map((row) => row.call_id));
  return new Set(known.map(({ callId }) => callId).filter((callId) => open.has(callId)));
}
