// Maintenance never removes what is still needed: open calls, imports in progress.

import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { inBoth } from '../../src/core/language.ts';
import { addSeconds, type Millis, toMillis } from '../../src/core/units.ts';
import { purgeDeletedCampaigns } from '../../src/store/campaigns/purge.ts';
import { ensurePartitions } from '../../src/store/database/partitions.ts';
import { loadImport } from '../../src/store/numbers/importLoad.ts';
import { findImport, registerImport } from '../../src/store/numbers/imports.ts';
import { maintainPass } from '../../src/workers/maintain.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, vdnId } from './world.ts';

const { database } = await withDatabase();
const log = pino({ level: 'silent' });
const dayMillis = 86_400_000;
const longAgo = toMillis(Date.UTC(2026, 2, 1, 12));
const today = toMillis(longAgo + 200 * dayMillis);

beforeEach(async () => {
  await database`truncate vdns cascade`;
  await database`truncate contacts`;
  await makeVdn(database, longAgo);
});

const clockAt = (now: Millis) => ({ now: () => now, ticks: () => now, sleep: async () => undefined });

test('the row of an open call outlives its retention, until the call is settled', async () => {
  await ensurePartitions(database, longAgo);
  const campaignId = await makeCampaign(database, longAgo, ['139']);
  await database`
    insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch, called, caller)
    select ${vdnId}, ${campaignId}, ${longAgo}, 1, contact_id, 1, 1, 1, called, '' from contacts`;
  await database`update contacts set state = 'calling', call_id = 1, claimed_at = ${longAgo}`;
  await database`update campaign_progress set calling = 1, waiting = 0`;
  await maintainPass({ database, clock: clockAt(today), log });
  expect(await database`select from calls`).toHaveLength(1);
  await database`update contacts set state = 'done'`;
  await database`update campaign_progress set calling = 0, done = 1`;
  await maintainPass({ database, clock: clockAt(today), log });
  expect(await database`select from calls`).toHaveLength(0);
});

test('a deleted campaign stays while an import is under way, so that no number outlives it', async () => {
  const campaignId = await makeCampaign(database, longAgo, []);
  const request = { vdnId, campaignId, idempotencyKey: 'one', actor: 'test', fileName: '' };
  const subject = await registerImport(database, request, longAgo);
  let finish = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const number = {
    called: '139',
    caller: null,
    sessionId: null,
    customField: null,
    callData: null,
    recycleAt: null,
    priority: 3 as const,
  };
  let isReading = (): void => undefined;
  const reading = new Promise<void>((resolve) => {
    isReading = resolve;
  });
  async function* batches() {
    isReading();
    yield [number];
    await held;
  }
  const loading = loadImport(
    database,
    subject,
    {
      batches: batches(),
      report: () => ({ rowsRead: 1, rejected: 0, errorCsv: inBoth('', ''), sha256: '' }),
    },
    { duplicates: 'campaign', unfinishedNumbersMax: 100, again: false },
    () => longAgo,
    async () => undefined,
  );
  await reading;
  await database`update campaigns set deleted_at = ${longAgo} where campaign_id = ${campaignId}`;
  expect(await purgeDeletedCampaigns(database, today)).toBe(true);
  finish();
  expect(await loading).toEqual({ outcome: 'noSuchCampaign' });
  while (!(await purgeDeletedCampaigns(database, today)));
  expect(await database`select from campaigns`).toHaveLength(0);
  expect(await database`select from contacts`).toHaveLength(0);
});

test('offers go with their time, those of a deleted campaign bit by bit, and open ones stay', async () => {
  const [kept, deleted] = [
    await makeCampaign(database, longAgo, []),
    await makeCampaign(database, longAgo, []),
  ];
  const yesterday = toMillis(today - dayMillis);
  for (const [campaignId, count, at, ending] of [
    [kept, 20_001, longAgo, 'dialed'],
    [kept, 1, longAgo, null],
    [kept, 1, yesterday, 'dialed'],
    [deleted, 10_001, yesterday, 'skipped'],
  ] as const)
    await database`
      insert into offers (vdn_id, campaign_id, contact_id, agent_id, offered_at, ended_at, ending)
      select ${vdnId}, ${campaignId}, n, 'anna', ${at}::timestamptz, ${ending === null ? null : at}::timestamptz,
        ${ending}
      from generate_series(1, ${count}::integer) as n`;
  await database`update campaigns set deleted_at = ${longAgo} where campaign_id = ${deleted}`;
  const offersOf = async (campaignId: number) =>
    (await database`select from offers where campaign_id = ${campaignId}`).length;
  const left: number[] = [];
  while ((await maintainPass({ database, clock: clockAt(today), log })) === 0)
    left.push(await offersOf(deleted));
  expect(left).toEqual([5_001, 1, 0]);
  expect(await offersOf(kept)).toBe(2);
});

test('housework that waits for a long reader does not keep the others waiting', async () => {
  const tomorrowWeek = toMillis(Date.now() + 30 * dayMillis);
  await ensurePartitions(database, toMillis(Date.now()));
  await database.begin(async (reader) => {
    await reader`select from calls limit 1`;
    const work = ensurePartitions(database, tomorrowWeek).catch((error: Error) => error.message);
    await expect
      .poll(
        () =>
          database`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      )
      .not.toHaveLength(0);
    const startedAt = performance.now();
    await database`select from calls limit 1`;
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(await work).toMatch(/lock timeout/);
  });
  await ensurePartitions(database, tomorrowWeek);
});

test('processes that start together make the partitions once', async () => {
  const nextYear = toMillis(Date.now() + 400 * dayMillis);
  await Promise.all([1, 2, 3, 4].map(() => ensurePartitions(database, nextYear)));
});

test('an import whose process is gone has failed by its age', async () => {
  const campaignId = await makeCampaign(database, longAgo, []);
  const request = { vdnId, campaignId, idempotencyKey: 'k', actor: 'user:x', fileName: '' };
  const begun = (at: Millis, idempotencyKey: string) =>
    registerImport(database, { ...request, idempotencyKey }, at);
  const [gone, young] = [await begun(addSeconds(today, -61), 'gone'), await begun(today, 'young')];
  await maintainPass({ database, clock: clockAt(today), log });
  const stateOf = async ({ id }: { id: string }) =>
    (await findImport(database, vdnId, campaignId, id))?.state;
  expect([await stateOf(gone), await stateOf(young)]).toEqual(['failed', 'running']);
});
