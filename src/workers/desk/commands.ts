// Carries out the commands of agents: core decides the move, this file does what comes with it.
import { obey, setFree } from '../../core/agentMoves.ts';
import type { AgentCommand, AgentRefusal, WorkingAgent } from '../../core/agentState.ts';
import type { Bilingual } from '../../core/language.ts';
import type { Millis } from '../../core/units.ts';
import type { Floor } from './floor.ts';
import { dialOffer } from './offerDial.ts';
import { closeOffer, skip } from './offers.ts';
import type { Seat } from './seat.ts';

export interface Refused {
  readonly refusal: AgentRefusal;
  /** A sentence for the agent. */
  readonly detail: Bilingual;
}

/** Carries out a command of an agent who sits here. */
export async function carryOut(
  floor: Floor,
  seat: Seat,
  command: AgentCommand,
  now: Millis,
): Promise<{ readonly agent: WorkingAgent } | Refused> {
  floor.hearFrom(seat, now);
  const obeyed = obey(seat.agent, command, now);
  if ('refusal' in obeyed) return obeyed;
  switch (obeyed.deed) {
    case 'withdrawOffer':
      closeOffer(floor, seat, 'withdrawn', command.kind, now);
      floor.move(seat, obeyed.agent, now);
      break;
    case 'dialOffer': {
      const detail = await dialOffer(floor, seat, 'dialed');
      if (detail !== null) return { refusal: 'noOffer', detail };
      break;
    }
    case 'skipOffer':
      if (command.kind === 'skipOffer') skip(floor, seat, command.reason, now);
      break;
    case 'hangUp':
      if (seat.agent.callId !== null) floor.deps.driver.hangUp(seat.agent.callId);
      break;
    case 'endWrapUp':
      if (command.kind === 'endWrapUp') endWrapUp(floor, seat, command.businessResult, command.note, now);
      break;
    case null:
      floor.move(seat, obeyed.agent, now);
  }
  // An agent who says ready answers the telephone: a line that was lost or refused is called again. One that is there
  // is told at once, so this comes last: the move above knows nothing of it yet.
  if (command.kind === 'ready' && !seat.agent.isReachable)
    floor.deps.driver.openLine(floor.telephoneOf(seat));
  return { agent: seat.agent };
}

/** Wrap-up is over, by the agent's word or by its limit: what was noted goes to the call. */
export function endWrapUp(
  floor: Floor,
  seat: Seat,
  businessResult: string | null,
  note: string | null,
  now: Millis,
): void {
  if (seat.agent.state !== 'wrapUp') return;
  if (seat.call !== null) floor.ledger.wrapUps.push({ ...seat.call, wrappedUpAt: now, businessResult, note });
  const campaign = floor.campaignOf(seat.agent);
  const seconds = Math.max(0, (now - seat.stateSince) / 1000);
  if (campaign !== null) floor.happened(campaign, { kind: 'wrappedUp', at: now, seconds });
  floor.move(seat, setFree(seat.agent, now), now);
}

/** Signs an agent out whose application fell silent, or who was deleted; a call in hand is finished. */
export function leave(floor: Floor, seat: Seat, now: Millis): void {
  const obeyed = obey(seat.agent, { kind: 'signOut' }, now);
  if ('refusal' in obeyed) return;
  if (obeyed.deed === 'withdrawOffer') closeOffer(floor, seat, 'withdrawn', 'signed out', now);
  floor.move(seat, obeyed.agent, now);
}
