// How a statement is put together and what its values become, on a real database.
import { expect, test } from 'vitest';
import type { Connection } from '../../../src/store/database/connection.ts';
import { withDatabase } from '../../database.ts';

const { database } = await withDatabase({ connectionsMax: 2 });

const one = async (statement: PromiseLike<readonly object[]>): Promise<unknown> => (await statement)[0];

test('parts become one statement, and their values are numbered through', async () => {
  const between = (connection: Connection, from: number, to: number) =>
    connection`n between ${from} and ${to}`;
  const even = database`n % ${2} = 0 and ${between(database, 2, 6)}`;
  const rows = await database<{ n: number }[]>`
    select n from generate_series(1, ${10}) as n where ${even} and n <> ${4} order by ${database('n')}`;
  expect(rows).toEqual([{ n: 2 }, { n: 6 }]);
});

test('a part that is used in no statement is never sent', async () => {
  await database`create table marks (mark integer)`;
  const part = database`insert into marks values (1)`;
  expect(await database`select * from marks`).toEqual([]);
  await part;
  await part;
  expect(await database`select * from marks`).toEqual([{ mark: 1 }]);
});

test('text that looks like SQL stays a value, and a name is quoted', async () => {
  const evil = `'; drop table marks; --`;
  expect(await one(database`select ${evil} as "text"`)).toEqual({ text: evil });
  await expect(database`select * from ${database('marks"; drop table marks; --')}`).rejects.toThrow(
    'does not exist',
  );
});

test('a number is an instant where the database expects one, without a word in the statement', async () => {
  const at = Date.parse('2030-03-05T09:00:00.123Z');
  await database`create table events (at timestamptz, day date, doc jsonb, id bigint)`;
  const id = '9007199254740993';
  await database`insert into events values (${at}, ${'2030-03-05'}, ${{ a: [1, 'x'] }}, ${id})`;
  expect(await one(database`select * from events where at = ${at}`)).toEqual({
    at,
    day: '2030-03-05',
    doc: { a: [1, 'x'] },
    id,
  });
});

test.each([['a text'], [['a', { b: null }]], [0], [false], [null]])(
  'as JSON, %j comes back as it went',
  async (value) => {
    expect(await one(database`select ${value}::jsonb as value`)).toEqual({ value });
  },
);

test('a statement refuses an undefined parameter, which would be saved as null', async () => {
  await expect(database`select ${undefined}::integer as n`).rejects.toThrow('undefined');
  expect(await one(database`select ${null}::integer as n`)).toEqual({ n: null });
});

test('it is told how many rows a statement touched', async () => {
  await database`create table counted (n integer)`;
  expect((await database`insert into counted select generate_series(1, 7)`).count).toBe(7);
  expect((await database`delete from counted where n > ${5}`).count).toBe(2);
});

test('a transaction in which a statement failed is not taken for saved, even when the error was caught', async () => {
  await database`create table halves (n integer)`;
  const caught = database.begin(async (transaction) => {
    await transaction`insert into halves values (1)`;
    await transaction`select 1 / ${0}::integer`.catch(() => undefined);
  });
  await expect(caught).rejects.toThrow('division by zero');
  expect(await database`select * from halves`).toEqual([]);
});

test('a statement that comes after the end of its transaction is refused', async () => {
  const kept = await database.begin(async (transaction) => ({ transaction }));
  await expect(kept.transaction`select 1`).rejects.toThrow('has ended');
});

test('statements that a transaction sends side by side go one after the other', async () => {
  const answers = await database.begin((transaction) =>
    Promise.all([1, 2, 3].map((n) => transaction`select ${n}::integer as n, pg_backend_pid() as pid`)),
  );
  expect(answers.map((rows) => rows[0]?.n)).toEqual([1, 2, 3]);
  expect(new Set(answers.map((rows) => rows[0]?.pid)).size).toBe(1);
});

test('a wrong statement leaves its connection usable, and is told by the code of the database', async () => {
  for (let round = 0; round < 5; round += 1)
    await expect(database`select ${round}::integer from nowhere`).rejects.toMatchObject({ code: '42P01' });
  await expect(database`select ${'x'}::integer`).rejects.toMatchObject({ code: '22P02' });
  expect(await one(database`select ${1}::integer as n`)).toEqual({ n: 1 });
});
