// The stage of a benchmark: a whole Campana with a database of its own, and everything is removed
// afterwards. The database is the embedded one, durable as in production, or a fresh one on the server of
// CAMPANA_DATABASE_URL. The demo world is in it: VDN 1 with its flows, queues and keys.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { type Server, type StartOptions, start } from '../src/main.ts';
import { type Database, openDatabase } from '../src/store/database/connection.ts';
import { startEmbedded } from '../src/store/database/embedded.ts';

export interface Stage {
  readonly server: Server;
  /** For yardsticks and counts; six connections of its own. */
  readonly database: Database;
  readonly databaseUrl: string;
  /** `PostgreSQL 18.4` */
  readonly postgres: string;
  /** Tells the operator how far it is. */
  readonly say: (text: string) => void;
}

/** Sets the stage, lets `work` play, and clears it away whatever happens. */
export async function onStage<Result>(
  work: (stage: Stage) => Promise<Result>,
  options: StartOptions = {},
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'campana-bench-'));
  // As root, PostgreSQL runs as a user of its own, who must be able to pass.
  chmodSync(directory, 0o711);
  const closers: (() => Promise<unknown>)[] = [
    async () => rmSync(directory, { recursive: true, force: true }),
  ];
  try {
    const databaseUrl = await openBenchDatabase(directory, closers);
    const database = openDatabase(databaseUrl, 6);
    closers.push(() => database.end({ timeout: 5 }));
    const server = await start(configOf(directory, databaseUrl), options);
    closers.push(() => server.stop(0));
    const say = (text: string): void => {
      process.stderr.write(`${text}\n`);
    };
    return await work({ server, database, databaseUrl, postgres: await versionOf(database), say });
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

async function openBenchDatabase(directory: string, closers: (() => Promise<unknown>)[]): Promise<string> {
  const given = process.env.CAMPANA_DATABASE_URL?.trim();
  if (given === undefined || given === '') {
    const embedded = await startEmbedded(directory);
    closers.push(() => embedded.stop());
    return embedded.url;
  }
  const name = `campana_bench_${process.pid}`;
  const administration = openDatabase(given, 1);
  closers.push(() => administration.end({ timeout: 5 }));
  await administration.unsafe(`create database ${name}`);
  closers.push(async () => administration.unsafe(`drop database if exists ${name} with (force)`));
  const url = new URL(given);
  url.pathname = `/${name}`;
  return url.toString();
}

function configOf(directory: string, databaseUrl: string) {
  const reading = readConfig(
    {
      CAMPANA_LISTEN: '127.0.0.1:0',
      CAMPANA_DATA_DIR: join(directory, 'server'),
      CAMPANA_DATABASE_URL: databaseUrl,
      CAMPANA_LOG_LEVEL: 'warn',
    },
    ['--world', 'demo'],
  );
  if (!reading.ok) throw new Error(reading.faults.join('\n'));
  return reading.config;
}

async function versionOf(database: Database): Promise<string> {
  const [row] = await database<{ server_version: string }[]>`show server_version`;
  return `PostgreSQL ${row?.server_version ?? 'unknown'}`;
}
