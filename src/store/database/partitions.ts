// The tables that only grow are kept in one partition a day (UTC): making room ahead, and dropping
// what is past its time, never costs more than a moment.

import pg from 'pg';
import type { Millis } from '../../core/units.ts';
import type { Database } from './connection.ts';

const dayMillis = 86_400_000;
const partitionedTables = ['calls', 'call_events', 'notices', 'agent_intervals', 'pacing_log'] as const;

/** A call's row is written again when the call ends: with room on its page no index hears of that. */
const storageOf: Readonly<Record<string, string>> = { calls: 'with (fillfactor = 65)' };

/** Partitions are made this many days ahead; the day before is there for clocks that differ. */
const daysAhead = 7;

const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);
const partitionName = (table: string, day: string): string => `${table}_${day.replaceAll('-', '_')}`;

/** Makes the partitions from the day before `now` to a week after it; those that exist stay. */
export async function ensurePartitions(database: Database, now: Millis): Promise<void> {
  const offsets = Array.from({ length: daysAhead + 2 }, (_, index) => index - 1);
  await makeDays(
    database,
    offsets.map((offset) => now + offset * dayMillis),
  );
}

/**
 * Does work that writes rows of these instants. When one of them lies on a day without partitions, because the
 * clock has jumped, the server stood still for days, or something is told of another day, the day gets them
 * and the work is done once more. So it must be one statement or one transaction, which leaves nothing when it fails.
 */
export async function makingDays<Result>(
  database: Database,
  instants: readonly Millis[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isDayMissing(error)) throw error;
    await makeDays(database, instants);
    return await work();
  }
}

/** "no partition of relation found for row": the code alone is that of every check constraint. */
const isDayMissing = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '23514' && error.routine === 'ExecFindPartition';

async function makeDays(database: Database, instants: readonly number[]): Promise<void> {
  const existing = new Set((await listPartitions(database)).map(({ name }) => name));
  const starts = new Set(instants.map((at) => Math.floor(at / dayMillis) * dayMillis));
  for (const start of starts) {
    const day = dayText(start);
    const next = dayText(start + dayMillis);
    for (const table of partitionedTables) {
      const name = partitionName(table, day);
      if (existing.has(name)) continue;
      await changeTables(
        database,
        `create table if not exists ${name} partition of ${table}
         for values from ('${day} 00:00:00+00') to ('${next} 00:00:00+00') ${storageOf[table] ?? ''}`,
      );
    }
  }
}

async function listPartitions(database: Database): Promise<{ name: string; parent: string }[]> {
  return database<{ name: string; parent: string }[]>`
    select c.relname as name, p.relname as parent
    from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    join pg_class p on p.oid = i.inhparent
    where p.relname = any(${[...partitionedTables]}::text[])`;
}

/**
 * Waits a second at most for those who read the table, since claims and settlements wait behind it. Throws
 * then: there is a week to try again.
 */
async function changeTables(database: Database, statement: string): Promise<void> {
  await database.begin(async (transaction) => {
    // `if not exists` alone does not hold for two processes that start together.
    await transaction`set local lock_timeout = 0`;
    await transaction`select pg_advisory_xact_lock(hashtext('campana partitions'))`;
    await transaction`set local lock_timeout = '1s'`;
    await transaction.unsafe(statement);
  });
}

/** Drops every partition whose last instant is before `before`. Answers the names of what went. */
export async function dropPartitions(database: Database, before: Millis): Promise<string[]> {
  const rows = await listPartitions(database);
  const gone = rows
    .filter(({ name, parent }) => {
      const day = name.slice(parent.length + 1).replaceAll('_', '-');
      return Date.parse(`${day}T00:00:00Z`) + dayMillis <= before;
    })
    .map((row) => row.name);
  for (const name of gone) await changeTables(database, `drop table if exists ${name}`);
  return gone;
}

/** The longest time any VDN wants its calls kept, in days. */
export async function retentionDaysMax(database: Database, daysDefault: number): Promise<number> {
  const [row] = await database<{ days: number }[]>`
    select coalesce(max(coalesce((settings ->> 'retentionDays')::integer, ${daysDefault})), ${daysDefault}) as days
    from vdns`;
  return row?.days ?? daysDefault;
}
