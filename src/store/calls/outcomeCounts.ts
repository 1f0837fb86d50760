// How the calls of a campaign ended, by day of the VDN's zone and cause: counted while they settle, so that
// no query counts calls.
import type { DayRange } from '../../core/query.ts';
import type { CampaignId, VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

export interface OutcomeCount {
  /** `yyyy-MM-dd` */
  readonly day: string;
  readonly cause: string;
  readonly calls: number;
}

/** The counts of those days, by day and cause. */
export async function listOutcomeCounts(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  days: DayRange,
): Promise<OutcomeCount[]> {
  const rows = await connection<{ day: string; cause: string; calls: string }[]>`
    select day, cause, calls from outcome_counts
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and day between ${days.begin} and ${days.end}
    order by day, cause`;
  return rows.map((row) => ({ day: row.day, cause: row.cause, calls: Number(row.calls) }));
}
