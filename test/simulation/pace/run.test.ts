// The simulated campaign keeps its books: the same leads for every policy, no call lost or counted twice,
// no agent in two calls, no line too many, a list that ends. Rules that do foolish things are among
// those that are tried.
import { expect, test } from 'vitest';
import type { Happening, Seen } from '../../../src/core/pacing/seen.ts';
import { mix32 } from '../../../src/simulation/chance.ts';
import { type EventLog, type Logged, logged, readLog } from '../../../src/simulation/pace/eventLog.ts';
import { figuresOf } from '../../../src/simulation/pace/figures.ts';
import { policyNamed } from '../../../src/simulation/pace/policies.ts';
import { type Outcome, runScenario } from '../../../src/simulation/pace/run.ts';
import { baseScenario, type Scenario } from '../../../src/simulation/pace/scenario/scenario.ts';
import { scenarios } from '../../../src/simulation/pace/scenario/scenarios.ts';
import type { Policy } from '../../../src/simulation/policy.ts';

const scenarioOf = (id: string, changes: Partial<Scenario> = {}): Scenario => ({
  ...(scenarios[id] ?? baseScenario),
  ...changes,
});

const policyOf = (name: string, scenario: Scenario): Policy => {
  const policy = policyNamed(name, scenario);
  if (policy === undefined) throw new Error(`no policy ${name}`);
  return policy;
};

/** Dials 0 to 9 calls, or all it may, without looking, and lets people wait for 6 s. */
function drunkPolicy(): Policy {
  let beats = 0;
  return {
    name: 'drunk',
    waitLimitSeconds: 6,
    beat: (seen) => {
      beats += 1;
      const word = mix32(beats, 0, 0) % 64;
      return word === 0 ? Math.min(200, seen.dialsMax) : word < 16 ? word % 10 : 0;
    },
  };
}

interface Entry {
  readonly kind: Logged;
  readonly at: number;
  readonly call: number;
  readonly agent: number;
}

function entriesOf(log: EventLog): Entry[] {
  const entries: Entry[] = [];
  readLog(log, (kind, at, call, agent) => entries.push({ kind, at, call, agent }));
  return entries;
}

/** Each scenario of the benchmark, shortened, by a careful, a bold and a foolish rule. */
const runs = Object.values(scenarios)
  .filter(({ agents }) => agents <= 100)
  .flatMap((scenario) =>
    ['progressive', 'idleRatio:3', 'drunk'].map((name) => ({ id: scenario.id, name, scenario })),
  );

const known = new Map<object, Outcome>();
function outcomeOf(run: (typeof runs)[number]): Outcome {
  const hours = run.scenario.list === null ? 1 : 3;
  const scenario = { ...run.scenario, hours };
  const policy = run.name === 'drunk' ? drunkPolicy() : policyOf(run.name, scenario);
  const found = known.get(run) ?? runScenario(scenario, 7, policy);
  known.set(run, found);
  return found;
}

test.each(runs)('$id by $name: every call ends once, or is still open', (run) => {
  const outcome = outcomeOf(run);
  const entries = entriesOf(outcome.log);
  const count = (...kinds: Logged[]) => entries.filter(({ kind }) => kinds.includes(kind)).length;
  const { dialed, notAnswered, personRefused, answered, machineAnswered, connected } = logged;
  const dials = count(dialed);
  const calls = count(answered, machineAnswered);
  expect(dials).toBe(calls + count(notAnswered, personRefused) + outcome.callsAtEnd.inFlight);
  expect(calls).toBe(count(connected, logged.givenUp, logged.leftEarly) + outcome.callsAtEnd.waiting);
  const figures = figuresOf(outcome);
  expect(figures.answered).toBe(
    figures.servedInTime + figures.abandoned + figures.leftEarly + figures.undecided,
  );
  expect(figures.undecided).toBeGreaterThanOrEqual(0);
  expect(figures.undecided).toBeLessThanOrEqual(outcome.callsAtEnd.waiting);
  expect(entries.every(({ at }, index) => at >= (entries[index - 1]?.at ?? 0))).toBe(true);
  expect(entries.every(({ at }) => at <= outcome.endSeconds)).toBe(true);
});

test.each(runs)('$id by $name: an agent has one call at a time, and only while logged in', (run) => {
  const { log, scenario, endSeconds } = outcomeOf(run);
  const before: Readonly<Record<number, readonly Logged[]>> = {
    [logged.connected]: [logged.loggedIn, logged.wrappedUp, logged.resumed],
    [logged.talked]: [logged.connected],
    [logged.wrappedUp]: [logged.talked],
    [logged.paused]: [logged.loggedIn, logged.wrappedUp, logged.resumed],
    [logged.resumed]: [logged.paused],
    [logged.loggedOff]: [logged.loggedIn, logged.wrappedUp, logged.resumed],
  };
  const last = new Map<number, Logged>();
  const faults = entriesOf(log).filter(({ kind, agent }) => {
    if (agent < 0) return false;
    const state = last.get(agent);
    last.set(agent, kind);
    return kind === logged.loggedIn ? state !== undefined : !before[kind]?.includes(state ?? logged.dialed);
  });
  expect(faults).toEqual([]);
  expect(last.size).toBeLessThanOrEqual(scenario.agents);
  const { occupancy, agentHours } = figuresOf(outcomeOf(run));
  expect(occupancy).toBeLessThanOrEqual(1);
  expect(agentHours).toBeLessThanOrEqual((scenario.agents * endSeconds) / 3600 + 1e-9);
});

test.each(runs)('$id by $name: no more lines than there are', (run) => {
  const { linesPeak, linesMean } = figuresOf(outcomeOf(run));
  expect(linesPeak).toBeLessThanOrEqual(run.scenario.trunks ?? Number.POSITIVE_INFINITY);
  expect(linesMean).toBeLessThanOrEqual(linesPeak);
});

test('the k-th lead has the same fate for every policy, and at any time', () => {
  const fatesUnder = (policy: Policy) => {
    const dialedAt = new Map<number, number>();
    const fates = new Map<number, string>();
    readLog(runScenario(scenarioOf('AMD30', { hours: 1 }), 3, policy).log, (kind, at, call) => {
      if (kind === logged.dialed) dialedAt.set(call, at);
      else if (kind <= logged.personRefused)
        fates.set(call, `${kind} after ${(at - (dialedAt.get(call) ?? 0)).toFixed(6)}`);
    });
    return fates;
  };
  const careful = fatesUnder(policyOf('progressive', baseScenario));
  const foolish = fatesUnder(drunkPolicy());
  const both = [...careful.keys()].filter((call) => foolish.has(call));
  expect(both.length).toBeGreaterThan(1000);
  expect(both.map((call) => foolish.get(call))).toEqual(both.map((call) => careful.get(call)));
});

test('the same run is the same to the last digit, another seed is another day', () => {
  const run = (seed: number) => runScenario(scenarioOf('PAUSE20', { hours: 0.5 }), seed, drunkPolicy()).log;
  expect(run(1)).toEqual(run(1));
  expect(run(2)).not.toEqual(run(1));
});

/** Records what a policy is shown and told; `dials` says what it orders. */
function witness(dials: (seen: Seen) => number, waitLimitSeconds = 2) {
  const seen: Seen[] = [];
  const happened: Happening[] = [];
  const policy: Policy = {
    name: 'witness',
    waitLimitSeconds,
    beat: (now, since) => {
      seen.push(structuredClone(now));
      happened.push(...since);
      return dials(now);
    },
  };
  return { policy, seen, happened };
}

test('the dials of a beat are spread evenly over it', () => {
  const { policy } = witness((seen) => (seen.at === 0 ? 4 : 0));
  const dialed = entriesOf(runScenario(scenarioOf('A20', { hours: 0.01 }), 1, policy).log)
    .filter(({ kind }) => kind === logged.dialed)
    .map(({ at }) => at);
  expect(dialed).toEqual([0, 0.25, 0.5, 0.75]);
  const slow = runScenario(scenarioOf('A20', { hours: 0.01 }), 1, policy, { beatSeconds: 3 });
  expect(slow.endSeconds).toBe(36);
});

test('a policy is told what happened in order of time, up to the beat and not beyond', () => {
  const { policy, seen, happened } = witness(() => 1);
  runScenario(scenarioOf('PAT20', { agents: 5, hours: 0.2 }), 1, policy);
  const ats = happened.map(({ at }) => at);
  expect(ats).toEqual(ats.toSorted((one, other) => one - other));
  expect(new Set(happened.map(({ kind }) => kind))).toEqual(
    new Set(['answered', 'notAnswered', 'connected', 'abandoned', 'leftEarly', 'talked', 'wrappedUp']),
  );
  expect(seen.map(({ at }) => at)).toEqual(Array.from({ length: 720 }, (_, beat) => beat * 1000));
  for (const { at, dialedAt, talkingSince, waitingSince } of seen) {
    expect([...dialedAt, ...talkingSince, ...waitingSince].every((since) => since <= at)).toBe(true);
  }
});

test('who waits longer than 2 s counts as abandoned then, even if an agent comes later', () => {
  const { policy, happened } = witness(
    (seen) => (seen.talkingSince.length + seen.dialedAt.length < 2 ? 1 : 0),
    600,
  );
  const scenario = scenarioOf('A20', {
    ...{ agents: 1, hours: 1, answerRate: { kind: 'constant', rate: 1 } },
    ...{ talk: { law: 'constant', seconds: 30 }, wrap: { law: 'constant', seconds: 5 } },
  });
  const { log } = runScenario(scenario, 1, policy);
  const late = happened.filter((one) => one.kind === 'connected' && one.waitSeconds > 2);
  expect(late.length).toBeGreaterThan(20);
  const entries = entriesOf(log);
  const answeredAt = new Map(
    entries.filter(({ kind }) => kind === logged.answered).map(({ call, at }) => [call, at]),
  );
  const abandoned = entries.filter(({ kind }) => kind === logged.abandoned);
  expect(abandoned.length).toBeGreaterThanOrEqual(late.length);
  for (const { call, at } of abandoned) expect(at - (answeredAt.get(call) ?? 0)).toBeCloseTo(2, 9);
  expect(happened.filter(({ kind }) => kind === 'abandoned')).toHaveLength(abandoned.length);
});

test('the memoryless limit ends a wait whatever the policy would allow', () => {
  const { policy } = witness(() => 1, 600);
  const { log } = runScenario(scenarioOf('MK5', { hours: 0.5 }), 1, policy);
  const entries = entriesOf(log);
  const gone = entries.filter(({ kind }) => kind === logged.abandoned).map(({ call, at }) => `${call} ${at}`);
  expect(gone.length).toBeGreaterThan(100);
  expect(
    entries.filter(({ kind }) => kind === logged.givenUp).map(({ call, at }) => `${call} ${at}`),
  ).toEqual(gone);
});

test('agents who are about to leave are not seen', () => {
  const { policy, seen } = witness(() => 0);
  const shifts = [
    { agents: 3, loginSeconds: 0, logoffSeconds: 60 },
    { agents: 2, loginSeconds: 30, logoffSeconds: null },
  ];
  runScenario(scenarioOf('A5', { hours: 0.05, shifts }), 1, policy);
  const idleAt = (second: number) => seen[second]?.idle;
  expect([0, 29, 30, 37, 38, 100].map(idleAt)).toEqual([3, 3, 5, 5, 2, 2]);
});

test('a finite list is dialed to its end and no further', () => {
  const list = { leads: 100, retryAfterSeconds: 600, attemptsMax: 3 };
  const { policy, seen } = witness(() => 1);
  const outcome = runScenario(scenarioOf('A20', { list, hours: 4 }), 1, policy);
  const { dials, answered } = figuresOf(outcome);
  expect(seen[0]?.dialsMax).toBe(100);
  expect(outcome.endSeconds).toBeLessThan(3600);
  expect(outcome.callsAtEnd).toEqual({ inFlight: 0, waiting: 0 });
  const perLead = entriesOf(outcome.log).filter(({ kind }) => kind === logged.dialed).length;
  expect(perLead).toBe(dials);
  expect(dials).toBeGreaterThan(200);
  expect(dials).toBeLessThan(300);
  expect(answered).toBeGreaterThan(40);
  expect(answered).toBeLessThan(75);
});

test('agents pause a tenth of their time', () => {
  const scenario = scenarioOf('PAUSE20', { agents: 200, hours: 8 });
  const { policy } = witness(() => 0);
  expect(figuresOf(runScenario(scenario, 1, policy)).agentHours / 1600).toBeCloseTo(0.9, 1);
});
