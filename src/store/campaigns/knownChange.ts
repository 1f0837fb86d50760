// A change of a campaign in one round trip: decided on what this process last knew of the campaign, and written
// by one statement that uses up the request's signature and repeats the revision. Where that no longer holds,
// nothing is written, and the change goes the way of campaigns.ts.
import type { Campaign } from '../../core/campaign.ts';
import type { Connection, Database } from '../database/connection.ts';
import { forgettingExpired, type SignatureUse, usingUp } from '../tenants/usedSignatures.ts';
import {
  type Author,
  bringsNothing,
  type CampaignChange,
  type ChangeSubject,
  type Decide,
  insertRevision,
  isChange,
  isNameCollision,
  isToBeTold,
  rulesOf,
  setColumns,
} from './campaigns.ts';
import { notifying } from './changes.ts';
import { recall, remember } from './knownCampaigns.ts';

export interface KnownChange {
  readonly isSaved: boolean;
  /** What became of the signature; null when nothing was asked of the database. */
  readonly isFirstUse: boolean | null;
}

const nothingAsked: KnownChange = { isSaved: false, isFirstUse: null };

/**
 * Tries a change in one round trip. It waits for no row that somebody has locked.
 * @param decide as for `changeCampaign`; a refusal is not believed, since it may rest on what is no longer true
 */
export async function changeKnownCampaign<Refusal extends object>(
  database: Database,
  subject: ChangeSubject,
  author: Author,
  decide: Decide<Refusal>,
  use: SignatureUse,
): Promise<KnownChange> {
  const before = recall(database, subject.vdnId, subject.campaignId);
  if (before === null || (subject.name !== null && subject.name !== before.settings.name))
    return nothingAsked;
  const change = decide({ campaign: before, nameIsTaken: false, skillQueueExists: true, missingFlows: [] });
  if (!isChange(change) || bringsNothing(before, change)) return nothingAsked;
  const after = { ...before, ...rulesOf(change) };
  try {
    const { isFirstUse, revision } = await write(database, after, change, subject.skillId, author, use);
    if (revision === null) return { isSaved: false, isFirstUse };
    remember(database, { ...after, revision });
    return { isSaved: true, isFirstUse };
  } catch (error) {
    if (!isNameCollision(error)) throw error;
    return nothingAsked;
  }
}

async function write(
  connection: Connection,
  after: Campaign,
  change: CampaignChange,
  skillId: number | null,
  author: Author,
  use: SignatureUse,
): Promise<{ readonly isFirstUse: boolean; readonly revision: number | null }> {
  const { vdnId, id } = after;
  const [row] = await connection<{ is_first: boolean; revision: number | null }[]>`
    with ${forgettingExpired(connection, use, author.now)},
    used as (${usingUp(connection, use)}),
    same as (
      select c.vdn_id, c.campaign_id from campaigns c
      where c.vdn_id = ${vdnId} and c.campaign_id = ${id} and c.revision = ${after.revision}
        and c.deleted_at is null and exists (select from used)
        and (${skillId}::integer is null or exists (
          select from skill_queues s where s.vdn_id = ${vdnId} and s.skill_id = ${skillId}::integer))
      for no key update of c skip locked
    ), changed as (
      update campaigns c set ${setColumns(connection, after, change, author.now)}
      from same where c.vdn_id = same.vdn_id and c.campaign_id = same.campaign_id
      returning c.revision
    ), written as (${insertRevision(connection, after, change, author)})
    select exists (select from used) as is_first, (select revision from written) as revision,
      (select ${notifying(connection, vdnId, id)} from written where ${isToBeTold(change)}) as told`;
  return { isFirstUse: row?.is_first === true, revision: row?.revision ?? null };
}
