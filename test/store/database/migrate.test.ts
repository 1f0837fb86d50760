// A database comes to the code's schema from nothing, from several processes at once, and never from
// the future.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Postgrator from 'postgrator';
import { afterAll, expect, test } from 'vitest';
import { toMillis } from '../../../src/core/units.ts';
import { findAgent } from '../../../src/store/agents/agents.ts';
import { openCalls } from '../../../src/store/calls/claims.ts';
import { loadViews } from '../../../src/store/campaigns/views.ts';
import { openDatabase } from '../../../src/store/database/connection.ts';
import { migrate } from '../../../src/store/database/migrate.ts';
import { describeSchema } from '../../../src/store/database/schema.ts';
import { heldDesks, takeDesks } from '../../../src/store/system/leases.ts';
import { enterNode } from '../../../src/store/system/nodes.ts';
import { emptyDatabase, withDatabase } from '../../database.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from '../../workers/world.ts';

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
  const committed = readFileSync(new URL('../../../migrations/schema.sql', import.meta.url), 'utf8');
  expect(await describeSchema(database), 'run `npm run schema`').toBe(committed);
});

test('a database of the first version keeps its campaigns and calls in flight, and works on with agents', async () => {
  const first = await emptyDatabase();
  const filled = openDatabase(first.url, 2);
  try {
    await new Postgrator({
      driver: 'pg',
      currentSchema: 'public',
      migrationPattern: fileURLToPath(new URL('../../../migrations/001.do.*.sql', import.meta.url)),
      execQuery: async (query) => ({ rows: [...(await filled.unsafe(query))] }),
    }).migrate();
    const now = toMillis(Date.now());
    await makeVdn(filled, now);
    await filled`insert into agents (vdn_id, agent_id, name) values (${vdnId}, 'anna', 'Anna')`;
    await filled`alter table campaign_leases alter expires_at set default '2026-11-23'`;
    const campaignId = await makeCampaign(filled, now, numbersOf(1_000));
    await filled`create table calls_all partition of calls default`;
    await filled`
      insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch,
        called, caller)
      select ${vdnId}, ${campaignId}, ${now}, contact_id, contact_id, 1, 1, 1, called, '' from contacts limit 600`;
    await filled`
      update contacts k set state = 'calling', call_id = c.call_id, claimed_at = c.claimed_at
      from calls c where c.contact_id = k.contact_id`;
    await filled`update campaign_progress set waiting = 400, calling = 600`;

    expect(await migrate(filled)).toBeGreaterThan(0);
    expect(await describeSchema(filled)).toContain('agent_states');
    expect(await openCalls(filled, [{ vdnId, campaignId }])).toHaveLength(600);
    expect(await loadViews(filled, [{ vdnId, campaignId }])).toMatchObject([{ waiting: 400, calling: 600 }]);
    expect(await findAgent(filled, vdnId, 'anna')).toMatchObject({ id: 'anna', simulated: false });
    const node = await enterNode(filled, 'one', true);
    await takeDesks(filled, node, 10);
    expect((await heldDesks(filled, node)).map((desk) => desk.vdnId)).toEqual([vdnId]);
  } finally {
    await filled.end();
    await first.drop();
  }
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

test('a database that another build made is refused with a sentence', async () => {
  const other = await emptyDatabase();
  const pool = openDatabase(other.url, 1);
  try {
    await migrate(pool);
    await pool`update schemaversion set md5 = 'x' where version = 2`;
    await expect(migrate(pool)).rejects.toThrow(/made by another build of Campana: .*migration \[2\]/);
  } finally {
    await pool.end();
    await other.drop();
  }
});
