// An address of several hosts: the one that answers and takes writes is used, whichever it is at the moment.
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/store/database/connection.ts';
import { readHosts } from '../../../src/store/database/hosts.ts';
import { openCutProxy } from '../../asterisk/cutProxy.ts';
import { withDatabase } from '../../database.ts';

const { database, url } = await withDatabase({ connectionsMax: 2 });

test.each([
  ['postgres://u:p@one:1/db', ['postgres://u:p@one:1/db'], false],
  ['postgres://u:p@one:1,two/db', ['postgres://u:p@one:1/db', 'postgres://u:p@two/db'], false],
  ['postgres://one,[::1]:5/', ['postgres://one/', 'postgres://[::1]:5/'], false],
  ['postgres://one/db?target_session_attrs=any', ['postgres://one/db?target_session_attrs=any'], false],
  [
    'postgres://one/db?target_session_attrs=primary',
    ['postgres://one/db?target_session_attrs=primary'],
    true,
  ],
] as const)('%s', (address, urls, mustBeWritable) => {
  expect(readHosts(address)).toEqual({ urls, mustBeWritable });
});

test.each([
  ['', 'notAnAddress'],
  ['one,two', 'notAnAddress'],
  ['postgres://one:port/db', 'notAnAddress'],
  ['postgres://one,two:port/db', 'notAnAddress'],
  ['postgres://one/db?target_session_attrs=standby', 'unknownTarget'],
] as const)('%j is refused: %s', (address, fault) => {
  expect(readHosts(address)).toBe(fault);
});

/** The same address by way of two hosts. */
async function openBoth(target: string) {
  const [one, two] = [await openCutProxy(url), await openCutProxy(url)];
  const both = new URL(one.url);
  const address = `${both.href.replace(both.host, `${both.host},${new URL(two.url).host}`)}?target_session_attrs=${target}`;
  return { one, two, through: openDatabase(address, 3) };
}

test('a host that does not answer is passed over, by statements and by listeners', async () => {
  const { one, two, through } = await openBoth('any');
  const heard: string[] = [];
  const { unlisten } = await through.listen('both', (text) => heard.push(text));
  const isHeard = (text: string) =>
    expect
      .poll(
        async () => {
          await database`select pg_notify('both', ${text})`;
          return heard.includes(text);
        },
        { timeout: 10_000 },
      )
      .toBe(true);
  const works = () => expect.poll(() => through`select 1 as n`.catch(String)).toEqual([{ n: 1 }]);
  for (const [gone, other] of [
    [one, two],
    [two, one],
    [one, two],
  ] as const) {
    other.heal();
    gone.cut();
    await works();
    // From then on nothing fails.
    for (const rows of await Promise.all([1, 2, 3, 4].map(() => through`select 1 as n`)))
      expect(rows).toEqual([{ n: 1 }]);
    await isHeard(gone.url + heard.length);
  }
  one.cut();
  two.cut();
  await expect(through`select 1`).rejects.toThrow();
  await unlisten();
  await through.end();
  await Promise.all([one.close(), two.close()]);
});

test('a host that takes no writes is passed over where the address asks for that', async () => {
  const name = new URL(url).pathname.slice(1);
  const { one, two, through } = await openBoth('read-write');
  const careless = openDatabase(url, 1);
  await database.unsafe(`alter database ${name} set default_transaction_read_only = on`);
  await expect(through`select 1`).rejects.toThrow('takes no writes');
  expect(await careless`select 1 as n`).toEqual([{ n: 1 }]);
  await database.unsafe(`alter database ${name} reset default_transaction_read_only`);
  expect(await through`select 1 as n`).toEqual([{ n: 1 }]);
  await through.end();
  await careless.end();
  await Promise.all([one.close(), two.close()]);
});

test('a host that has become a standby is left with the first write that it refuses', async () => {
  await database`create table written (n integer)`;
  const pool = openDatabase(url, 1);
  const pid = async () => (await pool<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid;
  const before = await pid();
  await pool`set default_transaction_read_only = on`;
  await expect(pool`insert into written values (1)`).rejects.toMatchObject({ code: '25006' });
  expect(await pid()).not.toBe(before);
  await pool`insert into written values (1)`;
  await pool.end();
});
