// Toll fraud: a number whose beginning the VDN does not allow never reaches the carrier, whichever
// interface it came by and whenever the setting was changed.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClock } from '../../src/clock.ts';
import { isNumberAllowed } from '../../src/core/vdn.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openSimulator } from '../../src/telephony/simulator.ts';
import { startEngine } from '../../src/workers/engine.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from './world.ts';

const { database } = await withDatabase();
const clock = openClock(10);
const patience = { timeout: 20_000, interval: 20 };
let dialed: string[];
let stop: () => Promise<unknown>;

beforeEach(async () => {
  dialed = [];
  stop = async () => undefined;
  await database`truncate vdns cascade`;
  await database`truncate calls, call_events, notices`;
});
afterEach(() => stop());

async function start(): Promise<void> {
  const driver = openSimulator(clock, { journal: ({ called }) => dialed.push(called) });
  const log = pino({ level: 'silent' });
  const metrics = createMetrics();
  const engine = await startEngine({
    database,
    heartDatabase: database,
    clock,
    log,
    metrics,
    driver,
    owner: 'one',
    speed: 10,
  });
  stop = async () => {
    await engine.stop(0);
    await driver.close();
  };
}

const ended = () =>
  database<{ called: string; outcome: string; cause: string; final: boolean }[]>`
    select called, outcome, cause, final from calls where ended_at is not null`;

test('a number begins as one of the prefixes says; without prefixes all may be dialed', () => {
  expect(isNumberAllowed('0190123', { allowedPrefixes: [] })).toBe(true);
  expect(isNumberAllowed('4930123', { allowedPrefixes: ['49', '0049'] })).toBe(true);
  expect(isNumberAllowed('004930123', { allowedPrefixes: ['49', '0049'] })).toBe(true);
  expect(isNumberAllowed('0190123', { allowedPrefixes: ['49', '0049'] })).toBe(false);
  expect(isNumberAllowed('4', { allowedPrefixes: ['49'] })).toBe(false);
});

test('numbers that are not allowed end without being dialed and are not tried again; the others are dialed', async () => {
  await makeVdn(database, clock.now(), { allowedPrefixes: ['139', '138'] });
  const allowed = numbersOf(5, '00');
  const campaignId = await makeCampaign(database, clock.now(), [...allowed, '019012345', '00881700', '13'], {
    ivr: { deviceSign: '1001', callCount: 10, callIntervalSeconds: 1 },
  });
  const rule = { kind: 'ordinary', days: 3, attemptsPerDay: 3 };
  await database`
    update campaigns set retry_policy = ${{ rules: [{ dataType: null, rule }], noRetryCauses: [] }}
    where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  await start();
  await vi.waitFor(async () => expect(await ended()).toHaveLength(8), patience);
  expect([...dialed].sort()).toEqual([...allowed].sort());
  const refused = (await ended()).filter(({ called }) => !allowed.includes(called));
  expect(refused.map(({ called }) => called).sort()).toEqual(['00881700', '019012345', '13']);
  for (const call of refused)
    expect(call).toMatchObject({ outcome: 'notAllowed', cause: '34606', final: true });
  const states = await database`select called, state from contacts where called = '019012345'`;
  expect(states).toMatchObject([{ state: 'done' }]);
});

test('a setting that comes while calls are claimed rules from the next beat on', async () => {
  await makeVdn(database, clock.now());
  const called = numbersOf(60, '00').map((number, index) => (index % 2 === 0 ? number : `0${number}`));
  await makeCampaign(database, clock.now(), called, {
    ivr: { deviceSign: '1001', callCount: 6, callIntervalSeconds: 3 },
  });
  await start();
  await vi.waitFor(() => expect(dialed.length).toBeGreaterThan(3), patience);
  await database`
    update vdns set settings = settings || ${{ allowedPrefixes: ['139'] }} where vdn_id = ${vdnId}`;
  // The beat that was under way, and the one that has just read its view.
  await clock.sleep(6_500);
  const before = dialed.length;
  await vi.waitFor(async () => expect(await ended()).toHaveLength(60), patience);
  expect(dialed.slice(before).filter((number) => !number.startsWith('139'))).toEqual([]);
  expect((await ended()).some(({ outcome }) => outcome === 'notAllowed')).toBe(true);
});
