// Whether the database answers at the moment, for health checks.
import type { Connection } from './connection.ts';

/** True when the database answered. Never throws; the caller sets the patience. */
export async function answers(connection: Connection): Promise<boolean> {
  try {
    await connection`select 1`;
    return true;
  } catch {
    return false;
  }
}
