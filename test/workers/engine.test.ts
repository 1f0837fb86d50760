// The workers together, over a real database and the simulated carrier: what is claimed is dialed
// once, what ends is settled and told, and a second life finds what the first left behind.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClock } from '../../src/clock.ts';
import { toMillis } from '../../src/core/units.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { Driver } from '../../src/telephony/driver.ts';
import { openSimulator } from '../../src/telephony/simulator.ts';
import { type Engine, startEngine } from '../../src/workers/engine.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from './world.ts';

const { database } = await withDatabase();

interface Posted {
  called: string;
  failCode: string;
  callId: string;
}

let received: Posted[];
let answer: () => number;
let callBackUrl: string;
let dialed: string[];
let stops: (() => Promise<unknown>)[];

beforeEach(async () => {
  received = [];
  dialed = [];
  stops = [];
  answer = () => 200;
  const receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const status = answer();
      if (status === 200) received.push(...(JSON.parse(text) as Posted[]));
      response.writeHead(status).end('{"retCode":"0","retMsg":"success"}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => receiver.close(resolve)));
  callBackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/results`;
  await database`truncate vdns cascade`;
  await database`truncate calls, call_events, notices`;
});

afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function startWorld(owner = 'one', speed = 20): Promise<{ engine: Engine; driver: Driver }> {
  const clock = openClock(speed);
  const driver = openSimulator(clock, { journal: (request) => dialed.push(request.called) });
  const engine = await startEngine({
    database,
    heartDatabase: database,
    clock,
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    driver,
    owner,
    speed,
  });
  stops.push(async () => {
    await engine.stop(0);
    await driver.close();
  });
  return { engine, driver };
}

const now = () => toMillis(Date.now());
const patience = { timeout: 20_000, interval: 20 };

test('an IVR whose flow hands people to a queue is driven, though the VDN has no agent at all', async () => {
  await makeVdn(database, now(), { queueSecondsMax: 5 });
  await database`insert into skill_queues (vdn_id, skill_id, name) values (${vdnId}, 5, 'voice')`;
  await database`update flows set play_seconds = 1, transfer_skill_id = 5`;
  await makeCampaign(database, now(), numbersOf(1, '10'), { callBackUrl });
  await startWorld();
  await vi.waitFor(() => expect(received).toHaveLength(1), patience);
  expect(dialed).toEqual(numbersOf(1, '10'));
});

test('every number is dialed once, settled with its cause, and its result is delivered', async () => {
  await makeVdn(database, now());
  const called = ['00', '02', '03', '05', '07', '08', '10'].flatMap((fate) => numbersOf(3, fate));
  const campaignId = await makeCampaign(database, now(), called, {
    callBackUrl,
    ivr: { deviceSign: '1001', callCount: 10, callIntervalSeconds: 1 },
  });
  await startWorld();
  await vi.waitFor(() => expect(received.length).toBe(called.length), patience);

  expect([...dialed].sort()).toEqual([...called].sort());
  const causes = Object.fromEntries(received.map((result) => [result.called.slice(-2), result.failCode]));
  expect(causes).toEqual({
    '00': '00537',
    '02': '00538',
    '03': '00548',
    '05': '00604',
    '07': '00531',
    '08': '34606',
    '10': '00000',
  });
  const [progress] = await database`
    select waiting, calling, done, calls::integer, succeeded::integer from campaign_progress
    where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  expect(progress).toEqual({ waiting: 0, calling: 0, done: 21, calls: 21, succeeded: 3 });
  const counts = await database`
    select cause, calls::integer from outcome_counts where vdn_id = ${vdnId} and cause = '00537'`;
  expect(counts[0]).toEqual({ cause: '00537', calls: 3 });
});

test('a call whose outcome is never reported is settled as 34608', async () => {
  await makeVdn(database, now());
  await makeCampaign(database, now(), numbersOf(2, '09'), { callBackUrl });
  await startWorld();
  await vi.waitFor(
    () => expect(received.map((result) => result.failCode)).toEqual(['34608', '34608']),
    patience,
  );
});

test('a receiver that fails gets the same results again, in order, and nothing is lost', async () => {
  let refusals = 3;
  answer = () => (refusals-- > 0 ? 503 : 200);
  await makeVdn(database, now());
  const called = numbersOf(30, '00');
  await makeCampaign(database, now(), called, {
    callBackUrl,
    ivr: { deviceSign: '1001', callCount: 30, callIntervalSeconds: 1 },
  });
  // 10 minutes of the world's time pass between the pushes: one second of ours at this speed.
  await startWorld('one', 600);
  await vi.waitFor(() => expect(received.length).toBe(called.length), patience);
  const callNumbers = received.map((result) => result.callId);
  expect(new Set(callNumbers).size).toBe(called.length);
  const ended = await database<{ call_id: string }[]>`
    select n.call_id from notices n where vdn_id = ${vdnId} order by sequence`;
  expect(callNumbers.map((id) => id.split('-')[1])).toEqual(ended.map((row) => row.call_id));
});

test('what a dead process left in flight is settled once by the next, and never dialed again', async () => {
  await makeVdn(database, now());
  const called = numbersOf(6, '01');
  const campaignId = await makeCampaign(database, now(), called, { callBackUrl, maxAlertingSeconds: 120 });
  const first = await startWorld('one');
  await vi.waitFor(() => expect(dialed.length).toBe(6), patience);
  // The carrier dies with the process: nothing is heard of these calls any more.
  first.driver.listen(() => undefined);
  await first.engine.stop(0);
  await first.driver.close();
  await startWorld('one');
  await vi.waitFor(() => expect(received.length).toBe(6), patience);
  expect(received.every((result) => result.failCode === '34608')).toBe(true);
  expect(dialed.length).toBe(6);
  const [row] = await database<{ epoch: string }[]>`
    select epoch from campaign_leases where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  expect(Number(row?.epoch)).toBeGreaterThanOrEqual(2);
});

test('a stop in mid-beat gives back what was not dialed', async () => {
  await makeVdn(database, now());
  const called = numbersOf(100, '01');
  const campaignId = await makeCampaign(database, now(), called, {
    callBackUrl,
    ivr: { deviceSign: '1001', callCount: 100, callIntervalSeconds: 3 },
  });
  const { engine } = await startWorld();
  await vi.waitFor(() => expect(dialed.length).toBeGreaterThan(0), patience);
  await engine.stop(0);
  const [progress] = await database<{ waiting: number; calling: number }[]>`
    select waiting, calling from campaign_progress where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  expect(progress?.calling).toBe(dialed.length);
  expect(progress?.waiting).toBe(called.length - dialed.length);
});

test('two processes on one database dial each number once', async () => {
  await makeVdn(database, now());
  const called = numbersOf(60, '00');
  for (let index = 0; index < 4; index++)
    await makeCampaign(database, now(), called.slice(index * 15, index * 15 + 15), { callBackUrl });
  await Promise.all([startWorld('one'), startWorld('two')]);
  await vi.waitFor(() => expect(received.length).toBe(60), patience);
  expect([...dialed].sort()).toEqual([...called].sort());
});
