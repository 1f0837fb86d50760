// Desk leases: which process seats the agents of a VDN. They live like campaign leases: a row with an
// owner, an end and an epoch that grows with each change of hands, and only who holds a VDN's desk may
// drive its campaigns with agents (store/leases.ts asks).
import { type Millis, toVdnId, type VdnId } from '../core/units.ts';
import type { Connection } from './connection.ts';

export interface DeskLease {
  readonly vdnId: VdnId;
  readonly owner: string;
  readonly epoch: string;
  readonly expiresAt: Millis;
}

interface LeaseRow {
  vdn_id: number;
  epoch: string;
}

/**
 * Takes up to `limit` desks that are free or run out, of VDNs that have agents, a campaign with agents, or
 * a flow that hands people to agents: its campaigns wait for the desk though nobody may ever be there.
 * @param held the desks this process knows it holds
 * @param reclaim as for campaign leases: what an earlier life of this owner left is taken at once
 */
export async function openDesks(
  connection: Connection,
  owner: string,
  held: readonly VdnId[],
  expiresAt: Millis,
  now: Millis,
  limit: number,
  reclaim: boolean,
): Promise<DeskLease[]> {
  const rows = await connection<LeaseRow[]>`
    insert into desk_leases as d (vdn_id, owner, epoch, expires_at)
    select v.vdn_id, ${owner}, 1, ${expiresAt}::timestamptz
    from vdns v
    left join desk_leases o on o.vdn_id = v.vdn_id
    where v.vdn_id <> all(${[...held]}::integer[])
      and (o.vdn_id is null or o.owner = '' or o.expires_at <= ${now}::timestamptz
        or (${reclaim} and o.owner = ${owner}))
      and (exists (select 1 from agents a where a.vdn_id = v.vdn_id)
        or exists (select 1 from campaigns c where c.vdn_id = v.vdn_id and c.device_type in (2, 5, 6))
        or exists (select 1 from flows f where f.vdn_id = v.vdn_id and f.transfer_skill_id is not null))
    order by v.vdn_id
    limit ${limit}
    on conflict (vdn_id) do update set
      owner = excluded.owner, epoch = d.epoch + 1, expires_at = excluded.expires_at
    where d.owner = '' or d.expires_at <= ${now}::timestamptz or (${reclaim} and d.owner = excluded.owner)
    returning d.vdn_id, d.epoch`;
  return rows.map((row) => ({ vdnId: toVdnId(row.vdn_id), owner, epoch: row.epoch, expiresAt }));
}

/** Prolongs desks; those missing in the answer are lost. */
export async function renewDesks(
  connection: Connection,
  owner: string,
  desks: readonly DeskLease[],
  expiresAt: Millis,
): Promise<DeskLease[]> {
  const rows = await connection<LeaseRow[]>`
    update desk_leases d set expires_at = ${expiresAt}::timestamptz
    from unnest(
      ${desks.map((desk) => desk.vdnId)}::integer[],
      ${desks.map((desk) => desk.epoch)}::bigint[]
    ) as h (vdn_id, epoch)
    where d.vdn_id = h.vdn_id and d.epoch = h.epoch and d.owner = ${owner}
    returning d.vdn_id, d.epoch`;
  return rows.map((row) => ({ vdnId: toVdnId(row.vdn_id), owner, epoch: row.epoch, expiresAt }));
}

/** Hands desks over: the next process to ask gets them at once. */
export async function releaseDesks(
  connection: Connection,
  owner: string,
  desks: readonly DeskLease[],
  now: Millis,
): Promise<void> {
  await connection`
    update desk_leases d set owner = '', expires_at = ${now}::timestamptz
    from unnest(
      ${desks.map((desk) => desk.vdnId)}::integer[],
      ${desks.map((desk) => desk.epoch)}::bigint[]
    ) as h (vdn_id, epoch)
    where d.vdn_id = h.vdn_id and d.epoch = h.epoch and d.owner = ${owner}`;
}

/** The process that has the VDN's desk at `now`; null while none has. */
export async function findDeskOwner(
  connection: Connection,
  vdnId: VdnId,
  now: Millis,
): Promise<string | null> {
  const [row] = await connection<{ owner: string }[]>`
    select owner from desk_leases
    where vdn_id = ${vdnId} and owner <> '' and expires_at > ${now}::timestamptz`;
  return row?.owner ?? null;
}
