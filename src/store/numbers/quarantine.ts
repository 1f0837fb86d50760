// Abandoned numbers rest: for a time no campaign dials them unless it guarantees an agent, by default for
// the United Kingdom's 72 hours (pacing.md 4). The settlement puts them here (settlements.ts), the claim
// passes over them (claims.ts).
import { type Millis, toMillis, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

/** Rows that one sweep takes away at most. */
const sweptMax = 10_000;

/** Until when a number rests; null when it does not at `now`. */
export async function quarantinedUntil(
  connection: Connection,
  vdnId: VdnId,
  called: string,
  now: Millis,
): Promise<Millis | null> {
  const [row] = await connection<{ until: number }[]>`
    select until from quarantined_numbers
    where vdn_id = ${vdnId} and called = ${called} and until > ${now}::timestamptz`;
  return row === undefined ? null : toMillis(row.until);
}

/** Takes away what is over, 10,000 numbers at most. True when nothing is left to take. */
export async function sweepQuarantine(connection: Connection, now: Millis): Promise<boolean> {
  const swept = await connection`
    delete from quarantined_numbers where ctid = any(array(
      select ctid from quarantined_numbers where until <= ${now}::timestamptz limit ${sweptMax}
      for update skip locked))`;
  return swept.count < sweptMax;
}
