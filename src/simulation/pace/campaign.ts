// The calls of a simulated campaign from the dial to the end of the wrap-up, as the clock turns them: which
// calls get an agent, wait, or are abandoned. Every step is written to the log, and told to the policy in
// the types of core/pacing/seen.ts, which hold less than the log.
import type { Happening, Seen } from '../../core/pacing/seen.ts';
import { toMillis } from '../../core/units.ts';
import { createTimeHeap } from '../timeHeap.ts';
import type { Call } from './call.ts';
import { createLog, type EventLog, type Logged, logged, writeEntry } from './eventLog.ts';
import { fateOfLead } from './fate.ts';
import { type Agent, createFloor, type Floor } from './floor.ts';
import { createLeads } from './leads.ts';
import { createLook, isBusy, type Standing, type Truth, truthOf } from './look.ts';
import type { Scenario } from './scenario/scenario.ts';

export interface Campaign {
  readonly log: EventLog;
  /** Lets everything happen up to and with this instant. */
  passTo(at: number): void;
  dial(at: number): void;
  /** The same object each time: it is valid until the next look. */
  look(at: number, beatSeconds: number): Seen;
  takeHappenings(): readonly Happening[];
  isFinished(): boolean;
  callsOpen(): { readonly inFlight: number; readonly waiting: number };
  truth(): Truth;
}

/**
 * A campaign before its first instant. Its holder moves its time on and dials.
 * @param waitLimitSeconds after which a waiting call is given up, 0 or more
 */
export function createCampaign(scenario: Scenario, seed: number, waitLimitSeconds: number): Campaign {
  const log = createLog();
  const clock = createTimeHeap<(at: number) => void>();
  const leads = createLeads(scenario);
  const inFlight: Call[] = [];
  const waiting: Call[] = [];
  let talking = 0;
  let dialed = 0;
  let happenings: Happening[] = [];
  let now = 0;
  /** By the number of the agent: when talk and wrap-up will be over. */
  const freeAt: number[] = [];

  const floor: Floor = createFloor(scenario, seed, {
    log,
    later: (at, then) => clock.push(at, then),
    onIdle: (at) => {
      const call = waiting.shift();
      if (call !== undefined) connect(call, at);
    },
  });

  const write = (kind: Logged, at: number, call: Call, agent = -1): void =>
    writeEntry(log, kind, at, call.index, agent);
  const tell = (happening: Happening): void => {
    happenings.push(happening);
  };

  const passTo = (at: number): void => {
    for (let next = clock.nextAt(); next <= at; next = clock.nextAt()) clock.pop()?.(next);
    now = at;
  };

  const dial = (at: number): void => {
    passTo(at);
    const lead = leads.take(at);
    if (lead === undefined) return;
    const fate = fateOfLead(scenario, seed, lead, at);
    const call: Call = {
      index: dialed,
      lead,
      fate,
      dialedAt: at,
      slot: inFlight.length,
      answeredAt: 0,
      state: 'inFlight',
      isAbandoned: false,
    };
    dialed += 1;
    inFlight.push(call);
    write(logged.dialed, at, call);
    clock.push(at + fate.ringSeconds, (then) => ringEnds(call, then));
  };

  const ringEnds = (call: Call, at: number): void => {
    land(inFlight, call);
    const { outcome, ringSeconds } = call.fate;
    if (outcome === 'person' || outcome === 'machineUnnoticed') {
      tell({ kind: 'answered', at: toMillis(at * 1000), ringSeconds });
      write(outcome === 'person' ? logged.answered : logged.machineAnswered, at, call);
      answered(call, at);
      return;
    }
    call.state = 'over';
    if (outcome !== 'personRefused') leads.giveBack(call.lead, at);
    tell({ kind: 'notAnswered', at: toMillis(at * 1000), ringSeconds });
    write(outcome === 'personRefused' ? logged.personRefused : logged.notAnswered, at, call);
  };

  const answered = (call: Call, at: number): void => {
    call.answeredAt = at;
    if (floor.idleCount > 0) {
      connect(call, at);
      return;
    }
    call.state = 'waiting';
    waiting.push(call);
    const { limitSeconds, patienceSeconds } = call.fate;
    const heldSeconds = scenario.markov ? limitSeconds : waitLimitSeconds;
    clock.push(at + Math.min(limitSeconds, heldSeconds), (then) => passLimit(call, then));
    if (patienceSeconds < heldSeconds) clock.push(at + patienceSeconds, (then) => hangUp(call, then));
    if (heldSeconds > limitSeconds) clock.push(at + heldSeconds, (then) => giveUp(call, then));
  };

  const connect = (call: Call, at: number): void => {
    const agent = floor.takeIdle(at);
    if (agent === undefined) return;
    call.state = 'withAgent';
    talking += 1;
    freeAt[agent.index] = at + call.fate.talkSeconds + call.fate.wrapSeconds;
    tell({ kind: 'connected', at: toMillis(at * 1000), waitSeconds: at - call.answeredAt });
    write(logged.connected, at, call, agent.index);
    clock.push(at + call.fate.talkSeconds, (then) => talkEnds(call, agent, then));
  };

  const talkEnds = (call: Call, agent: Agent, at: number): void => {
    talking -= 1;
    call.state = 'over';
    tell({ kind: 'talked', at: toMillis(at * 1000), seconds: at - agent.since });
    write(logged.talked, at, call, agent.index);
    floor.wrapUp(agent, at);
    if (call.fate.outcome === 'machineUnnoticed') leads.giveBack(call.lead, at);
    clock.push(at + call.fate.wrapSeconds, (then) => {
      tell({ kind: 'wrappedUp', at: toMillis(then * 1000), seconds: then - agent.since });
      write(logged.wrappedUp, then, call, agent.index);
      floor.finish(agent, then);
    });
  };

  /** The law's limit, or ours if that is shorter: without an agent by then it is an abandoned call. */
  const passLimit = (call: Call, at: number): void => {
    if (call.state !== 'waiting') return;
    call.isAbandoned = true;
    tell({ kind: 'abandoned', at: toMillis(at * 1000) });
    if (call.fate.outcome === 'person') write(logged.abandoned, at, call);
    if (scenario.markov || waitLimitSeconds <= call.fate.limitSeconds) giveUp(call, at);
  };

  const giveUp = (call: Call, at: number): void => {
    if (call.state !== 'waiting') return;
    waiting.splice(waiting.indexOf(call), 1);
    call.state = 'over';
    write(logged.givenUp, at, call);
  };

  const hangUp = (call: Call, at: number): void => {
    if (call.state !== 'waiting' || call.isAbandoned) {
      giveUp(call, at);
      return;
    }
    waiting.splice(waiting.indexOf(call), 1);
    call.state = 'over';
    tell({ kind: 'leftEarly', at: toMillis(at * 1000) });
    write(logged.leftEarly, at, call);
  };

  const look = createLook(scenario);
  const standing = (at: number): Standing => ({
    agents: floor.agents,
    inFlight,
    waiting,
    talking,
    leadsDue: leads.due(at),
  });

  return {
    log,
    passTo,
    dial,
    look: (at, beatSeconds) => look(standing(at), at, beatSeconds),
    takeHappenings: () => {
      const taken = happenings;
      if (taken.length > 0) happenings = [];
      return taken;
    },
    isFinished: () => leads.isEmpty() && inFlight.length + waiting.length === 0 && !floor.agents.some(isBusy),
    callsOpen: () => ({ inFlight: inFlight.length, waiting: waiting.length }),
    truth: () => truthOf(standing(now), freeAt, now),
  };
}

/** Takes a call out of those in flight; the last one takes its place. */
function land(inFlight: Call[], call: Call): void {
  const last = inFlight.pop();
  if (last === undefined || last === call) return;
  last.slot = call.slot;
  inFlight[call.slot] = last;
}
