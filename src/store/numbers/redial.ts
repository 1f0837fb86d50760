// Reopens numbers whose last attempt failed, in slices: each takes a moment and is whole by itself, with
// its counters, so that a million numbers hold up no beat. A slice walks on by id, like a page.
import type { RedialFilter } from '../../core/redial.ts';
import type { CampaignId, Millis, VdnId } from '../../core/units.ts';
import { notifyChange } from '../campaigns/changes.ts';
import type { Connection } from '../database/connection.ts';

/** Numbers that one slice looks at. */
const looksMax = 5_000;

export interface CauseCount {
  readonly cause: string;
  readonly numbers: number;
}

/** The numbers that could be opened again, by cause, the most frequent first. */
export async function countRedialable(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  filter: RedialFilter,
): Promise<CauseCount[]> {
  return connection<CauseCount[]>`
    select k.cause, count(*)::integer as numbers
    from contacts k
    where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and ${mayBeOpened(connection, filter)}
    group by k.cause order by numbers desc, k.cause`;
}

export type RedialSlice =
  | {
      readonly opened: number;
      /** The id behind which the next slice begins; null: there is none. */
      readonly next: string | null;
    }
  /** The campaign has ended or was deleted, or would have too many unfinished numbers. */
  | 'notAllowedNow'
  | 'tooManyNumbers';

/**
 * Opens the numbers of one slice: they are due at once, with the attempts they have. Call it in a transaction.
 * @param after the id behind which the slice begins; 0 for the first one
 * @param unfinishedMax numbers of the campaign that may wait or be called at once
 */
export async function redialSlice(
  transaction: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  filter: RedialFilter,
  after: string,
  unfinishedMax: number,
  now: Millis,
): Promise<RedialSlice> {
  // Two requests at once would each lock rows that the other waits for.
  await transaction`select pg_advisory_xact_lock(hashtext('campana redial'), ${campaignId})`;
  const [row] = await transaction<
    { looked: number; last: string | null; opened: number; may: boolean; fits: boolean }[]
  >`
    with permit as (
      select from campaigns c
      where c.vdn_id = ${vdnId} and c.campaign_id = ${campaignId} and c.deleted_at is null
        and (c.end_at is null or c.end_at > ${now}::timestamptz)
    ), looked as materialized (
      select k.ctid as place, k.vdn_id, k.campaign_id, k.contact_id, k.state, k.cause, k.called, k.call_id, k.claimed_at
      from contacts k
      where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and k.contact_id > ${after}::bigint
      order by k.contact_id limit ${looksMax}
    ), chosen as materialized (
      select k.place, k.call_id, k.claimed_at from permit cross join looked k
      where ${mayBeOpened(transaction, filter)}
    ), opened as (
      -- By the rows' places: before the first analyze a join by id is planned as a walk over all numbers.
      update contacts k set state = 'waiting', due_at = ${now}::timestamptz
      where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and k.state = 'done'
        and k.ctid = any(array(select place from chosen))
      returning k.contact_id
    ), reopened as (
      -- A further attempt follows, so the last one was not final.
      update calls c set final = false
      from chosen
      where c.vdn_id = ${vdnId} and c.call_id = chosen.call_id and c.claimed_at = chosen.claimed_at
        and c.claimed_at >= (select min(claimed_at) from chosen)
    ), counted as (
      select count(*)::integer as numbers from opened
    ), progressed as (
      update campaign_progress p set waiting = p.waiting + counted.numbers, done = p.done - counted.numbers
      from counted
      where p.vdn_id = ${vdnId} and p.campaign_id = ${campaignId} and counted.numbers > 0
        and p.waiting + p.calling + counted.numbers <= ${unfinishedMax}
      returning p.campaign_id
    )
    select (select count(*)::integer from looked) as looked, (select max(contact_id) from looked) as last,
      counted.numbers as opened, exists (select from permit) as may,
      counted.numbers = 0 or exists (select from progressed) as fits
    from counted`;
  if (row === undefined || !row.may) return 'notAllowedNow';
  if (!row.fits) return 'tooManyNumbers';
  if (row.opened > 0) await notifyChange(transaction, vdnId, campaignId);
  return { opened: row.opened, next: row.looked < looksMax ? null : row.last };
}

/**
 * Its last attempt was final, which that of an archived number was not, and failed; and the person was not
 * reached under the same number of the campaign. Both are looked up for each number, along an index, whatever
 * the planner knows of the tables by now.
 */
const mayBeOpened = (connection: Connection, { causes, from, before }: RedialFilter) => connection`
  k.state = 'done' and k.cause = any(${[...causes]}::text[]) and k.cause <> '00000'
  and k.claimed_at < ${before}::timestamptz
  ${from === null ? connection`` : connection`and k.claimed_at >= ${from}::timestamptz`}
  and (select f.final from calls f
    where f.vdn_id = k.vdn_id and f.call_id = k.call_id and f.claimed_at = k.claimed_at)
  and (select count(*) from contacts r
    where r.vdn_id = k.vdn_id and r.called = k.called and r.campaign_id = k.campaign_id
      and r.state = 'done' and r.cause = '00000') = 0`;
