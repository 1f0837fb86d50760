// Tenants. A stored settings object may lack a field, because settings are added with time; what it
// lacks has the default.
import { type Millis, toVdnId, type VdnId } from '../../core/units.ts';
import {
  boundsDefault,
  type Vdn,
  type VdnBounds,
  type VdnSettings,
  vdnSettingsDefault,
} from '../../core/vdn.ts';
import type { Connection } from '../database/connection.ts';

export interface VdnRow {
  vdn_id: number;
  name: string;
  settings: Partial<VdnSettings>;
}

export const readVdn = (row: VdnRow): Vdn => ({
  id: toVdnId(row.vdn_id),
  name: row.name,
  settings: { ...vdnSettingsDefault, ...row.settings },
});

export async function findVdn(connection: Connection, vdnId: VdnId): Promise<Vdn | null> {
  const [row] = await connection<VdnRow[]>`
    select vdn_id, name, settings from vdns where vdn_id = ${vdnId}`;
  return row === undefined ? null : readVdn(row);
}

/** The settings of those of these tenants that exist. */
export async function loadSettingsOf(
  connection: Connection,
  vdnIds: readonly VdnId[],
): Promise<Map<VdnId, VdnSettings>> {
  const rows = await connection<VdnRow[]>`
    select vdn_id, name, settings from vdns where vdn_id = any(${[...vdnIds]}::integer[])`;
  return new Map(rows.map(readVdn).map(({ id, settings }) => [id, settings]));
}

/** All tenants by id; at most 9999, for an id is 1 to 9999. */
export async function listVdns(connection: Connection): Promise<Vdn[]> {
  const rows = await connection<VdnRow[]>`select vdn_id, name, settings from vdns order by vdn_id`;
  return rows.map(readVdn);
}

/** False when the id is taken. */
export async function createVdn(
  connection: Connection,
  vdn: Vdn,
  now: Millis,
  bounds: Partial<VdnBounds> = {},
): Promise<boolean> {
  const rows = await connection`
    insert into vdns (vdn_id, name, settings, bounds, created_at)
    values (${vdn.id}, ${vdn.name}, ${JSON.stringify(vdn.settings)}::text::jsonb,
      ${JSON.stringify(bounds)}::text::jsonb, ${now})
    on conflict (vdn_id) do nothing returning vdn_id`;
  return rows.length === 1;
}

/** Replaces name and settings; false when there is no such tenant. */
export async function saveVdn(connection: Connection, vdn: Vdn): Promise<boolean> {
  const rows = await connection`
    update vdns set name = ${vdn.name}, settings = ${JSON.stringify(vdn.settings)}::text::jsonb
    where vdn_id = ${vdn.id} returning vdn_id`;
  return rows.length === 1;
}

/**
 * What the operator lets the tenant set; null when there is no such tenant. Call it in the transaction that
 * writes settings or bounds: who does so waits for the other, so that neither is judged by what is gone.
 */
export async function lockBounds(connection: Connection, vdnId: VdnId): Promise<VdnBounds | null> {
  const [row] = await connection<{ bounds: Partial<VdnBounds> }[]>`
    select bounds from vdns where vdn_id = ${vdnId} for update`;
  return row === undefined ? null : { ...boundsDefault(vdnId), ...row.bounds };
}

export async function saveBounds(connection: Connection, vdnId: VdnId, bounds: VdnBounds): Promise<void> {
  await connection`
    update vdns set bounds = ${JSON.stringify(bounds)}::text::jsonb where vdn_id = ${vdnId}`;
}

/** The tenants with a prefix for their telephones; read when a telephone or a prefix is saved. */
export async function listTelephonePrefixes(
  connection: Connection,
): Promise<{ readonly vdnId: VdnId; readonly prefix: string }[]> {
  const rows = await connection<{ vdn_id: number; prefix: string }[]>`
    select vdn_id, bounds ->> 'telephonePrefix' as prefix from vdns
    where coalesce(bounds ->> 'telephonePrefix', '') <> '' order by vdn_id`;
  return rows.map(({ vdn_id, prefix }) => ({ vdnId: toVdnId(vdn_id), prefix }));
}
