// The simulated carrier: the driver's cases, and what is its own: budgets, faults, repeatable chance.
import { expect, test } from 'vitest';
import type { CallEvent } from '../../src/core/call.ts';
import { type CallId, toCallId, toVdnId } from '../../src/core/units.ts';
import type { PlayedFlow } from '../../src/simulation/callee.ts';
import { refusalOf } from '../../src/telephony/asterisk/causes.ts';
import type { AgentTelephone, DialRequest, Driver, ReturnedCall } from '../../src/telephony/driver.ts';
import { openSimulator, type SimulatorOptions } from '../../src/telephony/simulator.ts';
import { driverCases } from './driverCases.ts';
import { telephone } from './driverStage.ts';
import { manualClock } from './manualClock.ts';

const startAt = Date.UTC(2026, 5, 1, 9);
const flowOf = (flowCode: string): PlayedFlow | null => {
  if (flowCode === '1001') return { playSeconds: 8, transferSkillId: null };
  if (flowCode === '1002') return { playSeconds: 8, transferSkillId: 5 };
  return null;
};

function open(options: Partial<SimulatorOptions> = {}) {
  const clock = manualClock(startAt);
  const driver = openSimulator(clock, options);
  const heard: CallEvent[] = [];
  driver.listen((event) => heard.push(event));
  return { driver, heard, pass: (seconds: number) => clock.advance(seconds * 1000) };
}

const request = (sequence: number, called: string, flowCode = '1001'): DialRequest => ({
  callId: toCallId(`1700000000-${sequence}`),
  vdnId: toVdnId(1),
  called,
  caller: '12345',
  ringLimitSeconds: 30,
  destination: { kind: 'flow', flowCode, flow: flowOf(flowCode) },
  machineDetection: null,
  recordName: null,
});

const dialMany = (driver: Driver, count: number, called: (index: number) => string) => {
  for (let index = 0; index < count; index += 1) driver.dial(request(index, called(index)));
};

driverCases('the simulated carrier', async () => {
  // Everybody who has no fixed fate answers.
  let isTroubled = false;
  const { driver, pass } = open({
    answerRate: 1,
    refusal: () => (isTroubled ? refusalOf({ cause: 34, techCause: 503 }, false) : null),
  });
  return {
    driver,
    flowCode: '1001',
    transferFlowCode: '1002',
    refusingEndpoint: null,
    setTrouble: async (isThere) => {
      isTroubled = isThere;
    },
    until: async (condition, secondsMax) => {
      for (let passed = 0; passed < secondsMax && !(await condition()); passed += 0.05) await pass(0.05);
    },
  };
});

test('a dial beyond the channels comes back, and so does one beyond the rate', async () => {
  const { driver, heard, pass } = open({ channelsMax: 3, callsPerSecondMax: 4 });
  const returned: ReturnedCall[] = [];
  driver.listenToReturns((one) => returned.push(one));
  dialMany(driver, 6, () => '13800000001');
  expect(driver.gateways()).toMatchObject([{ channels: 3, channelsMax: 3, callsPerSecondMax: 4 }]);
  await pass(0.02);
  expect(returned.map(({ because }) => because)).toEqual(['notAsked', 'notAsked', 'notAsked']);
  await pass(1);
  driver.dial(request(7, '13800000001'));
  await pass(0.02);
  expect(returned).toHaveLength(4);
  expect(heard.filter(({ kind }) => kind === 'ended')).toEqual([]);
  await driver.close();
});

// The case that every driver plays allows either, since over a PBX the hang-up and the join race.
test('a person who hangs up at once is gone, however fast the agent is', async () => {
  const { driver, heard, pass } = open();
  const agent = telephone('1001');
  driver.openLine(agent);
  await pass(1);
  const call: DialRequest = { ...request(1, '13800000007'), destination: { kind: 'agent' } };
  driver.listen((event) => {
    if (event.kind === 'answered') driver.connect(call.callId, agent, call.called);
    heard.push(event);
  });
  driver.dial(call);
  await pass(60);
  expect(heard.map(({ kind }) => kind)).toEqual(['ringing', 'answered', 'ended']);
  expect(heard.at(-1)).toMatchObject({ kind: 'ended', reason: 'hungUpAfterAnswer' });
  await driver.close();
});

test('an event comes at most one tick late, and tells the instant at which it happened', async () => {
  const clock = manualClock(startAt);
  const driver = openSimulator(clock);
  const lateness: number[] = [];
  driver.listen((event) => lateness.push(clock.now() - event.at));
  dialMany(driver, 200, (index) => `139${String(index).padStart(8, '0')}`);
  await clock.advance(60_000);
  expect(lateness.length).toBeGreaterThan(300);
  expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...lateness)).toBeLessThanOrEqual(10);
  await driver.close();
});

test('the same seed gives the same day, and another seed another', async () => {
  const day = async (seed: number) => {
    const { driver, heard, pass } = open({ seed });
    dialMany(driver, 100, (index) => `1390000${index}99`);
    await pass(120);
    await driver.close();
    return heard;
  };
  const first = await day(1);
  expect(await day(1)).toEqual(first);
  expect(await day(2)).not.toEqual(first);
});

test('a further attempt at a number may meet another fate', async () => {
  const { driver, heard, pass } = open();
  dialMany(driver, 12, () => '13900000099');
  await pass(60);
  const reasons = new Set(heard.flatMap((event) => (event.kind === 'ended' ? [event.reason] : [])));
  expect(reasons.size).toBeGreaterThan(1);
  await driver.close();
});

test('a flow hands the customer over to a skill queue, where they wait as long as they have patience', async () => {
  const { driver, heard, pass } = open({ answerRate: 1 });
  for (let index = 0; index < 100; index += 1) driver.dial(request(index, `1390000${index}99`, '1002'));
  await pass(300);
  const handedOver = heard.filter((event) => event.kind === 'transferred');
  expect(handedOver.length).toBeGreaterThan(50);
  expect(new Set(handedOver.map((event) => event.skillId))).toEqual(new Set([5]));
  const ends = heard.flatMap((event) =>
    event.kind === 'ended' && handedOver.some(({ callId }) => callId === event.callId) ? [event.reason] : [],
  );
  expect(new Set(ends)).toEqual(new Set(['hungUpInQueue']));
  await driver.close();
});

test('a transferred person talks to the agent they are joined with, or is let go when the queue ends', async () => {
  const { driver, heard, pass } = open({ answerRate: 1 });
  for (let index = 0; index < 50; index += 1) driver.dial(request(index, `1390000${index}99`, '1002'));
  const joined = new Set<CallId>();
  const telephone: AgentTelephone = { vdnId: toVdnId(1), agentId: '1001', endpoint: '1001', line: 'open' };
  driver.listen((event) => {
    heard.push(event);
    if (event.kind !== 'transferred') return;
    if (joined.size < 20) driver.connect(joined.add(event.callId) && event.callId, telephone, '13900000099');
    else driver.abandon(event.callId, null);
  });
  await pass(300);
  expect(joined.size).toBe(20);
  for (const event of heard)
    if (
      event.kind === 'ended' &&
      heard.some(({ kind, callId }) => kind === 'transferred' && callId === event.callId)
    )
      expect(event.reason).toBe(joined.has(event.callId) ? 'released' : 'queueTimeout');
  await driver.close();
});

test('an answered call for a flow that nobody knows ends with a system fault', async () => {
  const { driver, heard, pass } = open();
  driver.dial(request(1, '13800000010', '9999'));
  await pass(40);
  expect(heard.map((event) => event.kind)).toEqual(['ringing', 'answered', 'ended']);
  expect(heard.at(-1)).toMatchObject({ reason: 'systemFault' });
  await driver.close();
});

test('the journal hears of every dial before anything happens, a repeated one included', async () => {
  const journal: string[] = [];
  const { driver } = open({ journal: (dialed) => journal.push(dialed.called) });
  driver.dial(request(1, '13800000000'));
  driver.dial(request(1, '13800000000'));
  expect(journal).toEqual(['13800000000', '13800000000']);
  await driver.close();
});

test('a bad line loses, repeats and delays as many events as it was told to', async () => {
  const run = async (faults: SimulatorOptions['faults']) => {
    const { driver, heard, pass } = open(faults === undefined ? {} : { faults });
    dialMany(driver, 2000, (index) => `13${String(index).padStart(7, '0')}10`);
    await pass(90);
    await driver.close();
    return heard;
  };
  const clean = await run(undefined);
  expect(clean.length).toBe(8000);
  const lossy = (await run({ loseEventsPercent: 10 })).length / clean.length;
  expect(lossy).toBeCloseTo(0.9, 1);
  const repeated = await run({ repeatEventsPercent: 20, delayMillisecondsMax: 3000 });
  expect(repeated.length / clean.length).toBeCloseTo(1.2, 1);
  const instants = repeated.map((event) => event.at);
  expect(instants).not.toEqual(instants.toSorted((one, other) => one - other));
});

test('after close nothing rings any more', async () => {
  const { driver, heard, pass } = open();
  driver.dial(request(1, '13800000010'));
  await driver.close();
  driver.dial(request(2, '13800000010'));
  await pass(60);
  expect(heard).toEqual([]);
});
