// A database comes to the code's schema from nothing, from several processes at once, and never from
// the future.
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/connection.ts';
import { migrate } from '../../src/store/migrate.ts';
import { describeSchema } from '../../src/store/schema.ts';
import { emptyDatabase, withDatabase } from '../database.ts';

const { database } = await withDatabase();
const empty = await emptyDatabase();
afterAll(() => empty.drop());

test('five processes that start at once migrate an empty database once', async () => {
  const pools = Array.from({ length: 5 }, () => openDatabase(empty.url, 1));
  const applied = await Promise.all(pools.map((pool) => migrate(pool)));
  await Promise.all(pools.map((pool) => pool.end()));
  expect(applied.filter((count) => count > 0)).toHaveLength(1);
});

test('a migrated database needs nothing', async () => {
  expect(await migrate(database)).toBe(0);
});

test('the committed schema is the schema', async () => {
  const committed = readFileSync(new URL('../../migrations/schema.sql', import.meta.url), 'utf8');
  expect(await describeSchema(database), 'run `node scripts/schema.ts`').toBe(committed);
});

test('a database newer than the code is refused with a sentence', async () => {
  const newer = openDatabase(empty.url, 1);
  await migrate(newer);
  await newer.unsafe(
    "insert into schemaversion (version, name, md5, run_at) values (999, 'future', 'x', '2030-01-01')",
  );
  await expect(migrate(newer)).rejects.toThrow(/schema version 999.*knows versions up to/s);
  await newer.end();
});
