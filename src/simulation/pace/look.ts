// What a policy can see of a simulated campaign at a beat, and the hidden truth, which only bounds may ask
// for. Each look reuses the lists and fills them again: a thousand agents are looked at every second.
import { horizonsSeconds, type Seen } from '../../core/pacing/seen.ts';
import { toMillis } from '../../core/units.ts';
import type { Call } from './call.ts';
import type { Agent } from './floor.ts';
import type { Scenario } from './scenario/scenario.ts';

/** How the calls of the present instant will turn out. Nothing is told of numbers not yet dialed. */
export interface Truth {
  /** For each busy agent who will take a further call: seconds until then. */
  readonly freeInSeconds: readonly number[];
  /** For each call in flight that will be given to an agent: seconds until it is answered. */
  readonly answersInSeconds: readonly number[];
}

/** The simulated carrier takes so many dials a second (`carrierLimits`). */
const dialsPerSecondMax = 5000;
/** Agents who leave within this time are not seen: no call dialed now would find them. */
const leavingSeconds = horizonsSeconds[horizonsSeconds.length - 1] ?? 22;

/** The campaign as it stands at an instant. */
export interface Standing {
  readonly agents: readonly Agent[];
  readonly inFlight: readonly Call[];
  readonly waiting: readonly Call[];
  readonly talking: number;
  readonly leadsDue: number;
}

/** Answers with the same object each time, which is valid until the next look. */
export function createLook(
  scenario: Scenario,
): (standing: Standing, at: number, beatSeconds: number) => Seen {
  const seen: MutableSeen = {
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
  return ({ agents, inFlight, waiting, talking, leadsDue }, at, beatSeconds) => {
    lookAtAgents(seen, agents, at);
    seen.at = toMillis(at * 1000);
    seen.dialedAt.length = 0;
    for (const call of inFlight) seen.dialedAt.push(toMillis(call.dialedAt * 1000));
    seen.waitingSince.length = 0;
    for (const call of waiting) seen.waitingSince.push(toMillis(call.answeredAt * 1000));
    const channels = inFlight.length + waiting.length + talking;
    const channelsFree = (scenario.trunks ?? Number.POSITIVE_INFINITY) - channels;
    seen.dialsMax = Math.max(0, Math.min(leadsDue, channelsFree, dialsPerSecondMax * beatSeconds));
    return seen;
  };
}

/** `freeAt` tells by the number of the agent when talk and wrap-up will be over. */
export function truthOf({ agents, inFlight }: Standing, freeAt: readonly number[], now: number): Truth {
  return {
    freeInSeconds: agents
      .filter((agent) => willServe(agent, now) && isBusy(agent))
      .map((agent) => (freeAt[agent.index] ?? 0) - now),
    answersInSeconds: inFlight
      .filter(({ fate }) => fate.outcome === 'person' || fate.outcome === 'machineUnnoticed')
      .map(({ fate, dialedAt }) => dialedAt + fate.ringSeconds - now),
  };
}

export const isBusy = (agent: Agent): boolean => agent.state === 'talking' || agent.state === 'wrapUp';

const willServe = (agent: Agent, at: number): boolean =>
  agent.leavesAt > at + leavingSeconds && agent.next === 'call';

type MutableSeen = { -readonly [Key in keyof Seen]: Seen[Key] } & {
  readonly talkingSince: number[];
  readonly wrapUpSince: number[];
  readonly dialedAt: number[];
  readonly waitingSince: number[];
};

/** Agents who leave soon, or after their present call, are left out: they take no call dialed now. */
function lookAtAgents(seen: MutableSeen, agents: readonly Agent[], at: number): void {
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
