// Where each user has signed in before, so that guesses from elsewhere do not lock the user out.
import type { Millis, VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

/** Notes a place, and forgets those of the user that were not seen since `forgetBefore`. */
export async function noteSignInPlace(
  connection: Connection,
  vdnId: VdnId,
  place: { readonly userName: string; readonly address: string; readonly seenAt: Millis },
  forgetBefore: Millis,
): Promise<void> {
  const { userName, address, seenAt } = place;
  await connection`
    with forgotten as (
      delete from sign_in_places
      where vdn_id = ${vdnId} and user_name = ${userName} and seen_at < ${forgetBefore} and address <> ${address}
    )
    insert into sign_in_places (vdn_id, user_name, address, seen_at)
    values (${vdnId}, ${userName}, ${address}, ${seenAt})
    on conflict (vdn_id, user_name, address) do update set seen_at = excluded.seen_at`;
}

/** True when the user has signed in from there before. */
export async function hasSignedInFrom(
  connection: Connection,
  vdnId: VdnId,
  userName: string,
  address: string,
): Promise<boolean> {
  const rows = await connection`
    select 1 from sign_in_places
    where vdn_id = ${vdnId} and user_name = ${userName} and address = ${address}`;
  return rows.length > 0;
}
