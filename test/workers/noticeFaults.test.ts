// What can go wrong around the delivery of notices: a database that refuses to write down what was
// received, a stop in mid-push, clocks that went back, calls that are gone, an address that changes.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClock } from '../../src/clock.ts';
import { type CampaignId, toMillis } from '../../src/core/units.ts';
import { createMetrics, type Metrics } from '../../src/metrics.ts';
import { openSimulator } from '../../src/telephony/simulator.ts';
import { type Engine, startEngine } from '../../src/workers/engine.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, vdnId } from './world.ts';

const { database } = await withDatabase();
const clock = openClock(1);
const log = pino({ level: 'silent' });
const patience = { timeout: 15_000, interval: 20 };
let stops: (() => Promise<unknown>)[];
let metrics: Metrics;

beforeEach(async () => {
  stops = [];
  await database`truncate vdns cascade`;
  await database`truncate calls, call_events, notices`;
  await makeVdn(database, clock.now());
});

afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

interface TestReceiver {
  readonly url: string;
  readonly posts: number[];
  readonly results: () => number;
}

/** Answers 200 after `answerMillis`. */
async function openTestReceiver(answerMillis = 0): Promise<TestReceiver> {
  const posts: number[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += String(part);
    posts.push((JSON.parse(text) as unknown[]).length);
    await delay(answerMillis);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, posts, results: () => posts.reduce((sum, n) => sum + n, 0) };
}

async function startWorld(): Promise<Engine> {
  const driver = openSimulator(clock);
  metrics = createMetrics();
  const engine = await startEngine({
    database,
    heartDatabase: database,
    clock,
    log,
    metrics,
    driver,
    owner: 'one',
    speed: 1,
  });
  stops.push(async () => {
    await engine.stop(0);
    await driver.close();
  });
  return engine;
}

/** A paused campaign with `count` results that wait to be delivered. */
async function makeWaiting(callBackUrl: string, count: number): Promise<CampaignId> {
  const now = clock.now();
  const campaignId = await makeCampaign(database, now, [], { callBackUrl });
  await database`update campaigns set state = 'paused' where campaign_id = ${campaignId}`;
  await addResults(campaignId, count);
  return campaignId;
}

async function addResults(campaignId: CampaignId, count: number): Promise<void> {
  const { ensurePartitions } = await import('../../src/store/database/partitions.ts');
  const now = clock.now();
  await ensurePartitions(database, now);
  await database`
    with ended as (
      insert into calls (vdn_id, campaign_id, claimed_at, contact_id, attempt, revision, epoch, called, caller,
        ended_at, outcome, cause, final)
      select ${vdnId}, ${campaignId}, ${now}, n, 1, 1, 1, '139' || n, '10085', ${now}, 'busy', '00537', true
      from generate_series(1, ${count}::integer) as n
      returning call_id, claimed_at
    ), numbered as (
      update notice_queues set last_sequence = last_sequence + ${count}
      where vdn_id = ${vdnId} and campaign_id = ${campaignId} returning last_sequence - ${count} as before
    )
    insert into notices (vdn_id, campaign_id, sequence, created_at, call_id, claimed_at)
    select ${vdnId}, ${campaignId}, before + row_number() over (order by call_id), ${now}, call_id, claimed_at
    from ended cross join numbered`;
}

const queueOf = async (campaignId: CampaignId) =>
  (
    await database`
      select (last_sequence - acknowledged_sequence)::integer as waiting, pushes, next_push_at, undelivered::integer
      from notice_queues where vdn_id = ${vdnId} and campaign_id = ${campaignId}`
  )[0];

test('a database that cannot write down what was received does not make us post it in a row', async () => {
  const receiver = await openTestReceiver();
  const campaignId = await makeWaiting(receiver.url, 3);
  await database.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$;
    create trigger refuse before update on notice_queues for each row execute function refuse()`);
  try {
    await startWorld();
    await vi.waitFor(() => expect(receiver.posts.length).toBeGreaterThan(0), patience);
    await delay(1_500);
    expect(receiver.posts.length).toBe(1);
  } finally {
    await database.unsafe('drop trigger refuse on notice_queues');
  }
  await vi.waitFor(async () => expect(await queueOf(campaignId)).toMatchObject({ waiting: 0 }), patience);
});

test('a queue whose row is locked is late alone, also among those of its tenant', async () => {
  const receiver = await openTestReceiver();
  const locked = await makeWaiting(receiver.url, 3);
  const free = await makeWaiting(receiver.url, 60);
  await database.begin(async (transaction) => {
    await transaction`select from notice_queues where campaign_id = ${locked} for update`;
    await startWorld();
    await vi.waitFor(async () => expect(await queueOf(free)).toMatchObject({ waiting: 0 }), patience);
    await vi.waitFor(() => expect(receiver.posts.length).toBe(4), patience);
    expect(await queueOf(locked)).toMatchObject({ waiting: 3 });
  });
  await vi.waitFor(async () => expect(await queueOf(locked)).toMatchObject({ waiting: 0 }), patience);
});

test('a stop in mid-push neither waits for the receiver nor counts as a failed push', async () => {
  const receiver = await openTestReceiver(4_000);
  const campaignId = await makeWaiting(receiver.url, 30);
  const engine = await startWorld();
  await vi.waitFor(() => expect(receiver.posts.length).toBe(1), patience);
  const startedAt = performance.now();
  await engine.stop(100);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(receiver.posts.length).toBe(1);
  expect(await queueOf(campaignId)).toMatchObject({ waiting: 30, pushes: 0, next_push_at: null });
});

test('notices are found although the clock that marked the last one was days ahead', async () => {
  const receiver = await openTestReceiver();
  const campaignId = await makeWaiting(receiver.url, 25);
  await database`
    update notice_queues set acknowledged_created_at = ${toMillis(clock.now() + 3 * 86_400_000)}
    where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  await startWorld();
  await vi.waitFor(() => expect(receiver.results()).toBe(25), patience);
  await vi.waitFor(async () => expect(await queueOf(campaignId)).toMatchObject({ waiting: 0 }), patience);
});

test('a notice whose call is past its retention does not hold up the queue', async () => {
  const receiver = await openTestReceiver();
  const campaignId = await makeWaiting(receiver.url, 3);
  await database`delete from calls`;
  await startWorld();
  await vi.waitFor(async () => expect(await queueOf(campaignId)).toMatchObject({ waiting: 0 }), patience);
  await addResults(campaignId, 2);
  await vi.waitFor(() => expect(receiver.posts).toEqual([2]), patience);
});

test('a callBackUrl that is changed rules within seconds, although many results wait for the old one', async () => {
  const [slow, other] = [await openTestReceiver(400), await openTestReceiver()];
  const campaignId = await makeWaiting(slow.url, 480);
  await startWorld();
  await vi.waitFor(() => expect(slow.posts.length).toBe(2), patience);
  await database`
    update campaigns set settings = jsonb_set(settings, '{callBackUrl}', to_jsonb(${other.url}::text)), revision = 2
    where campaign_id = ${campaignId}`;
  const changedAt = performance.now();
  await vi.waitFor(() => expect(other.posts.length).toBeGreaterThan(0), patience);
  expect(performance.now() - changedAt).toBeLessThan(4_500);
  await vi.waitFor(() => expect(slow.results() + other.results()).toBe(480), patience);
}, 30_000);

test('the age of what waits is shown while a dead receiver is left alone', async () => {
  await makeWaiting('http://127.0.0.1:9/', 1);
  await startWorld();
  await delay(2_500);
  const shown = (await metrics.noticeAgeSeconds.get()).values[0]?.value ?? 0;
  expect(shown).toBeGreaterThan(1);
});
