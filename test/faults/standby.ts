// A second PostgreSQL that follows an embedded one by streaming, as a standby does, and can take its place.
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openDatabase } from '../../src/store/database/connection.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/store/database/embedded.ts';

export interface Pair {
  /** The address of both, which asks for the one that takes writes. */
  readonly url: string;
  readonly standbyUrl: string;
  /** Ends the first one as a crash does, and lets the second one take its place. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
}

const clusterIn = (directory: string): string => join(directory, 'postgresql', 'cluster');

/** Both in folders of `directory`. A commit is answered when both have it, so that a fail-over loses none. */
export async function startPair(directory: string): Promise<Pair> {
  const [first, second] = [join(directory, 'first'), join(directory, 'second')];
  const primary = await startEmbedded(first, { isDurable: false });
  await copyCluster(primary, first, second);
  const standby = await startEmbedded(second, { isDurable: false });
  const administration = openDatabase(primary.url, 1);
  await expect
    .poll(() => administration`select from pg_stat_replication where state = 'streaming'`, {
      timeout: 30_000,
    })
    .toHaveLength(1);
  await administration.unsafe("alter system set synchronous_standby_names = '*'");
  await administration.unsafe('alter system set synchronous_commit = on');
  await administration`select pg_reload_conf()`;
  await expect
    .poll(() => administration`select from pg_stat_replication where sync_state = 'sync'`, {
      timeout: 30_000,
    })
    .toHaveLength(1);
  await administration.end();
  const { host } = new URL(standby.url);
  const url = new URL(primary.url);
  return {
    url: url.href.replace(url.host, `${url.host},${host}`).concat('?target_session_attrs=read-write'),
    standbyUrl: standby.url,
    failOver: async () => {
      const [pid] = readFileSync(join(clusterIn(first), 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGQUIT');
      await expect.poll(() => primary.isRunning(), { timeout: 10_000 }).toBe(false);
      const promoting = openDatabase(standby.url, 1);
      await promoting`select pg_promote()`;
      await promoting.end();
    },
    stop: () => standby.stop(),
  };
}

/** A base backup, by hand: the package with PostgreSQL's programs has no pg_basebackup. */
async function copyCluster(primary: EmbeddedServer, from: string, to: string): Promise<void> {
  const [source, target] = [clusterIn(from), clusterIn(to)];
  mkdirSync(join(to, 'postgresql'), { recursive: true, mode: 0o711 });
  cpSync(join(from, 'postgres.password'), join(to, 'postgres.password'));
  const database = openDatabase(primary.url, 1);
  // One transaction keeps one connection, which PostgreSQL wants for the two.
  await database.begin(async (transaction) => {
    await transaction`select pg_backup_start('standby', true)`;
    cpSync(source, target, { recursive: true, filter: (path) => !path.endsWith('postmaster.pid') });
    const [stopped] = await transaction<{ labelfile: string }[]>`select labelfile from pg_backup_stop(false)`;
    writeFileSync(join(target, 'backup_label'), stopped?.labelfile ?? '');
  });
  await database.end();
  rmSync(join(target, 'postmaster.opts'), { force: true });
  writeFileSync(join(target, 'standby.signal'), '');
  const { hostname, port, username, password } = new URL(primary.url);
  appendFileSync(
    join(target, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`,
  );
  const { uid, gid } = statSync(source);
  execFileSync('chown', ['-R', `${uid}:${gid}`, join(to, 'postgresql')]);
}
