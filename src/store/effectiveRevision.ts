// The instant from which a revision ruled the dialing: written by the first beat that worked with it.
import type { CampaignId, Millis, VdnId } from '../core/units.ts';
import type { Connection } from './connection.ts';

/** Marks `revision`, and any older one that never came to a beat, as in effect since `now`. */
export async function markEffective(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  revision: number,
  now: Millis,
): Promise<void> {
  await connection`
    update campaign_revisions set effective_at = ${now}::timestamptz
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and revision <= ${revision} and effective_at is null`;
}
