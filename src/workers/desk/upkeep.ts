// The changes that only time causes on a floor: waiting that lasts too long, wrap-ups and offers that run
// out, applications that fall silent, calls that no process follows any more. Everything is an instant
// compared with now, so a pass that comes late does what is due, and a clock set back is noticed and made
// good.
import { setFree } from '../../core/agentMoves.ts';
import type { CallEvent } from '../../core/call.ts';
import { leaveQueue, queueOf } from '../../core/routing.ts';
import { addSeconds, type CallId, type Millis, toMillis } from '../../core/units.ts';
import { Driven } from '../leases/driven.ts';
import { endWrapUp, leave } from './commands.ts';
import type { Floor } from './floor.ts';
import {
  agentFor,
  answerLimitSeconds,
  join,
  letGo,
  markAbandoned,
  noteJoin,
  route,
  waitLimitSeconds,
} from './joining.ts';
import { dialOffer } from './offerDial.ts';
import { isStale, makeOffers, withdraw } from './offers.ts';
import type { Seat } from './seat.ts';

/** A reservation that was given no call lasts no longer. */
const unboundMillisMax = 10_000;
/** A join of which nothing is heard for so long has been made: its `connected` was lost. */
const joinMillisMax = { open: 5_000, onDemand: 25_000 } as const;
/** A call that nobody follows, of a campaign that is not driven here, may still be adopted so long. */
const strayMillisMax = 15_000;
/** A clock that goes back further than this has been set. */
const setBackMillis = 1_000;
/** Passes come every 100 ms; one that is later than this was asleep, or the clock was set forward. */
const leapMillis = 10_000;

/**
 * @param before the instant of the pass before
 * @returns what follows for calls
 */
export function tendFloor(floor: Floor, before: Millis, now: Millis): CallEvent[] {
  if (now < before - setBackMillis) rebase(floor, now);
  // A process that slept heard nobody: silence is counted from now on.
  if (now > before + leapMillis) for (const seat of floor.seats.values()) floor.hearFrom(seat, now);
  if (!floor.isOpen()) return [];
  for (const skillId of floor.waiting.queues.keys()) tendQueue(floor, skillId, now);
  for (const live of floor.unrouted) {
    // The person waits already, so nothing follows.
    if (live.campaign.agents !== null && live.stage === 'waiting') route(floor, live);
    else if (isPast(live.personSince, answerLimitSeconds(floor, live), now)) letGo(floor, live, now);
  }
  const following = [...floor.seats.values()].flatMap((seat) => tendSeat(floor, seat, now) ?? []);
  const { driven } = floor.deps;
  for (const campaign of [...floor.books.keys()])
    if (driven.campaigns.get(Driven.key(campaign.lease)) === campaign) makeOffers(floor, campaign, now);
    else floor.books.delete(campaign);
  return following;
}

const isPast = (since: Millis | null, seconds: number, now: Millis): boolean =>
  since !== null && now >= since + seconds * 1000;

/** Serves a queue, counts who waits beyond the legal limit, and lets go of who has waited long enough. */
function tendQueue(floor: Floor, skillId: number, now: Millis): void {
  const queue: [CallId, Millis][] = [...queueOf(floor.waiting, skillId)];
  for (const [callId] of queue) {
    const live = floor.deps.driven.calls.get(callId);
    if (live === undefined || live.stage !== 'waiting') {
      leaveQueue(floor.waiting, callId);
      continue;
    }
    // Usually nobody is free while somebody waits; skills and leases change, though.
    const seat = agentFor(floor, live, now);
    if (seat !== null) {
      join(floor, live, seat);
      continue;
    }
    if (isPast(live.personSince, answerLimitSeconds(floor, live), now)) markAbandoned(floor, live, now);
    if (isPast(live.personSince, waitLimitSeconds(floor, live), now)) letGo(floor, live, now);
  }
}

function tendSeat(floor: Floor, seat: Seat, now: Millis): CallEvent | null {
  const { agent } = seat;
  switch (agent.state) {
    case 'idle':
      if (floor.isSilent(seat, now)) leave(floor, seat, now);
      return null;
    case 'previewing':
      tendOffer(floor, seat, now);
      return null;
    case 'reserved':
    case 'talking':
      return tendCall(floor, seat, now);
    case 'wrapUp':
      if (agent.wrapUpEndsAt === null || agent.wrapUpEndsAt <= now) endWrapUp(floor, seat, null, null, now);
      return null;
  }
}

function tendOffer(floor: Floor, seat: Seat, now: Millis): void {
  const open = seat.offer;
  if (open === null) floor.move(seat, setFree(seat.agent, now), now);
  else if (floor.isSilent(seat, now)) {
    withdraw(floor, seat, 'the application fell silent', now);
    leave(floor, seat, now);
  } else if (isStale(floor, open, now)) withdraw(floor, seat, 'the campaign stopped', now);
  else if ((seat.agent.offer?.dialsAt ?? now) <= now && !open.isDialing)
    void dialOffer(floor, seat, 'automatic');
}

function tendCall(floor: Floor, seat: Seat, now: Millis): CallEvent | null {
  const { callId, state } = seat.agent;
  if (callId === null) {
    if (now > seat.stateSince + unboundMillisMax) floor.move(seat, setFree(seat.agent, now), now);
    return null;
  }
  const live = floor.deps.driven.calls.get(callId);
  if (live === undefined) {
    tendStray(floor, seat, now);
    return null;
  }
  seat.straySince = null;
  const isOverdue =
    live.joinAskedAt !== null && now > live.joinAskedAt + joinMillisMax[seat.agent.telephone.line];
  if (state !== 'reserved' || live.stage !== 'joining' || !isOverdue) return null;
  const at = live.joinAskedAt ?? now;
  noteJoin(floor, live, at);
  // The rows must know of the talk as well: should its end be lost too, the person is not called again.
  return { kind: 'connected', callId, at };
}

/** The call has been settled, dropped or not adopted yet: the agent does not wait for it forever. */
function tendStray(floor: Floor, seat: Seat, now: Millis): void {
  seat.straySince ??= now;
  const isDriven = floor.campaignOf(seat.agent)?.recovered ?? false;
  if (isDriven || now > seat.straySince + strayMillisMax) {
    seat.straySince = null;
    floor.move(seat, setFree(seat.agent, now), now);
  }
}

/** After a clock was set back nothing may lie further ahead than when it was noted. */
function rebase(floor: Floor, now: Millis): void {
  const past = (at: Millis): Millis => toMillis(Math.min(at, now));
  for (const seat of floor.seats.values()) {
    const { agent } = seat;
    const { wrapUpSecondsMax } = floor.settings;
    seat.agent = {
      ...agent,
      since: past(agent.since),
      seenAt: past(agent.seenAt),
      wrapUpEndsAt: agent.wrapUpEndsAt === null ? null : addSeconds(now, wrapUpSecondsMax),
      offer:
        agent.offer === null
          ? null
          : {
              ...agent.offer,
              offeredAt: past(agent.offer.offeredAt),
              dialsAt: toMillis(now + agent.offer.dialsAt - agent.offer.offeredAt),
            },
    };
    seat.stateSince = past(seat.stateSince);
    seat.restsUntil = past(seat.restsUntil);
    if (seat.straySince !== null) seat.straySince = past(seat.straySince);
  }
  for (const live of floor.deps.driven.calls.values()) {
    if (live.personSince !== null) live.personSince = past(live.personSince);
    if (live.joinAskedAt !== null) live.joinAskedAt = past(live.joinAskedAt);
  }
  for (const book of floor.books.values()) book.openUntil = past(book.openUntil);
}
