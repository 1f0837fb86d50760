// The queue of notices of a campaign: an ordered log and a mark of how far it is acknowledged. The
// notices at its head are pushed together; they are acknowledged, tried again later, or, when all
// pushes are used up, kept as undelivered, and only then the next ones go (R17, ARCHITECTURE, rule 2).
import type { PushFailure } from '../../core/pushFailure.ts';
import type { CallResult } from '../../core/result.ts';
import {
  type CampaignId,
  type Millis,
  toCampaignId,
  toMillis,
  toMillisOrNull,
  toVdnId,
  type VdnId,
} from '../../core/units.ts';
import { type VdnSettings, vdnSettingsDefault } from '../../core/vdn.ts';
import { type Connection, withoutWaiting } from '../database/connection.ts';
import { callIdOf } from './callIds.ts';
import { type ResultRow, readResult } from './resultRow.ts';

export interface DueQueue {
  readonly vdnId: VdnId;
  readonly campaignId: CampaignId;
  /** Of the VDN. */
  readonly settings: VdnSettings;
  readonly callBackUrl: string;
  readonly waiting: number;
  /** Pushes of the head so far. */
  readonly pushes: number;
  /** The last notice of the head while it is being tried again; null: no head yet. */
  readonly headSequence: string | null;
  readonly acknowledgedSequence: string;
  readonly acknowledgedCreatedAt: Millis;
}

/** The queues with something to push now, among those of `campaigns`, which may be of any tenants. */
export async function dueQueues(
  connection: Connection,
  campaigns: readonly Pick<DueQueue, 'vdnId' | 'campaignId'>[],
  now: Millis,
): Promise<DueQueue[]> {
  const rows = await connection<
    {
      vdn_id: number;
      settings: Partial<VdnSettings>;
      campaign_id: number;
      url: string;
      waiting: string;
      pushes: number;
      head_sequence: string | null;
      acknowledged_sequence: string;
      acknowledged_created_at: number;
    }[]
  >`
    select q.vdn_id, q.campaign_id, v.settings, c.settings ->> 'callBackUrl' as url,
      q.last_sequence - q.acknowledged_sequence as waiting, q.pushes, q.head_sequence,
      q.acknowledged_sequence, q.acknowledged_created_at
    from unnest(
      ${campaigns.map((campaign) => campaign.vdnId)}::integer[],
      ${campaigns.map((campaign) => campaign.campaignId)}::integer[]
    ) as g (vdn_id, campaign_id)
    join notice_queues q on q.vdn_id = g.vdn_id and q.campaign_id = g.campaign_id
    join campaigns c on c.vdn_id = q.vdn_id and c.campaign_id = q.campaign_id
    join vdns v on v.vdn_id = q.vdn_id
    where q.last_sequence > q.acknowledged_sequence
      and (q.next_push_at is null or q.next_push_at <= ${now}::timestamptz)`;
  return rows.map((row) => ({
    vdnId: toVdnId(row.vdn_id),
    settings: { ...vdnSettingsDefault, ...row.settings },
    campaignId: toCampaignId(row.campaign_id),
    callBackUrl: row.url,
    waiting: Number(row.waiting),
    pushes: row.pushes,
    headSequence: row.head_sequence,
    acknowledgedSequence: row.acknowledged_sequence,
    acknowledgedCreatedAt: toMillis(row.acknowledged_created_at),
  }));
}

export interface QueuedNotice {
  readonly sequence: string;
  readonly createdAt: Millis;
  /** Null when the call is past its retention: an undelivered notice was sent again too late. */
  readonly result: CallResult | null;
}

/** Clocks of two processes differ by less than this; what waits is no older than the mark minus it. */
const clockDifferenceMillis = 86_400_000;

/**
 * The next `limit` notices of each queue in their order, with the results they tell of; one statement for all.
 * Sequences have no gap, so what the clocks have hidden is seen to be missing, and then all partitions are read.
 */
export async function readNotices(
  connection: Connection,
  queues: readonly DueQueue[],
  limit: number,
  now: Millis,
): Promise<(readonly [DueQueue, QueuedNotice[]])[]> {
  const first = Math.min(...queues.map((queue) => queue.acknowledgedCreatedAt));
  const near = await readNoticesBetween(
    connection,
    queues,
    limit,
    toMillis(first - clockDifferenceMillis),
    toMillis(now + clockDifferenceMillis),
  );
  const gapped = queues.filter((queue) => !isWhole(queue, near.get(queue.campaignId) ?? [], limit));
  const whole =
    gapped.length === 0 ? near : await readNoticesBetween(connection, gapped, limit, toMillis(0), endOfTime);
  return queues.map((queue) => [queue, whole.get(queue.campaignId) ?? near.get(queue.campaignId) ?? []]);
}

/** Later than any instant of ours: the year 9999. */
const endOfTime = toMillis(253_402_300_799_000);

function isWhole(queue: DueQueue, notices: readonly QueuedNotice[], limit: number): boolean {
  const last = BigInt(notices.at(-1)?.sequence ?? queue.acknowledgedSequence);
  return (
    notices.length >= Math.min(limit, queue.waiting) &&
    last - BigInt(queue.acknowledgedSequence) === BigInt(notices.length)
  );
}

interface NoticeRow {
  queue_vdn_id: number;
  queue_campaign_id: number;
  sequence: string;
  created_at: number;
}

/**
 * Only the partitions of these instants are looked at, of notices and of calls alike: a call is claimed four
 * hours before its notice is written at most.
 */
async function readNoticesBetween(
  connection: Connection,
  queues: readonly DueQueue[],
  limit: number,
  since: Millis,
  until: Millis,
): Promise<Map<CampaignId, QueuedNotice[]>> {
  const rows = await connection<(NoticeRow & (ResultRow | { call_id: null }))[]>`
    with head as materialized (
      select q.vdn_id, q.campaign_id, n.sequence, n.created_at, n.call_id, n.claimed_at
      from unnest(
        ${queues.map(({ vdnId }) => vdnId)}::integer[],
        ${queues.map(({ campaignId }) => campaignId)}::integer[],
        ${queues.map(({ acknowledgedSequence }) => acknowledgedSequence)}::bigint[]
      ) as q (vdn_id, campaign_id, acknowledged_sequence)
      cross join lateral (
        select n.sequence, n.created_at, n.call_id, n.claimed_at
        from notices n
        where n.vdn_id = q.vdn_id and n.campaign_id = q.campaign_id and n.sequence > q.acknowledged_sequence
          and n.created_at between ${since}::timestamptz and ${until}::timestamptz
        order by n.sequence limit ${limit}
      ) as n
    )
    select h.vdn_id as queue_vdn_id, h.campaign_id as queue_campaign_id, h.sequence, h.created_at,
      c.campaign_id, c.call_id, c.claimed_at, c.contact_id, c.attempt, c.called, c.session_id,
      c.custom_field, c.ringing_at, c.answered_at, c.connected_at, c.ended_at, c.outcome, c.cause, c.final,
      c.record_path
    from head h
    -- The limit keeps it at one probe of the key for each notice, whatever the planner thinks of the table.
    left join lateral (
      select * from calls
      where vdn_id = h.vdn_id and call_id = h.call_id and claimed_at = h.claimed_at
        and claimed_at between ${toMillis(Math.max(0, since - clockDifferenceMillis))}::timestamptz
          and ${until}::timestamptz
      limit 1
    ) as c on true
    order by h.campaign_id, h.sequence`;
  const notices = rows.map((row) => ({
    campaignId: toCampaignId(row.queue_campaign_id),
    sequence: row.sequence,
    createdAt: toMillis(row.created_at),
    result: row.call_id === null ? null : readResult(toVdnId(row.queue_vdn_id), row),
  }));
  // A campaign's id is its own in all tenants.
  return Map.groupBy(notices, ({ campaignId }) => campaignId);
}

/** How far a queue has been received. */
export interface Mark {
  readonly campaignId: CampaignId;
  readonly last: Pick<QueuedNotice, 'sequence' | 'createdAt'>;
}

/**
 * Queues of one VDN move on to the notices that have been received; after a power cut those may be received once
 * more. Nobody's row is waited for.
 * @returns the campaigns whose queue is locked by somebody and has not moved
 */
export async function acknowledgeNotices(
  connection: Connection,
  vdnId: VdnId,
  marks: readonly Mark[],
): Promise<CampaignId[]> {
  const rows = await connection<{ campaign_id: number }[]>`
    with marks as (
      select * from unnest(
        ${marks.map(({ campaignId }) => campaignId)}::integer[],
        ${marks.map(({ last }) => last.sequence)}::bigint[],
        ${marks.map(({ last }) => last.createdAt)}::timestamptz[]
      ) as m (campaign_id, sequence, created_at)
    ), free as materialized (
      select q.campaign_id, m.sequence, m.created_at
      from marks m
      join notice_queues q on q.vdn_id = ${vdnId} and q.campaign_id = m.campaign_id
      for no key update of q skip locked
    ), moved as (
      update notice_queues q set acknowledged_sequence = f.sequence,
        acknowledged_created_at = greatest(q.acknowledged_created_at, f.created_at),
        head_sequence = null, pushes = 0, next_push_at = null, last_failure = null
      from free f, ${withoutWaiting(connection)}
      where q.vdn_id = ${vdnId} and q.campaign_id = f.campaign_id and q.acknowledged_sequence < f.sequence
    )
    select q.campaign_id
    from marks m
    join notice_queues q on q.vdn_id = ${vdnId} and q.campaign_id = m.campaign_id
    where q.campaign_id not in (select campaign_id from free)`;
  return rows.map((row) => toCampaignId(row.campaign_id));
}

/** A push of the head failed and another will follow at `nextPushAt`. */
export async function postponeNotices(
  connection: Connection,
  queue: Pick<DueQueue, 'vdnId' | 'campaignId'>,
  last: Pick<QueuedNotice, 'sequence'>,
  pushes: number,
  nextPushAt: Millis,
  failure: PushFailure,
): Promise<void> {
  await connection`
    update notice_queues set head_sequence = ${last.sequence}::bigint, pushes = ${pushes},
      next_push_at = ${nextPushAt}::timestamptz, last_failure = ${JSON.stringify(failure)}::text::jsonb
    where vdn_id = ${queue.vdnId} and campaign_id = ${queue.campaignId}
      and acknowledged_sequence < ${last.sequence}::bigint`;
}

/** All pushes of the head are used up: its notices are kept as undelivered, the queue moves on. */
export async function giveUpNotices(
  connection: Connection,
  queue: Pick<DueQueue, 'vdnId' | 'campaignId'>,
  first: Pick<QueuedNotice, 'sequence'>,
  last: Pick<QueuedNotice, 'sequence' | 'createdAt'>,
  now: Millis,
  failure: PushFailure,
): Promise<void> {
  await connection`
    with kept as (
      update notices set undelivered_at = ${now}::timestamptz, undelivered_failure = ${JSON.stringify(failure)}::text::jsonb
      where vdn_id = ${queue.vdnId} and campaign_id = ${queue.campaignId}
        and sequence between ${first.sequence}::bigint and ${last.sequence}::bigint
      returning 1
    )
    update notice_queues set acknowledged_sequence = ${last.sequence}::bigint,
      acknowledged_created_at = greatest(acknowledged_created_at, ${last.createdAt}::timestamptz),
      undelivered = undelivered + (select count(*) from kept), head_sequence = null, pushes = 0,
      next_push_at = null, last_failure = ${JSON.stringify(failure)}::text::jsonb
    where vdn_id = ${queue.vdnId} and campaign_id = ${queue.campaignId}
      and acknowledged_sequence < ${last.sequence}::bigint`;
}

/**
 * Sends undelivered notices again: each gets a new place at the end of the queue, so order and the
 * count of pushes start afresh, and the old entry remembers it. Answers how many.
 */
export async function resendNotices(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  fromSequence: string,
  toSequence: string,
  now: Millis,
): Promise<number> {
  const [row] = await connection<{ resent: number }[]>`
    with chosen as (
      update notices set resent_at = ${now}::timestamptz
      where vdn_id = ${vdnId} and campaign_id = ${campaignId} and undelivered_at is not null
        and resent_at is null and sequence between ${fromSequence}::bigint and ${toSequence}::bigint
      returning sequence, call_id, claimed_at
    ), tally as (
      select count(*)::integer as resent from chosen
    ), numbered as (
      update notice_queues q set last_sequence = q.last_sequence + t.resent,
        undelivered = q.undelivered - t.resent, resent = q.resent + t.resent
      from tally t
      where q.vdn_id = ${vdnId} and q.campaign_id = ${campaignId} and t.resent > 0
      returning q.last_sequence - t.resent as before_sequence
    ), added as (
      insert into notices (vdn_id, campaign_id, sequence, created_at, call_id, claimed_at)
      select ${vdnId}, ${campaignId}, n.before_sequence + row_number() over (order by c.sequence),
        ${now}::timestamptz, c.call_id, c.claimed_at
      from chosen c cross join numbered n
    )
    select resent from tally`;
  return row?.resent ?? 0;
}

export interface NoticeQueueState {
  readonly waiting: number;
  readonly delivered: number;
  readonly undelivered: number;
  readonly pushes: number;
  readonly nextPushAt: Millis | null;
  readonly lastFailure: PushFailure | null;
}

/** How the delivery of a campaign's results stands. */
export async function findNoticeQueue(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
): Promise<NoticeQueueState | null> {
  const [row] = await connection<
    {
      waiting: string;
      acknowledged: string;
      undelivered: string;
      resent: string;
      pushes: number;
      next_push_at: number | null;
      last_failure: PushFailure | null;
    }[]
  >`
    select last_sequence - acknowledged_sequence as waiting, acknowledged_sequence as acknowledged,
      undelivered, resent, pushes, next_push_at, last_failure
    from notice_queues where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  if (row === undefined) return null;
  return {
    waiting: Number(row.waiting),
    delivered: Number(row.acknowledged) - Number(row.undelivered) - Number(row.resent),
    undelivered: Number(row.undelivered),
    pushes: row.pushes,
    nextPushAt: toMillisOrNull(row.next_push_at),
    lastFailure: row.last_failure,
  };
}

export interface UndeliveredNotice {
  readonly sequence: string;
  readonly undeliveredAt: Millis;
  readonly failure: PushFailure;
  readonly callId: string;
}

/** The undelivered notices that were not sent again, the oldest first, at most `limit`. */
export async function undeliveredNotices(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  limit: number,
): Promise<UndeliveredNotice[]> {
  const rows = await connection<
    { sequence: string; undelivered_at: number; failure: PushFailure; call_id: string; claimed_at: number }[]
  >`
    select sequence, undelivered_at, undelivered_failure as failure, call_id, claimed_at
    from notices
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and undelivered_at is not null and resent_at is null
    order by sequence limit ${limit}`;
  return rows.map((row) => ({
    sequence: row.sequence,
    undeliveredAt: toMillis(row.undelivered_at),
    failure: row.failure,
    callId: callIdOf(toMillis(row.claimed_at), row.call_id),
  }));
}

/**
 * An instant before which no notice waits, in any queue; null when none waits at all. What a waiting
 * notice tells of must not be dropped, however long its receiver or this server was away.
 */
export async function oldestWaiting(connection: Connection): Promise<Millis | null> {
  const [row] = await connection<{ at: number | null }[]>`
    select min(acknowledged_created_at) as at from notice_queues where last_sequence > acknowledged_sequence`;
  return row?.at == null ? null : toMillis(row.at);
}
