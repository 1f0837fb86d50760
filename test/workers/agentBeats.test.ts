// Campaigns with agents, live: the beats, the desk and the simulated carrier together. What is dialed is
// dialed for somebody, whatever goes wrong, and the latest beat says why.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { type CampaignId, toMillis } from '../../src/core/units.ts';
import { listPacingBeats } from '../../src/store/pacing/pacingLog.ts';
import { withDatabase } from '../database.ts';
import {
  type AgentWorld,
  makeTeam,
  mixedNumbers,
  offHook,
  pass,
  patience,
  predicted,
  preempted,
  reasonOf,
  startAgentWorld,
  type WorldOptions,
  work,
} from './agentWorld.ts';
import { makeCampaign, numbersOf, vdnId } from './world.ts';

const { database } = await withDatabase();
vi.setConfig({ testTimeout: 60_000 });
let worlds: AgentWorld[];

beforeEach(async () => {
  worlds = [];
  await database`truncate vdns cascade`;
  await database`truncate contacts, calls, call_events, notices, pacing_log, agent_intervals`;
});
afterEach(async () => {
  for (const world of worlds) await world.stop();
});

async function open(options: WorldOptions = {}): Promise<AgentWorld> {
  const world = await startAgentWorld(database, options);
  worlds.push(world);
  return world;
}

const now = () => toMillis(Date.now());
const progressOf = async (campaignId: CampaignId) => {
  const [row] = await database<{ waiting: number; calling: number; done: number; succeeded: number }[]>`
    select waiting, calling, done, succeeded::integer from campaign_progress where campaign_id = ${campaignId}`;
  return row ?? { waiting: -1, calling: -1, done: -1, succeeded: -1 };
};
const allDone = (campaignId: CampaignId, count: number) =>
  vi.waitFor(
    async () => expect(await progressOf(campaignId)).toMatchObject({ waiting: 0, calling: 0, done: count }),
    patience,
  );

test('a predicted campaign dials its list once, joins who answers, keeps the account and records its beats', async () => {
  await makeTeam(database, 4);
  const called = mixedNumbers(60);
  const campaignId = await makeCampaign(database, now(), called, predicted());
  const world = await open({ speed: 20 });
  await work(world.engine, 4);
  await allDone(campaignId, called.length);

  expect(world.dialed.map((request) => request.called).sort()).toEqual([...called].sort());
  const { succeeded } = await progressOf(campaignId);
  const [account] = await database<{ answered: number; abandoned: number }[]>`
    select sum(answered)::integer as answered, sum(abandoned)::integer as abandoned from live_answers`;
  expect(account?.answered).toBe(15);
  // Some may have been abandoned at the start, or have left before: nobody else is missing.
  expect(succeeded).toBeGreaterThan(9);
  const served = await database`select distinct agent_id from calls where agent_id is not null`;
  expect(served).toHaveLength(4);
  await world.stop();
  worlds = [];
  const beats = await database<{ placed: number; reals: number[] }[]>`
    select placed, reals from pacing_log where campaign_id = ${campaignId} order by at`;
  expect(beats.reduce((sum, beat) => sum + beat.placed, 0)).toBe(called.length);
  expect(beats.length).toBeGreaterThan(10);
  const [saved] = await database<{ snapshot: { version: number } }[]>`select snapshot from campaign_pacing`;
  expect(saved?.snapshot.version).toBe(1);
});

test('preempted: each call is for an agent who is free, and nobody waits', async () => {
  await makeTeam(database, 3);
  const called = mixedNumbers(24);
  const campaignId = await makeCampaign(database, now(), called, preempted);
  const world = await open({ speed: 20 });
  await work(world.engine, 3);
  await allDone(campaignId, called.length);
  expect(await progressOf(campaignId)).toMatchObject({ succeeded: 6 });
  const ended = await database<{ call_id: string; agent_id: string; ended_at: number }[]>`
    select call_id, agent_id, ended_at from calls`;
  const dialedAt = new Map(world.dialed.map(({ callId, at }) => [callId.split('-')[1], at]));
  const calls = ended.map((call) => ({ ...call, dialedAt: dialedAt.get(call.call_id) ?? 0 }));
  calls.sort((one, other) => one.dialedAt - other.dialedAt);
  for (const ofAgent of Map.groupBy(calls, (call) => call.agent_id).values())
    ofAgent.slice(1).forEach((call, index) => {
      expect(call.dialedAt).toBeGreaterThanOrEqual(ofAgent[index]?.ended_at ?? Number.NaN);
    });
  expect(new Set(calls.map((call) => call.agent_id))).toEqual(new Set(['a0', 'a1', 'a2']));
  const [account] = await database`select sum(abandoned)::integer as abandoned from live_answers`;
  expect(account).toEqual({ abandoned: 0 });
  await allIdle(world, 3);
});

const allIdle = (world: AgentWorld, count: number) =>
  vi.waitFor(
    () =>
      expect(world.engine.desk.agents(vdnId).map((agent) => agent.state)).toEqual(
        new Array(count).fill('idle'),
      ),
    patience,
  );

describe('who is there', () => {
  test('nobody: nothing is dialed and the beat says so; with the first agent dialing begins', async () => {
    await makeTeam(database, 1);
    const campaignId = await makeCampaign(database, now(), numbersOf(20, '10'), predicted());
    const world = await open({ speed: 20 });
    await vi.waitFor(() => expect(reasonOf(world.engine, campaignId)).toBe('noAgents'), patience);
    await pass(world, 5);
    expect(world.dialed).toEqual([]);
    await work(world.engine, 1);
    await vi.waitFor(() => expect(world.dialed.length).toBeGreaterThan(0), patience);
  });

  test('one agent on a list where everyone answers: it ends, and never more wait than ring', async () => {
    await makeTeam(database, 1);
    const campaignId = await makeCampaign(database, now(), numbersOf(6, '10'), predicted());
    const world = await open({ speed: 20 });
    await work(world.engine, 1);
    await allDone(campaignId, 6);
    expect(world.dialed).toHaveLength(6);
  });

  test('all leave at once: what is claimed and not dialed is given back, and not one call more', async () => {
    await makeTeam(database, 5);
    const campaignId = await makeCampaign(database, now(), numbersOf(500, '01'), predicted());
    const world = await open({ speed: 20 });
    await work(world.engine, 5);
    await vi.waitFor(() => expect(world.dialed.length).toBeGreaterThan(5), patience);
    for (let index = 0; index < 5; index++)
      await world.engine.desk.command(vdnId, `a${index}`, { kind: 'signOut' });
    const dialed = world.dialed.length;
    await vi.waitFor(() => expect(reasonOf(world.engine, campaignId)).toBe('noAgents'), patience);
    await pass(world, 10);
    expect(world.dialed.length).toBe(dialed);
    const { waiting, calling } = await progressOf(campaignId);
    expect(waiting + calling).toBe(500);
    expect(calling).toBe(dialed);
  });
});

test('who answers when everybody has gone is abandoned, counted, and not called for 72 hours', async () => {
  await makeTeam(database, 2);
  const policy = { rules: [{ dataType: null, rule: { kind: 'ordinary', days: 9, attemptsPerDay: 9 } }] };
  const campaignId = await makeCampaign(database, now(), numbersOf(30, '10'), predicted());
  await database`
    update campaigns set retry_policy = ${{ ...policy, noRetryCauses: [] }}`;
  const world = await open({ speed: 20 });
  await work(world.engine, 2);
  await vi.waitFor(() => expect(world.dialed.length).toBeGreaterThanOrEqual(2), patience);
  for (const agentId of ['a0', 'a1']) await world.engine.desk.command(vdnId, agentId, { kind: 'signOut' });
  await vi.waitFor(async () => expect((await progressOf(campaignId)).calling).toBe(0), patience);
  const calls = await database<{ called: string; ended_at: number; agent_id: string | null }[]>`
    select called, ended_at, agent_id from calls where abandoned and outcome = 'abandoned'`;
  expect(calls.length).toBeGreaterThan(0);
  const [account] = await database<{ abandoned: number }[]>`
    select sum(abandoned)::integer as abandoned from live_answers`;
  expect(account?.abandoned).toBeGreaterThanOrEqual(calls.length);
  for (const call of calls) {
    expect(call.agent_id).toBeNull();
    const until = call.ended_at + 72 * 3_600_000;
    const [resting] = await database`select until from quarantined_numbers where called = ${call.called}`;
    expect(resting).toEqual({ until });
    const [contact] = await database`select state, due_at from contacts where called = ${call.called}`;
    expect(contact).toEqual({ state: 'waiting', due_at: until });
  }
});

test('a campaign that is paused, and one that ends, dials nothing more', async () => {
  await makeTeam(database, 4);
  const paused = await makeCampaign(database, now(), numbersOf(500, '00'), predicted());
  const others = numbersOf(500, '00').map((called) => `86${called}`);
  const ending = await makeCampaign(database, now(), others, predicted());
  const world = await open();
  await work(world.engine, 4);
  const of = (prefix: string) => world.dialed.filter(({ called }) => called.startsWith(prefix));
  await vi.waitFor(() => expect(Math.min(of('139').length, of('86').length)).toBeGreaterThan(0), patience);
  // The end is near only when both have dialed, however slow the machine is.
  const endAt = toMillis(world.clock.now() + 20_000);
  await database`
    update campaigns set revision = revision + 1, end_at = ${endAt},
      settings = jsonb_set(settings, '{endAt}', to_jsonb(${endAt}::bigint))
    where campaign_id = ${ending}`;
  await database`
    update campaigns set state = 'paused', revision = revision + 1 where campaign_id = ${paused}`;
  // What was claimed before has been dialed when the rows know of no call without its end.
  await vi.waitFor(async () => expect((await progressOf(paused)).calling).toBe(0), patience);
  const pausedDials = of('139').length;
  await vi.waitFor(() => expect(world.clock.now()).toBeGreaterThan(endAt + 5_000), patience);
  expect(of('139').length).toBe(pausedDials);
  expect(Math.max(...of('86').map(({ at }) => at))).toBeLessThan(endAt);
});

test('two campaigns of one queue that beat together share its agents, and both get their turn', async () => {
  await makeTeam(database, 6);
  const numbers = numbersOf(300, '10');
  const both = [
    await makeCampaign(database, now(), numbers, predicted()),
    await makeCampaign(
      database,
      now(),
      numbers.map((called) => `86${called}`),
      predicted(),
    ),
  ];
  const world = await open({ speed: 20 });
  await work(world.engine, 6);
  await vi.waitFor(async () => {
    for (const id of both) expect((await progressOf(id)).succeeded).toBeGreaterThan(5);
  }, patience);
  await world.stop();
  worlds = [];
  const beats = await Promise.all(
    both.map((id) => listPacingBeats(database, vdnId, id, toMillis(0), toMillis(world.clock.now()), 10_000)),
  );
  const [first = [], second = []] = beats.map((list) => list.filter(({ placed }) => placed > 0));
  const together = first.flatMap((one) => {
    const other = second.find(({ at }) => at === one.at);
    return other === undefined ? [] : [{ one, other }];
  });
  // The second campaign has counted the calls of the first as calls for the same agents.
  for (const { one, other } of together)
    expect(
      one.record.foreignRinging >= other.placed || other.record.foreignRinging >= one.placed,
      JSON.stringify([one, other]),
    ).toBe(true);
});

/** Calls in flight at most at any instant, from the rows. */
async function inFlightPeak(campaignId: CampaignId): Promise<number> {
  const calls = await database<{ claimed_at: number; ended_at: number | null }[]>`
    select claimed_at, ended_at from calls where campaign_id = ${campaignId}`;
  const changes = calls.flatMap(({ claimed_at, ended_at }) => [
    { at: claimed_at, by: 1 },
    { at: ended_at ?? Number.MAX_SAFE_INTEGER, by: -1 },
  ]);
  changes.sort((one, other) => one.at - other.at || one.by - other.by);
  let [now, peak] = [0, 0];
  for (const { by } of changes) {
    now += by;
    peak = Math.max(peak, now);
  }
  return peak;
}

describe('when things go wrong', () => {
  test('a carrier that loses every twentieth event: the list ends, and every agent is free again', async () => {
    await makeTeam(database, 4);
    const called = mixedNumbers(60);
    const campaignId = await makeCampaign(database, now(), called, {
      ...predicted(),
      maxAlertingSeconds: 10,
    });
    const world = await open({ speed: 20, faults: { loseEventsPercent: 5 } });
    await work(world.engine, 4);
    await allDone(campaignId, called.length);
    expect(world.dialed).toHaveLength(called.length);
    await allIdle(world, 4);
  });

  test.each([
    ['an hour ahead', 3_600_000],
    ['an hour back', -3_600_000],
  ])('a clock that jumps %s: no volley and no stall', async (_story, jumpMillis) => {
    await makeTeam(database, 3);
    const longAgo = toMillis(Date.now() - 86_400_000);
    const campaignId = await makeCampaign(database, longAgo, mixedNumbers(2_000), predicted());
    let offset = 0;
    const clockOf = (clock: Clock): Clock => ({
      now: () => toMillis(clock.now() + offset),
      ticks: clock.ticks,
      sleep: clock.sleep,
    });
    const world = await open({ clockOf, speed: 20 });
    await work(world.engine, 3);
    await vi.waitFor(() => expect(world.dialed.length).toBeGreaterThan(20), patience);
    const before = await inFlightPeak(campaignId);
    offset = jumpMillis;
    const dialed = world.dialed.length;
    // For the desk its lease has run out and its agents have been silent for an hour: it opens again, and
    // their applications sign in again.
    await vi.waitFor(() => expect(world.engine.desk.holds(vdnId)).toBe(true), patience);
    await vi.waitFor(async () => {
      await work(world.engine, 3);
      expect(world.engine.desk.agents(vdnId).filter(({ status }) => status === 'ready')).toHaveLength(3);
    }, patience);
    await vi.waitFor(() => expect(world.dialed.length).toBeGreaterThan(dialed + 20), patience);
    const perBeat = await database<{ most: number }[]>`
      select coalesce(max(placed), 0) as most from pacing_log where campaign_id = ${campaignId}`;
    expect(perBeat[0]?.most).toBeLessThanOrEqual(40);
    expect(before).toBeLessThanOrEqual(60);
  });
});

test('a change of predictMethod by PUT reaches the next beat, and calls in flight do not jump', async () => {
  await makeTeam(database, 6);
  const campaignId = await makeCampaign(database, now(), mixedNumbers(3_000), predicted());
  const world = await open({ speed: 20 });
  await work(world.engine, 6);
  await vi.waitFor(() => expect(world.dialed.length).toBeGreaterThan(60), patience);
  const method = () => world.engine.latestBeat(vdnId, campaignId)?.record;
  const change = async (predict: typeof offHook | Parameters<typeof predicted>[0]) => {
    const { skill } = predicted(predict);
    await database`
      update campaigns set revision = revision + 1,
        settings = jsonb_set(settings, '{skill}', ${JSON.parse(JSON.stringify(skill))})
      where campaign_id = ${campaignId}`;
  };
  const average = { minAvgCallSeconds: 50, maxAvgCallSeconds: 200 };
  for (const predict of [
    { ...average, method: 'usage', lossRatePercent: 3, utilRatePercent: 90, utilRateMethod: 2 },
    { ...average, method: 'completion', lossRatePercent: 3, waitSeconds: 5, connRatePercent: 25 },
    { ...average, method: 'empirical', outBoundRatePercent: 70 },
    offHook,
  ] as const) {
    const before = method();
    await change(predict);
    await vi.waitFor(() => expect(method()?.method).toBe(predict.method), patience);
    const after = method();
    // What was learned goes over: the new method starts from the same answer rate and the same account.
    expect(Math.abs((after?.outlook.answerRate ?? 0) - (before?.outlook.answerRate ?? 0))).toBeLessThan(0.1);
    expect(after?.answered).toBeGreaterThanOrEqual(before?.answered ?? 0);
    await pass(world, 3);
    const record = method();
    // No more calls than two for each answer that it takes to occupy everybody (pacing.md 8.3).
    const most = (2 * 6) / Math.max(0.01, record?.outlook.answerRate ?? 1);
    expect((record?.ringing ?? 0) + (record?.place ?? 0)).toBeLessThanOrEqual(most + 1);
  }
});

test('a restart finds the account of abandoned calls again', async () => {
  await makeTeam(database, 4);
  const campaignId = await makeCampaign(database, now(), mixedNumbers(600), predicted());
  const first = await open({ speed: 20 });
  await work(first.engine, 4);
  await vi.waitFor(() => expect(first.dialed.length).toBeGreaterThan(60), patience);
  await first.stop();
  worlds = [];
  const [account] = await database<{ answered: number }[]>`
    select sum(answered)::integer as answered from live_answers`;
  const second = await open();
  await vi.waitFor(() => expect(second.engine.latestBeat(vdnId, campaignId)).not.toBeNull(), patience);
  const after = second.engine.latestBeat(vdnId, campaignId)?.record;
  expect(after?.answered).toBeGreaterThanOrEqual(account?.answered ?? -1);
});
