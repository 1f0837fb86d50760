// Desk leases: which process seats the agents of a VDN. They live like campaign leases: a row with the life
// that holds it and an epoch that grows with each change of hands. Only the process that holds a VDN's desk
// may drive its campaigns with agents (store/database/leases.ts asks).
import { toVdnId, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';
import type { Node } from '../database/nodes.ts';

export interface DeskLease {
  readonly vdnId: VdnId;
  readonly owner: string;
  readonly epoch: string;
}

/**
 * Takes up to `limit` desks that nobody holds, of VDNs that have agents, a campaign with agents, or a flow
 * that hands people to agents: its campaigns wait for the desk though nobody may ever be there. A row that
 * somebody has locked is left for the next time. `heldDesks` tells which it took.
 */
export async function openDesks(connection: Connection, { owner, life }: Node, limit: number): Promise<void> {
  await connection`
    with wanted as materialized (
      -- With the life that is dead: a desk that another takes while this statement runs has another then.
      select v.vdn_id, o.life
      from vdns v
      left join desk_leases o on o.vdn_id = v.vdn_id
      where (exists (select from agents a where a.vdn_id = v.vdn_id)
          or exists (select from campaigns c where c.vdn_id = v.vdn_id and c.device_type in (2, 5, 6))
          or exists (select from flows f where f.vdn_id = v.vdn_id and f.transfer_skill_id is not null))
        and not exists (select from nodes n where n.life = o.life and n.state = 'running')
        -- A life that was taken for dead, or is stopping, takes nothing any more.
        and exists (select from nodes n where n.life = ${life}::bigint and n.state = 'running')
      order by v.vdn_id
      limit ${limit}
    ), free as (
      select d.vdn_id from wanted w join desk_leases d on d.vdn_id = w.vdn_id and d.life = w.life
      for update of d skip locked
    ), taken as (
      update desk_leases d set owner = ${owner}, life = ${life}::bigint, epoch = d.epoch + 1
      from free where d.vdn_id = free.vdn_id
    ), absent as (
      select v.vdn_id from wanted w join vdns v on v.vdn_id = w.vdn_id and w.life is null
      for key share of v skip locked
    )
    insert into desk_leases (vdn_id, owner, life, epoch)
    select vdn_id, ${owner}, ${life}::bigint, 1 from absent
    on conflict do nothing`;
}

/** The desks that this life holds, as the rows have them; none once it was taken for dead. */
export async function heldDesks(connection: Connection, { life }: Node): Promise<DeskLease[]> {
  const rows = await connection<{ vdn_id: number; owner: string; epoch: string }[]>`
    select d.vdn_id, d.owner, d.epoch from desk_leases d join nodes n on n.life = d.life
    where d.life = ${life}::bigint`;
  return rows.map((row) => ({ vdnId: toVdnId(row.vdn_id), owner: row.owner, epoch: row.epoch }));
}

/** Hands desks over: the next process to ask gets them at once. A locked row is left; call it again. */
export async function releaseDesks(
  connection: Connection,
  { life }: Node,
  desks: readonly DeskLease[],
): Promise<void> {
  await connection`
    with held as (
      select d.vdn_id
      from unnest(
        ${desks.map((desk) => desk.vdnId)}::integer[],
        ${desks.map((desk) => desk.epoch)}::bigint[]
      ) as h (vdn_id, epoch)
      join desk_leases d on d.vdn_id = h.vdn_id and d.epoch = h.epoch
      where d.life = ${life}::bigint
      for update of d skip locked
    )
    update desk_leases d set owner = '', life = 0
    from held where d.vdn_id = held.vdn_id`;
}

/** The process that has the VDN's desk; null while none has. */
export async function findDeskOwner(connection: Connection, vdnId: VdnId): Promise<string | null> {
  const [row] = await connection<{ owner: string }[]>`
    select d.owner from desk_leases d join nodes n on n.life = d.life where d.vdn_id = ${vdnId}`;
  return row?.owner ?? null;
}
