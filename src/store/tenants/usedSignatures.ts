// Signatures that were used: each is good for one request within its window (R20).
import type { Millis, VdnId } from '../../core/units.ts';
import { type Connection, withoutWaiting } from '../database/connection.ts';

/**
 * Marks a signature as used until `expiresAt`; false when it was used before. One round trip that
 * does not wait for the disk: a server that loses its power may forget the last half second of
 * signatures, which is a smaller evil than a wait in every request. Each use takes away two
 * signatures that have expired, so the table stays as small as its window without a worker.
 */
export async function useSignature(
  connection: Connection,
  vdnId: VdnId,
  signature: string,
  expiresAt: Millis,
  now: Millis,
): Promise<boolean> {
  const rows = await connection`
    with expired as (
      select signature from used_signatures
      where vdn_id = ${vdnId} and expires_at < ${now}::timestamptz
      order by expires_at limit 2
      for update skip locked
    ), forgotten as (
      delete from used_signatures
      where vdn_id = ${vdnId} and signature in (select signature from expired)
    )
    insert into used_signatures (vdn_id, signature, expires_at)
    select ${vdnId}::integer, ${signature}, ${expiresAt}::timestamptz
    from ${withoutWaiting(connection)}
    on conflict (vdn_id, signature) do nothing
    returning vdn_id`;
  return rows.length === 1;
}
