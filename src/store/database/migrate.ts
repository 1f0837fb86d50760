// Brings a database to the schema this code was written for. Forward only: a database that is newer than
// the code is refused, because this code cannot know what the newer schema means. All steps run in one
// transaction behind an advisory lock, so several processes may start at once and a failed step leaves
// nothing half done.
import { fileURLToPath } from 'node:url';
import Postgrator from 'postgrator';
import type { Database } from './connection.ts';

/** PostgreSQL 15, the oldest on which the schema and the statements are tried. */
const serverVersionMin = 150_000;

/** A step may have to rewrite a large table. */
const endless = { statementMillisMax: 0 };

/** The key of the advisory lock: the bytes of "camp". */
const migrationLock = 0x63616d70;

const migrationPattern = fileURLToPath(new URL('../../../migrations/*.do.*.sql', import.meta.url));

/**
 * Applies the migrations that are missing and returns how many that were.
 * Throws with a sentence for the operator when the server is too old or the database too new.
 */
export async function migrate(database: Database): Promise<number> {
  return await database.begin(async (transaction) => {
    await transaction`set local lock_timeout = 0`;
    await transaction`select pg_advisory_xact_lock(${migrationLock})`;
    const [server] = await transaction<{ number: number; text: string }[]>`
      select current_setting('server_version_num')::int as number, current_setting('server_version') as text`;
    if (server === undefined || server.number < serverVersionMin)
      throw new Error(
        `Campana needs PostgreSQL 15 or newer; this server is PostgreSQL ${server?.text ?? 'unknown'}.`,
      );
    const postgrator = new Postgrator({
      driver: 'pg',
      currentSchema: 'public',
      migrationPattern,
      execQuery: async (query) => ({ rows: [...(await transaction.unsafe(query))] }),
    });
    const known = await postgrator.getMaxVersion();
    const found = await postgrator.getDatabaseVersion();
    if (found > known)
      throw new Error(
        `This database has schema version ${found}, and this Campana knows versions up to ${known}. ` +
          'Start the newer Campana that made it, or restore a backup from before that upgrade.',
      );
    const applied = await postgrator.migrate().catch((error: unknown) => Promise.reject(explained(error)));
    return applied.length;
  }, endless);
}

/** A database that an unreleased Campana made has the number of our schema and another content. */
function explained(error: unknown): unknown {
  if (!(error instanceof Error) || !/checksum/i.test(error.message)) return error;
  return new Error(
    `This database was made by another build of Campana: ${error.message}. ` +
      'Start the build that made it, or begin with an empty database or data directory.',
    { cause: error },
  );
}
