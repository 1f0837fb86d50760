// Calls that never left us, since their gateway went away while they waited in its line: no telephone rang,
// so no attempt is spent, and the agents for whom they were dialed are free.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClock } from '../../src/clock.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openDatabase } from '../../src/store/database/connection.ts';
import type { Driver, ReturnedCall } from '../../src/telephony/driver.ts';
import { openSimulator } from '../../src/telephony/simulator.ts';
import { type Engine, startEngine } from '../../src/workers/engine.ts';
import { withDatabase } from '../database.ts';
import { makeAgents } from './deskWorld.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from './world.ts';

const { database, url } = await withDatabase();
const clock = openClock(4);
const patience = { timeout: 15_000, interval: 20 };
let engine: Engine;
let dialed: string[];
let isGatewayGone: boolean;
/** Before a call comes back. */
let beforeReturn: () => Promise<void>;
let close: () => Promise<void>;

beforeEach(async () => {
  dialed = [];
  isGatewayGone = true;
  beforeReturn = () => Promise.resolve();
  await database`truncate vdns cascade`;
  await database`truncate contacts, calls, call_events, notices, agent_intervals`;
  await makeVdn(database, clock.now(), { agentSilenceSecondsMax: 300 });
  await makeAgents(database, { anna: ['5'] });
  const carrier = openSimulator(clock, {});
  let hearReturn: (returned: ReturnedCall) => void = () => undefined;
  const driver: Driver = {
    ...carrier,
    dial: (request) => {
      dialed.push(request.called);
      const { callId } = request;
      if (isGatewayGone) void beforeReturn().then(() => hearReturn({ callId, because: 'notAsked' }));
      else carrier.dial(request);
    },
    listenToReturns: (listener) => {
      hearReturn = listener;
    },
  };
  const log = pino({ level: 'silent' });
  const workers = openDatabase(url, 8, { lockMillisMax: 1_000 });
  engine = await startEngine({
    database: workers,
    heartDatabase: database,
    clock,
    log,
    metrics: createMetrics(),
    driver,
    owner: 'one',
    speed: 4,
  });
  close = async () => {
    await engine.stop(0);
    await carrier.close();
    await workers.end({ timeout: 5 });
  };
});

afterEach(() => close());

/** Of a number that has been asked for once, whose gateway has gone and come back. */
async function expectOneAttempt(called: string, outcome: string): Promise<void> {
  await vi.waitFor(() => expect(dialed.length).toBeGreaterThan(0), patience);
  isGatewayGone = false;
  await vi.waitFor(async () => {
    const rows = await database`select called, attempt, outcome from calls`;
    expect(rows).toEqual([{ called, attempt: 1, outcome }]);
  }, patience);
  expect(new Set(dialed)).toEqual(new Set([called]));
  expect(dialed.length).toBeGreaterThan(1);
  expect(await database`select calls, calling, done from campaign_progress`).toEqual([
    { calls: '1', calling: 0, done: 1 },
  ]);
}

test('a number whose call came back waits again and is dialed as if nothing had happened', async () => {
  const [called = ''] = numbersOf(1, '00');
  await makeCampaign(database, clock.now(), [called]);
  await expectOneAttempt(called, 'busy');
});

test('the agent for whom it was dialed is free at once, and has the person at the next try', async () => {
  await vi.waitFor(() => expect(engine.desk.holds(vdnId)).toBe(true), patience);
  await engine.desk.command(vdnId, 'anna', { kind: 'signIn', signOffAt: null });
  await engine.desk.command(vdnId, 'anna', { kind: 'ready' });
  const states: string[] = [];
  engine.desk.watch(vdnId, 'anna', ({ state }) => states.push(state));
  const [called = ''] = numbersOf(1, '10');
  const skill = { skillId: 5, skillName: null, predict: null, preview: null };
  await makeCampaign(database, clock.now(), [called], { deviceType: 6, ivr: null, skill });
  await vi.waitFor(() => expect(states.slice(0, 3)).toEqual(['reserved', 'reserved', 'idle']), patience);
  await expectOneAttempt(called, 'succeeded');
  expect(states).toContain('talking');
}, 40_000);

test('a call that comes back while somebody has locked a row is no attempt either', async () => {
  const [called = ''] = numbersOf(1, '00');
  const back = Promise.withResolvers<void>();
  beforeReturn = () => back.promise;
  await makeCampaign(database, clock.now(), [called]);
  await vi.waitFor(() => expect(dialed).toEqual([called]), patience);
  await database.begin(async (transaction) => {
    await transaction`select from campaign_progress where vdn_id = ${vdnId} for update`;
    back.resolve();
    // Long enough for three comparisons with the carrier, which does not have the call.
    await clock.sleep(20_000);
  });
  await expectOneAttempt(called, 'busy');
}, 40_000);
