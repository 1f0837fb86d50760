// Joins people and agents: the desk's immediate reaction to the events of a call. A call has a stage that
// only grows, but for a join that the agent's telephone did not take: then the person waits again. So an event
// that comes late, twice or out of order finds its stage passed and is let go; one that never comes is made up
// for by its successors, or by the passes in upkeep.ts. What the desk itself knows first, that a person waits,
// follows as an event and is written like those of the carrier.
import { beginTalk, endTalk, giveCall, reserve, setFree } from '../../core/agentMoves.ts';
import type { CallEvent, EndReason } from '../../core/call.ts';
import { freeAgentsOf, joinQueue, leaveQueue, longestWaiting } from '../../core/routing.ts';
import { addSeconds, type Millis, toMillis } from '../../core/units.ts';
import type { HeldCall } from '../../telephony/driver.ts';
import type { LiveCall } from '../leases/driven.ts';
import type { Floor } from './floor.ts';
import type { Seat } from './seat.ts';

/** Ends that tell that a person had answered, if the `answered` itself was lost. */
const endsAfterAnswer: readonly EndReason[] = [
  'hungUpAfterAnswer',
  'hungUpInQueue',
  'queueTimeout',
  'abandoned',
];

/** The call never reached the network: it says nothing about who answers. */
const endsBeforeDial: readonly EndReason[] = ['placeFailed', 'notAllowed', 'noResources', 'systemFault'];

/** @returns what follows for the call; null: nothing */
export function hear(floor: Floor, live: LiveCall, event: CallEvent): CallEvent | null {
  const now = floor.deps.clock.now();
  // The carrier's clock may be ahead of ours; nothing has happened later than now.
  const at = toMillis(Math.min(event.at, now));
  switch (event.kind) {
    case 'ringing':
    case 'waiting':
      return null;
    case 'answered':
      return noteAnswer(floor, live, at);
    case 'connected':
      noteJoin(floor, live, at);
      return null;
    case 'transferred':
      return noteTransfer(floor, live, event.skillId, at);
    case 'ended':
      noteEnd(floor, live, event.reason, at);
      return null;
  }
}

function noteAnswer(floor: Floor, live: LiveCall, at: Millis): CallEvent | null {
  if (live.stage !== 'ringing') return null;
  live.personSince = at;
  const ringSeconds = secondsBetween(live.call.dialedAt ?? live.call.claimedAt, at);
  floor.happened(live.campaign, { kind: 'answered', at, ringSeconds });
  return route(floor, live);
}

/** A flow hands the person over: from now on they wait like one who answered. */
function noteTransfer(floor: Floor, live: LiveCall, skillId: number, at: Millis): CallEvent | null {
  if (live.stage !== 'ringing' || live.campaign.hasAgents) return null;
  live.transferSkillId = skillId;
  live.personSince = at;
  return route(floor, live);
}

/** The queue in which the person waits: that of the flow, or of the campaign; null: not known yet. */
const skillOf = (live: LiveCall): number | null =>
  live.transferSkillId ?? live.campaign.agents?.skillId ?? null;

/** A person is let go after this. */
export const waitLimitSeconds = (floor: Floor, live: LiveCall): number =>
  live.transferSkillId === null
    ? (live.campaign.agents?.waitLimitSeconds ?? floor.settings.answerLimitSeconds)
    : floor.settings.queueSecondsMax;

/**
 * Gives a person who answered to the agent of the call, to the next free one, or to the queue.
 * @returns what follows: the person has begun to wait
 */
export function route(floor: Floor, live: LiveCall): CallEvent | null {
  const now = floor.deps.clock.now();
  const seat = floor.isOpen() ? agentFor(floor, live, now) : null;
  if (seat === null) return enterQueue(floor, live, now);
  join(floor, live, seat);
  return null;
}

/**
 * For whom it was dialed, unless that agent has gone or has no line at the moment, and another is free. Null:
 * the person waits, also for a line that is just being called again.
 */
export function agentFor(floor: Floor, live: LiveCall, now: Millis): Seat | null {
  const bound = floor.seatOf(live);
  const skillId = skillOf(live);
  const hasGone = bound !== null && (bound.agent.status === 'signedOut' || floor.isSilent(bound, now));
  if (bound?.agent.isReachable && !hasGone) return bound;
  const next = skillId === null ? null : nextFree(floor, skillId);
  return next ?? (bound?.agent.isReachable ? bound : null);
}

function enterQueue(floor: Floor, live: LiveCall, now: Millis): CallEvent | null {
  const skillId = skillOf(live);
  const isNew = live.stage !== 'waiting';
  live.stage = 'waiting';
  if (skillId === null) floor.unrouted.add(live);
  else {
    floor.unrouted.delete(live);
    joinQueue(floor.waiting, skillId, live.call.id, live.personSince ?? now);
  }
  return isNew ? { kind: 'waiting', callId: live.call.id, at: now } : null;
}

function nextFree(floor: Floor, skillId: number): Seat | null {
  const [first] = freeAgentsOf(floor.free, skillId);
  return first === undefined ? null : (floor.seats.get(first.agentId) ?? null);
}

/** Asks the carrier to join the person with this agent, who is free or reserved for this very call. */
export function join(floor: Floor, live: LiveCall, seat: Seat): void {
  const now = floor.deps.clock.now();
  const { call, contact, campaign } = live;
  const bound = floor.seatOf(live);
  leaveQueue(floor.waiting, call.id);
  floor.unrouted.delete(live);
  live.stage = 'joining';
  live.joinAskedAt = now;
  // An agent who becomes free gets the next person at once: this one must have left the queue before.
  if (bound !== null && bound !== seat) floor.move(bound, setFree(bound.agent, now), now);
  if (live.agentId !== seat.agent.id || seat.agent.callId !== call.id) {
    live.agentId = seat.agent.id;
    const reserved = reserve(seat.agent, campaign.lease.campaignId, now);
    floor.move(seat, giveCall(reserved, { id: call.id, called: contact.called }), now);
    seat.call = { callNumber: contact.callNumber, claimedAt: call.claimedAt };
  }
  floor.deps.driver.connect(call.id, floor.telephoneOf(seat), contact.called);
}

/** Somebody became free: who has waited longest is served at once. */
export function serveWaiting(floor: Floor, seat: Seat): void {
  if (!floor.isOpen()) return;
  for (;;) {
    const callId = longestWaiting(floor.waiting, seat.agent.skills);
    if (callId === null) return;
    const live = floor.deps.driven.calls.get(callId);
    leaveQueue(floor.waiting, callId);
    if (live?.stage !== 'waiting') continue;
    join(floor, live, seat);
    return;
  }
}

/** @param at when person and agent were joined */
export function noteJoin(floor: Floor, live: LiveCall, at: Millis): void {
  if (live.stage === 'connected' || live.stage === 'ended' || live.stage === 'lettingGo') return;
  leaveQueue(floor.waiting, live.call.id);
  floor.unrouted.delete(live);
  live.stage = 'connected';
  live.personSince ??= at;
  const waitSeconds = secondsBetween(live.personSince, at);
  if (waitSeconds > answerLimitSeconds(floor, live)) markAbandoned(floor, live, at);
  floor.happened(live.campaign, { kind: 'connected', at, waitSeconds });
  const seat = floor.seatOf(live);
  // The agent's own times are those of the desk: until it knew, the agent was not free.
  const now = floor.deps.clock.now();
  if (seat !== null) floor.move(seat, beginTalk(seat.agent, live.call.id, now), now);
}

function noteEnd(floor: Floor, live: LiveCall, reason: EndReason, at: Millis): void {
  if (live.stage === 'ended') return;
  // Only a talk is released: the `connected` between was lost.
  if (live.stage === 'joining' && reason === 'released') noteJoin(floor, live, live.joinAskedAt ?? at);
  if (live.stage === 'ringing' && endsAfterAnswer.includes(reason)) {
    // The answer was lost, and with it the agent: nobody was there for this person.
    const ringSeconds = secondsBetween(live.call.dialedAt ?? live.call.claimedAt, at);
    floor.happened(live.campaign, { kind: 'answered', at, ringSeconds });
    markAbandoned(floor, live, at);
    live.stage = 'waiting';
  }
  if (reason === 'machine') floor.happened(live.campaign, { kind: 'machineMet', at });
  finish(floor, live, at, !endsBeforeDial.includes(reason));
}

/**
 * The carrier holds the call no longer, and how it ended was never heard. Pacing is not told: if calls that
 * a crash has cut off counted as not answered, the next life would believe in a low answer rate and dial
 * a volley.
 */
export const lose = (floor: Floor, live: LiveCall): void => {
  if (live.stage !== 'ended') finish(floor, live, floor.deps.clock.now(), false);
};

/** @param teaches false: the end says nothing about people, and pacing is not told */
function finish(floor: Floor, live: LiveCall, at: Millis, teaches: boolean): void {
  const stage = live.stage;
  const seat = floor.seatOf(live);
  leaveQueue(floor.waiting, live.call.id);
  floor.unrouted.delete(live);
  live.stage = 'ended';
  if (stage === 'connected') {
    if (seat !== null) endOfTalk(floor, live, seat, teaches);
    return;
  }
  if (stage === 'ringing') {
    const ringSeconds = secondsBetween(live.call.dialedAt ?? live.call.claimedAt, at);
    if (teaches) floor.happened(live.campaign, { kind: 'notAnswered', at, ringSeconds });
  } else if (!live.abandoned) {
    const limit = answerLimitSeconds(floor, live);
    if (live.personSince !== null && secondsBetween(live.personSince, at) > limit)
      markAbandoned(floor, live, at);
    else floor.happened(live.campaign, { kind: 'leftEarly', at });
  }
  if (seat !== null) endOfReservation(floor, live, seat);
}

function endOfTalk(floor: Floor, live: LiveCall, seat: Seat, teaches: boolean): void {
  const now = floor.deps.clock.now();
  const seconds = secondsBetween(seat.stateSince, now);
  if (teaches) floor.happened(live.campaign, { kind: 'talked', at: now, seconds });
  const { wrapUpSecondsMax } = floor.settings;
  if (wrapUpSecondsMax <= 0) floor.happened(live.campaign, { kind: 'wrappedUp', at: now, seconds: 0 });
  floor.move(seat, endTalk(seat.agent, live.call.id, wrapUpSecondsMax, now), now);
}

/** The call came to nothing: its agent is free again, and previewed rests a moment (failInterval). */
function endOfReservation(floor: Floor, live: LiveCall, seat: Seat): void {
  const now = floor.deps.clock.now();
  const preview = live.campaign.agents?.preview ?? null;
  if (preview !== null) seat.restsUntil = addSeconds(now, preview.failIntervalSeconds);
  floor.move(seat, setFree(seat.agent, now), now);
}

/** No agent came in time: the carrier plays the announcement and lets go. */
export function letGo(floor: Floor, live: LiveCall, now: Millis): void {
  leaveQueue(floor.waiting, live.call.id);
  floor.unrouted.delete(live);
  live.stage = 'lettingGo';
  markAbandoned(floor, live, now);
  const { abandonmentFlowCode } = live.campaign.handling;
  floor.deps.driver.abandon(live.call.id, abandonmentFlowCode ?? floor.settings.abandonmentFlowCode);
}

/** Counts the call as abandoned, once; who came out of a flow has been served, and waits in a queue. */
export function markAbandoned(floor: Floor, live: LiveCall, at: Millis): void {
  if (live.abandoned || live.transferSkillId !== null) return;
  live.abandoned = true;
  floor.happened(live.campaign, { kind: 'abandoned', at });
}

export const answerLimitSeconds = (floor: Floor, live: LiveCall): number =>
  live.campaign.agents?.law.answerLimitSeconds ?? floor.settings.answerLimitSeconds;

const secondsBetween = (from: Millis, to: Millis): number => Math.max(0, (to - from) / 1000);

/**
 * Finds the agent again of a call that an earlier life placed and the carrier still holds.
 * @param held how far the carrier has it
 * @returns what follows for the call; null: nothing
 */
export function adopt(floor: Floor, live: LiveCall, held: HeldCall): CallEvent | null {
  const { call, contact } = live;
  const now = floor.deps.clock.now();
  const seat = [...floor.seats.values()].find(
    ({ agent }) => agent.callId === call.id && (agent.state === 'talking' || agent.state === 'reserved'),
  );
  if (seat !== undefined) {
    live.agentId = seat.agent.id;
    seat.agent = { ...seat.agent, called: contact.called };
  }
  live.transferSkillId = held.skillId;
  live.personSince = held.skillId === null ? (call.answeredAt ?? call.connectedAt) : (call.waitingAt ?? now);
  // Counted already in the earlier life, which could not write it down before the end of the call.
  if (held.skillId === null && call.answeredAt !== null && call.connectedAt !== null)
    live.abandoned = secondsBetween(call.answeredAt, call.connectedAt) > answerLimitSeconds(floor, live);
  if (held.stage === 'connected' || seat?.agent.state === 'talking') {
    live.stage = 'connected';
    live.personSince ??= now;
    if (seat !== undefined) floor.move(seat, beginTalk(seat.agent, call.id, now), now);
  } else if (held.stage === 'waiting') {
    live.personSince ??= now;
    return route(floor, live);
  }
  return null;
}
