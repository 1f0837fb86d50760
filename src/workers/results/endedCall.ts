// What is written of a call that has ended: its facts, its outcome, the day under which it counts, and when
// its number is called again. Nothing here is written; settle.ts does that.
import { storableFacts } from '../../core/callFacts.ts';
import type { Outcome } from '../../core/outcome.ts';
import { retry } from '../../core/retry.ts';
import { addSeconds, type Millis, toMillis } from '../../core/units.ts';
import { dayOfInstant, startOfDay } from '../../core/zone.ts';
import type { EndedCall, EndedWithAgents } from '../../store/calls/settlements.ts';
import type { LiveCall } from '../leases/driven.ts';

/** Null while the call has no end. */
export function endedCall(live: LiveCall, days: Days): EndedCall | null {
  const { call, contact, campaign } = live;
  if (call.endedAt === null || call.outcome === null) return null;
  const day = days.of(call.claimedAt, campaign.timeZone);
  const withAgents = concernsDesk(live) ? endedWithAgents(live, call.outcome, call.endedAt) : null;
  const decision = retry(
    campaign.retryPolicy,
    call.outcome,
    {
      attempts: contact.attempts,
      dayAttempts: contact.dayAttempts,
      daysTried: contact.daysTried,
      dataType: null,
    },
    call.endedAt,
    day.next,
  );
  return {
    campaignId: call.campaignId,
    contactId: call.contactId,
    callId: call.id,
    callNumber: contact.callNumber,
    claimedAt: call.claimedAt,
    ringingAt: call.ringingAt,
    answeredAt: call.answeredAt,
    connectedAt: call.connectedAt,
    endedAt: call.endedAt,
    outcome: call.outcome,
    againAt: decision.again ? laterOf(decision.dueAt, withAgents?.restsUntil ?? null) : null,
    day: day.day,
    facts: storableFacts(call.facts),
    withAgents,
  };
}

/** Days of a zone are found once and kept until the day is over. A day has 22 to 26 hours. */
const beyondDayMillis = 36 * 3_600_000;

export class Days {
  readonly #days = new Map<string, { day: string; start: Millis; next: Millis }>();

  /** The day of an instant, `yyyy-MM-dd`, and the beginning of the next. */
  of(at: Millis, zone: string): { day: string; next: Millis } {
    const known = this.#days.get(zone);
    if (known !== undefined && known.start <= at && at < known.next) return known;
    const start = startOfDay(at, zone);
    const found = {
      day: dayOfInstant(at, zone),
      start,
      next: startOfDay(toMillis(start + beyondDayMillis), zone),
    };
    this.#days.set(zone, found);
    return found;
  }
}

/** Its person is an agent's business: of a campaign with agents, or transferred by a flow. */
export const concernsDesk = (live: LiveCall): boolean =>
  live.campaign.hasAgents || live.agentId !== null || live.transferSkillId !== null;

function endedWithAgents(live: LiveCall, outcome: Outcome, endedAt: Millis): EndedWithAgents {
  const { call, campaign } = live;
  const abandoned = live.abandoned || outcome === 'abandoned';
  // An event may have been lost: who was let go, or had an agent, had answered.
  const answered = call.answeredAt !== null || call.connectedAt !== null || abandoned;
  const answeredByPerson = answered && outcome !== 'machine' && campaign.hasAgents;
  const rests = abandoned && call.connectedAt === null && campaign.quarantineHours > 0;
  return {
    dialedAt: call.dialedAt,
    waitingAt: call.waitingAt,
    agentId: live.agentId,
    abandoned: answeredByPerson ? abandoned : null,
    restsUntil: rests ? addSeconds(endedAt, campaign.quarantineHours * 3600) : null,
  };
}

/** An abandoned number is not called again before its rest is over. */
const laterOf = (dueAt: Millis, restsUntil: Millis | null): Millis =>
  restsUntil !== null && restsUntil > dueAt ? restsUntil : dueAt;
