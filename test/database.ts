// A real, migrated, empty database for one test file. A template is migrated once; each file clones
// it, which takes some ten milliseconds, so files run side by side and see nothing of each other.
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll } from 'vitest';
import { type Database, openDatabase } from '../src/store/database/connection.ts';
import { migrate } from '../src/store/database/migrate.ts';

export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
}

/**
 * Makes a database from the template and drops it after the last test of the file. Call it at the top
 * level of a test file: `const { database } = await withDatabase();`
 */
export async function withDatabase(options: { connectionsMax?: number } = {}): Promise<TestDatabase> {
  const name = `campana_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer(async (server) => {
    await patiently(() => server.unsafe(`create database ${name} template ${templateName()}`));
  });
  const url = urlOf(name);
  const database = openDatabase(url, options.connectionsMax ?? 10);
  afterAll(async () => {
    await database.end({ timeout: 5 });
    await onServer((server) => server.unsafe(`drop database if exists ${name} with (force)`));
  });
  return { database, url };
}

/** A database with nothing in it, for tests of the migrations themselves. Dropped by `drop`. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `campana_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer((server) => server.unsafe(`create database ${name}`));
  return {
    url: urlOf(name),
    drop: async () => {
      await onServer((server) => server.unsafe(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Makes the migrated template unless a run before this one already did. Called by the global setup. */
export async function makeTemplate(): Promise<void> {
  const name = templateName();
  await onServer(async (server) => {
    await server`select pg_advisory_lock(4711)`;
    const [found] = await server`select from pg_database where datname = ${name}`;
    if (found !== undefined) return;
    await server.unsafe(`drop database if exists ${name}_new with (force)`);
    await server.unsafe(`create database ${name}_new`);
    const database = openDatabase(urlOf(`${name}_new`), 1);
    await migrate(database);
    await database.end({ timeout: 5 });
    await patiently(() => server.unsafe(`alter database ${name}_new rename to ${name}`));
  });
}

/** The name changes with the migrations, so a developer's server never serves an old template. */
function templateName(): string {
  const folder = new URL('../migrations/', import.meta.url);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort())
    if (/\.do\..*\.sql$/.test(file)) hash.update(readFileSync(new URL(file, folder)));
  return `campana_template_${hash.digest('hex').slice(0, 12)}`;
}

function serverUrl(): string {
  const url = process.env.CAMPANA_TEST_DATABASE_URL;
  if (url === undefined)
    throw new Error('CAMPANA_TEST_DATABASE_URL is not set; test/globalSetup.ts sets it.');
  return url;
}

function urlOf(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.toString();
}

async function onServer<Result>(work: (server: Database) => Promise<Result>): Promise<Result> {
  const server = openDatabase(serverUrl(), 1, { statementMillisMax: 0 });
  try {
    return await work(server);
  } finally {
    await server.end({ timeout: 5 });
  }
}

/** A template cannot be cloned while somebody (autovacuum, say) looks at it: tries again for 10 s. */
async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      const isInUse = error instanceof pg.DatabaseError && error.code === '55006';
      if (!isInUse || attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
