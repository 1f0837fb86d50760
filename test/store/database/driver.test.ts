// A connection that breaks inside a transaction: the transaction fails, the process lives, and the
// pool works on. Each case ended the process, or left the pool silent, before the driver's repair.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Connection } from '../../../src/store/database/connection.ts';
import { withDatabase } from '../../database.ts';

const { database } = await withDatabase({ connectionsMax: 2 });

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
