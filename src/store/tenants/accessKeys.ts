// Access keys, with which integrators sign. The key names its tenant (`AK` + VDN in four digits +
// 16 characters), so a look-up by key alone still names one vdn_id. The secret is kept sealed.
import { randomBytes, randomInt } from 'node:crypto';
import { type Millis, toMillis, toMillisOrNull, toVdnId, type VdnId } from '../../core/units.ts';
import type { Vdn } from '../../core/vdn.ts';
import type { Connection } from '../database/connection.ts';
import { openSecret, sealSecret } from './secret.ts';
import { readVdn, type VdnRow } from './vdns.ts';

export interface AccessKey {
  readonly vdnId: VdnId;
  readonly ak: string;
  readonly description: string;
  readonly createdAt: Millis;
  readonly revokedAt: Millis | null;
}

/** A key that may sign, with its secret and its tenant. Never to be logged or answered. */
export interface SigningKey {
  readonly ak: string;
  readonly secret: string;
  readonly vdn: Vdn;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The tenant in a key's text; null when the text is not a key of ours. */
export function vdnIdOfAccessKey(ak: string): VdnId | null {
  const match = /^AK(\d{4})[A-Z2-7]{16}$/.exec(ak);
  const number = Number(match?.[1] ?? 0);
  return number === 0 ? null : toVdnId(number);
}

/** Makes a key; its secret is answered here and never again. */
export async function createAccessKey(
  connection: Connection,
  vdnId: VdnId,
  description: string,
  masterKey: Buffer,
  now: Millis,
): Promise<{ ak: string; secret: string }> {
  const random = Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('');
  const ak = `AK${String(vdnId).padStart(4, '0')}${random}`;
  const secret = randomBytes(32).toString('base64url');
  await connection`
    insert into access_keys (vdn_id, ak, secret_sealed, description, created_at)
    values (${vdnId}, ${ak}, ${sealSecret(masterKey, ak, secret)}, ${description}, ${now})`;
  return { ak, secret };
}

/** The key by its text; null when there is none. Revoked ones are found too. */
export async function findAccessKey(
  connection: Connection,
  vdnId: VdnId,
  ak: string,
): Promise<AccessKey | null> {
  const [row] = await connection<AccessKeyRow[]>`
    select vdn_id, ak, description, created_at, revoked_at from access_keys
    where vdn_id = ${vdnId} and ak = ${ak}`;
  return row === undefined ? null : readAccessKey(row);
}

/** All keys of the tenant, the newest first, at most 1000. */
export async function listAccessKeys(connection: Connection, vdnId: VdnId): Promise<AccessKey[]> {
  const rows = await connection<AccessKeyRow[]>`
    select vdn_id, ak, description, created_at, revoked_at from access_keys
    where vdn_id = ${vdnId} order by created_at desc, ak limit 1000`;
  return rows.map(readAccessKey);
}

/** True when the key was good until now. Doors that have it in memory forget it within 3 s. */
export async function revokeAccessKey(
  connection: Connection,
  vdnId: VdnId,
  ak: string,
  now: Millis,
): Promise<boolean> {
  const rows = await connection`
    update access_keys set revoked_at = ${now}
    where vdn_id = ${vdnId} and ak = ${ak} and revoked_at is null returning ak`;
  return rows.length === 1;
}

/** The key with what is needed to judge a signature; null when it is unknown, revoked or unreadable. */
export async function loadSigningKey(
  connection: Connection,
  ak: string,
  masterKey: Buffer,
): Promise<SigningKey | null> {
  const vdnId = vdnIdOfAccessKey(ak);
  if (vdnId === null) return null;
  const [row] = await connection<(VdnRow & { secret_sealed: Uint8Array })[]>`
    select v.vdn_id, v.name, v.settings, k.secret_sealed
    from access_keys k join vdns v on v.vdn_id = k.vdn_id
    where k.vdn_id = ${vdnId} and k.ak = ${ak} and k.revoked_at is null`;
  if (row === undefined) return null;
  const secret = openSecret(masterKey, ak, row.secret_sealed);
  return secret === null ? null : { ak, secret, vdn: readVdn(row) };
}

interface AccessKeyRow {
  vdn_id: number;
  ak: string;
  description: string;
  created_at: number;
  revoked_at: number | null;
}

const readAccessKey = (row: AccessKeyRow): AccessKey => ({
  vdnId: toVdnId(row.vdn_id),
  ak: row.ak,
  description: row.description,
  createdAt: toMillis(row.created_at),
  revokedAt: toMillisOrNull(row.revoked_at),
});
