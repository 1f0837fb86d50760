// The data that a beat needs of its campaigns, read in one statement for all that are due. A plan is made
// from what the rows say now, so a change needs no message to take effect.
import type { Flow } from '../../core/agent.ts';
import type { CarrierShare } from '../../core/carrier.ts';
import type { ContactView } from '../../core/explain.ts';
import { noRetry, type RetryPolicy } from '../../core/retry.ts';
import type { SpecialDate, SpecialDateRule } from '../../core/specialDate.ts';
import {
  type CampaignId,
  type Millis,
  toContactId,
  toMillis,
  toMillisOrNull,
  toVdnId,
  type VdnId,
} from '../../core/units.ts';
import { type VdnSettings, vdnSettingsDefault } from '../../core/vdn.ts';
import type { AgentsView, CampaignView } from '../../core/view.ts';
import { callIdOf } from '../calls/callIds.ts';
import type { Connection } from '../database/connection.ts';
import { type CampaignRow, readCampaign } from './campaigns.ts';

/** A view as the database knows it; what the carrier can bear, and the agents, are added by who knows. */
export interface StoredView extends Omit<CampaignView, 'share' | 'agents'> {
  readonly vdn: VdnSettings;
  readonly retryPolicy: RetryPolicy;
  /** The flow that `deviceSign` names; null when the VDN has none of that code. */
  readonly flow: Pick<Flow, 'playSeconds' | 'transferSkillId'> | null;
}

/** @param agents null for a campaign with an IVR, and where the agents are seated by another process */
export const withShare = (
  view: StoredView,
  share: CarrierShare,
  agents: AgentsView | null = null,
): CampaignView => ({ ...view, share, agents });

interface ViewRow extends CampaignRow {
  vdn_id: number;
  retry_policy: RetryPolicy | null;
  vdn_settings: Partial<VdnSettings>;
  waiting: number;
  calling: number;
  pacing_credit: number;
  beat_at: number | null;
  first_due_at: number | null;
  play_seconds: number | null;
  transfer_skill_id: number | null;
  dates: {
    id: number;
    name: string;
    kind: SpecialDateRule['kind'];
    days: number[];
    begin: string;
    end: string;
  }[];
}

/** What names a campaign. */
export interface CampaignKey {
  readonly vdnId: VdnId;
  readonly campaignId: CampaignId;
}

/** The views of those campaigns that exist, of any tenants; one statement whatever their number. */
export async function loadViews(
  connection: Connection,
  campaigns: readonly CampaignKey[],
): Promise<StoredView[]> {
  const rows = await connection<ViewRow[]>`
    select c.vdn_id, c.campaign_id, c.state, c.revision, c.settings, c.handling, c.retry_policy, v.settings as vdn_settings,
      p.waiting, p.calling, p.pacing_credit, p.beat_at, due.first_due_at,
      coalesce(special.dates, '[]'::jsonb) as dates, f.play_seconds, f.transfer_skill_id
    from unnest(
      ${campaigns.map(({ vdnId }) => vdnId)}::integer[],
      ${campaigns.map(({ campaignId }) => campaignId)}::integer[]
    ) as g (vdn_id, campaign_id)
    join campaigns c on c.vdn_id = g.vdn_id and c.campaign_id = g.campaign_id and c.deleted_at is null
    join vdns v on v.vdn_id = c.vdn_id
    join campaign_progress p on p.vdn_id = c.vdn_id and p.campaign_id = c.campaign_id
    left join flows f on f.vdn_id = c.vdn_id and f.flow_code = c.settings -> 'ivr' ->> 'deviceSign'
    -- One probe of the index for each priority: the first due number without a scan of those that wait.
    left join lateral (
      select min(first.due_at) as first_due_at
      from (values (1::smallint), (2::smallint), (3::smallint), (4::smallint), (5::smallint)) as rank (priority)
      cross join lateral (
        select k.due_at from contacts k
        where k.vdn_id = c.vdn_id and k.campaign_id = c.campaign_id and k.state = 'waiting'
          and k.priority = rank.priority
        order by k.due_at limit 1
      ) as first
    ) as due on p.waiting > 0
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', d.special_date_id, 'name', d.name, 'kind', d.kind,
        'days', d.week_days, 'begin', d.begin_day, 'end', d.end_day) order by d.special_date_id) as dates
      from special_dates d
      where d.vdn_id = c.vdn_id and d.campaign_id = c.campaign_id
    ) as special on true`;
  return rows.map((row) => toView(toVdnId(row.vdn_id), row));
}

function toView(vdnId: VdnId, row: ViewRow): StoredView {
  return {
    campaign: readCampaign(vdnId, row),
    vdn: { ...vdnSettingsDefault, ...row.vdn_settings },
    timeZone: row.vdn_settings.timeZone ?? vdnSettingsDefault.timeZone,
    specialDates: row.dates.map(toSpecialDate),
    waiting: row.waiting,
    firstDueAt: toMillisOrNull(row.first_due_at),
    calling: row.calling,
    pacing: { credit: row.pacing_credit, beatAt: toMillisOrNull(row.beat_at) },
    retryPolicy: row.retry_policy ?? noRetry,
    flow:
      row.play_seconds === null
        ? null
        : { playSeconds: row.play_seconds, transferSkillId: row.transfer_skill_id },
  };
}

function toSpecialDate(row: ViewRow['dates'][number]): SpecialDate {
  const { id, name, kind } = row;
  if (kind === 'week') return { id, name, rule: { kind, days: row.days } };
  return { id, name, rule: { kind, begin: row.begin, end: row.end } };
}

/** Waiting numbers counted before one that asks for its place in the row; beyond it the place is null. */
const aheadCountedMax = 10_000;

/** How a number of a campaign stands, by its id or by the number itself (the newest with it). */
export async function findContactView(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  by: { readonly contactId: string } | { readonly called: string },
): Promise<Omit<ContactView, 'isAllowed'> | null> {
  const condition =
    'contactId' in by
      ? connection`k.contact_id = ${by.contactId}::bigint`
      : connection`k.called = ${by.called}`;
  const [row] = await connection<
    {
      contact_id: string;
      called: string;
      state: ContactView['state'];
      attempts: number;
      priority: number;
      due_at: number;
      call_id: string | null;
      claimed_at: number | null;
      cause: string | null;
      quarantined_until: number | null;
      ahead: number | null;
    }[]
  >`
    select k.contact_id, k.called, k.state, k.attempts, k.priority, k.due_at, k.call_id, k.claimed_at, k.cause,
      (select q.until from quarantined_numbers q where q.vdn_id = ${vdnId} and q.called = k.called)
        as quarantined_until,
      case when k.state = 'waiting' then (
        select count(*)::integer from (
          select 1 from contacts o
          where o.vdn_id = ${vdnId} and o.campaign_id = ${campaignId} and o.state = 'waiting'
            and (o.priority, o.due_at, o.contact_id) < (k.priority, k.due_at, k.contact_id)
          limit ${aheadCountedMax + 1}
        ) as before
      ) end as ahead
    from contacts k
    where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and ${condition}
    order by k.contact_id desc limit 1`;
  if (row === undefined) return null;
  const claimedAt: Millis | null = toMillisOrNull(row.claimed_at);
  return {
    contactId: toContactId(row.contact_id),
    called: row.called,
    state: row.state,
    attempts: row.attempts,
    priority: row.priority,
    dueAt: toMillis(row.due_at),
    callId: row.call_id === null || claimedAt === null ? null : callIdOf(claimedAt, row.call_id),
    cause: row.cause,
    quarantinedUntil: toMillisOrNull(row.quarantined_until),
    ahead: row.ahead === null || row.ahead > aheadCountedMax ? null : row.ahead,
  };
}
