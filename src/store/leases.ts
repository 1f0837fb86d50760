// Leases: who drives which campaign. A lease is a row with an owner, an end and an epoch that grows
// with each change of hands; every claim repeats owner and epoch, so a driver that was asleep
// cannot dial for a campaign that another has taken over (ARCHITECTURE, rule 3).
import { type CampaignId, type Millis, toCampaignId, toVdnId, type VdnId } from '../core/units.ts';
import type { Connection } from './connection.ts';

export interface HeldLease {
  readonly vdnId: VdnId;
  readonly campaignId: CampaignId;
  readonly epoch: string;
  readonly expiresAt: Millis;
}

interface LeaseRow {
  vdn_id: number;
  campaign_id: number;
  epoch: string;
}

const toLease = (row: LeaseRow, expiresAt: Millis): HeldLease => ({
  vdnId: toVdnId(row.vdn_id),
  campaignId: toCampaignId(row.campaign_id),
  epoch: row.epoch,
  expiresAt,
});

/**
 * Takes up to `limit` leases that are free or run out, of campaigns that need a driver: started, or with
 * calls in flight or notices to deliver. Those with agents only of VDNs whose desk this owner holds.
 * @param held the leases this process knows it holds, as `vdnId:campaignId`
 * @param reclaim true right after the start: what an earlier life of this very owner left is taken at
 *   once. Never later, so that two processes with one name by mistake do not take turns for ever.
 */
export async function acquireLeases(
  connection: Connection,
  owner: string,
  held: readonly string[],
  expiresAt: Millis,
  now: Millis,
  limit: number,
  reclaim: boolean,
): Promise<HeldLease[]> {
  const rows = await connection<LeaseRow[]>`
    with free as (
      select l.vdn_id, l.campaign_id
      from campaign_leases l
      join campaigns c on c.vdn_id = l.vdn_id and c.campaign_id = l.campaign_id
      join campaign_progress p on p.vdn_id = l.vdn_id and p.campaign_id = l.campaign_id
      join notice_queues q on q.vdn_id = l.vdn_id and q.campaign_id = l.campaign_id
      where ((${reclaim} and l.owner = ${owner}) or l.owner = '' or l.expires_at <= ${now}::timestamptz)
        and l.vdn_id || ':' || l.campaign_id <> all(${[...held]}::text[])
        and ${needsDriver(connection, now)}
        -- Campaigns with agents are driven where the VDN's agents sit, and so are flows that transfer to them.
        and (exists (
          select 1 from desk_leases d
          where d.vdn_id = l.vdn_id and d.owner = ${owner} and d.expires_at > ${now}::timestamptz)
        or (c.device_type in (1, 3) and not exists (
          select 1 from flows f
          where f.vdn_id = c.vdn_id and f.flow_code = c.settings -> 'ivr' ->> 'deviceSign'
            and f.transfer_skill_id is not null)))
      order by l.vdn_id, l.campaign_id
      limit ${limit}
      for update of l skip locked
    )
    update campaign_leases l set owner = ${owner}, epoch = l.epoch + 1, expires_at = ${expiresAt}::timestamptz
    from free
    where l.vdn_id = free.vdn_id and l.campaign_id = free.campaign_id
    returning l.vdn_id, l.campaign_id, l.epoch`;
  return rows.map((row) => toLease(row, expiresAt));
}

export interface RenewedLease extends HeldLease {
  /** False when nothing is left to do for the campaign: the lease can go. */
  readonly needed: boolean;
}

/** Prolongs leases; those missing in the answer are lost. */
export async function renewLeases(
  connection: Connection,
  owner: string,
  leases: readonly HeldLease[],
  expiresAt: Millis,
  now: Millis,
): Promise<RenewedLease[]> {
  const rows = await connection<(LeaseRow & { needed: boolean })[]>`
    update campaign_leases l set expires_at = ${expiresAt}::timestamptz
    from unnest(
      ${leases.map((lease) => lease.vdnId)}::integer[],
      ${leases.map((lease) => lease.campaignId)}::integer[],
      ${leases.map((lease) => lease.epoch)}::bigint[]
    ) as h (vdn_id, campaign_id, epoch)
    join campaigns c on c.vdn_id = h.vdn_id and c.campaign_id = h.campaign_id
    join campaign_progress p on p.vdn_id = h.vdn_id and p.campaign_id = h.campaign_id
    join notice_queues q on q.vdn_id = h.vdn_id and q.campaign_id = h.campaign_id
    where l.vdn_id = h.vdn_id and l.campaign_id = h.campaign_id and l.epoch = h.epoch and l.owner = ${owner}
    returning l.vdn_id, l.campaign_id, l.epoch, ${needsDriver(connection, now)} as needed`;
  return rows.map((row) => ({ ...toLease(row, expiresAt), needed: row.needed }));
}

/** A campaign needs a driver while it is started, has calls in flight, or notices to deliver. */
const needsDriver = (connection: Connection, now: Millis) => connection`
  (p.calling > 0 or q.last_sequence > q.acknowledged_sequence
    or (c.state = 'started' and c.deleted_at is null and (c.end_at is null or c.end_at > ${now}::timestamptz)))`;

/** Hands leases over: the next process to ask gets them at once. */
export async function releaseLeases(
  connection: Connection,
  owner: string,
  leases: readonly HeldLease[],
  now: Millis,
): Promise<void> {
  await connection`
    update campaign_leases l set owner = '', expires_at = ${now}::timestamptz
    from unnest(
      ${leases.map((lease) => lease.vdnId)}::integer[],
      ${leases.map((lease) => lease.campaignId)}::integer[],
      ${leases.map((lease) => lease.epoch)}::bigint[]
    ) as h (vdn_id, campaign_id, epoch)
    where l.vdn_id = h.vdn_id and l.campaign_id = h.campaign_id and l.epoch = h.epoch and l.owner = ${owner}`;
}
