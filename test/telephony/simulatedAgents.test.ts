// Simulated agents against a desk of paper: they sit down, work off what the desk shows them, and give
// signs of life; they wait while the desk is elsewhere, and come back when it comes back.

import { expect, test } from 'vitest';
import type { AgentCommand, WorkingAgent } from '../../src/core/agentState.ts';
import { inBoth } from '../../src/core/language.ts';
import { type Millis, toContactId, toMillis, toVdnId } from '../../src/core/units.ts';
import {
  type SeatedAgents,
  type SimulatedAgentsDeps,
  startSimulatedAgents,
} from '../../src/telephony/simulatedAgents.ts';
import { manualClock } from './manualClock.ts';

const vdnId = toVdnId(1);
const startAt = Date.UTC(2026, 5, 1, 9);

/** A desk that does what it is told and writes it down. */
function paperDesk(now: () => Millis) {
  const seated = new Map<string, WorkingAgent>();
  const listeners = new Set<(agent: WorkingAgent) => void>();
  const told: { at: number; agentId: string; command: AgentCommand }[] = [];
  const place = { isHere: true };
  const change = (agentId: string, changed: Partial<WorkingAgent>): WorkingAgent => {
    const agent = { ...(seated.get(agentId) ?? fresh(agentId, now())), since: now(), ...changed };
    seated.set(agentId, agent);
    for (const listener of listeners) listener(agent);
    return agent;
  };
  const obey = (agentId: string, command: AgentCommand): WorkingAgent => {
    if (command.kind === 'signOut') return change(agentId, { status: 'signedOut' });
    if (command.kind === 'break') return change(agentId, { status: 'onBreak', breakReason: command.reason });
    if (command.kind === 'dialOffer') return change(agentId, { state: 'reserved', offer: null });
    if (command.kind === 'alive') return seated.get(agentId) ?? fresh(agentId, now());
    if (command.kind === 'signIn') return change(agentId, { status: 'onBreak', breakReason: null });
    return change(agentId, { status: 'ready', state: 'idle', offer: null });
  };
  const desk: SeatedAgents = {
    command: async (_, agentId, command) => {
      told.push({ at: now(), agentId, command });
      if (!place.isHere) return { refusal: 'agentsElsewhere', detail: inBoth('Another process.', '拒绝') };
      return { agent: obey(agentId, command) };
    },
    agent: (_, agentId) => seated.get(agentId) ?? null,
    watch: (_, __, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const toldOf = (kind: AgentCommand['kind']) => told.filter(({ command }) => command.kind === kind);
  return { desk, seated, change, told, toldOf, place };
}

const fresh = (id: string, at: Millis): WorkingAgent => ({
  id,
  skills: [{ skillId: 5, priority: 1 }],
  status: 'onBreak',
  breakReason: null,
  state: 'idle',
  since: at,
  signedInAt: at,
  signOffAt: null,
  seenAt: at,
  telephone: { endpoint: id, line: 'open' },
  isReachable: true,
  campaignId: null,
  callId: null,
  called: null,
  offer: null,
  wrapUpEndsAt: null,
});

function open(agentIds: string[], options: Partial<SimulatedAgentsDeps> = {}) {
  const clock = manualClock(startAt);
  const paper = paperDesk(() => clock.now());
  const failures: unknown[] = [];
  const flagged = { agentIds };
  const agents = startSimulatedAgents({
    clock,
    desk: paper.desk,
    findTeams: async () => [{ vdnId, silenceSecondsMax: 30, agentIds: flagged.agentIds }],
    onFailure: (error) => failures.push(error),
    ...options,
  });
  return {
    ...paper,
    agents,
    failures,
    flagged,
    clock,
    pass: (seconds: number) => clock.advance(seconds * 1000),
  };
}

const team = Array.from({ length: 50 }, (_, index) => String(1001 + index));
const offer = (at: number) => ({
  contactId: toContactId(String(at)),
  called: '13900000099',
  customField: '',
  callData: '',
  offeredAt: toMillis(at),
  dialsAt: toMillis(at + 60_000),
});

test('within some seconds everybody is seated, and not all at once', async () => {
  const { seated, toldOf, pass, agents } = open(team);
  await pass(10);
  expect([...seated.keys()].sort()).toEqual(team);
  expect([...seated.values()].every(({ status }) => status === 'ready')).toBe(true);
  const instants = toldOf('signIn').map(({ at }) => at);
  expect(new Set(instants).size).toBeGreaterThan(20);
  await agents.stop();
});

test('each gives a sign of life in a third of the silence that is allowed, spread over it', async () => {
  const { toldOf, pass, agents } = open(team);
  await pass(70);
  for (const agentId of team) {
    const instants = toldOf('alive').flatMap((told) => (told.agentId === agentId ? [told.at] : []));
    expect(instants.length).toBeGreaterThanOrEqual(5);
    const gaps = instants.slice(1).map((at, index) => at - (instants[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_100);
  }
  expect(new Set(toldOf('alive').map(({ at }) => at)).size).toBeGreaterThan(100);
  await agents.stop();
});

test('wrap-up ends after 15 s in the mean, by the agent', async () => {
  const { change, toldOf, pass, clock, agents } = open(team);
  await pass(10);
  for (let round = 0; round < 10; round += 1) {
    for (const agentId of team) change(agentId, { state: 'wrapUp', since: clock.now() });
    await pass(120);
  }
  const begun = startAt + 10_000;
  const lengths = toldOf('endWrapUp').map(({ at }) => ((at - begun) % 120_000) / 1000);
  expect(lengths).toHaveLength(10 * team.length);
  expect(Math.abs(lengths.reduce((sum, length) => sum + length, 0) / lengths.length - 15)).toBeLessThan(1.5);
  await agents.stop();
});

test('an offer is read, and dialed by nine in ten; the others say why not', async () => {
  const { change, toldOf, pass, clock, agents } = open(team);
  await pass(10);
  for (let round = 0; round < 10; round += 1) {
    for (const agentId of team) change(agentId, { state: 'previewing', offer: offer(clock.now()) });
    await pass(60);
    for (const agentId of team) change(agentId, { state: 'idle' });
  }
  const skipped = toldOf('skipOffer');
  expect(skipped.length + toldOf('dialOffer').length).toBe(10 * team.length);
  expect(skipped.length).toBeGreaterThan(25);
  expect(skipped.length).toBeLessThan(85);
  expect(skipped.every(({ command }) => command.kind === 'skipOffer' && command.reason.length > 0)).toBe(
    true,
  );
  await agents.stop();
});

test('what was meant for a state that is over is not done', async () => {
  const { change, toldOf, pass, clock, agents } = open(['1001']);
  await pass(10);
  change('1001', { state: 'previewing', offer: offer(clock.now()) });
  await pass(0.1);
  change('1001', { state: 'idle', offer: null });
  await pass(120);
  expect([...toldOf('dialOffer'), ...toldOf('skipOffer')]).toEqual([]);
  await agents.stop();
});

test('while the desk is elsewhere one agent knocks and the others wait; then all come back', async () => {
  const { change, place, told, seated, pass, clock, agents } = open(team);
  await pass(10);
  place.isHere = false;
  await pass(15);
  const before = told.length;
  await pass(20);
  expect(told.length - before).toBeLessThanOrEqual(21);
  // Another process had the desk meanwhile, and signed out those who had gone silent.
  for (const agentId of team.slice(0, 25)) change(agentId, { status: 'signedOut' });
  change('1050', { state: 'wrapUp', since: clock.now() });
  place.isHere = true;
  await pass(60);
  expect([...seated.values()].every(({ status, state }) => status === 'ready' && state === 'idle')).toBe(
    true,
  );
  await agents.stop();
});

test('an agent signed out for silence signs in again; one without the flag signs out for good', async () => {
  const { change, flagged, seated, pass, agents } = open(['1001', '1002']);
  await pass(10);
  change('1001', { status: 'signedOut' });
  await pass(10);
  expect(seated.get('1001')?.status).toBe('ready');
  flagged.agentIds = ['1002', '1003'];
  await pass(30);
  expect([...seated.values()].map(({ id, status }) => [id, status])).toEqual([
    ['1001', 'signedOut'],
    ['1002', 'ready'],
    ['1003', 'ready'],
  ]);
  await agents.stop();
});

test('who was not reached at the telephone is ready again after a while, and not at once', async () => {
  const { change, toldOf, pass, agents } = open(['1001']);
  await pass(10);
  const readyBefore = toldOf('ready').length;
  change('1001', { status: 'onBreak', breakReason: 'the telephone was not taken' });
  await pass(9);
  expect(toldOf('ready')).toHaveLength(readyBefore);
  await pass(2);
  expect(toldOf('ready')).toHaveLength(readyBefore + 1);
  await agents.stop();
});

test('with breaks they rest now and then, and come back', async () => {
  const breaks = { workSecondsMean: 60, breakSecondsMean: 20 };
  const { toldOf, seated, pass, agents } = open(team.slice(0, 10), { breaks });
  await pass(600);
  expect(toldOf('break').length).toBeGreaterThan(30);
  expect(toldOf('ready').length).toBeGreaterThan(30);
  expect([...seated.values()].some(({ status }) => status === 'ready')).toBe(true);
  await agents.stop();
});

test('a desk and a database that fail for a while are tried again', async () => {
  let failing = true;
  const { desk, ...paper } = paperDesk(() => toMillis(startAt));
  const unsteady: SeatedAgents = {
    ...desk,
    command: async (...told) => {
      if (failing) throw new Error('the database is away');
      return desk.command(...told);
    },
  };
  const { pass, failures, agents } = open(['1001'], { desk: unsteady });
  await pass(5);
  expect(failures.length).toBeGreaterThan(2);
  failing = false;
  await pass(10);
  expect(paper.seated.get('1001')?.status).toBe('ready');
  await agents.stop();
});
