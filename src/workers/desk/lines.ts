// Agents' telephones as the carrier tells of them: an agent without a line is not joined, and an agent who
// does not answer the telephone is on a break until they say ready again.
import { obey, reach, setFree } from '../../core/agentMoves.ts';
import type { CallEvent } from '../../core/call.ts';
import type { Millis } from '../../core/units.ts';
import type { LineEvent } from '../../telephony/driver.ts';
import type { LiveCall } from '../leases/driven.ts';
import type { Floor } from './floor.ts';
import { join, route } from './joining.ts';
import { closeOffer } from './offers.ts';
import type { Seat } from './seat.ts';

/** Stands where an agent would say why. */
const breakReason = 'the telephone was not taken';

/** @returns what follows for the agent's call; null: nothing */
export function hearLine(floor: Floor, event: LineEvent): CallEvent | null {
  const seat = floor.seats.get(event.agentId);
  if (seat === undefined) return null;
  const now = floor.deps.clock.now();
  switch (event.state) {
    case 'up':
      floor.move(seat, reach(seat.agent, true), now);
      if (floor.isOpen()) joinWhoWaits(floor, seat);
      return null;
    case 'down':
      floor.move(seat, reach(seat.agent, false), now);
      // The server calls a ready agent again at once. An agent on a break may have hung up for the break.
      if (seat.agent.status === 'ready') floor.deps.driver.openLine(floor.telephoneOf(seat));
      return null;
    case 'refused':
      return noteNotTaken(floor, seat, now);
  }
}

/** The person who was dialed for this agent answered while the line was being called again. */
function joinWhoWaits(floor: Floor, seat: Seat): void {
  const live = callOf(floor, seat);
  if (live?.stage === 'waiting') join(floor, live, seat);
}

const callOf = (floor: Floor, { agent }: Seat): LiveCall | undefined =>
  agent.callId === null ? undefined : floor.deps.driven.calls.get(agent.callId);

/** The break comes first, so that the agent is not free for the next one when the call goes elsewhere. */
function noteNotTaken(floor: Floor, seat: Seat, now: Millis): CallEvent | null {
  if (seat.agent.telephone.line === 'open') floor.move(seat, reach(seat.agent, false), now);
  if (seat.agent.status === 'ready') {
    const obeyed = obey(seat.agent, { kind: 'break', reason: breakReason }, now);
    if ('refusal' in obeyed) return null;
    if (obeyed.deed === 'withdrawOffer') closeOffer(floor, seat, 'withdrawn', breakReason, now);
    floor.move(seat, obeyed.agent, now);
  }
  const live = callOf(floor, seat);
  if (live?.stage !== 'joining' && live?.stage !== 'waiting') return null;
  floor.move(seat, setFree(seat.agent, now), now);
  const isBack = live.stage === 'joining';
  live.stage = 'waiting';
  live.agentId = null;
  live.joinAskedAt = null;
  route(floor, live);
  return isBack ? { kind: 'waiting', callId: live.call.id, at: now } : null;
}
