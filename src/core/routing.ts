// Which agent takes which person: free agents in the order in which they are chosen, and waiting people in
// the order in which they are served. Both are indexes that are kept up to date, so an event costs the same
// for five agents and for five thousand.
import type { AgentSkill } from './agent.ts';
import type { CallId, Millis } from './units.ts';

interface FreeAgent {
  readonly agentId: string;
  /** 1 to 100; the smaller number is asked first. */
  readonly priority: number;
  readonly idleSince: Millis;
}

/**
 * Free agents by skill. Each row is sorted: smaller priority first, among equals who has been idle longest.
 * An agent stands in the row of each skill with one and the same `idleSince`, or in none.
 */
export interface FreeAgents {
  readonly rows: Map<number, FreeAgent[]>;
  readonly placed: Map<string, { readonly skills: readonly AgentSkill[]; readonly idleSince: Millis }>;
}

export const noFreeAgents = (): FreeAgents => ({ rows: new Map(), placed: new Map() });

/** Enters a free agent; one who stands there already is placed anew. */
export function addFree(
  free: FreeAgents,
  agentId: string,
  skills: readonly AgentSkill[],
  idleSince: Millis,
): void {
  removeFree(free, agentId);
  free.placed.set(agentId, { skills, idleSince });
  for (const { skillId, priority } of skills) {
    const entry = { agentId, priority, idleSince };
    const row = free.rows.get(skillId);
    if (row === undefined) free.rows.set(skillId, [entry]);
    else row.splice(placeIn(row, entry), 0, entry);
  }
}

export function removeFree(free: FreeAgents, agentId: string): void {
  const place = free.placed.get(agentId);
  if (place === undefined) return;
  free.placed.delete(agentId);
  for (const { skillId, priority } of place.skills) {
    const row = free.rows.get(skillId) ?? [];
    const index = placeIn(row, { agentId, priority, idleSince: place.idleSince });
    if (row[index]?.agentId === agentId) row.splice(index, 1);
  }
}

/** Free agents of a skill, the one to be asked first in front. The row is the index itself: read only. */
export const freeAgentsOf = (free: FreeAgents, skillId: number): readonly { readonly agentId: string }[] =>
  free.rows.get(skillId) ?? [];

/** Where the entry stands, or would stand, in a sorted row. */
function placeIn(row: readonly FreeAgent[], entry: FreeAgent): number {
  let low = 0;
  let high = row.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = row[middle];
    if (other !== undefined && isBefore(other, entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(one: FreeAgent, other: FreeAgent): boolean {
  if (one.priority !== other.priority) return one.priority < other.priority;
  if (one.idleSince !== other.idleSince) return one.idleSince < other.idleSince;
  return one.agentId < other.agentId;
}

/** Persons who answered and wait, a queue for each skill; who came first stands first. */
export interface WaitingQueues {
  readonly queues: Map<number, Map<CallId, Millis>>;
  readonly skillOf: Map<CallId, number>;
}

export const noWaitingQueues = (): WaitingQueues => ({ queues: new Map(), skillOf: new Map() });

/** @param since when the person answered */
export function joinQueue(waiting: WaitingQueues, skillId: number, callId: CallId, since: Millis): void {
  if (waiting.skillOf.has(callId)) return;
  waiting.skillOf.set(callId, skillId);
  const queue = waiting.queues.get(skillId);
  if (queue === undefined) waiting.queues.set(skillId, new Map([[callId, since]]));
  else queue.set(callId, since);
}

export function leaveQueue(waiting: WaitingQueues, callId: CallId): void {
  const skillId = waiting.skillOf.get(callId);
  if (skillId === undefined) return;
  waiting.skillOf.delete(callId);
  waiting.queues.get(skillId)?.delete(callId);
}

/** Since when each person of the queue waits, who came first in front. */
export const queueOf = (waiting: WaitingQueues, skillId: number): ReadonlyMap<CallId, Millis> =>
  waiting.queues.get(skillId) ?? new Map();

/** Whom an agent of these skills takes: who has waited longest at the head of any of their queues. */
export function longestWaiting(waiting: WaitingQueues, skills: readonly AgentSkill[]): CallId | null {
  let found: { callId: CallId; since: Millis; priority: number } | null = null;
  for (const { skillId, priority } of skills) {
    for (const [callId, since] of queueOf(waiting, skillId)) {
      if (found === null || since < found.since || (since === found.since && priority < found.priority))
        found = { callId, since, priority };
      break;
    }
  }
  return found?.callId ?? null;
}
