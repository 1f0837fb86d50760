// How far campaigns are: the counters, which are kept up to date by each change, and the present activity.
import { type CampaignId, type Millis, toCampaignId, toMillisOrNull, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

export interface Progress {
  readonly campaignId: CampaignId;
  readonly waiting: number;
  readonly calling: number;
  readonly done: number;
  /** Attempts, those in flight included. */
  readonly calls: number;
  readonly succeeded: number;
  readonly beatAt: Millis | null;
}

export async function listProgress(
  connection: Connection,
  vdnId: VdnId,
  campaignIds: readonly CampaignId[],
): Promise<Progress[]> {
  const rows = await connection<
    {
      campaign_id: number;
      waiting: number;
      calling: number;
      done: number;
      calls: string;
      succeeded: string;
      beat_at: number | null;
    }[]
  >`
    select campaign_id, waiting, calling, done, calls, succeeded, beat_at from campaign_progress
    where vdn_id = ${vdnId} and campaign_id = any(${[...campaignIds]}::integer[])`;
  return rows.map((row) => ({
    campaignId: toCampaignId(row.campaign_id),
    waiting: row.waiting,
    calling: row.calling,
    done: row.done,
    calls: Number(row.calls),
    succeeded: Number(row.succeeded),
    beatAt: toMillisOrNull(row.beat_at),
  }));
}

/** Calls of the campaign that were placed after `since`. */
export async function countCallsSince(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  since: Millis,
): Promise<number> {
  const [row] = await connection<{ calls: number }[]>`
    select count(*)::integer as calls from calls
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and claimed_at > ${since}::timestamptz`;
  return row?.calls ?? 0;
}

/** Numbers of the campaign that wait and are due at `now`. */
export async function countDueNumbers(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  now: Millis,
): Promise<number> {
  const [row] = await connection<{ due: number }[]>`
    select count(*)::integer as due from contacts
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and state = 'waiting'
      and due_at <= ${now}::timestamptz`;
  return row?.due ?? 0;
}
