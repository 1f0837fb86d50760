// The agents of a simulated campaign: when they log in, pause and leave, and which one is next for a call:
// the one who has been idle longest. An agent who is busy when a pause or the end of the shift is due
// leaves after the call, and the policy is told so, as a real desktop would tell it.
import { draw, exponential, field } from '../chance.ts';
import { type EventLog, type Logged, logged, writeEntry } from './eventLog.ts';
import type { Scenario } from './scenario/scenario.ts';

export interface Agent {
  readonly index: number;
  state: 'away' | 'idle' | 'talking' | 'wrapUp' | 'paused';
  /** Since when, in seconds. */
  since: number;
  /** When the shift ends, in seconds; known from the beginning. */
  readonly leavesAt: number;
  /** What was due during a call and comes after it. */
  next: 'call' | 'pause' | 'leave';
  pauses: number;
}

/** What the agents need of the run: its clock, its log, and to tell that somebody may serve. */
export interface FloorHost {
  readonly log: EventLog;
  later(at: number, then: (at: number) => void): void;
  /** An agent has become idle and has been put to the end of the queue of agents. */
  onIdle(at: number): void;
}

export interface Floor {
  readonly agents: readonly Agent[];
  readonly idleCount: number;
  /** The agent who has been idle longest, from now on talking; undefined when nobody is idle. */
  takeIdle(at: number): Agent | undefined;
  wrapUp(agent: Agent, at: number): void;
  /** The wrap-up is over: idle again, unless a pause or the end of the shift was due. */
  finish(agent: Agent, at: number): void;
}

/** The agents of a scenario; their logins are put on the host's clock. */
export function createFloor(scenario: Scenario, seed: number, host: FloorHost): Floor {
  const { pauses } = scenario;
  const idle: Agent[] = [];
  const note = (kind: Logged, agent: Agent, at: number): void =>
    writeEntry(host.log, kind, at, -1, agent.index);
  const become = (agent: Agent, state: Agent['state'], at: number): void => {
    if (agent.state === 'idle') idle.splice(idle.indexOf(agent), 1);
    agent.state = state;
    agent.since = at;
  };
  const becomeIdle = (agent: Agent, at: number): void => {
    become(agent, 'idle', at);
    idle.push(agent);
    host.onIdle(at);
  };
  const leave = (agent: Agent, at: number): void => {
    if (agent.state === 'paused') note(logged.resumed, agent, at);
    note(logged.loggedOff, agent, at);
    become(agent, 'away', at);
  };
  const drawSeconds = (agent: Agent, fieldNumber: number, meanSeconds: number): number =>
    exponential(draw(seed, agent.index + scenario.agents * agent.pauses, fieldNumber), meanSeconds);
  const planPause = (agent: Agent, at: number): void => {
    if (pauses === null) return;
    host.later(at + drawSeconds(agent, field.pauseGap, pauses.meanGapSeconds), (dueAt) => {
      if (agent.state === 'idle') pause(agent, dueAt);
      else if (agent.next === 'call') agent.next = 'pause';
    });
  };
  const pause = (agent: Agent, at: number): void => {
    if (pauses === null) return;
    note(logged.paused, agent, at);
    become(agent, 'paused', at);
    const seconds = drawSeconds(agent, field.pauseLength, pauses.meanSeconds);
    agent.pauses += 1;
    host.later(at + seconds, (endAt) => {
      if (agent.state !== 'paused') return;
      note(logged.resumed, agent, endAt);
      planPause(agent, endAt);
      becomeIdle(agent, endAt);
    });
  };
  const agents = createAgents(scenario, (agent, loginAt) => {
    host.later(loginAt, (at) => {
      note(logged.loggedIn, agent, at);
      planPause(agent, at);
      becomeIdle(agent, at);
    });
    if (agent.leavesAt === Number.POSITIVE_INFINITY) return;
    host.later(agent.leavesAt, (at) => {
      if (agent.state === 'idle' || agent.state === 'paused') leave(agent, at);
      else agent.next = 'leave';
    });
  });
  return {
    agents,
    get idleCount() {
      return idle.length;
    },
    takeIdle: (at) => {
      const agent = idle.shift();
      if (agent === undefined) return undefined;
      agent.state = 'talking';
      agent.since = at;
      return agent;
    },
    wrapUp: (agent, at) => become(agent, 'wrapUp', at),
    finish: (agent, at) => {
      const { next } = agent;
      agent.next = 'call';
      if (next === 'leave') leave(agent, at);
      else if (next === 'pause') pause(agent, at);
      else becomeIdle(agent, at);
    },
  };
}

function createAgents(scenario: Scenario, planDay: (agent: Agent, loginAt: number) => void): Agent[] {
  const shifts = scenario.shifts ?? [{ agents: scenario.agents, loginSeconds: 0, logoffSeconds: null }];
  const agents: Agent[] = [];
  for (const shift of shifts) {
    for (let count = 0; count < shift.agents; count += 1) {
      const leavesAt = shift.logoffSeconds ?? Number.POSITIVE_INFINITY;
      const index = agents.length;
      const agent: Agent = { index, state: 'away', since: 0, leavesAt, next: 'call', pauses: 0 };
      agents.push(agent);
      planDay(agent, shift.loginSeconds);
    }
  }
  return agents;
}
