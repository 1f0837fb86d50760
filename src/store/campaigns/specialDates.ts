// Special dates of a campaign (contract.md 5). Each change locks the campaign's row first, so that names
// stay unique and the limit holds when several requests come at once.
import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../../core/problem.ts';
import {
  type NewSpecialDate,
  type SpecialDate,
  type SpecialDateRule,
  specialDatesMax,
} from '../../core/specialDate.ts';
import type { CampaignId, VdnId } from '../../core/units.ts';
import type { Connection, Database } from '../database/connection.ts';
import type { Tell } from '../tenants/audit.ts';
import { notifyChange } from './changes.ts';

interface SpecialDateRow {
  special_date_id: number;
  name: string;
  kind: SpecialDateRule['kind'];
  week_days: number[];
  begin_day: string | null;
  end_day: string | null;
}

/** All of the campaign's, in the order in which they were added; at most 20. */
export async function listSpecialDates(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
): Promise<SpecialDate[]> {
  const rows = await connection<SpecialDateRow[]>`
    select special_date_id, name, kind, week_days, begin_day, end_day from special_dates
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} order by special_date_id`;
  return rows.map(readSpecialDate);
}

export function addSpecialDate(
  database: Database,
  vdnId: VdnId,
  campaignId: CampaignId,
  { name, rule }: NewSpecialDate,
  tell?: Tell,
): Promise<Problem | null> {
  return changeDates(database, vdnId, campaignId, tell, async (transaction, dates) => {
    if (dates.some((date) => date.name === name)) return nameTaken(name);
    if (dates.length >= specialDatesMax) return { problem: 'specialDatesAtLimit' };
    await insertSpecialDate(transaction, vdnId, campaignId, { name, rule });
    return null;
  });
}

/** Within the transaction that has locked the campaign, or adds it. */
export async function insertSpecialDate(
  transaction: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  { name, rule }: NewSpecialDate,
): Promise<void> {
  const { kind, weekDays, beginDay, endDay } = columnsOf(rule);
  await transaction`
    insert into special_dates (vdn_id, campaign_id, name, kind, week_days, begin_day, end_day)
    values (${vdnId}, ${campaignId}, ${name}, ${kind}, ${weekDays}::smallint[], ${beginDay}, ${endDay})`;
}

/** @param meant what is to be replaced, as it was seen; null: whatever is there */
export function modifySpecialDate(
  database: Database,
  vdnId: VdnId,
  campaignId: CampaignId,
  { id, name, rule }: SpecialDate,
  meant: Readonly<Record<keyof NewSpecialDate, unknown>> | null = null,
  tell?: Tell,
): Promise<Problem | null> {
  return changeDates(database, vdnId, campaignId, tell, async (transaction, dates) => {
    const present = dates.find((date) => date.id === id);
    if (present === undefined) return { problem: 'noSuchSpecialDate', path: 'id', received: id };
    if (meant !== null && !isDeepStrictEqual(present, { id, ...meant }))
      return { problem: 'specialDateChanged' };
    if (dates.some((date) => date.id !== id && date.name === name)) return nameTaken(name);
    const { kind, weekDays, beginDay, endDay } = columnsOf(rule);
    await transaction`
      update special_dates set name = ${name}, kind = ${kind}, week_days = ${weekDays}::smallint[],
        begin_day = ${beginDay}, end_day = ${endDay}
      where vdn_id = ${vdnId} and campaign_id = ${campaignId} and special_date_id = ${id}`;
    return null;
  });
}

/** Deletes one, or all when `id` is null; it is no problem when there are none to delete. */
export function deleteSpecialDates(
  database: Database,
  vdnId: VdnId,
  campaignId: CampaignId,
  id: number | null,
  tell?: Tell,
): Promise<Problem | null> {
  return changeDates(database, vdnId, campaignId, tell, async (transaction, dates) => {
    if (id !== null && !dates.some((date) => date.id === id)) return { problem: 'noSuchSpecialDate' };
    await transaction`
      delete from special_dates
      where vdn_id = ${vdnId} and campaign_id = ${campaignId}
        ${id === null ? transaction`` : transaction`and special_date_id = ${id}`}`;
    return null;
  });
}

/** Calls `change` with the dates as they are, alone with the campaign; tells the workers afterwards. */
function changeDates(
  database: Database,
  vdnId: VdnId,
  campaignId: CampaignId,
  tell: Tell | undefined,
  change: (transaction: Connection, dates: readonly SpecialDate[]) => Promise<Problem | null>,
): Promise<Problem | null> {
  return database.begin(async (transaction): Promise<Problem | null> => {
    const [campaign] = await transaction`
      select campaign_id from campaigns
      where vdn_id = ${vdnId} and campaign_id = ${campaignId} and deleted_at is null
      for no key update`;
    if (campaign === undefined) return { problem: 'noSuchCampaign' };
    const problem = await change(transaction, await listSpecialDates(transaction, vdnId, campaignId));
    if (problem !== null) return problem;
    await notifyChange(transaction, vdnId, campaignId);
    await tell?.(transaction);
    return null;
  });
}

const nameTaken = (name: string): Problem => ({
  problem: 'specialDateNameTaken',
  path: 'name',
  received: name,
});

function columnsOf(rule: SpecialDateRule) {
  return rule.kind === 'week'
    ? { kind: rule.kind, weekDays: [...rule.days], beginDay: null, endDay: null }
    : { kind: rule.kind, weekDays: [], beginDay: rule.begin, endDay: rule.end };
}

function readSpecialDate(row: SpecialDateRow): SpecialDate {
  const { special_date_id: id, name, kind, week_days: days, begin_day: begin, end_day: end } = row;
  return kind === 'week'
    ? { id, name, rule: { kind, days } }
    : { id, name, rule: { kind, begin: begin ?? '', end: end ?? '' } };
}
