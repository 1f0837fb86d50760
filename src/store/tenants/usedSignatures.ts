// Signatures that were used: each is good for one request within its window (R20).
import type { Millis, VdnId } from '../../core/units.ts';
import { type Connection, withoutWaiting } from '../database/connection.ts';

/** The use of a signature; it is kept until it would be refused anyway. */
export interface SignatureUse {
  readonly vdnId: VdnId;
  readonly signature: string;
  readonly expiresAt: Millis;
}

/**
 * Marks a signature as used; false when it was used before. One round trip that does not wait for the disk: a
 * server that loses its power may forget the last half second of signatures, which is a smaller evil than a wait
 * in every request.
 */
export async function useSignature(connection: Connection, use: SignatureUse, now: Millis): Promise<boolean> {
  const rows = await connection`
    with ${forgettingExpired(connection, use, now)}
    ${usingUp(connection, use, connection`from ${withoutWaiting(connection)}`)}`;
  return rows.length === 1;
}

/** Part of a statement: the use of a signature; a row when it is the first. `from` may hold what comes with it. */
export const usingUp = (
  connection: Connection,
  { vdnId, signature, expiresAt }: SignatureUse,
  from = connection``,
) => connection`
  insert into used_signatures (vdn_id, signature, expires_at)
  select ${vdnId}::integer, ${signature}, ${expiresAt}::timestamptz ${from}
  on conflict (vdn_id, signature) do nothing
  returning vdn_id`;

/**
 * Part of a `with` clause: each use takes away two signatures that have expired, so the table stays as small as
 * its window without a worker.
 */
export const forgettingExpired = (connection: Connection, { vdnId }: SignatureUse, now: Millis) => connection`
  expired as (
    select signature from used_signatures
    where vdn_id = ${vdnId} and expires_at < ${now}::timestamptz
    order by expires_at limit 2
    for update skip locked
  ), forgotten as (
    delete from used_signatures
    where vdn_id = ${vdnId} and signature in (select signature from expired)
  )`;
