// Leases: which process drives a campaign, and which seats the agents of a VDN. Both kinds have one shape: a row
// with the life of the process that holds it, and an epoch that grows with each change of hands. A row is written
// only then; a process shows in its own row that it lives (nodes.ts). Every claim repeats owner and epoch, so a
// driver that was suspended cannot dial for a campaign that another has taken over (ARCHITECTURE, rule 3).
import { type CampaignId, type Millis, toCampaignId, toVdnId, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';
import type { Statement } from '../database/statement.ts';
import type { Node } from './nodes.ts';

interface Lease {
  readonly vdnId: VdnId;
  readonly epoch: string;
}

export interface CampaignLease extends Lease {
  readonly campaignId: CampaignId;
}

export interface DeskLease extends Lease {
  readonly owner: string;
}

export interface HeldCampaign extends CampaignLease {
  /** False when nothing is left to do for the campaign: the lease can go. */
  readonly isNeeded: boolean;
  /** False when the campaign needs the VDN's agents and another process seats them. */
  readonly isInPlace: boolean;
  /** The process that held it before is stopping, and still settles the calls that it has placed. */
  readonly isPredecessorStopping: boolean;
}

type Table = 'campaign_leases' | 'desk_leases';

/**
 * Takes up to `limit` leases that nobody holds, of campaigns that need a driver: started, or with calls in
 * flight or notices to deliver. Those with agents only of VDNs whose desk this life holds.
 * @returns how many it took; `heldCampaigns` tells which
 */
export async function takeCampaigns(
  connection: Connection,
  node: Node,
  now: Millis,
  limit: number,
): Promise<number> {
  const wanted = connection`
    ${joinCampaign(connection)}
    where ${needsDriver(connection, now)} and ${isInPlace(connection, node.life)}`;
  return take(connection, 'campaign_leases', node, wanted, connection`, from_life = l.life`, limit);
}

/**
 * Takes up to `limit` desks that nobody holds, of VDNs that have agents, a campaign with agents, or a flow that
 * hands people to agents: its campaigns wait for the desk though nobody may ever be there.
 * @returns how many it took; `heldDesks` tells which
 */
export async function takeDesks(connection: Connection, node: Node, limit: number): Promise<number> {
  await connection`
    insert into desk_leases (vdn_id, owner, life, epoch)
    select v.vdn_id, '', 0, 0 from vdns v
    where ${needsDesk(connection)} and not exists (select from desk_leases l where l.vdn_id = v.vdn_id)
    for key share of v skip locked
    on conflict do nothing`;
  const wanted = connection`join vdns v on v.vdn_id = l.vdn_id where ${needsDesk(connection)}`;
  return take(connection, 'desk_leases', node, wanted, connection``, limit);
}

/** A row that somebody has locked is left for the next time. */
async function take(
  connection: Connection,
  table: Table,
  { owner, life }: Node,
  wanted: Statement,
  besides: Statement,
  limit: number,
): Promise<number> {
  const rows = await connection`
    with dead as materialized (
      -- Found first and joined: a lease that another takes while this statement runs has another life then,
      -- and the row of that life may be too new to be seen here.
      select distinct l.life from ${connection(table)} l where not ${runs(connection, connection`l.life`)}
    ), free as (
      select l.ctid from dead join ${connection(table)} l on l.life = dead.life ${wanted}
        -- A life that was taken for dead, or is stopping, takes nothing any more.
        and ${runs(connection, connection`${life}::bigint`)}
      order by l.vdn_id
      limit ${limit}
      for update of l skip locked
    )
    update ${connection(table)} l set owner = ${owner}, life = ${life}::bigint, epoch = l.epoch + 1 ${besides}
    from free
    where l.ctid = free.ctid
    returning 1`;
  return rows.length;
}

/** The campaigns whose lease this life holds, as the rows have them; none once it was taken for dead. */
export async function heldCampaigns(
  connection: Connection,
  { life }: Node,
  now: Millis,
): Promise<HeldCampaign[]> {
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
    from nodes n join campaign_leases l on l.life = n.life ${joinCampaign(connection)}
    where n.life = ${life}::bigint`;
  return rows.map((row) => ({
    vdnId: toVdnId(row.vdn_id),
    campaignId: toCampaignId(row.campaign_id),
    epoch: row.epoch,
    isNeeded: row.is_needed,
    isInPlace: row.is_in_place,
    isPredecessorStopping: row.is_predecessor_stopping,
  }));
}

/** The desks that this life holds, as the rows have them; none once it was taken for dead. */
export async function heldDesks(connection: Connection, { life }: Node): Promise<DeskLease[]> {
  const rows = await connection<{ vdn_id: number; owner: string; epoch: string }[]>`
    select l.vdn_id, l.owner, l.epoch from nodes n join desk_leases l on l.life = n.life
    where n.life = ${life}::bigint`;
  return rows.map((row) => ({ vdnId: toVdnId(row.vdn_id), owner: row.owner, epoch: row.epoch }));
}

/** The process that has the VDN's desk; null while none has. */
export async function findDeskOwner(connection: Connection, vdnId: VdnId): Promise<string | null> {
  const [row] = await connection<{ owner: string }[]>`
    select l.owner from nodes n join desk_leases l on l.life = n.life where l.vdn_id = ${vdnId}`;
  return row?.owner ?? null;
}

/** Hands campaigns over: the next process to ask gets them at once. A locked row is left; call it again. */
export async function releaseCampaigns(
  connection: Connection,
  node: Node,
  leases: readonly CampaignLease[],
): Promise<void> {
  const isSame = connection`and l.campaign_id = h.campaign_id`;
  await release(connection, 'campaign_leases', node, leases, isSame);
}

/** Hands desks over: the next process to ask gets them at once. A locked row is left; call it again. */
export async function releaseDesks(
  connection: Connection,
  node: Node,
  leases: readonly DeskLease[],
): Promise<void> {
  await release(connection, 'desk_leases', node, leases, connection``);
}

async function release(
  connection: Connection,
  table: Table,
  { life }: Node,
  leases: readonly (Lease & Partial<CampaignLease>)[],
  isSame: Statement,
): Promise<void> {
  if (leases.length === 0) return;
  await connection`
    with held as (
      select l.ctid
      from unnest(
        ${leases.map(({ vdnId }) => vdnId)}::integer[],
        ${leases.map(({ epoch }) => epoch)}::bigint[],
        ${leases.map(({ campaignId }) => campaignId ?? null)}::integer[]
      ) as h (vdn_id, epoch, campaign_id)
      join ${connection(table)} l on l.vdn_id = h.vdn_id and l.epoch = h.epoch ${isSame}
      where l.life = ${life}::bigint
      for update of l skip locked
    )
    update ${connection(table)} l set owner = '', life = 0 from held where l.ctid = held.ctid`;
}

const runs = (connection: Connection, life: Statement) =>
  connection`exists (select from nodes n where n.life = ${life} and n.state = 'running')`;

const joinCampaign = (connection: Connection) => connection`
  join campaigns c on c.vdn_id = l.vdn_id and c.campaign_id = l.campaign_id
  join campaign_progress p on p.vdn_id = l.vdn_id and p.campaign_id = l.campaign_id
  join notice_queues q on q.vdn_id = l.vdn_id and q.campaign_id = l.campaign_id`;

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

const needsDesk = (connection: Connection) => connection`
  (exists (select from agents a where a.vdn_id = v.vdn_id)
    or exists (select from campaigns c where c.vdn_id = v.vdn_id and c.device_type in (2, 5, 6))
    or exists (select from flows f where f.vdn_id = v.vdn_id and f.transfer_skill_id is not null))`;
