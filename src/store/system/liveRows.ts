// The live figures that only the rows have, while a page shows a VDN: one small statement for the VDN, one
// for the queues of notices of the campaigns on show. They run every two seconds at most, once for all
// pages.
import { type CampaignId, type Millis, toCampaignId, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

export interface VdnSummary {
  readonly startedCampaigns: number;
  /** Another one with each campaign added, changed or deleted, its special dates included. */
  readonly campaignsVersion: string;
  readonly calling: number;
  readonly calls: number;
  readonly done: number;
  readonly noticesWaiting: number;
  readonly noticesUndelivered: number;
}

export async function summarizeVdn(connection: Connection, vdnId: VdnId, now: Millis): Promise<VdnSummary> {
  const [row] = await connection<
    {
      started: number;
      campaigns: number;
      revisions: string;
      dates: string;
      calling: string;
      calls: string;
      done: string;
      waiting: string;
      undelivered: string;
    }[]
  >`
    select c.started, c.campaigns, c.revisions, s.dates, p.calling, p.calls, p.done, q.waiting, q.undelivered
    from (
      select count(*)::integer as campaigns, coalesce(sum(revision), 0)::bigint as revisions,
        count(*) filter (
          where state = 'started' and (end_at is null or end_at > ${now}::timestamptz))::integer as started
      from campaigns where vdn_id = ${vdnId} and deleted_at is null
    ) as c, (
      select coalesce(sum(hashtext(d::text)), 0)::bigint as dates from special_dates as d where vdn_id = ${vdnId}
    ) as s, (
      select coalesce(sum(calling), 0)::bigint as calling, coalesce(sum(calls), 0)::bigint as calls,
        coalesce(sum(done), 0)::bigint as done
      from campaign_progress where vdn_id = ${vdnId}
    ) as p, (
      select coalesce(sum(last_sequence - acknowledged_sequence), 0)::bigint as waiting,
        coalesce(sum(undelivered), 0)::bigint as undelivered
      from notice_queues where vdn_id = ${vdnId}
    ) as q`;
  return {
    startedCampaigns: row?.started ?? 0,
    campaignsVersion: `${row?.campaigns ?? 0}.${row?.revisions ?? 0}.${row?.dates ?? 0}`,
    calling: Number(row?.calling ?? 0),
    calls: Number(row?.calls ?? 0),
    done: Number(row?.done ?? 0),
    noticesWaiting: Number(row?.waiting ?? 0),
    noticesUndelivered: Number(row?.undelivered ?? 0),
  };
}

export interface NoticeCounts {
  readonly campaignId: CampaignId;
  readonly waiting: number;
  readonly undelivered: number;
}

export async function countNotices(
  connection: Connection,
  vdnId: VdnId,
  campaignIds: readonly CampaignId[],
): Promise<NoticeCounts[]> {
  const rows = await connection<{ campaign_id: number; waiting: string; undelivered: string }[]>`
    select campaign_id, last_sequence - acknowledged_sequence as waiting, undelivered
    from notice_queues
    where vdn_id = ${vdnId} and campaign_id = any(${[...campaignIds]}::integer[])`;
  return rows.map((row) => ({
    campaignId: toCampaignId(row.campaign_id),
    waiting: Number(row.waiting),
    undelivered: Number(row.undelivered),
  }));
}
