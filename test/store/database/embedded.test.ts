// The embedded database outlives a killed Campana and is adopted, stops cleanly, and recovers from a
// first start that was cut off.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/store/database/connection.ts';
import { startEmbedded } from '../../../src/store/database/embedded.ts';

// A path as people make them, and one that a shell would read its own way.
const directory = mkdtempSync(join(tmpdir(), `campana-embedded it's $HOME ${'long'.repeat(20)} `));
// As root, PostgreSQL runs as a user of its own, who must be able to pass.
chmodSync(directory, 0o711);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function ask(url: string, question: string): Promise<unknown> {
  const server = openDatabase(url, 1);
  try {
    return (await server.unsafe(question))[0]?.answer;
  } finally {
    await server.end();
  }
}

test('a server is made, left behind by a killed process, adopted with its data, and stopped', async () => {
  // What a first start leaves when it is killed in initdb.
  mkdirSync(join(directory, 'postgresql', 'unfinished-dead'), { recursive: true });
  writeFileSync(join(directory, 'postgresql', 'unfinished-dead', 'PG_VERSION'), '18\n');

  const first = await startEmbedded(directory, { isDurable: false });
  expect(first.isAdopted).toBe(false);
  expect(readdirSync(join(directory, 'postgresql'))).not.toContain('unfinished-dead');
  expect(
    await ask(first.url, 'create table kept (answer int); insert into kept values (42)'),
  ).toBeUndefined();
  expect(await ask(first.url, "select current_setting('listen_addresses') as answer")).toBe('127.0.0.1');

  // Nobody stopped it: this is what the next start finds after kill -9.
  const second = await startEmbedded(directory, { isDurable: false });
  expect(second.isAdopted).toBe(true);
  expect(await ask(second.url, 'select answer from kept')).toBe(42);

  await second.stop();
  await expect(ask(second.url, 'select 1 as answer')).rejects.toThrow(/ECONNREFUSED/);

  // A file left by another machine's life: its process id belongs to somebody else now.
  writeFileSync(join(directory, 'postgresql', 'cluster', 'postmaster.pid'), `${process.pid}\n/\n0\n5432\n`);
  const third = await startEmbedded(directory, { isDurable: false });
  expect(await ask(third.url, 'select answer from kept')).toBe(42);
  await third.stop();
});

test('a server that is on its way out is not adopted: it is waited for, and another one is started', async () => {
  const first = await startEmbedded(directory, { isDurable: false });
  const client = openDatabase(first.url, 1);
  const [data] = await client<{ path: string }[]>`select current_setting('data_directory') as path`;
  const pid = Number(readFileSync(join(data?.path ?? '', 'postmaster.pid'), 'utf8').split('\n')[0]);
  // It lets nobody in any more and waits for its last client.
  process.kill(pid, 'SIGTERM');
  await expect.poll(() => ask(first.url, 'select 1').catch(String)).toMatch(/shutting down/);
  const starting = startEmbedded(directory, { isDurable: false });
  await client.end();
  const second = await starting;
  expect(second.isAdopted).toBe(false);
  expect(await ask(second.url, 'select answer from kept')).toBe(42);
  await second.stop();
}, 30_000);

test('the password stands in a file for its owner alone, and a wrong one is refused', async () => {
  const server = await startEmbedded(directory, { isDurable: false });
  const file = join(directory, 'postgres.password');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const password = readFileSync(file, 'utf8').trim();
  expect(server.url).toContain(password);
  await expect(ask(server.url.replace(password, 'wrong'), 'select 1 as answer')).rejects.toThrow(/password/);
  for (const id of existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []) {
    const file = `/proc/${id}/cmdline`;
    if (existsSync(file)) expect(commandLine(file)).not.toContain(password);
  }
  await server.stop();
});

/** Empty when the process has ended in the meantime. */
function commandLine(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
