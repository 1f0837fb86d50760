// The connection pool, and how values cross it: an instant is a number of milliseconds on our side
// and timestamptz on the other, a bigint stays text, a date stays `yyyy-MM-dd`. Functions of this
// room take a `Connection` first, so that several of them can share one transaction.
import type { Sql, TransactionSql } from 'postgres';
import { arrayTypes } from './arrays.ts';
import { postgres } from './driver.ts';

const types = {
  instant: {
    to: 1184,
    from: [1184],
    serialize: (value: number | string) =>
      typeof value === 'number' ? new Date(value).toISOString() : value,
    parse: (text: string) => new Date(text).getTime(),
  },
  date: { to: 1082, from: [1082], serialize: (value: string) => value, parse: (text: string) => text },
};
const allTypes = { ...types, ...arrayTypes(types.instant, types.date) };

interface Types {
  instant: number;
  date: string;
  [name: string]: unknown;
}

/** The pool: opens transactions with `begin`. */
export type Database = Sql<Types>;
/** A transaction of the pool: what is done through it is done together or not at all. */
export type Transaction = TransactionSql<Types>;
export type Connection = Database | Transaction;

/**
 * Part of a `from` clause: the commit does not wait for the disk. For what a power cut may take back by
 * half a second without harm; the server's own death, kill -9 included, takes nothing back.
 */
export const withoutWaiting = (connection: Connection) => connection`
  (select set_config('synchronous_commit', 'off', true)) as without_waiting`;

export interface DatabaseLimits {
  /** A statement that takes longer is canceled by the database; 30 s when not given. */
  readonly statementMillisMax?: number;
  /** A statement that waits longer for a row that somebody has locked is canceled; no such limit when not given. */
  readonly lockMillisMax?: number;
}

/** Opens a pool of at most `connectionsMax` connections; connects on first use. */
export function openDatabase(
  url: string,
  connectionsMax: number,
  { statementMillisMax = 30_000, lockMillisMax = 0 }: DatabaseLimits = {},
): Database {
  return postgres(url, {
    max: connectionsMax,
    types: allTypes,
    // The rejection of that question ends the process when the connection breaks meanwhile (arrays.ts).
    fetch_types: false,
    connect_timeout: 5,
    idle_timeout: 0,
    // Wait little between attempts: workers have their own patience, and the API must answer at once.
    backoff: (attempt: number) => Math.min(0.1 * 2 ** attempt, 1),
    // Plans are PostgreSQL's own choice: one plan for every value (force_generic_plan) saves a tenth of a
    // millisecond of a PUT, and makes a claim read a million numbers, for it cannot know the limit.
    connection: {
      application_name: 'campana',
      statement_timeout: statementMillisMax,
      lock_timeout: lockMillisMax,
    },
    onnotice: () => {},
  }) as unknown as Database;
}
