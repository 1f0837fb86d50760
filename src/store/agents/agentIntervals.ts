// What agents did: a row for each stretch of a status and state, written when it has ended. Staffing,
// occupancy and breaks are computed from this log, so it is never changed.
import type { AgentState, AgentStatus } from '../../core/agentState.ts';
import type { CampaignId, Millis, VdnId } from '../../core/units.ts';
import { type Database, withoutWaiting } from '../database/connection.ts';
import { makingDays } from '../database/partitions.ts';

/** A stretch of a status and state that has ended. */
export interface AgentInterval {
  readonly agentId: string;
  readonly beganAt: Millis;
  readonly endedAt: Millis;
  readonly status: AgentStatus;
  readonly state: AgentState;
  readonly reason: string | null;
  readonly campaignId: CampaignId | null;
}

/** Adds stretches; one that is there already is passed over, so a write may be tried again. */
export async function addAgentIntervals(
  database: Database,
  vdnId: VdnId,
  intervals: readonly AgentInterval[],
): Promise<void> {
  const write = () => database`
    insert into agent_intervals (vdn_id, agent_id, began_at, ended_at, status, state, reason, campaign_id)
    select ${vdnId}, g.agent_id, g.began_at, g.ended_at, g.status, g.state, g.reason, g.campaign_id
    from unnest(
      ${intervals.map((interval) => interval.agentId)}::text[],
      ${intervals.map((interval) => interval.beganAt)}::timestamptz[],
      ${intervals.map((interval) => interval.endedAt)}::timestamptz[],
      ${intervals.map((interval) => interval.status)}::text[],
      ${intervals.map((interval) => interval.state)}::text[],
      ${intervals.map((interval) => interval.reason)}::text[],
      ${intervals.map((interval) => interval.campaignId)}::integer[]
    ) as g (agent_id, began_at, ended_at, status, state, reason, campaign_id)
    cross join ${withoutWaiting(database)}
    on conflict do nothing`;
  const begun = intervals.map((interval) => interval.beganAt);
  await makingDays(database, begun, write);
}
