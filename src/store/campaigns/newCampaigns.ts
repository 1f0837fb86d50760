// Adds a campaign with all the rows that it needs from its first instant: revision, progress, lease, queue
// of notices.
import type { Campaign, CampaignSettings, ChosenState } from '../../core/campaign.ts';
import { callHandlingDefault } from '../../core/handling.ts';
import { judgeAddition } from '../../core/newCampaign.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import type { NewSpecialDate } from '../../core/specialDate.ts';
import { type CampaignId, type Millis, toCampaignId } from '../../core/units.ts';
import type { Vdn } from '../../core/vdn.ts';
import type { Connection, Database } from '../database/connection.ts';
import type { Tell } from '../tenants/audit.ts';
import { type Author, isNameCollision, snapshot } from './campaigns.ts';
import { notifyChange } from './changes.ts';
import { insertSpecialDate } from './specialDates.ts';

/**
 * The new campaign, or why there can be none; limits hold also when several are added at once.
 * @param specialDates 20 at most, no name twice
 */
export async function addCampaign(
  database: Database,
  vdn: Vdn,
  settings: CampaignSettings,
  state: ChosenState,
  author: Author,
  specialDates: readonly NewSpecialDate[] = [],
  tell?: Tell<Campaign>,
): Promise<Campaign | Problem> {
  try {
    return await database.begin(async (transaction) => {
      const added = await addCampaignWithin(transaction, vdn, settings, state, author, specialDates);
      if (!isProblem(added)) await tell?.(transaction, added);
      return added;
    });
  } catch (error) {
    // A modification, which does not wait for additions, took the name at the same moment.
    if (!isNameCollision(error)) throw error;
    return { problem: 'nameTaken', path: 'name', received: settings.name };
  }
}

/** The same in a transaction that does more; a name taken by a modification at the same moment throws. */
export async function addCampaignWithin(
  transaction: Connection,
  vdn: Vdn,
  settings: CampaignSettings,
  state: ChosenState,
  author: Author,
  specialDates: readonly NewSpecialDate[] = [],
): Promise<Campaign | Problem> {
  await holdAdditions(transaction, vdn.id);
  const facts = await readFacts(transaction, vdn, settings, author.now);
  const problem = judgeAddition(settings, facts, vdn.settings);
  if (problem !== null) return problem;
  const id = await insertCampaign(transaction, vdn, settings, state, author);
  // In the same step: no call may be placed on a day that is to be special.
  for (const date of specialDates) await insertSpecialDate(transaction, vdn.id, id, date);
  await notifyChange(transaction, vdn.id, id);
  return { vdnId: vdn.id, id, state, revision: 1, settings, handling: callHandlingDefault };
}

/** One addition at a time for each tenant, until the transaction's end, so that each counts those before it. */
export async function holdAdditions(transaction: Connection, vdnId: Vdn['id']): Promise<void> {
  await transaction`select from vdns where vdn_id = ${vdnId} for no key update`;
}

async function readFacts(connection: Connection, vdn: Vdn, settings: CampaignSettings, now: Millis) {
  const skillId = settings.skill?.skillId ?? null;
  const [row] = await connection<{ name_is_taken: boolean; skill_queue_exists: boolean }[]>`
    select
      exists (
        select from campaigns
        where vdn_id = ${vdn.id} and name = ${settings.name} and deleted_at is null
      ) as name_is_taken,
      ${skillId}::integer is null or exists (
        select from skill_queues where vdn_id = ${vdn.id} and skill_id = ${skillId}::integer
      ) as skill_queue_exists`;
  return {
    nameIsTaken: row?.name_is_taken === true,
    skillQueueExists: row?.skill_queue_exists === true,
    ...(await countActiveCampaigns(connection, vdn.id, now)),
  };
}

/** Campaigns of the tenant that are neither deleted nor ended, by kind (contract.md 3.3). */
export async function countActiveCampaigns(
  connection: Connection,
  vdnId: Vdn['id'],
  now: Millis,
): Promise<{ skillCampaigns: number; ivrCampaigns: number }> {
  const [row] = await connection<{ skill: number; ivr: number }[]>`
    select (count(*) filter (where device_type in (2, 5, 6)))::integer as skill,
      (count(*) filter (where device_type in (1, 3)))::integer as ivr
    from campaigns
    where vdn_id = ${vdnId} and deleted_at is null and (end_at is null or end_at > ${now}::timestamptz)`;
  return { skillCampaigns: row?.skill ?? 0, ivrCampaigns: row?.ivr ?? 0 };
}

async function insertCampaign(
  connection: Connection,
  { id: vdnId }: Vdn,
  settings: CampaignSettings,
  state: ChosenState,
  { actor, now }: Author,
): Promise<CampaignId> {
  const handling = callHandlingDefault;
  const [row] = await connection<{ campaign_id: number }[]>`
    with added as (
      insert into campaigns (vdn_id, name, state, device_type, begin_at, end_at, settings, handling, revision,
        created_at, updated_at)
      values (${vdnId}, ${settings.name}, ${state}, ${settings.deviceType}, ${settings.beginAt},
        ${settings.endAt}, ${JSON.stringify(settings)}::text::jsonb, ${JSON.stringify(handling)}::text::jsonb, 1,
        ${now}, ${now})
      returning campaign_id
    ), noted as (
      insert into campaign_revisions (vdn_id, campaign_id, revision, at, actor, action, after)
      select ${vdnId}::integer, campaign_id, 1, ${now}::timestamptz, ${actor}::text, 'add',
        ${snapshot({ settings, state, handling })}::text::jsonb
      from added
    ), progress as (
      insert into campaign_progress (vdn_id, campaign_id) select ${vdnId}::integer, campaign_id from added
    ), lease as (
      insert into campaign_leases (vdn_id, campaign_id, owner, epoch)
      select ${vdnId}::integer, campaign_id, '', 0 from added
    ), queue as (
      insert into notice_queues (vdn_id, campaign_id, acknowledged_created_at)
      select ${vdnId}::integer, campaign_id, ${now}::timestamptz from added
    )
    select campaign_id from added`;
  if (row === undefined) throw new Error('an insert returned nothing');
  return toCampaignId(row.campaign_id);
}
