// The embedded PostgreSQL: real server programs from the package registry, so that a first start needs
// nothing but npm. The server is a process of its own: when Campana is killed it lives on, and the next
// start adopts it. It listens on 127.0.0.1 only, on a port that the system chooses, and asks for a random
// password, which is in the data directory and never on a command line.
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase } from './connection.ts';
import { ConnectionLost } from './connectionFailure.ts';
import { type EmbeddedHome, prepareHome } from './embeddedHome.ts';

export interface EmbeddedServer {
  /** The address of the database `campana`, with the password: never log it. */
  readonly url: string;
  /** True when the server was already running and has been taken over. */
  readonly isAdopted: boolean;
  /** Whether its main process lives. */
  isRunning(): boolean;
  /** Starts it again on the same port, after it was killed or stopped. False when it did not start within 30 s. */
  startAgain(): Promise<boolean>;
  /** Whether the disk that holds it has less room than the database needs to go on. */
  isDiskFull(): boolean;
  /** Stops the server; connections that are still open are closed by it. */
  stop(): Promise<void>;
}

/** Sized for 24 GiB and 2 cores that the server shares with us; ALTER SYSTEM overrides each. */
const settings = {
  listen_addresses: "'127.0.0.1'",
  unix_socket_directories: "''",
  max_connections: '100',
  shared_buffers: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  synchronous_commit: 'on',
  // Our statements are short: compiling them costs more than it saves.
  jit: 'off',
  autovacuum_naptime: '10s',
  password_encryption: "'scram-sha-256'",
  timezone: "'UTC'",
  log_timezone: "'UTC'",
};

/**
 * Starts the server in `<dataDirectory>/postgresql`, making it when it is not there, or adopts the one
 * that runs. The caller holds the lock of the data directory. `isDurable: false` is for tests.
 */
export async function startEmbedded(
  dataDirectory: string,
  options: { isDurable?: boolean } = {},
): Promise<EmbeddedServer> {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o711 });
  const home = prepareHome(dataDirectory);
  const cluster = join(home.parent, 'cluster');
  const password = readPassword(dataDirectory);
  makeCluster(home, cluster, password);

  for (;;) {
    const running = runningPort(home, cluster);
    const port = running ?? (await startServer(home, cluster, options.isDurable ?? true));
    // A server that was told to stop, by a process killed in its own stop say, goes while we wait for it.
    const isGone = (): boolean => running !== null && runningPort(home, cluster) !== running;
    if (!(await becomesReady(port, password, isGone))) continue;
    const url = `postgres://campana:${password}@127.0.0.1:${port}/campana`;
    return {
      url,
      isAdopted: running !== null,
      isRunning: () => livingProcess(cluster) !== null,
      startAgain: () => startAgain(home, cluster),
      isDiskFull: () => isDiskFull(home),
      stop: async () => stopServer(home, cluster),
    };
  }
}

function readPassword(dataDirectory: string): string {
  const file = join(dataDirectory, 'postgres.password');
  if (!existsSync(file))
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

/** Made beside its place and renamed, so a folder with the right name is always a whole cluster. */
function makeCluster(home: EmbeddedHome, cluster: string, password: string): void {
  mkdirSync(home.parent, { recursive: true, mode: 0o700 });
  if (existsSync(cluster)) return;
  for (const name of readdirSync(home.parent))
    if (name.startsWith('unfinished-')) rmSync(join(home.parent, name), { recursive: true, force: true });
  const unfinished = join(home.parent, `unfinished-${randomBytes(4).toString('hex')}`);
  const passwordFile = `${unfinished}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (home.user !== null) chownSync(passwordFile, home.user.uid, home.user.gid);
  const result = run(home, 'initdb', [
    `--pgdata=${unfinished}`,
    '--username=campana',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--no-instructions',
  ]);
  rmSync(passwordFile, { force: true });
  if (result.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(
      `${roomSentence(home, said(result))}The embedded PostgreSQL could not be made in ${home.parent}: ${said(result)}`,
    );
  }
  renameSync(unfinished, cluster);
}

/** The main process that stands in the cluster's file, and its port; null when no such process lives. */
function livingProcess(cluster: string): { readonly portText: string } | null {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [processId = '', , , portText = ''] = readFileSync(file, 'utf8').split('\n');
  // After a restart of the machine another program may have the number that stands in the file.
  const program = `/proc/${processId.trim()}/comm`;
  if (!existsSync('/proc/self/comm')) return { portText };
  return existsSync(program) && readFileSync(program, 'utf8').startsWith('postgres') ? { portText } : null;
}

/** The port of a server that already runs on this cluster; null when none does. */
function runningPort(home: EmbeddedHome, cluster: string): number | null {
  const living = livingProcess(cluster);
  if (living === null) {
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
    return null;
  }
  if (run(home, 'pg_ctl', ['status', '-D', cluster]).status !== 0) return null;
  const port = Number(living.portText);
  return Number.isInteger(port) && port > 0 ? port : null;
}

/** The settings, and the port among them, are those of the last start. Nobody waits: calls go on meanwhile. */
function startAgain(home: EmbeddedHome, cluster: string): Promise<boolean> {
  const names = ['-D', basename(cluster), '-l', 'postgresql.log'];
  const child = spawn(join(home.binaries, 'pg_ctl'), ['start', '-w', '-t', '30', '-s', ...names], {
    ...surroundingsOf(home),
    stdio: 'ignore',
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function startServer(home: EmbeddedHome, cluster: string, isDurable: boolean): Promise<number> {
  const log = join(home.parent, 'postgresql.log');
  // Somebody may take the free port before the server does: three tries.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    writeSettings(home, cluster, port, isDurable);
    // Names, not paths: pg_ctl hands them to a shell, which would read a `$` in them its own way.
    const names = ['-D', basename(cluster), '-l', basename(log)];
    const result = run(home, 'pg_ctl', ['start', '-w', '-t', '120', '-s', ...names]);
    if (result.status === 0) return port;
    const lines = existsSync(log)
      ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join(' | ')
      : '';
    const isTaken = /could not bind|Address already in use/.test(lines);
    if (!isTaken || attempt === 3)
      throw new Error(
        `${roomSentence(home, lines)}The embedded PostgreSQL did not start: ${said(result)} The end of ${log}: ${lines}`,
      );
  }
}

/** Our file is written anew at each start; what the operator sets with ALTER SYSTEM comes after it. */
function writeSettings(home: EmbeddedHome, cluster: string, port: number, isDurable: boolean): void {
  const all = {
    ...settings,
    port: String(port),
    ...(isDurable
      ? {}
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  const file = join(cluster, 'postgresql.conf');
  writeFileSync(
    file,
    `# Written by Campana at each start. Change settings with ALTER SYSTEM.\n${lines.join('\n')}\n`,
  );
  if (home.user !== null) chownSync(file, home.user.uid, home.user.gid);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/**
 * Recovery after a crash may take a while; asks until the server answers, at most 120 s. False when the
 * server has gone meanwhile.
 */
async function becomesReady(port: number, password: string, isGone: () => boolean): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const server = openDatabase(`postgres://campana:${password}@127.0.0.1:${port}/postgres`, 1);
    try {
      const [found] = await server`select from pg_database where datname = 'campana'`;
      if (found === undefined) await server`create database campana`;
      return true;
    } catch (error) {
      if (isGone()) return false;
      if (attempt === 240 || isRefusal(error))
        throw new Error(`The embedded PostgreSQL on 127.0.0.1:${port} does not let us in: ${String(error)}`);
      await delay(500);
    } finally {
      await server.end({ timeout: 5 });
    }
  }
}

/** Wrong password and the like: waiting does not help. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ConnectionLost &&
  error.cause instanceof pg.DatabaseError &&
  error.cause.code?.startsWith('28') === true;

function stopServer(home: EmbeddedHome, cluster: string): void {
  const result = run(home, 'pg_ctl', ['stop', '-m', 'fast', '-w', '-t', '60', '-s', '-D', cluster]);
  if (result.status !== 0 && existsSync(join(cluster, 'postmaster.pid')))
    throw new Error(`The embedded PostgreSQL did not stop: ${said(result)}`);
}

/**
 * Runs one of the server's programs to its end. Its output goes to a pipe only for programs that end:
 * `pg_ctl start` leaves a server behind that would hold the pipe open, so it gets none.
 */
function run(home: EmbeddedHome, program: string, args: string[]): SpawnSyncReturns<string> {
  return spawnSync(join(home.binaries, program), args, {
    ...surroundingsOf(home),
    encoding: 'utf8',
    stdio: ['ignore', args[0] === 'start' ? 'ignore' : 'pipe', args[0] === 'start' ? 'ignore' : 'pipe'],
  });
}

/** A segment of the write-ahead log, without which PostgreSQL neither starts nor goes on. */
const roomBytesMin = 16 * 1024 * 1024;

function isDiskFull(home: EmbeddedHome): boolean {
  const { bavail, bsize } = statfsSync(home.parent);
  return bavail * bsize < roomBytesMin;
}

/** Said before a program's own words when they, or the disk, tell that there is no room. */
const roomSentence = (home: EmbeddedHome, words: string): string =>
  words.includes('No space left on device') || isDiskFull(home)
    ? `The disk that holds ${home.parent} is full: make room, and start again. `
    : '';

const surroundingsOf = (home: EmbeddedHome) => ({
  cwd: home.parent,
  env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  ...(home.user ?? {}),
});

const said = (result: SpawnSyncReturns<string>): string =>
  (result.error?.message ?? `${result.stderr ?? ''}${result.stdout ?? ''}`.trim()) ||
  `exit code ${result.status}.`;
