// A change of a campaign in one round trip: decided on what this process saved last, and written by one statement
// that uses up the request's signature and repeats the revision. Where that no longer holds, the campaign stays as
// it is, and the change goes the way of campaigns.ts.
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
import { type KnownCampaign, recall, remember } from './knownCampaigns.ts';

export interface KnownChange {
  readonly isSaved: boolean;
  /** Null when the statement was undone as a whole, the use of the signature with it. */
  readonly isFirstUse: boolean | null;
}

/**
 * Prepares a change in one round trip. The write waits for no row that somebody has locked.
 * @param decide as for `changeCampaign`
 * @returns null if this process does not know the campaign, or if the decision is not a change. The stored campaign
 *   may have changed since, so a refusal must be decided on what is stored.
 */
export function prepareKnownChange<Refusal extends object>(
  database: Database,
  subject: ChangeSubject,
  author: Author,
  decide: Decide<Refusal>,
): ((use: SignatureUse) => Promise<KnownChange>) | null {
  const known = recall(database, subject.vdnId, subject.campaignId);
  if (known === null) return null;
  const { campaign: before } = known;
  if (subject.name !== null && subject.name !== before.settings.name) return null;
  const change = decide({ campaign: before, nameIsTaken: false, skillQueueExists: true, missingFlows: [] });
  if (!isChange(change) || bringsNothing(before, change)) return null;
  const after = { ...before, ...rulesOf(change) };
  return async (use) => {
    try {
      const { isFirstUse, revision } = await write(database, { known, change, after, subject, author, use });
      if (revision === null) return { isSaved: false, isFirstUse };
      remember(database, { ...after, revision }, author.now);
      return { isSaved: true, isFirstUse };
    } catch (error) {
      if (!isNameCollision(error)) throw error;
      return { isSaved: false, isFirstUse: null };
    }
  };
}

interface Writing {
  readonly known: KnownCampaign;
  readonly change: CampaignChange;
  readonly after: Campaign;
  readonly subject: ChangeSubject;
  readonly author: Author;
  readonly use: SignatureUse;
}

async function write(
  connection: Connection,
  { known, change, after, subject: { skillId }, author, use }: Writing,
): Promise<{ readonly isFirstUse: boolean; readonly revision: number | null }> {
  const { vdnId, id } = after;
  const [row] = await connection<{ is_first: boolean; revision: number | null }[]>`
    with ${forgettingExpired(connection, use, author.now)},
    used as (${usingUp(connection, use)}),
    same as (
      select c.vdn_id, c.campaign_id from campaigns c
      where c.vdn_id = ${vdnId} and c.campaign_id = ${id} and c.revision = ${known.campaign.revision}
        and c.updated_at = ${known.updatedAt} and c.deleted_at is null and exists (select from used)
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
