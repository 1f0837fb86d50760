// What can go wrong around a beat: a claim whose answer is lost, a campaign that fails by itself, a
// lease that goes while its claim is under way.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClock } from '../../src/clock.ts';
import {
  type CampaignId,
  toCallId,
  toCampaignId,
  toContactId,
  toMillis,
  toVdnId,
} from '../../src/core/units.ts';
import { createMetrics } from '../../src/metrics.ts';
import { claimContacts } from '../../src/store/calls/claims.ts';
import { loadViews } from '../../src/store/campaigns/views.ts';
import { openSimulator } from '../../src/telephony/simulator.ts';
import { Placer } from '../../src/workers/dialing/place.ts';
import { Placements } from '../../src/workers/dialing/placements.ts';
import { startEngine } from '../../src/workers/engine.ts';
import { Driven } from '../../src/workers/leases/driven.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from './world.ts';

const { database } = await withDatabase();
const clock = openClock(1);
const log = pino({ level: 'silent' });
const patience = { timeout: 15_000, interval: 20 };
let dialed: { called: string; at: number }[];
let stops: (() => Promise<unknown>)[];

beforeEach(async () => {
  dialed = [];
  stops = [];
  await database`truncate vdns cascade`;
  await database`truncate calls, call_events, notices`;
  await makeVdn(database, clock.now());
});

afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function startWorld(): Promise<void> {
  const driver = openSimulator(clock, {
    journal: ({ called }) => dialed.push({ called, at: performance.now() }),
  });
  const metrics = createMetrics();
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
}

const progressOf = async (campaignId: CampaignId): Promise<unknown> =>
  (
    await database`
      select waiting, calling, done from campaign_progress
      where vdn_id = ${vdnId} and campaign_id = ${campaignId}`
  )[0];

test('calls of a claim that was committed and whose answer was lost are settled while the process lives', async () => {
  const slow = { ivr: { deviceSign: '1001', callCount: 1, callIntervalSeconds: 60 } };
  const campaignId = await makeCampaign(database, clock.now(), numbersOf(4, '00'), slow);
  await startWorld();
  await vi.waitFor(() => expect(dialed).toHaveLength(1), patience);
  // What the server does when the connection breaks between the commit and the answer.
  const [lease] = await database<{ epoch: string }[]>`
    select epoch from campaign_leases where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  const [view] = await loadViews(database, [{ vdnId, campaignId }]);
  if (view === undefined || lease === undefined) throw new Error('the campaign is not there');
  const now = clock.now();
  const pacing = { credit: 0, beatAt: now };
  const claimed = await claimContacts(
    database,
    view.campaign,
    { owner: 'one', epoch: lease.epoch },
    3,
    pacing,
    now,
    now,
  );
  expect(claimed).toHaveLength(3);
  await vi.waitFor(
    async () => expect(await progressOf(campaignId)).toEqual({ waiting: 0, calling: 0, done: 4 }),
    patience,
  );
  const causes = await database<{ cause: string }[]>`select cause from calls order by cause`;
  expect(causes.map((row) => row.cause)).toEqual(['00537', '34608', '34608', '34608']);
  expect(dialed).toHaveLength(1);
});

test('a campaign whose beat fails does not slow down the others', async () => {
  const fast = { ivr: { deviceSign: '1001', callCount: 5, callIntervalSeconds: 1 } };
  const broken = await makeCampaign(database, clock.now(), numbersOf(10, '00'), fast);
  await makeCampaign(
    database,
    clock.now(),
    numbersOf(100, '00').map((called) => `86${called}`),
    fast,
  );
  // A number that cannot be counted further makes each claim of its campaign fail.
  await database`update contacts set attempts = 32767 where campaign_id = ${broken}`;
  await startWorld();
  await vi.waitFor(() => expect(dialed.length).toBeGreaterThan(0), patience);
  const startedAt = performance.now();
  await vi.waitFor(() => expect(dialed.length).toBeGreaterThan(30), patience);
  expect(performance.now() - startedAt).toBeLessThan(9_000);
  expect(dialed.every(({ called }) => called.startsWith('86'))).toBe(true);
});

test('a VDN whose rows somebody holds is late alone', async () => {
  const fast = { ivr: { deviceSign: '1001', callCount: 5, callIntervalSeconds: 1 } };
  const other = toVdnId(2);
  await makeVdn(database, clock.now(), {}, other);
  const held = await makeCampaign(database, clock.now(), numbersOf(100, '00'), fast);
  const free = numbersOf(100, '00').map((called) => `86${called}`);
  await makeCampaign(database, clock.now(), free, fast, other);
  await startWorld();
  await vi.waitFor(
    () => expect(new Set(dialed.map(({ called }) => called.slice(0, 2))).size).toBe(2),
    patience,
  );
  await database.begin(async (transaction) => {
    await transaction`update campaign_progress set beat_at = beat_at where campaign_id = ${held}`;
    const before = dialed.length;
    await vi.waitFor(() => expect(dialed.length).toBeGreaterThan(before + 20), patience);
    expect(dialed.slice(before + 10).every(({ called }) => called.startsWith('86'))).toBe(true);
  });
});

test('what a claim brings after its campaign was given up is not dialed', async () => {
  const driver = openSimulator(clock, {
    journal: ({ called }) => dialed.push({ called, at: performance.now() }),
  });
  const driven = new Driven();
  const placements = new Placements(clock, driver);
  const placer = new Placer({
    clock,
    metrics: createMetrics(),
    driver,
    fence: { isOpen: () => true },
    placements,
    desk: { isStaffed: () => true },
    events: { refuse: () => undefined, giveBack: () => Promise.resolve() },
  });
  stops.push(
    async () => placer.stop(),
    () => driver.close(),
  );
  const campaignId = await makeCampaign(database, clock.now(), []);
  const lease = { vdnId, campaignId, epoch: '1' };
  const campaign = driven.take(lease, clock.now());
  driven.drop(campaign);
  const contact = {
    contactId: toContactId('1'),
    callId: toCallId('1-1'),
    callNumber: '1',
    called: '13900000010',
    caller: '10085',
    attempts: 1,
    dayAttempts: 1,
    daysTried: 1,
    failures: 0,
  };
  placements.place(driven.follow(campaign, contact, clock.now(), 20), clock.now(), {
    kind: 'flow',
    flowCode: '1001',
    flow: null,
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(dialed).toEqual([]);
});

test('what waits for its moment when the fence closes is given back and not dialed', async () => {
  const driver = openSimulator(clock, {
    journal: ({ called }) => dialed.push({ called, at: performance.now() }),
  });
  const driven = new Driven();
  const given: string[] = [];
  const placements = new Placements(clock, driver);
  const placer = new Placer({
    clock,
    metrics: createMetrics(),
    driver,
    fence: { isOpen: () => false },
    placements,
    desk: { isStaffed: () => true },
    events: {
      refuse: () => undefined,
      giveBack: async (lives) => void given.push(...lives.map(({ contact }) => contact.callNumber)),
    },
  });
  stops.push(
    async () => placer.stop(),
    () => driver.close(),
  );
  // A clock that was set back leaves the lease's instant ahead, though its time is over.
  const lease = {
    vdnId,
    campaignId: toCampaignId(1),
    epoch: '1',
    expiresAt: toMillis(clock.now() + 3_600_000),
  };
  const campaign = driven.take(lease, clock.now());
  const contact = {
    contactId: toContactId('1'),
    callId: toCallId('1-1'),
    callNumber: '1',
    called: '13900000010',
    caller: '10085',
    attempts: 1,
    dayAttempts: 1,
    daysTried: 1,
    failures: 0,
  };
  const live = driven.follow(campaign, contact, clock.now(), 20);
  placements.place(live, clock.now(), { kind: 'flow', flowCode: '1001', flow: null });
  await vi.waitFor(() => expect(given).toEqual(['1']), patience);
  expect(dialed).toEqual([]);
});

test('no call of a beat is dialed after the campaign has ended', async () => {
  const endAt = toMillis(clock.now() + 1_500);
  const fast = { endAt, ivr: { deviceSign: '1001', callCount: 60, callIntervalSeconds: 3 } };
  const driver = openSimulator(clock, {
    journal: ({ called }) => dialed.push({ called, at: clock.now() }),
  });
  const metrics = createMetrics();
  await makeCampaign(database, clock.now(), numbersOf(60, '00'), fast);
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
  await vi.waitFor(() => expect(dialed).toHaveLength(60), patience);
  expect(Math.max(...dialed.map(({ at }) => at))).toBeLessThan(endAt + 50);
});

test('a process that is held up does not dial after the end: the claims are given back', async () => {
  const driver = openSimulator(clock, {
    journal: ({ called }) => dialed.push({ called, at: clock.now() }),
  });
  const driven = new Driven();
  const given: string[] = [];
  const placements = new Placements(clock, driver);
  const placer = new Placer({
    clock,
    metrics: createMetrics(),
    driver,
    fence: { isOpen: () => true },
    placements,
    desk: { isStaffed: () => true },
    events: {
      refuse: () => undefined,
      giveBack: async (lives) => void given.push(...lives.map(({ contact }) => contact.callNumber)),
    },
  });
  stops.push(
    async () => placer.stop(),
    () => driver.close(),
  );
  const lease = { vdnId, campaignId: toCampaignId(1), epoch: '1' };
  const campaign = driven.take(lease, clock.now());
  const now = clock.now();
  for (const [callNumber, closesAt] of [
    ['1', toMillis(now + 40)],
    ['2', toMillis(now + 5_000)],
    ['3', null],
  ] as const) {
    const contact = {
      contactId: toContactId(callNumber),
      callId: toCallId(`1-${callNumber}`),
      callNumber,
      called: `1390000${callNumber}000`,
      caller: '10085',
      attempts: 1,
      dayAttempts: 1,
      daysTried: 1,
      failures: 0,
    };
    const flow = { kind: 'flow', flowCode: '1001', flow: null } as const;
    placements.place(driven.follow(campaign, contact, now, 20), toMillis(now + 20), flow, closesAt);
  }
  // The event loop is busy past the moment and past the end.
  while (clock.now() < now + 100);
  await vi.waitFor(() => expect(dialed).toHaveLength(2), patience);
  expect(given).toEqual(['1']);
});

test('campaigns that beat at the same moment share the channels: none is asked for twice', async () => {
  const fast = { ivr: { deviceSign: '1001', callCount: 30, callIntervalSeconds: 3 } };
  await database`update flows set play_seconds = 1`;
  for (const prefix of ['139', '86', '87'])
    await makeCampaign(
      database,
      clock.now(),
      numbersOf(30, '10').map((called) => `${prefix}${called}`),
      fast,
    );
  const driver = openSimulator(clock, {
    channelsMax: 40,
    journal: ({ called }) => dialed.push({ called, at: clock.now() }),
  });
  const metrics = createMetrics();
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
  await vi.waitFor(() => expect(dialed.length).toBeGreaterThanOrEqual(40), patience);
  await vi.waitFor(async () => {
    const [row] = await database<{ ended: number }[]>`
      select count(*)::integer as ended from calls where ended_at is not null`;
    expect(row?.ended).toBeGreaterThan(0);
  }, patience);
  expect(await database`select 1 from calls where outcome = 'noResources'`).toHaveLength(0);
});
