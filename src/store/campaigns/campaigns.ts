// Campaigns: finding them, and changing one. A change writes the row and its revision in one statement that
// repeats the revision it was decided on; if another change was faster it is decided again, the second time
// with the row locked. So a PUT costs no transaction of several round trips.

import pg from 'pg';
import type { Campaign, CampaignSettings, ChosenState } from '../../core/campaign.ts';
import { type CallHandling, callHandlingDefault } from '../../core/handling.ts';
import { judgeDeletion } from '../../core/newCampaign.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { changesBetween } from '../../core/revise.ts';
import { type CampaignId, type Millis, toCampaignId, type VdnId } from '../../core/units.ts';
import { holdFlows } from '../agents/flows.ts';
import type { Connection, Database } from '../database/connection.ts';
import type { Tell } from '../tenants/audit.ts';
import { notifyChange } from './changes.ts';
import { remember } from './knownCampaigns.ts';

export interface CampaignRow {
  campaign_id: number;
  state: ChosenState;
  revision: number;
  settings: CampaignSettings;
  /** A field that is missing has its default. */
  handling: Partial<CallHandling>;
}

export const readCampaign = (vdnId: VdnId, row: CampaignRow): Campaign => ({
  vdnId,
  id: toCampaignId(row.campaign_id),
  state: row.state,
  revision: row.revision,
  settings: row.settings,
  handling: { ...callHandlingDefault, ...row.handling },
});

/** The campaign; null when there is none or it was deleted. */
export async function findCampaign(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
): Promise<Campaign | null> {
  const [row] = await connection<CampaignRow[]>`
    select campaign_id, state, revision, settings, handling from campaigns
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and deleted_at is null`;
  return row === undefined ? null : readCampaign(vdnId, row);
}

/** A campaign with what a modification must know of its surroundings. */
export interface CampaignAndFacts {
  readonly campaign: Campaign;
  /** Another campaign, not deleted, has the requested name. */
  readonly nameIsTaken: boolean;
  /** True when no queue is requested. */
  readonly skillQueueExists: boolean;
  /** Requested flows that the VDN does not have. */
  readonly missingFlows: readonly string[];
}

/** What a change is about: null where the request says nothing of name or skill queue. */
export interface ChangeSubject {
  readonly vdnId: VdnId;
  readonly campaignId: CampaignId;
  readonly name: string | null;
  readonly skillId: number | null;
  /** Flows that the change names: they are held, so that nobody deletes one before it is saved. */
  readonly flowCodes?: readonly string[];
}

/** Reads the campaign for a change, locked until the transaction's end when `locked`. */
export async function readForChange(
  connection: Connection,
  { vdnId, campaignId, name, skillId, flowCodes = [] }: ChangeSubject,
  locked: boolean,
): Promise<CampaignAndFacts | null> {
  const flows = flowCodes.length === 0 ? flowCodes : await holdFlows(connection, vdnId, flowCodes);
  const [row] = await connection<(CampaignRow & { name_is_taken: boolean; skill_queue_exists: boolean })[]>`
    select c.campaign_id, c.state, c.revision, c.settings, c.handling,
      exists (
        select from campaigns o
        where o.vdn_id = ${vdnId} and o.name = ${name}::text and o.deleted_at is null
          and o.campaign_id <> c.campaign_id
      ) as name_is_taken,
      ${skillId}::integer is null or exists (
        select from skill_queues s where s.vdn_id = ${vdnId} and s.skill_id = ${skillId}::integer
      ) as skill_queue_exists
    from campaigns c
    where c.vdn_id = ${vdnId} and c.campaign_id = ${campaignId} and c.deleted_at is null
    ${locked ? connection`for no key update of c` : connection``}`;
  if (row === undefined) return null;
  return {
    campaign: readCampaign(vdnId, row),
    nameIsTaken: row.name_is_taken,
    skillQueueExists: row.skill_queue_exists,
    missingFlows: flowCodes.filter((code) => !flows.includes(code)),
  };
}

/** A change of a campaign; what is absent stays as it is. */
export interface CampaignChange {
  readonly settings?: CampaignSettings;
  readonly handling?: CallHandling;
  readonly state?: ChosenState;
  /** As the history names it. */
  readonly action: 'modify' | 'handling' | 'pause' | 'resume' | 'rollback' | 'delete';
  /** Given when the campaign goes; `archive` keeps its rows as history. */
  readonly deletion?: { readonly archive: boolean };
}

/** The author of a change, `user:<name>` or `key:<access key>`, and when. */
export interface Author {
  readonly actor: string;
  readonly now: Millis;
}

/**
 * Writes a change decided on `before`, its revision, and tells the workers. Null when the campaign
 * is no longer as `before` was; a problem when the name was taken in the meantime, after which an
 * outer transaction can only be rolled back.
 */
export async function saveCampaign(
  connection: Connection,
  before: Campaign,
  change: CampaignChange,
  author: Author,
): Promise<Campaign | Problem | null> {
  const { vdnId, id } = before;
  const after = { ...before, ...rulesOf(change) };
  try {
    const [row] = await connection<{ revision: number }[]>`
      with changed as (
        update campaigns c set ${setColumns(connection, after, change, author.now)}
        where c.vdn_id = ${vdnId} and c.campaign_id = ${id} and c.revision = ${before.revision}
          and c.deleted_at is null
        returning c.revision
      )
      ${insertRevision(connection, after, change, author)}`;
    if (row === undefined) return null;
    if (isToBeTold(change)) await notifyChange(connection, vdnId, id);
    return { ...after, revision: row.revision };
  } catch (error) {
    if (!isNameCollision(error)) throw error;
    return { problem: 'nameTaken', path: 'name', received: after.settings.name };
  }
}

/** The driver of a campaign reads its row on every beat; only a campaign without a driver needs a notification. */
export const isToBeTold = ({ action }: CampaignChange): boolean => action === 'resume';

/** What a change brings. */
export const rulesOf = ({ settings, handling, state }: CampaignChange): Partial<Campaign> => ({
  ...(settings === undefined ? {} : { settings }),
  ...(handling === undefined ? {} : { handling }),
  ...(state === undefined ? {} : { state }),
});

/** Part of a statement: the columns of the row `c` after a change. */
export const setColumns = (
  connection: Connection,
  { settings, handling, state }: Campaign,
  { deletion }: CampaignChange,
  now: Millis,
) => connection`
  name = ${settings.name}, state = ${state}, device_type = ${settings.deviceType},
  begin_at = ${settings.beginAt}, end_at = ${settings.endAt}, settings = ${JSON.stringify(settings)}::text::jsonb,
  handling = ${JSON.stringify(handling)}::text::jsonb, revision = c.revision + 1,
  updated_at = ${now}, deleted_at = ${deletion ? now : null}, archived = ${deletion?.archive ?? false}`;

/** Part of a statement: the revision of the row that `changed` has. */
export const insertRevision = (
  connection: Connection,
  after: Campaign,
  { action }: CampaignChange,
  { actor, now }: Author,
) => connection`
  insert into campaign_revisions (vdn_id, campaign_id, revision, at, actor, action, after)
  select ${after.vdnId}::integer, ${after.id}::integer, revision, ${now}::timestamptz, ${actor}::text,
    ${action}::text, ${snapshot(after)}::text::jsonb
  from changed
  returning revision`;

/** A campaign before and after a change; the same one when the change brought nothing new. */
export interface Changed extends Pick<CampaignChange, 'action'> {
  readonly before: Campaign;
  readonly after: Campaign;
}

/** The change, or why it cannot be; depends on nothing but its argument. */
export type Decide<Refusal extends object> = (stored: CampaignAndFacts) => CampaignChange | Refusal;

/**
 * Reads, decides and saves one change; decides again when another change came between. The same change twice
 * is one revision (R10).
 *
 * @param tell tells of the change when it is saved
 */
export async function changeCampaign<Refusal extends object>(
  database: Database,
  subject: ChangeSubject,
  author: Author,
  decide: Decide<Refusal>,
  tell?: Tell<Changed>,
): Promise<Changed | Problem | Refusal> {
  const attempt = async (connection: Connection, locked: boolean) => {
    const stored = await readForChange(connection, subject, locked);
    if (stored === null) return { problem: 'noSuchCampaign' } as const;
    const change = decide(stored);
    if (!isChange(change)) return change;
    const { campaign: before } = stored;
    const { action } = change;
    if (bringsNothing(before, change)) return { before, after: before, action };
    const after = await saveCampaign(connection, before, change, author);
    return after === null || isProblem(after) ? after : { before, after, action };
  };
  // Flows are held by a transaction only, and only a transaction can tell.
  const isOneStatement = tell === undefined && !subject.flowCodes?.length;
  const first = isOneStatement ? await attempt(database, false) : null;
  if (first !== null) return remembered(database, first, author);
  try {
    const { changed } = await database.begin(async (transaction) => {
      const second = await attempt(transaction, true);
      if (second === null) throw new Error('a campaign changed although its row was locked');
      if ('after' in second && second.after !== second.before) await tell?.(transaction, second);
      return { changed: second };
    });
    return remembered(database, changed, author);
  } catch (error) {
    // A transaction in which a statement failed throws its error, although the attempt has dealt with it.
    if (!isNameCollision(error)) throw error;
    return {
      problem: 'nameTaken',
      path: 'name',
      ...(subject.name === null ? {} : { received: subject.name }),
    };
  }
}

/** The next change of the campaign is decided on what is known now. */
function remembered<Result extends object>(
  database: Database,
  result: Changed | Problem | Result,
  { now }: Author,
): Changed | Problem | Result {
  const isSaved = 'after' in result && 'before' in result && result.after !== result.before;
  if (isSaved) remember(database, result.after as Campaign, now);
  return result;
}

export const isChange = (decision: object): decision is CampaignChange => 'action' in decision;

export const bringsNothing = (before: Campaign, change: CampaignChange): boolean =>
  change.deletion === undefined &&
  (change.state ?? before.state) === before.state &&
  changesBetween(before, { ...before, ...change }).length === 0;

/** Deletes a campaign if its state allows it; `archive` keeps its rows as history (store/campaigns/purge.ts). */
export const deleteCampaign = (
  database: Database,
  vdnId: VdnId,
  campaignId: CampaignId,
  deletion: { readonly archive: boolean },
  author: Author,
  tell?: Tell<Changed>,
): Promise<Changed | Problem> =>
  changeCampaign<Problem>(
    database,
    { vdnId, campaignId, name: null, skillId: null },
    author,
    ({ campaign }) => judgeDeletion(campaign, author.now) ?? { action: 'delete', deletion },
    tell,
  );

/** What a revision keeps of a campaign, as JSON. */
export const snapshot = ({
  settings,
  state,
  handling,
}: Pick<Campaign, 'settings' | 'state' | 'handling'>): string =>
  JSON.stringify({ settings, state, handling });

/** True for the violation of the index that keeps names unique. */
export const isNameCollision = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === 'campaigns_name';
