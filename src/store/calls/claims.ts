// Claiming: a waiting number becomes a call row before anyone dials it (ARCHITECTURE, rule 1). The claim is
// one statement, so it is whole or not at all, and it repeats the hard limits, because the world
// moves between the view and the claim: the campaign's revision and state, its end, its lease.
import type { Campaign } from '../../core/campaign.ts';
import { callsInFlightMax } from '../../core/gates.ts';
import type { Pacing } from '../../core/ivrPacing.ts';
import type { Waiting } from '../../core/returned.ts';
import {
  type CallId,
  type CampaignId,
  type ContactId,
  type Millis,
  toCampaignId,
  toContactId,
  toMillis,
  toMillisOrNull,
  toVdnId,
  type VdnId,
} from '../../core/units.ts';
import type { CampaignKey } from '../campaigns/views.ts';
import type { Connection, Database } from '../database/connection.ts';
import { makingDays } from '../database/partitions.ts';
import { callIdOf } from './callIds.ts';
import { heardInstants } from './heardInstants.ts';

/** The driver of a campaign, and the fence that tells an old driver from the present one. */
export interface Lease {
  readonly owner: string;
  readonly epoch: string;
}

export interface ClaimedContact {
  readonly contactId: ContactId;
  readonly callId: CallId;
  /** The number part of the call id, the key of its row together with the claim's instant. */
  readonly callNumber: string;
  readonly called: string;
  readonly caller: string;
  readonly attempts: number;
  readonly dayAttempts: number;
  readonly daysTried: number;
  /** Failures of its own in a row on our side of the network (core/returned.ts). */
  readonly failures: number;
}

/**
 * Claims at most `limit` numbers that are due, the smallest priority first, then the longest due.
 * A number that rests after an abandoned call is put off until its rest is over, unless the campaign has
 * an agent for each call (deviceType 5 and 6), so the answer may be shorter than what is due.
 * Gives none when the campaign has changed since `campaign` was read, or the lease is not held.
 * @param startOfDay the VDN's midnight before `now`, for the attempts of a day
 * @param only this contact and no other, if it still waits and is due: the one an agent chose to dial
 */
export async function claimContacts(
  database: Database,
  campaign: Campaign,
  lease: Lease,
  limit: number,
  pacing: Pacing,
  now: Millis,
  startOfDay: Millis,
  only: ContactId | null = null,
): Promise<ClaimedContact[]> {
  const { vdnId, id: campaignId, settings } = campaign;
  const isAgentSure = settings.deviceType === 5 || settings.deviceType === 6;
  const claim = () => database<ClaimRow[]>`
    with permit as (
      select p.campaign_id
      from campaigns c
      join campaign_leases l on l.vdn_id = c.vdn_id and l.campaign_id = c.campaign_id
      join campaign_progress p on p.vdn_id = c.vdn_id and p.campaign_id = c.campaign_id
      where c.vdn_id = ${vdnId} and c.campaign_id = ${campaignId}
        and c.deleted_at is null and c.state = 'started' and c.revision = ${campaign.revision}
        and (c.end_at is null or c.end_at > ${now}::timestamptz)
        and l.owner = ${lease.owner} and l.epoch = ${lease.epoch}::bigint
        and exists (select from nodes n where n.life = l.life)
        and p.calling < ${callsInFlightMax}
      for share of l
    ), picked as (
      select k.contact_id, k.called
      from permit
      ${only === null ? dueContacts(database, vdnId, campaignId, limit, now) : oneContact(database, vdnId, campaignId, only, now)}
      limit ${limit}
    ), quarantine as materialized (
      -- Asked once a claim: while no number rests, resting costs nothing.
      select not ${isAgentSure}::boolean
        and exists (select from quarantined_numbers where vdn_id = ${vdnId}) as has_numbers
    ), resting as (
      select p.contact_id, q.until
      from picked p
      join quarantined_numbers q on q.vdn_id = ${vdnId} and q.called = p.called
      where (select has_numbers from quarantine) and q.until > ${now}::timestamptz
    ), put_off as (
      update contacts k set due_at = r.until from resting r
      where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and k.contact_id = r.contact_id
    ), taken as (
      update contacts k set
        state = 'calling', call_id = nextval('call_ids'), claimed_at = ${now}::timestamptz, cause = null,
        attempts = k.attempts + 1,
        day_attempts = case when k.claimed_at >= ${startOfDay}::timestamptz then k.day_attempts + 1 else 1 end,
        days_tried = case when k.claimed_at >= ${startOfDay}::timestamptz then k.days_tried else k.days_tried + 1 end
      from picked
      where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and k.contact_id = picked.contact_id
        and not ((select has_numbers from quarantine)
          and exists (select from resting r where r.contact_id = picked.contact_id))
      returning k.contact_id, k.call_id, k.called, coalesce(k.caller, ${settings.callerNo}) as caller,
        k.attempts, k.day_attempts, k.days_tried, k.failures, k.session_id, k.custom_field
    ), placed as (
      insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch,
        called, caller, session_id, custom_field)
      select ${vdnId}, ${campaignId}, ${now}::timestamptz, call_id, contact_id, attempts, ${campaign.revision},
        ${lease.epoch}::bigint, called, caller, session_id, custom_field
      from taken
    ), counted as (
      update campaign_progress p set
        waiting = p.waiting - t.numbers, calling = p.calling + t.numbers, calls = p.calls + t.numbers,
        pacing_credit = ${pacing.credit}, beat_at = ${pacing.beatAt}::timestamptz
      from (select count(*)::integer as numbers from taken) as t
      where p.vdn_id = ${vdnId} and p.campaign_id = ${campaignId} and t.numbers > 0
    )
    select contact_id, call_id, called, caller, attempts, day_attempts, days_tried, failures
    from taken order by call_id`;
  const rows = await makingDays(database, [now], claim);
  return rows.map((row) => readClaim(row, now));
}

interface ClaimRow {
  contact_id: string;
  call_id: string;
  called: string;
  caller: string;
  attempts: number;
  day_attempts: number;
  days_tried: number;
  failures: number;
}

const readClaim = (row: ClaimRow, claimedAt: Millis): ClaimedContact => ({
  contactId: toContactId(row.contact_id),
  callId: callIdOf(claimedAt, row.call_id),
  callNumber: row.call_id,
  called: row.called,
  caller: row.caller,
  attempts: row.attempts,
  dayAttempts: row.day_attempts,
  daysTried: row.days_tried,
  failures: row.failures,
});

/**
 * The priorities are asked one after another and the outer limit stops the row as soon as it is full: one
 * index range for each priority, however many numbers wait for a later instant.
 */
const dueContacts = (
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  limit: number,
  now: Millis,
) => connection`
  cross join (values (1::smallint), (2::smallint), (3::smallint), (4::smallint), (5::smallint))
    as rank (priority)
  cross join lateral (
    select w.contact_id, w.called from contacts w
    where w.vdn_id = ${vdnId} and w.campaign_id = ${campaignId} and w.state = 'waiting'
      and w.priority = rank.priority and w.due_at <= ${now}::timestamptz
    order by w.due_at, w.contact_id
    limit ${limit}
    for update skip locked
  ) as k`;

const oneContact = (
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  contactId: ContactId,
  now: Millis,
) => connection`
  cross join lateral (
    select w.contact_id, w.called from contacts w
    where w.vdn_id = ${vdnId} and w.campaign_id = ${campaignId} and w.contact_id = ${contactId}::bigint
      and w.state = 'waiting' and w.due_at <= ${now}::timestamptz
    for update skip locked
  ) as k`;

/** A call that has been claimed and not ended, as a restart finds it. */
export interface OpenCall extends ClaimedContact {
  readonly claimedAt: Millis;
  readonly ringingAt: Millis | null;
  readonly answeredAt: Millis | null;
  readonly waitingAt: Millis | null;
  readonly connectedAt: Millis | null;
}

/** Every call in flight of those campaigns, which may be of any tenants, with what its events tell. */
export async function openCalls(
  connection: Connection,
  campaigns: readonly CampaignKey[],
): Promise<(OpenCall & CampaignKey)[]> {
  const rows = await connection<
    (ClaimRow & {
      vdn_id: number;
      campaign_id: number;
      claimed_at: number;
      ringing_at: number | null;
      answered_at: number | null;
      waiting_at: number | null;
      connected_at: number | null;
    })[]
  >`
    select k.vdn_id, k.campaign_id, k.contact_id, k.call_id, k.claimed_at, k.called,
      coalesce(k.caller, '') as caller, k.attempts,
      k.day_attempts, k.days_tried, k.failures, heard.ringing_at, heard.answered_at, heard.waiting_at,
      heard.connected_at
    from unnest(
      ${campaigns.map(({ vdnId }) => vdnId)}::integer[],
      ${campaigns.map(({ campaignId }) => campaignId)}::integer[]
    ) as g (vdn_id, campaign_id)
    join contacts k on k.vdn_id = g.vdn_id and k.campaign_id = g.campaign_id and k.state = 'calling'
    left join lateral (
      ${heardInstants(connection)}
      where e.vdn_id = k.vdn_id and e.call_id = k.call_id and e.at >= k.claimed_at
    ) as heard on true`;
  return rows.map((row) => ({
    vdnId: toVdnId(row.vdn_id),
    campaignId: toCampaignId(row.campaign_id),
    ...readClaim(row, toMillis(row.claimed_at)),
    claimedAt: toMillis(row.claimed_at),
    ringingAt: toMillisOrNull(row.ringing_at),
    answeredAt: toMillisOrNull(row.answered_at),
    waitingAt: toMillisOrNull(row.waiting_at),
    connectedAt: toMillisOrNull(row.connected_at),
  }));
}

/**
 * When the oldest call in flight was claimed, in any campaign; null when there is none. Its row must
 * not be dropped, however long the server was away: the call is still to be settled.
 */
export async function oldestOpenCall(connection: Connection): Promise<Millis | null> {
  const [row] = await connection<{ at: number | null }[]>`
    select min(open.claimed_at) as at
    from campaign_progress p
    cross join lateral (
      select min(k.claimed_at) as claimed_at from contacts k
      where k.vdn_id = p.vdn_id and k.campaign_id = p.campaign_id and k.state = 'calling'
    ) as open
    where p.calling > 0`;
  return row?.at == null ? null : toMillis(row.at);
}

/** A claim to be taken back. */
export interface ReleasedClaim {
  readonly callNumber: string;
  readonly claimedAt: Millis;
  readonly waiting: Waiting;
}

/**
 * Takes back claims of calls by which nobody was rung: they were never dialed (a shutdown in mid-beat), or
 * failed on our side. The number waits again as if there had been no attempt, and the call row goes.
 */
export async function releaseClaims(
  connection: Connection,
  vdnId: VdnId,
  campaignId: number,
  calls: readonly ReleasedClaim[],
): Promise<void> {
  const numbers = calls.map((call) => call.callNumber);
  const instants = calls.map((call) => call.claimedAt);
  const dueInstants = calls.map(({ waiting }) => waiting.dueAt);
  const failures = calls.map(({ waiting }) => waiting.failures);
  await connection`
    with gone as (
      delete from calls c
      using unnest(${numbers}::bigint[], ${instants}::timestamptz[], ${dueInstants}::timestamptz[],
        ${failures}::smallint[]) as g (call_id, claimed_at, due_at, failures)
      where c.vdn_id = ${vdnId} and c.call_id = g.call_id and c.claimed_at = g.claimed_at and c.ended_at is null
      returning c.contact_id, c.call_id, g.due_at, g.failures
    ), freed as (
      update contacts k set state = 'waiting', attempts = k.attempts - 1,
        day_attempts = k.day_attempts - 1, call_id = null,
        due_at = coalesce(gone.due_at, k.due_at), failures = gone.failures,
        -- an attempt of an earlier time today still counts for the day
        claimed_at = case when k.day_attempts = 1 then null else k.claimed_at end,
        days_tried = case when k.day_attempts = 1 then k.days_tried - 1 else k.days_tried end
      from gone
      where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and k.contact_id = gone.contact_id
        and k.call_id = gone.call_id
      returning k.contact_id
    )
    update campaign_progress p set
      waiting = p.waiting + f.numbers, calling = p.calling - f.numbers, calls = p.calls - f.numbers
    from (select count(*)::integer as numbers from freed) as f
    where p.vdn_id = ${vdnId} and p.campaign_id = ${campaignId}`;
}
