// Removes deleted campaigns in small steps, so that a million numbers never hold up other work. Calls and
// notices stay until their partition is dropped; an archived campaign keeps its rows.
import { type Millis, toMillis } from '../../core/units.ts';
import type { Database } from '../database/connection.ts';

/** Numbers, or offers, that one step removes at most. */
const rowsPerStep = 5_000;

/** No statement that began before the deletion, a claim say, still runs when it is this old. */
const settledAfterMillis = 60_000;

/**
 * One step for one campaign, deleted a minute ago or longer, whose calls have ended and whose notices
 * are delivered: some of its numbers, then of its offers, or the campaign itself when none are left. One that an import is
 * under way for is left alone. True when nothing remains to be done.
 */
export async function purgeDeletedCampaigns(database: Database, now: Millis): Promise<boolean> {
  return database.begin(async (transaction) => {
    const [next] = await transaction<{ vdn_id: number; campaign_id: number }[]>`
      select c.vdn_id, c.campaign_id
      from campaigns c
      join campaign_progress p on p.vdn_id = c.vdn_id and p.campaign_id = c.campaign_id
      join notice_queues q on q.vdn_id = c.vdn_id and q.campaign_id = c.campaign_id
      where c.deleted_at <= ${toMillis(now - settledAfterMillis)}::timestamptz and not c.archived
        and p.calling = 0 and q.last_sequence = q.acknowledged_sequence
      order by c.deleted_at limit 1
      for update of c skip locked`;
    if (next === undefined) return true;
    const { vdn_id: vdnId, campaign_id: campaignId } = next;
    // By the rows' places: whatever the statistics say, a step walks no more rows than it removes.
    const removed = await transaction`
      delete from contacts
      where vdn_id = ${vdnId} and campaign_id = ${campaignId} and ctid = any(array(
        select ctid from contacts where vdn_id = ${vdnId} and campaign_id = ${campaignId}
        limit ${rowsPerStep}))`;
    if (removed.count === rowsPerStep) return false;
    // The campaign's end would take them along, all at once.
    const offers = await transaction`
      delete from offers
      where vdn_id = ${vdnId} and campaign_id = ${campaignId} and ctid = any(array(
        select ctid from offers where vdn_id = ${vdnId} and campaign_id = ${campaignId}
        limit ${rowsPerStep}))`;
    if (offers.count < rowsPerStep)
      await transaction`delete from campaigns where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
    return false;
  });
}
