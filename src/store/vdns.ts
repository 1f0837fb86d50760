// Tenants. A stored settings object may lack a field, because settings are added with time; what it
// lacks has the default.
import { type Millis, toVdnId, type VdnId } from '../core/units.ts';
import { type Vdn, type VdnSettings, vdnSettingsDefault } from '../core/vdn.ts';
import type { Connection } from './connection.ts';

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
export async function createVdn(connection: Connection, vdn: Vdn, now: Millis): Promise<boolean> {
  const rows = await connection`
    insert into vdns (vdn_id, name, settings, created_at)
    values (${vdn.id}, ${vdn.name}, ${JSON.stringify(vdn.settings)}::text::jsonb, ${now})
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
