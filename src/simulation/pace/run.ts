// One simulated campaign: scenario, seed and policy in, the log of everything that happened out. Time
// is in seconds inside and in milliseconds in what a policy sees. The policy is asked once a beat; what
// it orders goes out evenly over the beat, because evenly spaced dials lose far fewer calls than volleys.
import { type Happening, horizonsSeconds, type Seen } from '../../core/pacing/seen.ts';
import { toMillis } from '../../core/units.ts';
import { draw, field } from '../chance.ts';
import type { Policy } from '../policy.ts';
import { createTimeHeap } from '../timeHeap.ts';
import { createLog, type EventLog, type Logged, logged, writeEntry } from './eventLog.ts';
import { type Fate, fateOfLead, type Lead } from './fate.ts';
import { type Agent, createFloor, type Floor } from './floor.ts';
import { createLeads } from './leads.ts';
import type { Scenario } from './scenario.ts';

export interface RunOptions {
  /** How often the policy is asked: 1, or 3 as the original does. */
  readonly beatSeconds: number;
  /** `random` puts the dials of a beat at random instants of it: a Poisson policy is then exactly that. */
  readonly spacing: 'even' | 'random';
  /** Is given, before the first beat, the way to ask what no dialer can know; for bounds only. */
  readonly confide: (truth: () => Truth) => void;
}

/** How the calls of the present instant will turn out. Nothing is told of numbers not yet dialed. */
export interface Truth {
  /** For each busy agent who will take a further call: seconds until then. */
  readonly freeInSeconds: readonly number[];
  /** For each call in flight that will be given to an agent: seconds until it is answered. */
  readonly answersInSeconds: readonly number[];
}

export interface Outcome {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly policy: string;
  readonly log: EventLog;
  /** When the run ended: after the scenario's hours, or when its list was finished. */
  readonly endSeconds: number;
  /** Calls that were neither over nor wrapped up when the run ended. */
  readonly callsAtEnd: { readonly inFlight: number; readonly waiting: number };
}

/** The carrier of the simulation takes so many dials a second, whoever asks (`carrierLimits`). */
const dialsPerSecondMax = 5000;
/** Agents who leave within this time are not seen: no call dialed now would find them. */
const leavingSeconds = horizonsSeconds[horizonsSeconds.length - 1] ?? 22;

/** Runs a scenario to its end. The same four arguments give the same log, to the last digit. */
export function runScenario(
  scenario: Scenario,
  seed: number,
  policy: Policy,
  options: Partial<RunOptions> = {},
): Outcome {
  const beatSeconds = options.beatSeconds ?? 1;
  const spacing = options.spacing ?? 'even';
  const endSeconds = scenario.hours * 3600;
  const campaign = createCampaign(scenario, seed, policy.waitLimitSeconds);
  options.confide?.(campaign.truth);
  let beat = 0;
  for (; beat * beatSeconds < endSeconds && !campaign.isFinished(); beat += 1) {
    const at = beat * beatSeconds;
    campaign.passTo(at);
    const seen = campaign.look(at, beatSeconds);
    const wanted = policy.beat(seen, campaign.takeHappenings());
    const dials = Math.max(0, Math.min(Math.floor(wanted), seen.dialsMax));
    for (const instant of instantsOf(dials, at, beatSeconds, spacing, seed, beat)) campaign.dial(instant);
  }
  const endedAt = Math.min(endSeconds, beat * beatSeconds);
  campaign.passTo(endedAt);
  return {
    scenario,
    seed,
    policy: policy.name,
    log: campaign.log,
    endSeconds: endedAt,
    callsAtEnd: campaign.callsOpen(),
  };
}

function instantsOf(
  dials: number,
  at: number,
  beatSeconds: number,
  spacing: RunOptions['spacing'],
  seed: number,
  beat: number,
): number[] {
  const instants: number[] = [];
  for (let dial = 0; dial < dials; dial += 1) {
    const share = spacing === 'even' ? dial / dials : draw(seed, beat * 65_536 + dial, field.dialInstant);
    instants.push(at + share * beatSeconds);
  }
  return spacing === 'even' ? instants : instants.sort((one, other) => one - other);
}

interface Call {
  readonly index: number;
  readonly lead: Lead;
  readonly fate: Fate;
  readonly dialedAt: number;
  /** Its place among the calls in flight. */
  slot: number;
  answeredAt: number;
  state: 'inFlight' | 'waiting' | 'withAgent' | 'over';
  isAbandoned: boolean;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

interface Campaign {
  readonly log: EventLog;
  /** Lets everything happen up to and with this instant. */
  passTo(at: number): void;
  dial(at: number): void;
  /** The same object each time: it is valid until the next look. */
  look(at: number, beatSeconds: number): Seen;
  takeHappenings(): readonly Happening[];
  isFinished(): boolean;
  callsOpen(): Outcome['callsAtEnd'];
  truth(): Truth;
}

function createCampaign(scenario: Scenario, seed: number, waitLimitSeconds: number): Campaign {
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

  const lines = (): number => inFlight.length + waiting.length + talking;
  const seen: Mutable<Seen> & SeenLists = {
    at: toMillis(0),
    idle: 0,
    staffed: 0,
    talkingSince: [],
    wrapUpSince: [],
    dialedAt: [],
    foreignDialedAt: [],
    waitingSince: [],
    dialsMax: 0,
    ringLimitSeconds: scenario.ringLimitSeconds,
  };

  return {
    log,
    passTo,
    dial,
    look: (at, beatSeconds) => {
      lookAtAgents(seen, floor.agents, at);
      seen.at = toMillis(at * 1000);
      seen.dialedAt.length = 0;
      for (const call of inFlight) seen.dialedAt.push(toMillis(call.dialedAt * 1000));
      seen.waitingSince.length = 0;
      for (const call of waiting) seen.waitingSince.push(toMillis(call.answeredAt * 1000));
      const linesFree = (scenario.trunks ?? Number.POSITIVE_INFINITY) - lines();
      seen.dialsMax = Math.max(0, Math.min(leads.due(at), linesFree, dialsPerSecondMax * beatSeconds));
      return seen;
    },
    takeHappenings: () => {
      const taken = happenings;
      if (taken.length > 0) happenings = [];
      return taken;
    },
    isFinished: () => leads.isEmpty() && lines() === 0 && floor.agents.every(isFree),
    callsOpen: () => ({ inFlight: inFlight.length, waiting: waiting.length }),
    truth: () => ({
      freeInSeconds: floor.agents
        .filter((agent) => willServe(agent, now) && !isFree(agent))
        .map((agent) => (freeAt[agent.index] ?? 0) - now),
      answersInSeconds: inFlight
        .filter(({ fate }) => fate.outcome === 'person' || fate.outcome === 'machineUnnoticed')
        .map(({ fate, dialedAt }) => dialedAt + fate.ringSeconds - now),
    }),
  };
}

/** Takes a call out of those in flight; the last one takes its place. */
function land(inFlight: Call[], call: Call): void {
  const last = inFlight.pop();
  if (last === undefined || last === call) return;
  last.slot = call.slot;
  inFlight[call.slot] = last;
}

const willServe = (agent: Agent, at: number): boolean =>
  agent.leavesAt > at + leavingSeconds && agent.next === 'call';

const isFree = (agent: Agent): boolean => agent.state !== 'talking' && agent.state !== 'wrapUp';

interface SeenLists {
  readonly talkingSince: number[];
  readonly wrapUpSince: number[];
  readonly dialedAt: number[];
  readonly waitingSince: number[];
}

/** Agents who leave soon, or after their present call, are left out: they take no call dialed now. */
function lookAtAgents(seen: Mutable<Seen> & SeenLists, agents: readonly Agent[], at: number): void {
  const { talkingSince, wrapUpSince } = seen;
  talkingSince.length = 0;
  wrapUpSince.length = 0;
  let idle = 0;
  for (const agent of agents) {
    if (!willServe(agent, at)) continue;
    if (agent.state === 'idle') idle += 1;
    else if (agent.state === 'talking') talkingSince.push(toMillis(agent.since * 1000));
    else if (agent.state === 'wrapUp') wrapUpSince.push(toMillis(agent.since * 1000));
  }
  seen.idle = idle;
  seen.staffed = idle + talkingSince.length + wrapUpSince.length;
}
