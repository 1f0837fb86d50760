// Leases: who drives which campaign. A lease is a row with the life of a process that holds it, and an
// epoch that grows with each change of hands. It is written only then; a process shows in its own row that
// it lives (nodes.ts). Every claim repeats owner and epoch, so a driver that was suspended cannot dial for
// a campaign that another has taken over (ARCHITECTURE, rule 3).
import { type CampaignId, type Millis, toCampaignId, toVdnId, type VdnId } from '../../core/units.ts';
import type { Connection } from './connection.ts';
import type { Node } from './nodes.ts';

export interface HeldLease {
  readonly vdnId: VdnId;
  readonly campaignId: CampaignId;
  readonly epoch: string;
}

export interface LeaseState extends HeldLease {
  /** False when nothing is left to do for the campaign: the lease can go. */
  readonly isNeeded: boolean;
  /** False when the campaign needs the VDN's agents and another process seats them. */
  readonly isInPlace: boolean;
  /** The process that held it before is stopping, and still settles the calls that it has placed. */
  readonly isPredecessorStopping: boolean;
}

/**
 * Takes up to `limit` leases that nobody holds, of campaigns that need a driver: started, or with calls in
 * flight or notices to deliver. Those with agents only of VDNs whose desk this life holds. A row that
 * somebody has locked is left for the next time.
 * @returns how many it took; `heldLeases` tells which
 */
export async function acquireLeases(
  connection: Connection,
  { owner, life }: Node,
  now: Millis,
  limit: number,
): Promise<number> {
  const rows = await connection`
    with dead as materialized (
      -- Found first and joined: a lease that another takes while this statement runs has another life then,
      -- and the row of that life may be too new to be seen here.
      select distinct l.life from campaign_leases l
      where not exists (select from nodes n where n.life = l.life and n.state = 'running')
    ), free as (
      select l.vdn_id, l.campaign_id
      from dead
      join campaign_leases l on l.life = dead.life
      join campaigns c on c.vdn_id = l.vdn_id and c.campaign_id = l.campaign_id
      join campaign_progress p on p.vdn_id = l.vdn_id and p.campaign_id = l.campaign_id
      join notice_queues q on q.vdn_id = l.vdn_id and q.campaign_id = l.campaign_id
      -- A life that was taken for dead, or is stopping, takes nothing any more.
      where exists (select from nodes n where n.life = ${life}::bigint and n.state = 'running')
        and ${needsDriver(connection, now)} and ${isInPlace(connection, life)}
      order by l.vdn_id, l.campaign_id
      limit ${limit}
      for update of l skip locked
    )
    update campaign_leases l
    set owner = ${owner}, life = ${life}::bigint, from_life = l.life, epoch = l.epoch + 1
    from free
    where l.vdn_id = free.vdn_id and l.campaign_id = free.campaign_id
    returning 1`;
  return rows.length;
}

/** The leases that this life holds, as the rows have them; none once it was taken for dead. */
export async function heldLeases(connection: Connection, { life }: Node, now: Millis): Promise<LeaseState[]> {
  const rows = await connection<
    {
      vdn_id: number;
      campaign_id: number;
      epoch: string;
      is_needed: boolean;
      is_in_place: boolean;
      is_predecessor_stopping: boolean;
    }[]
  >`
    select l.vdn_id, l.campaign_id, l.epoch, ${needsDriver(connection, now)} as is_needed,
      ${isInPlace(connection, life)} as is_in_place,
      exists (select from nodes n where n.life = l.from_life) as is_predecessor_stopping
    from campaign_leases l
    join campaigns c on c.vdn_id = l.vdn_id and c.campaign_id = l.campaign_id
    join campaign_progress p on p.vdn_id = l.vdn_id and p.campaign_id = l.campaign_id
    join notice_queues q on q.vdn_id = l.vdn_id and q.campaign_id = l.campaign_id
    where l.life = ${life}::bigint and exists (select from nodes n where n.life = l.life)`;
  return rows.map((row) => ({
    vdnId: toVdnId(row.vdn_id),
    campaignId: toCampaignId(row.campaign_id),
    epoch: row.epoch,
    isNeeded: row.is_needed,
    isInPlace: row.is_in_place,
    isPredecessorStopping: row.is_predecessor_stopping,
  }));
}

/** A campaign needs a driver while it is started, has calls in flight, or notices to deliver. */
const needsDriver = (connection: Connection, now: Millis) => connection`
  (p.calling > 0 or q.last_sequence > q.acknowledged_sequence
    or (c.state = 'started' and c.deleted_at is null and (c.end_at is null or c.end_at > ${now}::timestamptz)))`;

/** Campaigns with agents are driven where the VDN's agents sit, and so are flows that transfer to them. */
const isInPlace = (connection: Connection, life: string) => connection`
  (exists (select from desk_leases d where d.vdn_id = l.vdn_id and d.life = ${life}::bigint)
    or (c.device_type in (1, 3) and not exists (
      select from flows f
      where f.vdn_id = c.vdn_id and f.flow_code = c.settings -> 'ivr' ->> 'deviceSign'
        and f.transfer_skill_id is not null)))`;

/** Hands leases over: the next process to ask gets them at once. A locked row is left; call it again. */
export async function releaseLeases(
  connection: Connection,
  { life }: Node,
  leases: readonly HeldLease[],
): Promise<void> {
  if (leases.length === 0) return;
  await connection`
    with held as (
      select l.vdn_id, l.campaign_id
      from unnest(
        ${leases.map((lease) => lease.vdnId)}::integer[],
        ${leases.map((lease) => lease.campaignId)}::integer[],
        ${leases.map((lease) => lease.epoch)}::bigint[]
      ) as h (vdn_id, campaign_id, epoch)
      join campaign_leases l on l.vdn_id = h.vdn_id and l.campaign_id = h.campaign_id and l.epoch = h.epoch
      where l.life = ${life}::bigint
      for update of l skip locked
    )
    update campaign_leases l set owner = '', life = 0, from_life = 0
    from held
    where l.vdn_id = held.vdn_id and l.campaign_id = held.campaign_id`;
}
