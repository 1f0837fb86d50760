// What crosses to the database comes back the same, arrays included; and a listener outlives its connection.
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { listenForChanges } from '../../../src/store/campaigns/changes.ts';
import { openDatabase } from '../../../src/store/database/connection.ts';
import { withDatabase } from '../../database.ts';

const { database, url } = await withDatabase({ connectionsMax: 2 });
const administrationUrl = new URL(url);
administrationUrl.pathname = '/postgres';
const administration = openDatabase(administrationUrl.toString(), 1);
afterAll(() => administration.end({ timeout: 5 }));

/** A text as the database can hold it. */
const storable = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0') && text.isWellFormed());

test('an array of texts comes back as it went, whatever the texts are', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.option(storable, { nil: null })), async (texts) => {
      const [row] = await database<{ texts: unknown }[]>`select ${texts}::text[] as texts`;
      expect(row?.texts).toEqual(texts);
    }),
    { examples: [[['NULL', 'null', '', '{', '}', ',', '"', '\\', ' a ', 'a\nb']], [[]], [[null]]] },
  ));

test('arrays of the other types come back as what a single value of the type is', async () => {
  const instants = [Date.parse('2030-03-05T09:00:00.123Z'), null];
  const [row] = await database`
    select ${instants}::timestamptz[] as instants, ${['2030-03-05']}::date[] as dates, ${[1, -2]}::integer[] as integers,
      ${[1, 2]}::smallint[] as smallints, ${['9007199254740993']}::bigint[] as bigints, ${[0.5]}::real[] as reals,
      array[true, false] as booleans`;
  expect(row).toEqual({
    instants,
    dates: ['2030-03-05'],
    integers: [1, -2],
    smallints: [1, 2],
    bigints: ['9007199254740993'],
    reals: [0.5],
    booleans: [true, false],
  });
});

test('a listener hears again after its connection was ended, and after the database was away', async () => {
  const name = new URL(url).pathname.slice(1);
  const heard: string[] = [];
  const unlisten = await listenForChanges(database, (campaign) => heard.push(campaign));
  const endListener = () => administration`
    select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and query ilike 'listen%'`;
  const isHeard = async (text: string): Promise<void> => {
    await expect
      .poll(
        async () => {
          await database`select pg_notify('campana', ${text})`.catch(() => undefined);
          return heard.includes(text);
        },
        { timeout: 10_000 },
      )
      .toBe(true);
  };
  for (let round = 0; round < 5; round += 1) {
    expect(await endListener()).toHaveLength(1);
    await isHeard(`1:${round}`);
  }
  await administration.unsafe(`alter database ${name} allow_connections false`);
  await administration`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  await expect(database`select 1`).rejects.toThrow();
  await administration.unsafe(`alter database ${name} allow_connections true`);
  await isHeard('1:after');
  await unlisten();
});
