// The desk's process goes and comes back, over a carrier that goes on: agents keep their state, and talks
// go on.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Clock, openClock } from '../../../src/clock.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { takeCampaigns, takeDesks } from '../../../src/store/system/leases.ts';
import { enterNode, type Node } from '../../../src/store/system/nodes.ts';
import type { Driver } from '../../../src/telephony/driver.ts';
import { openSimulator } from '../../../src/telephony/simulator.ts';
import { type Engine, startEngine } from '../../../src/workers/engine.ts';
import { withDatabase } from '../../database.ts';
import { makeAgents } from '../deskWorld.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from '../world.ts';

const { database } = await withDatabase();
/** Twice life: a talk of 5 s is still there after a restart. */
const speed = 2;
const patience = { timeout: 20_000, interval: 20 };
const preempted = {
  deviceType: 6 as const,
  ivr: null,
  skill: { skillId: 5, skillName: null, predict: null, preview: null },
};
let clock: Clock;
let carrier: Driver;
let engines: Engine[];

beforeEach(async () => {
  engines = [];
  clock = openClock(speed);
  carrier = openSimulator(clock, {});
  await database`truncate vdns cascade`;
  await database`truncate contacts, calls, call_events, notices, agent_intervals`;
  await makeVdn(database, clock.now(), { agentSilenceSecondsMax: 300, wrapUpSecondsMax: 300 });
  await makeAgents(database, { anna: ['5'], bert: ['5'] });
});

afterEach(async () => {
  for (const engine of engines) await engine.stop(0);
  await carrier.close();
});

async function start(owner = 'one'): Promise<Engine> {
  const log = pino({ level: 'silent' });
  const metrics = createMetrics();
  const engine = await startEngine({
    database,
    heartDatabase: database,
    clock,
    log,
    metrics,
    driver: carrier,
    owner,
    speed,
  });
  engines.push(engine);
  return engine;
}

async function ready(engine: Engine, agentId: string): Promise<void> {
  await vi.waitFor(() => expect(engine.desk.holds(vdnId)).toBe(true), patience);
  await engine.desk.command(vdnId, agentId, { kind: 'signIn', signOffAt: null });
  await engine.desk.command(vdnId, agentId, { kind: 'ready' });
}

const stateOf = (engine: Engine, agentId: string) => engine.desk.agent(vdnId, agentId)?.state;

test('a talk survives its server: the next one knows who talks, and the end frees the agent', async () => {
  const first = await start();
  await ready(first, 'anna');
  await makeCampaign(database, clock.now(), numbersOf(1, '10'), preempted);
  await vi.waitFor(() => expect(stateOf(first, 'anna')).toBe('talking'), patience);
  await first.stop(0);
  const second = await start();
  await vi.waitFor(() => expect(stateOf(second, 'anna')).toBe('talking'), patience);
  await vi.waitFor(() => expect(stateOf(second, 'anna')).toBe('wrapUp'), patience);
  await vi.waitFor(async () => {
    const rows = await database`select agent_id, outcome from calls`;
    expect(rows).toEqual([{ agent_id: 'anna', outcome: 'succeeded' }]);
  }, patience);
}, 40_000);

test('a call that the carrier let go of meanwhile frees its agent', async () => {
  const first = await start();
  await ready(first, 'anna');
  await makeCampaign(database, clock.now(), numbersOf(1, '10'), preempted);
  await vi.waitFor(() => expect(stateOf(first, 'anna')).toBe('talking'), patience);
  await first.stop(0);
  await carrier.close();
  carrier = openSimulator(clock, {});
  const second = await start();
  await vi.waitFor(() => expect(stateOf(second, 'anna')).toBe('idle'), patience);
}, 40_000);

test('a previewed contact is dialed for the agent who chose it, beside the beats of its campaign', async () => {
  const engine = await start();
  await ready(engine, 'anna');
  const preview = { failIntervalSeconds: 3, obCallCount: 10, autoCallSeconds: 60 };
  const skill = { ...preempted.skill, preview };
  await makeCampaign(database, clock.now(), numbersOf(3, '10'), { ...preempted, deviceType: 5, skill });
  await vi.waitFor(() => expect(stateOf(engine, 'anna')).toBe('previewing'), patience);
  await engine.desk.command(vdnId, 'anna', { kind: 'dialOffer' });
  await vi.waitFor(() => expect(stateOf(engine, 'anna')).toBe('talking'), patience);
  await vi.waitFor(() => expect(stateOf(engine, 'anna')).toBe('wrapUp'), patience);
  await engine.desk.command(vdnId, 'anna', { kind: 'endWrapUp', businessResult: 'sold', note: null });
  await vi.waitFor(() => expect(stateOf(engine, 'anna')).toBe('previewing'), patience);
  await vi.waitFor(async () => {
    const rows = await database`select agent_id, outcome, business_result from calls`;
    expect(rows).toEqual([{ agent_id: 'anna', outcome: 'succeeded', business_result: 'sold' }]);
  }, patience);
}, 40_000);

test('campaigns with agents are driven only where the agents sit', async () => {
  await makeCampaign(database, clock.now(), numbersOf(1, '10'), preempted);
  const [one, two] = [await enterNode(database, 'one', true), await enterNode(database, 'two', true)];
  const take = (node: Node) => takeCampaigns(database, node, clock.now(), 10);
  expect(await take(two)).toBe(0);
  await takeDesks(database, one, 10);
  expect(await take(two)).toBe(0);
  expect(await take(one)).toBe(1);
});
