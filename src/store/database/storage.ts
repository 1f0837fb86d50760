// Whether the database answers, and has room to write. A full disk is one fact, however many statements it breaks: it is
// noted and logged once, answered to every question, and over when a trial write succeeds.

import pg from 'pg';
import { type Bilingual, inBoth } from '../../core/language.ts';
import type { Connection, Database } from './connection.ts';

/** What is used up. */
export type Shortage = 'disk' | 'memory';

/** For people, in answers and in the log. */
export const shortageTexts: Readonly<Record<Shortage, Bilingual>> = {
  disk: inBoth(
    'The disk of the database is full. Nothing can be saved until there is room again.',
    '数据库所在磁盘已满，释放空间之前无法保存任何内容。',
  ),
  memory: inBoth('The database has run out of memory. Try again later.', '数据库内存不足，请稍后重试。'),
};

interface Condition {
  shortage: Shortage | null;
}

const conditions = new WeakMap<Database, Condition>();

function conditionOf(database: Database): Condition {
  const condition = conditions.get(database) ?? { shortage: null };
  conditions.set(database, condition);
  return condition;
}

/** Two pools of one database: what one of them finds is known to both. */
export function shareStorage(one: Database, other: Database): void {
  conditions.set(other, conditionOf(one));
}

/** What the database is known to lack at the moment; null: nothing. */
export const shortageOf = (database: Database): Shortage | null => conditionOf(database).shortage;

/** What an error says that is lacking: PostgreSQL's codes, and that of the file system for our own files. */
export function shortageIn(error: unknown): Shortage | null {
  if (error instanceof pg.DatabaseError) {
    if (error.code === '53100') return 'disk';
    return error.code === '53200' ? 'memory' : null;
  }
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC' ? 'disk' : null;
}

/** A log, as far as it is needed here. */
interface Log {
  error(fields: object, message: string): void;
}

/** Notes what is lacking, and writes it into the log the first time. */
export function noteShortage(database: Database, log: Log, shortage: Shortage, fields: object = {}): void {
  const condition = conditionOf(database);
  if (condition.shortage === null) {
    log.error(fields, `${shortageTexts[shortage].en_US} This is said once until it is over.`);
  }
  condition.shortage = shortage;
}

/** True when the failure says that something is lacking, and so is told already. */
export function isShortage(database: Database, log: Log, error: unknown): boolean {
  const shortage = shortageIn(error);
  if (shortage === null) return false;
  noteShortage(database, log, shortage, { err: error });
  return true;
}

/**
 * Tries to write while something is lacking; true when it is over now. Throws when the database is away. The trial
 * asks for 16 MiB, so that a few bytes are not taken for room.
 */
export async function findRoom(database: Database): Promise<boolean> {
  const condition = conditionOf(database);
  if (condition.shortage === null) return false;
  try {
    await database.begin(
      (transaction) => transaction`
        create temporary table room on commit drop as
        select repeat('x', 1000) as filling from generate_series(1, 16384)`,
    );
  } catch (error) {
    if (shortageIn(error) !== null) return false;
    throw error;
  }
  condition.shortage = null;
  return true;
}

/** True when the database answered. Never throws; the caller sets the patience. */
export async function answers(connection: Connection): Promise<boolean> {
  try {
    await connection`select 1`;
    return true;
  } catch {
    return false;
  }
}
