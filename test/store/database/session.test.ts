// A connection that breaks or falls silent: what was asked on it fails, the process lives, and the pool works
// on. Several of these cases ended the process with the driver that Campana had before.
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Connection, openDatabase } from '../../../src/store/database/connection.ts';
import { ConnectionLost } from '../../../src/store/database/connectionFailure.ts';
import { openCutProxy } from '../../asterisk/cutProxy.ts';
import { withDatabase } from '../../database.ts';

const { database, url } = await withDatabase({ connectionsMax: 2 });

const idOf = async (connection: Connection): Promise<number> =>
  (await connection<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid ?? 0;
const end = (pid: number) => database`select pg_terminate_backend(${pid})`;
const untilGone = (pid: number) =>
  expect.poll(() => database`select from pg_stat_activity where pid = ${pid}`).toHaveLength(0);

test.each<[string, (transaction: Connection, pid: number) => Promise<unknown>]>([
  [
    'while a statement is running',
    async (transaction, pid) => {
      const sleeping = transaction`select pg_sleep(10), generate_series(1, 3)`;
      await Promise.all([sleeping, delay(20).then(() => end(pid))]);
    },
  ],
  [
    'between two statements',
    async (transaction, pid) => {
      await end(pid);
      await untilGone(pid);
      await transaction`select 1`;
    },
  ],
  [
    'before the work itself fails',
    async (_transaction, pid) => {
      await end(pid);
      await untilGone(pid);
      throw new Error('the work failed');
    },
  ],
])('%s', async (_name, work) => {
  for (let round = 0; round < 3; round += 1) {
    const broken = database.begin(async (transaction) => work(transaction, await idOf(transaction)));
    await expect(broken).rejects.toThrow();
    const rows = await Promise.all(
      [1, 2, 3, 4].map((number) => database`select ${number}::integer as number`),
    );
    expect(rows.map((row) => [...row])).toEqual([1, 2, 3, 4].map((number) => [{ number }]));
  }
});

test('a transaction that lost its connection does nothing on the one that took its place', async () => {
  await database`create table marks (mark text)`;
  await expect(
    database.begin(async (transaction) => {
      const pid = await idOf(transaction);
      await transaction`insert into marks values ('inside')`;
      await end(pid);
      await untilGone(pid);
      // Every connection of the pool is open again before the transaction goes on.
      await Promise.all([1, 2, 3, 4].map(() => database`select pg_sleep(0.05)`));
      await transaction`insert into marks values ('outside')`;
    }),
  ).rejects.toThrow();
  await delay(300);
  expect(await database`select mark from marks`).toHaveLength(0);
});

test('a COPY that fails undoes its transaction, whether by its rows or by its connection', async () => {
  await database`create table copied (n integer)`;
  const copying = (end: (pid: number) => Promise<unknown>, rows: string) =>
    database.begin(async (transaction) => {
      await transaction`insert into copied values (1)`;
      const pid = await idOf(transaction);
      const target = await transaction.copyFrom('copy copied from stdin');
      target.write('2\n');
      await end(pid);
      target.end(rows);
      await once(target, 'finish');
    });
  const nothing = async () => undefined;
  await copying(nothing, '3\n');
  expect(await database`select n from copied order by n`).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  for (let round = 0; round < 3; round += 1) {
    await expect(copying(nothing, 'no number\n')).rejects.toMatchObject({ code: '22P02' });
    await expect(copying(async (pid) => end(pid).then(() => untilGone(pid)), '4\n')).rejects.toThrow();
  }
  expect(await database`select n from copied`).toHaveLength(3);
});

test('a COPY that its own side gives up undoes its transaction', async () => {
  await database`create table given_up (n integer)`;
  const broken = database.begin(async (transaction) => {
    const target = await transaction.copyFrom('copy given_up from stdin');
    target.on('error', () => undefined);
    target.write('1\n');
    target.destroy(new Error('the file ended early'));
    throw new Error('the file ended early');
  });
  await expect(broken).rejects.toThrow('the file ended early');
  expect(await database`select n from given_up`).toEqual([]);
});

test('a database that has fallen silent is given up, and found again', async () => {
  const proxy = await openCutProxy(url);
  const through = openDatabase(proxy.url, 1, { statementMillisMax: 100 });
  expect(await through`select 1 as n`).toEqual([{ n: 1 }]);
  proxy.freeze();
  await expect(through`select 2 as n`).rejects.toThrow(ConnectionLost);
  proxy.heal();
  expect(await through`select 3 as n`).toEqual([{ n: 3 }]);

  const broken = through.begin(async (transaction) => {
    await transaction`select 4 as n`;
    proxy.freeze();
    await transaction`select 5 as n`;
  });
  await expect(broken).rejects.toThrow(ConnectionLost);
  proxy.heal();
  expect(await through`select 6 as n`).toEqual([{ n: 6 }]);
  await through.end();
  await proxy.close();
});

test('an answer that this process itself reads late is an answer', async () => {
  const pool = openDatabase(url, 1, { statementMillisMax: 100 });
  const pid = await idOf(pool);
  const asked = pool`select pg_backend_pid() as pid`.then();
  await new Promise(setImmediate);
  const until = performance.now() + 5_300;
  while (performance.now() < until);
  expect(await asked).toEqual([{ pid }]);
  await new Promise(setImmediate);
  expect(await idOf(pool)).toBe(pid);
  await pool.end();
});

test('a pool that is closed waits for its statements, and not for a transaction that does something else', async () => {
  const quick = openDatabase(url, 1);
  const asked = quick`select pg_sleep(0.1), 1 as n`.then();
  await Promise.all([quick.end(), quick.end()]);
  expect(await asked).toMatchObject([{ n: 1 }]);
  await expect(quick`select 1`).rejects.toThrow();

  const stuck = openDatabase(url, 1);
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  const busy = stuck.begin(async (transaction) => {
    await transaction`select 1`;
    await goOn;
    await transaction`select 2`;
  });
  const waiting = stuck`select 3`.then();
  await stuck.end({ timeout: 0.05 });
  resolve();
  await expect(busy).rejects.toThrow(ConnectionLost);
  await expect(waiting).rejects.toThrow(ConnectionLost);
});

test('a long transaction is not given up because it is long', async () => {
  const impatient = openDatabase(url, 1, { statementMillisMax: 50 });
  await expect(impatient`select pg_sleep(1)`).rejects.toMatchObject({ code: '57014' });
  const long = impatient.begin((transaction) => transaction`select pg_sleep(0.2), 1 as n`, {
    statementMillisMax: 0,
  });
  expect(await long).toMatchObject([{ n: 1 }]);
  await expect(impatient`select pg_sleep(1)`).rejects.toMatchObject({ code: '57014' });
  await impatient.end();
});
