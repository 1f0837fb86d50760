// One simulated agent, and what this agent means to do next as things stand. Nothing here has a clock or gives a
// command; simulatedAgents.ts does.
import type { AgentCommand, WorkingAgent } from '../core/agentState.ts';
import type { VdnId } from '../core/units.ts';
import {
  arrivalSeconds,
  breakSeconds,
  type Habit,
  previewSeconds,
  skipReason,
  wrapUpSeconds,
} from '../simulation/habits.ts';

/** Means of an exponential law, in seconds. */
export interface BreakHabits {
  readonly workSecondsMean: number;
  readonly breakSecondsMean: number;
}

/** The simulated agents of one VDN. */
export interface Seats {
  readonly vdnId: VdnId;
  silenceSecondsMax: number;
  readonly members: Map<string, Member>;
  /** This process holds the desk, as far as we have been told. */
  isHere: boolean;
  readonly unwatch: () => void;
}

export interface Member {
  readonly seats: Seats;
  readonly agentId: string;
  /** As the desk last told; null: not signed in. */
  agent: WorkingAgent | null;
  /** Goes up with each change, so that what was planned before it is not done after it. */
  turn: number;
  done: number;
  /** No longer flagged: signs out as soon as the desk lets it. */
  isLeaving: boolean;
}

/** A command that is given at that instant if nothing else happens before. */
export interface Intention {
  readonly at: number;
  readonly command: AgentCommand;
}

/** The reason of the breaks that simulated agents take. */
export const breakReason = 'coffee';
/** Somebody else's break, as when the telephone was not taken: sooner would ring it all day long. */
const foreignBreakMillis = 10_000;

/** The agent's habit for the next thing it does; counts up. */
export function nextHabit(member: Member, seed: number): Habit {
  member.done += 1;
  return { seed, name: `${member.seats.vdnId}:${member.agentId}`, done: member.done };
}

/** What the agent will do next if nothing else happens; the status first, then the state. */
export function intentionsOf(
  member: Member,
  now: number,
  seed: number,
  breaks: BreakHabits | undefined,
): Intention[] {
  return [intendedStatus(member, now, seed), intendedWork(member, seed, breaks)].filter(
    (intention) => intention !== null,
  );
}

function intendedStatus(member: Member, now: number, seed: number): Intention | null {
  const { agent, isLeaving } = member;
  const isSignedIn = agent !== null && agent.status !== 'signedOut';
  if (isLeaving === !isSignedIn) return null;
  if (isLeaving) return { at: now, command: { kind: 'signOut' } };
  const at = now + arrivalSeconds(nextHabit(member, seed)) * 1000;
  return { at, command: { kind: 'signIn', signOffAt: null } };
}

function intendedWork(member: Member, seed: number, breaks: BreakHabits | undefined): Intention | null {
  const { agent } = member;
  if (agent === null) return null;
  if (agent.offer !== null) {
    const habit = nextHabit(member, seed);
    const reason = skipReason(habit);
    const command: AgentCommand = reason === null ? { kind: 'dialOffer' } : { kind: 'skipOffer', reason };
    return { at: agent.offer.offeredAt + previewSeconds(habit) * 1000, command };
  }
  if (agent.state === 'wrapUp') {
    const at = agent.since + wrapUpSeconds(nextHabit(member, seed)) * 1000;
    return { at, command: { kind: 'endWrapUp', businessResult: null, note: null } };
  }
  if (agent.status !== 'onBreak') return null;
  return { at: breakEndsAt(member, agent, seed, breaks), command: { kind: 'ready' } };
}

/** An agent who has just signed in is on a break without a reason, and begins at once. */
function breakEndsAt(
  member: Member,
  agent: WorkingAgent,
  seed: number,
  breaks: BreakHabits | undefined,
): number {
  if (agent.breakReason === null) return agent.since;
  if (breaks === undefined || agent.breakReason !== breakReason) return agent.since + foreignBreakMillis;
  return agent.since + breakSeconds(nextHabit(member, seed), breaks.breakSecondsMean) * 1000;
}
