// A row of one tenant is locked for seconds: only that tenant is late. Three tenants dial, and each kind of
// row is held in turn, under the limits that the server sets its connections.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClock } from '../../src/clock.ts';
import { type CampaignId, toVdnId, type VdnId } from '../../src/core/units.ts';
import { createMetrics } from '../../src/metrics.ts';
import { type Database, openDatabase } from '../../src/store/database/connection.ts';
import { openSimulator } from '../../src/telephony/simulator.ts';
import { type Engine, startEngine } from '../../src/workers/engine.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, numbersOf } from './world.ts';

const { database, url } = await withDatabase();
const clock = openClock(1);
const patience = { timeout: 10_000, interval: 20 };
const tenants = [1, 2, 3].map(toVdnId);
/** A beat, and what a busy machine adds. */
const beatMillis = 1_500;
/** A busy line takes 1 to 4 s to say so, so up to another second lies between two results of a tenant. */
const resultMillis = 2_700;
const fast = { ivr: { deviceSign: '1001', callCount: 5, callIntervalSeconds: 1 } };
let engine: Engine;
let campaigns: CampaignId[];
let dialed: { vdnId: VdnId; at: number }[];
let told: { vdnId: VdnId; at: number }[];
let stops: (() => Promise<unknown>)[];

const tenantOf = (called: string): VdnId => toVdnId(Number(called.slice(2, 3)));

beforeEach(async () => {
  [dialed, told, stops, campaigns] = [[], [], [], []];
  await database`truncate vdns cascade`;
  await database`truncate contacts, calls, call_events, notices, nodes`;
  const receiver = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += String(part);
    const results = JSON.parse(text) as { called: string }[];
    told.push(...results.map(({ called }) => ({ vdnId: tenantOf(called), at: performance.now() })));
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });
  const callBackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  for (const vdnId of tenants) {
    await makeVdn(database, clock.now(), {}, vdnId);
    const numbers = numbersOf(400, '00').map((called) => `86${vdnId}${called}`);
    campaigns.push(await makeCampaign(database, clock.now(), numbers, { ...fast, callBackUrl }, vdnId));
  }
  const workers = openDatabase(url, 16, { lockMillisMax: 1_000 });
  stops.push(() => workers.end({ timeout: 5 }));
  engine = await start(workers, 'one');
  await vi.waitFor(() => {
    for (const vdnId of tenants)
      expect(told.filter((each) => each.vdnId === vdnId).length).toBeGreaterThan(3);
  }, patience);
});

afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function start(workers: Database, owner: string): Promise<Engine> {
  const driver = openSimulator(clock, {
    journal: ({ vdnId }) => dialed.push({ vdnId, at: performance.now() }),
  });
  const started = await startEngine({
    database: workers,
    heartDatabase: database,
    clock,
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    driver,
    owner,
    speed: 1,
  });
  stops.push(async () => {
    await started.stop(0);
    await driver.close();
  });
  return started;
}

/** The longest time without an event of that tenant, in milliseconds. */
function longestGap(
  events: readonly { vdnId: VdnId; at: number }[],
  vdnId: VdnId,
  from: number,
  to: number,
): number {
  const instants = events
    .filter((each) => each.vdnId === vdnId && each.at > from && each.at < to)
    .map(({ at }) => at);
  return [...instants, to].reduce((gap, at, index) => Math.max(gap, at - (instants[index - 1] ?? from)), 0);
}

const [held = toVdnId(1), ...others] = tenants;

for (const table of ['campaign_leases', 'campaign_progress', 'notice_queues', 'contacts', 'vdns'] as const)
  test(`a row of ${table} is held for four seconds: the other tenants dial and hear on every beat`, async () => {
    const [from, to] = await database.begin(async (transaction) => {
      await transaction`select from ${transaction(table)} where vdn_id = ${held} for update`;
      const began = performance.now();
      await vi.waitFor(() => expect(performance.now() - began).toBeGreaterThan(4_000), patience);
      return [began, performance.now()] as const;
    });
    for (const vdnId of others) {
      expect([vdnId, longestGap(dialed, vdnId, from, to)]).toEqual([vdnId, expect.toSatisfy(isWithinABeat)]);
      expect([vdnId, longestGap(told, vdnId, from, to)]).toEqual([
        vdnId,
        expect.toSatisfy((gap: number) => gap < resultMillis),
      ]);
    }
    // Afterwards the one that was held goes on, and nothing of it is lost.
    const before = told.filter(({ vdnId }) => vdnId === held).length;
    await vi.waitFor(() => {
      expect(told.filter(({ vdnId }) => vdnId === held).length).toBeGreaterThan(before + 5);
    }, patience);
  });

const isWithinABeat = (gap: number): boolean => gap < beatMillis;

test('explain says why nothing is dialed, as long as it lasts', async () => {
  const [campaignId] = campaigns;
  if (campaignId === undefined) throw new Error('no campaign');
  await database.begin(async (transaction) => {
    await transaction`select from campaign_leases where vdn_id = ${held} for update`;
    await vi.waitFor(() => expect(engine.hasLockedRows(held, campaignId)).toBe(true), patience);
  });
  await vi.waitFor(() => expect(engine.hasLockedRows(held, campaignId)).toBe(false), patience);
});

test('twelve tenants are held at once: the others dial on', async () => {
  const stuck = Array.from({ length: 12 }, (_, index) => toVdnId(11 + index));
  for (const vdnId of stuck) {
    await makeVdn(database, clock.now(), {}, vdnId);
    await makeCampaign(database, clock.now(), numbersOf(50, '00'), fast, vdnId);
  }
  const hasDialed = (vdnId: VdnId) => dialed.some((each) => each.vdnId === vdnId);
  await vi.waitFor(() => expect(stuck.every(hasDialed)).toBe(true), patience);
  const [from, to] = await database.begin(async (transaction) => {
    await transaction`select from campaign_progress where vdn_id > 10 for update`;
    const began = performance.now();
    await vi.waitFor(() => expect(performance.now() - began).toBeGreaterThan(6_000), patience);
    return [began, performance.now()] as const;
  });
  const isLateByTwo = (gap: number): boolean => gap < 2 * beatMillis;
  for (const vdnId of tenants)
    expect([vdnId, longestGap(dialed, vdnId, from, to)]).toEqual([vdnId, expect.toSatisfy(isLateByTwo)]);
});

test('an agent’s row is held while the process stops: it releases its leases all the same', async () => {
  await database`insert into agents (vdn_id, agent_id, name) values (${held}, 'anna', 'agent')`;
  await vi.waitFor(() => expect(engine.desk.holds(held)).toBe(true), patience);
  await engine.desk.command(held, 'anna', { kind: 'signIn', signOffAt: null });
  await vi.waitFor(async () => expect(await database`select from agent_states`).toHaveLength(1), patience);
  await start(database, 'two');
  await vi.waitFor(async () => {
    const [other] = await database`select beat::integer from nodes where owner = 'two'`;
    expect(other?.beat).toBeGreaterThan(2);
  }, patience);
  await database.begin(async (transaction) => {
    await transaction`select from agent_states where vdn_id = ${held} for update`;
    await engine.desk.command(held, 'anna', { kind: 'ready' });
    const stopped = engine.stop(10_000);
    await vi.waitFor(async () => {
      expect(await database`select state from nodes where owner = 'one'`).toEqual([{ state: 'draining' }]);
    }, patience);
    await stopped;
  });
}, 30_000);
