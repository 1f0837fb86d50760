// Access keys in memory, so that a request does not pay a round trip to know who signed it. A key is
// kept for 3 s: a revoked one stops working within that time in every process.
import type { Millis } from '../core/units.ts';
import type { Database } from '../store/database/connection.ts';
import { loadSigningKey, type SigningKey } from '../store/tenants/accessKeys.ts';
import { withinDatabaseLimit } from './databaseLimit.ts';
import type { HttpDeps } from './deps.ts';

const keptMilliseconds = 3000;
/** More keys than this in use at once are read again and again, which is slower and still right. */
const keysMax = 10_000;

interface Kept {
  readonly key: Promise<SigningKey | null>;
  readonly until: number;
}

// One memory for each pool: doors on the same database share it, tests on their own do not.
const memories = new WeakMap<Database, Map<string, Kept>>();

const memoryOf = (database: Database): Map<string, Kept> => {
  const memory = memories.get(database) ?? new Map<string, Kept>();
  memories.set(database, memory);
  return memory;
};

type Deps = Pick<HttpDeps, 'database' | 'masterKey'>;

/** The key that may sign now; null when it is unknown or revoked. Throws when the database is gone. */
export const findSigningKey = async (deps: Deps, ak: string, now: Millis): Promise<SigningKey | null> =>
  (await keptSigningKey(deps.database, ak, now)) ?? loadAndKeepSigningKey(deps, ak, now);

/** The key as it is in memory, if it is. */
export async function keptSigningKey(
  database: Database,
  ak: string,
  now: Millis,
): Promise<SigningKey | null> {
  const kept = memoryOf(database).get(ak);
  // A clock that was set back must not keep a revoked key alive.
  const isFresh = kept !== undefined && now < kept.until && kept.until - now <= keptMilliseconds;
  return isFresh ? kept.key : null;
}

/** The key as the database has it. Throws when that is gone. */
export function loadAndKeepSigningKey(deps: Deps, ak: string, now: Millis): Promise<SigningKey | null> {
  const memory = memoryOf(deps.database);
  if (memory.size >= keysMax) memory.clear();
  const key = withinDatabaseLimit(deps.database, () => loadSigningKey(deps.database, ak, deps.masterKey));
  const entry: Kept = { key, until: now + keptMilliseconds };
  memory.set(ak, entry);
  const forget = () => {
    if (memory.get(ak) === entry) memory.delete(ak);
  };
  // Unknown keys and failures are not remembered: a new key works at once, a database that is back too.
  key.then((found) => found ?? forget(), forget);
  return key;
}
