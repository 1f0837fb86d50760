// How busy agents are: time with a person or in wrap-up, as a share of the time signed in and not on a
// break (pacing.md 1). The rows have the stretches that have ended; this file adds the present one.
import type { WorkingAgent } from './agentState.ts';
import type { Millis } from './units.ts';

/** Seconds of all agents together. */
export interface AgentTime {
  readonly talkSeconds: number;
  readonly wrapUpSeconds: number;
  /** Idle, reserved, or looking at a contact. */
  readonly readySeconds: number;
  /** On a break, unless a talk or a wrap-up goes on. */
  readonly breakSeconds: number;
}

/** The time with the stretches that last at `now`, from `from` on. */
export function withPresent(
  time: AgentTime,
  agents: readonly Pick<WorkingAgent, 'status' | 'state' | 'since'>[],
  from: Millis,
  now: Millis,
): AgentTime {
  let { talkSeconds, wrapUpSeconds, readySeconds, breakSeconds } = time;
  for (const { status, state, since } of agents) {
    const seconds = Math.max(0, now - Math.max(since, from)) / 1000;
    if (state === 'talking') talkSeconds += seconds;
    else if (state === 'wrapUp') wrapUpSeconds += seconds;
    else if (status === 'ready') readySeconds += seconds;
    else if (status === 'onBreak') breakSeconds += seconds;
  }
  return { talkSeconds, wrapUpSeconds, readySeconds, breakSeconds };
}

/** In percent, to a tenth; null when nobody was there. */
export function occupancyPercent({ talkSeconds, wrapUpSeconds, readySeconds }: AgentTime): number | null {
  const busy = talkSeconds + wrapUpSeconds;
  return tenthsOfPercent(busy, busy + readySeconds);
}

/** `part` of `whole` in percent, to a tenth; null of nothing. */
export const tenthsOfPercent = (part: number, whole: number): number | null =>
  whole > 0 ? Math.round((part / whole) * 1000) / 10 : null;
