// What was recorded of a day of a campaign with agents, for a replay: calls without their numbers, beats
// without what they saw, agents by the minute. Read in portions, since a large day is a million calls.
import type { CampaignSettings } from '../../core/campaign.ts';
import type { Outcome } from '../../core/outcome.ts';
import { type CampaignId, type Millis, toMillis, toMillisOrNull, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

export interface DayCall {
  readonly dialedAt: Millis;
  readonly outcome: Outcome;
  readonly answeredAt: Millis | null;
  readonly connectedAt: Millis | null;
  readonly endedAt: Millis;
  readonly wrappedUpAt: Millis | null;
  readonly abandoned: boolean | null;
}

interface CallRow {
  dialed_at: number;
  outcome: Outcome;
  answered_at: number | null;
  connected_at: number | null;
  ended_at: number;
  wrapped_up_at: number | null;
  abandoned: boolean | null;
}

/** Calls claimed from `from` to before `to` that are over, in order of the dial. */
export async function listDayCalls(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  from: Millis,
  to: Millis,
): Promise<DayCall[]> {
  const rows = await connection<CallRow[]>`
    select coalesce(c.dialed_at, c.claimed_at) as dialed_at, c.outcome, c.answered_at, c.connected_at, c.ended_at, c.wrapped_up_at, c.abandoned
    from calls c
    where c.vdn_id = ${vdnId} and c.campaign_id = ${campaignId} and c.ended_at is not null
      and c.claimed_at >= ${from}::timestamptz and c.claimed_at < ${to}::timestamptz
    order by dialed_at, c.call_id`;
  return rows.map((row) => ({
    dialedAt: toMillis(row.dialed_at),
    outcome: row.outcome,
    answeredAt: toMillisOrNull(row.answered_at),
    connectedAt: toMillisOrNull(row.connected_at),
    endedAt: toMillis(row.ended_at),
    wrappedUpAt: toMillisOrNull(row.wrapped_up_at),
    abandoned: row.abandoned,
  }));
}

/** When the first call at or after `from` was claimed; null without one before `to`. */
export async function nextCallAt(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  from: Millis,
  to: Millis,
): Promise<Millis | null> {
  const [row] = await connection<{ at: number | null }[]>`
    select min(claimed_at) as at from calls
    where vdn_id = ${vdnId} and campaign_id = ${campaignId}
      and claimed_at >= ${from}::timestamptz and claimed_at < ${to}::timestamptz`;
  return toMillisOrNull(row?.at ?? null);
}

export interface DayBeat {
  readonly at: Millis;
  readonly placed: number;
  readonly gate: string;
}

/** The beats that were written down; a run of equal beats without a call has one a minute. */
export async function listDayBeats(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  from: Millis,
  to: Millis,
): Promise<DayBeat[]> {
  const rows = await connection<{ at: number; placed: number; gate: string }[]>`
    select at, placed, gate from pacing_log
    where vdn_id = ${vdnId} and campaign_id = ${campaignId}
      and at >= ${from}::timestamptz and at < ${to}::timestamptz
    order by at`;
  return rows.map(({ at, placed, gate }) => ({ at: toMillis(at), placed, gate }));
}

/**
 * Agent-seconds of each minute from `from` on in which agents with the skill were there for the campaign:
 * ready, or with one of its calls. Time with another campaign's calls is left out. Minutes without
 * anybody are left out as well.
 */
export async function sumStaffing(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  skillId: number,
  from: Millis,
  to: Millis,
): Promise<{ readonly minute: number; readonly seconds: number }[]> {
  return connection<{ minute: number; seconds: number }[]>`
    select m.minute, sum(extract(epoch from
        least(i.ended_at, ${from}::timestamptz + (m.minute + 1) * interval '1 minute')
        - greatest(i.began_at, ${from}::timestamptz + m.minute * interval '1 minute')))::float8 as seconds
    from agent_intervals i
    cross join lateral generate_series(
      floor(extract(epoch from greatest(i.began_at, ${from}::timestamptz) - ${from}::timestamptz) / 60)::integer,
      ceil(extract(epoch from least(i.ended_at, ${to}::timestamptz) - ${from}::timestamptz) / 60)::integer - 1
    ) as m (minute)
    where i.vdn_id = ${vdnId} and i.ended_at > ${from}::timestamptz and i.began_at < ${to}::timestamptz
      and i.began_at > ${toMillis(from - stretchMillisMax)}::timestamptz
      and (i.campaign_id is null or i.campaign_id = ${campaignId})
      and (i.status = 'ready' or i.state in ('reserved', 'talking', 'wrapUp'))
      and exists (select 1 from agent_skills k
        where k.vdn_id = ${vdnId} and k.agent_id = i.agent_id and k.skill_id = ${skillId})
    group by m.minute order by m.minute`;
}

/** As in agentTime.ts: no stretch is longer, so partitions before it can be passed over. */
const stretchMillisMax = 86_400_000;

export interface DayRevision {
  readonly revision: number;
  readonly effectiveAt: Millis;
  readonly settings: CampaignSettings;
}

/** The settings that ruled the dialing when the day began, and those of each change until its end. */
export async function listDayRevisions(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  from: Millis,
  to: Millis,
): Promise<DayRevision[]> {
  const rows = await connection<{ revision: number; effective: number; settings: CampaignSettings }[]>`
    select r.revision, coalesce(r.effective_at, r.at) as effective, r.after -> 'settings' as settings
    from campaign_revisions r
    where r.vdn_id = ${vdnId} and r.campaign_id = ${campaignId}
      and coalesce(r.effective_at, r.at) < ${to}::timestamptz
      and r.revision >= coalesce((
        select max(b.revision) from campaign_revisions b
        where b.vdn_id = ${vdnId} and b.campaign_id = ${campaignId}
          and coalesce(b.effective_at, b.at) <= ${from}::timestamptz), 0)
    order by r.revision`;
  return rows.map(({ revision, effective, settings }) => ({
    revision,
    effectiveAt: toMillis(effective),
    settings,
  }));
}
