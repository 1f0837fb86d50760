// Numbers of a campaign: adding, deleting, showing. The counters of campaign_progress change in the
// statement that changes the numbers, and its row is also the guard of the limits: two requests at
// once wait for each other there and nowhere else.
import type { AddedContact, Contact, NewContact } from '../../core/contact.ts';
import { additionGapMilliseconds, judgeContactAddition } from '../../core/contactRules.ts';
import type { Problem } from '../../core/problem.ts';
import type { ContactFilter } from '../../core/query.ts';
import {
  type CampaignId,
  type ContactId,
  type Millis,
  toContactId,
  toMillisOrNull,
  type VdnId,
} from '../../core/units.ts';
import { notifyChange } from '../campaigns/changes.ts';
import type { Connection } from '../database/connection.ts';

export interface ContactAddition {
  readonly added: AddedContact[];
  /** What the campaign still has to call, the added included. */
  readonly unfinished: number;
}

/** Statements that lose the race for the counters before the request is given up. */
const attemptsMax = 5;

/**
 * Adds numbers, none of them called twice in the list, in their order; or says why it cannot be.
 * @param unfinishedMax numbers of the campaign that may wait or be called at once
 */
export async function addContacts(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  contacts: readonly NewContact[],
  unfinishedMax: number,
  now: Millis,
): Promise<ContactAddition | Problem> {
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const addition = await insertContacts(connection, vdnId, campaignId, contacts, unfinishedMax, now);
    if (addition !== null) return addition;
    const problem = await findProblem(connection, vdnId, campaignId, contacts.length, unfinishedMax, now);
    if (problem !== null) return problem;
  }
  return { problem: 'tooFast' };
}

/** Null when the limits or the campaign's state do not allow it. */
async function insertContacts(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  contacts: readonly NewContact[],
  unfinishedMax: number,
  now: Millis,
): Promise<ContactAddition | null> {
  const rows = await connection<{ contact_id: string; called: string; unfinished: number }[]>`
    with room as (
      update campaign_progress p set waiting = p.waiting + ${contacts.length}, numbers_added_at = ${now}
      from campaigns c
      where p.vdn_id = ${vdnId} and p.campaign_id = ${campaignId}
        and c.vdn_id = ${vdnId} and c.campaign_id = ${campaignId}
        and c.deleted_at is null and (c.end_at is null or c.end_at > ${now}::timestamptz)
        and (p.numbers_added_at is null
          or p.numbers_added_at <= ${now - additionGapMilliseconds}::timestamptz
          or p.numbers_added_at >= ${now + additionGapMilliseconds}::timestamptz)
        and p.waiting + p.calling + ${contacts.length} <= ${unfinishedMax}
      returning p.waiting + p.calling as unfinished
    ), added as (
      insert into contacts (vdn_id, campaign_id, due_at, created_at, called, caller, session_id, custom_field,
        call_data, recycle_at, priority)
      select ${vdnId}::integer, ${campaignId}::integer, ${now}::timestamptz, ${now}::timestamptz, n.*
      from unnest(
        ${contacts.map((contact) => contact.called)}::text[],
        ${contacts.map((contact) => contact.caller)}::text[],
        ${contacts.map((contact) => contact.sessionId)}::text[],
        ${contacts.map((contact) => contact.customField)}::text[],
        ${contacts.map((contact) => contact.callData)}::text[],
        ${contacts.map((contact) => contact.recycleAt)}::timestamptz[],
        ${contacts.map((contact) => contact.priority)}::smallint[]
      ) as n
      where exists (select from room)
      returning contact_id, called
    )
    select added.contact_id, added.called, room.unfinished from added cross join room`;
  const [first] = rows;
  if (first === undefined) return null;
  await notifyChange(connection, vdnId, campaignId);
  const ids = new Map(rows.map((row) => [row.called, toContactId(row.contact_id)]));
  const added = contacts.flatMap(({ called }) => {
    const id = ids.get(called);
    return id === undefined ? [] : [{ id, called }];
  });
  return { added, unfinished: first.unfinished };
}

/** Why nothing was added; null when it would be allowed now. */
async function findProblem(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  count: number,
  unfinishedMax: number,
  now: Millis,
): Promise<Problem | null> {
  const [row] = await connection<{ unfinished: number; added_at: number | null; ended: boolean }[]>`
    select p.waiting + p.calling as unfinished, p.numbers_added_at as added_at,
      coalesce(c.end_at <= ${now}::timestamptz, false) as ended
    from campaigns c
    join campaign_progress p on p.vdn_id = c.vdn_id and p.campaign_id = c.campaign_id
    where c.vdn_id = ${vdnId} and c.campaign_id = ${campaignId} and c.deleted_at is null`;
  if (row === undefined) return { problem: 'noSuchCampaign' };
  if (row.ended) return { problem: 'numbersNotAllowedNow' };
  const addedAt = toMillisOrNull(row.added_at);
  return judgeContactAddition({ unfinished: row.unfinished, addedAt }, count, unfinishedMax, now);
}

/** Numbers that one step of a deletion takes. */
const deletedPerStep = 5_000;

/**
 * Takes the waiting numbers that meet the filter from a campaign that is not executing, in steps, so
 * that a million never hold up the others; stops when the campaign is started meanwhile. Archived
 * numbers stay as done. Answers how many went.
 */
export async function deleteContacts(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  filter: ContactFilter,
  now: Millis,
): Promise<number> {
  for (let total = 0; ; ) {
    const count = await deleteStep(connection, vdnId, campaignId, filter, now);
    total += count;
    if (count < deletedPerStep) return total;
  }
}

async function deleteStep(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  filter: ContactFilter,
  now: Millis,
): Promise<number> {
  const { archive } = filter;
  const take = archive
    ? connection`update contacts k set state = 'done'`
    : connection`delete from contacts k`;
  // By the rows' places: before the first analyze a join by id is planned as a walk over all numbers.
  const [row] = await connection<{ numbers: number }[]>`
    with picked as (
      select k.ctid as place from contacts k
      join campaigns c on c.vdn_id = ${vdnId} and c.campaign_id = ${campaignId} and c.deleted_at is null
        and (c.state <> 'started' or c.end_at <= ${now}::timestamptz)
      where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and k.state = 'waiting'
        ${conditionOf(connection, filter)}
      limit ${deletedPerStep}
      for update of k skip locked
    ), gone as (
      ${take}
      where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and k.ctid = any(array(select place from picked))
      returning k.contact_id
    ), counted as (select count(*)::integer as numbers from gone),
    progress as (
      update campaign_progress p set waiting = p.waiting - counted.numbers,
        done = p.done + ${archive ? connection`counted.numbers` : connection`0`}
      from counted
      where p.vdn_id = ${vdnId} and p.campaign_id = ${campaignId} and counted.numbers > 0
    )
    select numbers from counted`;
  return row?.numbers ?? 0;
}

function conditionOf(connection: Connection, { sessionId, called, customField, recycled }: ContactFilter) {
  return connection`
    ${sessionId === null ? connection`` : connection`and k.session_id = ${sessionId}`}
    ${called === null ? connection`` : connection`and k.called = ${called}`}
    ${customField === null ? connection`` : connection`and k.custom_field = ${customField}`}
    ${recycled === null ? connection`` : connection`and k.recycle_at < ${recycled.before}::timestamptz`}
    ${recycled !== null && recycled.from !== null ? connection`and k.recycle_at >= ${recycled.from}::timestamptz` : connection``}`;
}

/** One number with its data; null when the campaign has none with this id. */
export async function findContact(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  contactId: ContactId,
): Promise<Contact | null> {
  const [row] = await connection<
    (Omit<Contact, 'id' | 'recycleAt'> & { id: string; recycleAt: number | null })[]
  >`
    select contact_id as id, called, caller, session_id as "sessionId", custom_field as "customField",
      call_data as "callData", recycle_at as "recycleAt", priority, state, attempts, cause
    from contacts
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and contact_id = ${contactId}::bigint`;
  if (row === undefined) return null;
  const recycleAt = toMillisOrNull(row.recycleAt);
  return { ...row, id: toContactId(row.id), recycleAt };
}
