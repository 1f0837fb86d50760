// The instant since which a revision is in effect: the first beat that worked with it writes it.
import type { CampaignId, Millis, VdnId } from '../../core/units.ts';
import { type Connection, withoutWaiting } from '../database/connection.ts';

/**
 * Marks `revision`, and those after `known` that never came to a beat, as in effect since `now`.
 * @param known the revision that was marked last, 0 when that is not known
 */
export async function markEffective(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  known: number,
  revision: number,
  now: Millis,
): Promise<void> {
  await connection`
    update campaign_revisions set effective_at = ${now}::timestamptz
    from ${withoutWaiting(connection)}
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and revision > ${known} and revision <= ${revision}
      and effective_at is null`;
}
