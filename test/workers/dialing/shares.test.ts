// Campaigns over a carrier that bears less than they want: each has its share, all together keep to the
// carrier's pace, and what held them back is told.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Clock, openClock } from '../../../src/clock.ts';
import type { CarrierShare, GatewayState } from '../../../src/core/carrier.ts';
import { type CampaignId, toCallId, toCampaignId, toContactId, toMillis } from '../../../src/core/units.ts';
import { createMetrics, type Metrics } from '../../../src/metrics.ts';
import { loadViews } from '../../../src/store/campaigns/views.ts';
import type { Driver } from '../../../src/telephony/driver.ts';
import { openSimulator, type SimulatorOptions } from '../../../src/telephony/simulator.ts';
import { Placer } from '../../../src/workers/dialing/place.ts';
import { Placements } from '../../../src/workers/dialing/placements.ts';
import { Throttled } from '../../../src/workers/dialing/throttled.ts';
import { type Engine, startEngine } from '../../../src/workers/engine.ts';
import { Driven, type LiveCall } from '../../../src/workers/leases/driven.ts';
import { withDatabase } from '../../database.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from '../world.ts';

const { database } = await withDatabase();
const patience = { timeout: 20_000, interval: 20 };
const fast = { ivr: { deviceSign: '1001', callCount: 100, callIntervalSeconds: 1 } };

let stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  stops = [];
  await database`truncate vdns cascade`;
  await database`truncate calls, call_events, notices`;
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

interface World {
  readonly clock: Clock;
  readonly engine: Engine;
  readonly metrics: Metrics;
  /** The numbers that were dialed, and when. */
  readonly dialed: { called: string; at: number }[];
  /** What the carrier says of its gateways from now on; null: the simulator's own. */
  gateways: ((own: readonly GatewayState[]) => readonly GatewayState[]) | null;
}

async function open(clock: Clock, options: SimulatorOptions, speed: number): Promise<World> {
  const dialed: World['dialed'] = [];
  const carrier = openSimulator(clock, {
    ...options,
    journal: ({ called }) => dialed.push({ called, at: clock.now() }),
  });
  const metrics = createMetrics();
  const own = () => carrier.gateways();
  const driver: Driver = { ...carrier, gateways: () => told.gateways?.(own()) ?? own() };
  const told: Pick<World, 'gateways'> = { gateways: null };
  const log = pino({ level: 'silent' });
  const engine = await startEngine({
    database,
    heartDatabase: database,
    clock,
    log,
    metrics,
    driver,
    owner: 'one',
    speed,
  });
  stops.push(async () => {
    await engine.stop(0);
    await carrier.close();
  });
  return Object.assign(told, { clock, engine, metrics, dialed });
}

async function shareOf({ engine }: World, campaignId: CampaignId): Promise<CarrierShare> {
  const [view] = await loadViews(database, [{ vdnId, campaignId }]);
  if (view === undefined) throw new Error('the campaign is gone');
  return engine.share(view);
}

const weigh = (campaignId: CampaignId, weight: number) =>
  database`update campaigns set handling = ${{ weight }} where campaign_id = ${campaignId}`;

const seconds = async ({ metrics }: World, limit: string): Promise<number> =>
  (await metrics.throttledSeconds.get()).values.find(({ labels }) => labels.limit === limit)?.value ?? 0;

test('three campaigns that want it all share the pace by weight, and keep to it together', async () => {
  const clock = openClock(4);
  await makeVdn(database, clock.now());
  const make = (prefix: string) =>
    makeCampaign(
      database,
      clock.now(),
      numbersOf(1_000, '00').map((number) => `${prefix}${number}`),
      fast,
    );
  const [light, , heavy] = [await make('1'), await make('2'), await make('3')];
  await weigh(heavy, 40);
  const world = await open(clock, { callsPerSecondMax: 24 }, 4);
  await vi.waitFor(() => expect(world.dialed.length).toBeGreaterThan(0), patience);
  const from = clock.now() + 3_000;
  await clock.sleep(18_000);
  const until = from + 14_000;
  const within = world.dialed.filter(({ at }) => at >= from && at < until);
  const count = (prefix: string) => within.filter(({ called }) => called.startsWith(prefix)).length / 14;
  expect(count('2') / count('1')).toBeGreaterThan(0.7);
  expect(count('2') / count('1')).toBeLessThan(1.4);
  expect(count('3') / count('1')).toBeGreaterThan(2.5);
  expect(count('3') / count('1')).toBeLessThan(5.5);
  expect(within.length / 14).toBeGreaterThan(15);
  for (let at = from; at < until; at += 250)
    expect(world.dialed.filter((one) => one.at >= at && one.at < at + 1000).length).toBeLessThanOrEqual(31);
  expect(await database`select 1 from calls where outcome in ('placeFailed', 'noResources')`).toHaveLength(0);
  expect(await seconds(world, 'callsPerSecond')).toBeGreaterThan(30);
  const share = await shareOf(world, light);
  expect(share).toMatchObject({ limit: 'callsPerSecond', basis: { weight: 10, carrierCallsPerSecond: 24 } });
  expect(share.basis?.callsPerSecond).toBeCloseTo(4, 1);
  expect(share.basis?.throttledSeconds.callsPerSecond).toBeGreaterThan(10);
});

test('while no gateway is up nobody is dialed, claims are given back, and all are dialed once when it returns', async () => {
  const clock = openClock(4);
  await makeVdn(database, clock.now());
  const called = numbersOf(120, '00');
  const campaignId = await makeCampaign(database, clock.now(), called, {
    ivr: { deviceSign: '1001', callCount: 60, callIntervalSeconds: 3 },
  });
  const world = await open(clock, {}, 4);
  await vi.waitFor(() => expect(world.dialed.length).toBeGreaterThan(0), patience);
  world.gateways = (own) => own.map((gateway) => ({ ...gateway, isUp: false }));
  await clock.sleep(200);
  const before = world.dialed.length;
  await clock.sleep(8_000);
  expect(world.dialed.length).toBe(before);
  const [progress] = await database`
    select waiting, calling from campaign_progress where campaign_id = ${campaignId}`;
  expect(progress).toEqual({ waiting: 120 - before, calling: 0 });
  expect(await shareOf(world, campaignId)).toMatchObject({ callsMax: 0, limit: 'gatewaysDown' });
  expect(await seconds(world, 'gatewaysDown')).toBeGreaterThanOrEqual(3);
  world.gateways = null;
  await vi.waitFor(() => expect(world.dialed).toHaveLength(120), patience);
  expect(new Set(world.dialed.map((one) => one.called)).size).toBe(120);
});

test('a campaign with a few channels left says so', async () => {
  const clock = openClock(4);
  await makeVdn(database, clock.now());
  const campaignId = await makeCampaign(database, clock.now(), numbersOf(100, '01'), fast);
  const world = await open(clock, { channelsMax: 10 }, 4);
  await vi.waitFor(() => expect(world.dialed).toHaveLength(10), patience);
  await vi.waitFor(async () => expect(await seconds(world, 'channels')).toBeGreaterThan(1), patience);
  expect(await shareOf(world, campaignId)).toMatchObject({
    callsMax: 0,
    limit: 'channels',
    basis: { carrierChannelsFree: 0, channels: 10 },
  });
});

const contactOf = (number: string) => ({
  contactId: toContactId(number),
  callId: toCallId(`1-${number}`),
  callNumber: number,
  called: `139${number}00`,
  caller: '10085',
  attempts: 1,
  dayAttempts: 1,
  daysTried: 1,
  failures: 0,
});

// In real time: in a faster world a short pause of this process would be worth many calls.
test('what is due at once is dialed at the carrier’s pace, and what waits too long is given back', async () => {
  const clock = openClock(1);
  const dialed: number[] = [];
  const carrier = openSimulator(clock, { callsPerSecondMax: 40, journal: () => dialed.push(clock.now()) });
  const driven = new Driven();
  const given: LiveCall[] = [];
  const placements = new Placements(clock, carrier);
  const placer = new Placer({
    clock,
    metrics: createMetrics(),
    driver: carrier,
    fence: { isOpen: () => true },
    placements,
    desk: { isStaffed: () => true },
    events: { refuse: () => undefined, giveBack: async (lives) => void given.push(...lives) },
  });
  stops.push(
    async () => placer.stop(),
    () => carrier.close(),
  );
  const now = clock.now();
  const lease = { vdnId, campaignId: toCampaignId(1), epoch: '1' };
  const campaign = driven.take(lease, now);
  for (let number = 1; number <= 300; number++) {
    const contact = contactOf(String(number));
    placements.place(driven.follow(campaign, contact, now, 20), now, {
      kind: 'flow',
      flowCode: '1',
      flow: null,
    });
  }
  expect(placements.carrier(now)?.forAll).toMatchObject({ dueNext: 300 });
  await vi.waitFor(() => expect(dialed.length + given.length).toBe(300), patience);
  expect(dialed.length).toBeGreaterThan(40);
  expect(dialed.length).toBeLessThan(40 * 5);
  dialed.forEach((at, index) => {
    const since = ((at - (dialed[0] ?? at)) * 40) / 1000;
    // A quarter of a second at once; the carrier's clock has gone on a little since the tick read it.
    expect(index + 1).toBeLessThanOrEqual(since + 10 + 4);
  });
});

test('a call that needs an agent is given back while the agents’ gateway is down, though another is up', async () => {
  const clock = openClock(10);
  const carrier = openSimulator(clock, { journal: () => undefined });
  const gateway = { trouble: null, channels: 0, channelsMax: 10, callsPerSecondMax: 10 };
  const down = { ...gateway, name: 'agents', isUp: false, servesAgents: true };
  const up = { ...gateway, name: 'other', isUp: true, servesAgents: false };
  const dialed: string[] = [];
  const given: LiveCall[] = [];
  const driver: Driver = {
    ...carrier,
    gateways: () => [down, up],
    dial: ({ callId }) => dialed.push(callId),
  };
  const placements = new Placements(clock, driver);
  const placer = new Placer({
    clock,
    metrics: createMetrics(),
    driver,
    fence: { isOpen: () => true },
    placements,
    desk: { isStaffed: () => true },
    events: { refuse: () => undefined, giveBack: async (lives) => void given.push(...lives) },
  });
  stops.push(
    async () => placer.stop(),
    () => carrier.close(),
  );
  const now = clock.now();
  const lease = { vdnId, campaignId: toCampaignId(1), epoch: '1' };
  const all = new Driven();
  const campaign = all.take(lease, now);
  const follow = (number: string) => all.follow(campaign, contactOf(number), now, 20);
  placements.place(follow('1'), now, { kind: 'agent' });
  placements.place(follow('2'), now, { kind: 'flow', flowCode: '1', flow: null });
  await vi.waitFor(() => expect(dialed.length + given.length).toBe(2), patience);
  expect([given.map(({ call }) => call.id), dialed]).toEqual([['1-1'], ['1-2']]);
});

test('seconds throttled are counted for an hour', () => {
  const throttled = new Throttled();
  const at = (minutes: number) => toMillis(Date.UTC(2026, 10, 23, 9) + minutes * 60_000);
  throttled.note('channels', 3, at(0));
  throttled.note('channels', 2, at(0.5));
  throttled.note('callsPerSecond', 1, at(50));
  expect(throttled.lastHour(at(55))).toEqual({ channels: 5, callsPerSecond: 1, gatewaysDown: 0 });
  expect(throttled.lastHour(at(60))).toEqual({ channels: 0, callsPerSecond: 1, gatewaysDown: 0 });
});
