// The carrier's events, gathered for a moment and written together. What a call is follows from its
// events in core; here they are kept until the database has them. A batch that cannot be written is
// tried again, the same batch, for as long as it takes: settling twice is harmless, losing is not.
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { advance, type Call, type CallEvent, lostCall } from '../core/call.ts';
import { storableFacts } from '../core/callFacts.ts';
import type { Outcome } from '../core/outcome.ts';
import { retry } from '../core/retry.ts';
import { addSeconds, type Millis, toMillis, type VdnId } from '../core/units.ts';
import { dayOfInstant, startOfDay } from '../core/zone.ts';
import type { Metrics } from '../metrics.ts';
import type { Database } from '../store/connection.ts';
import { type EndedCall, type EndedWithAgents, type RecordedEvent, settle } from '../store/settlements.ts';
import { isShortage } from '../store/storage.ts';
import type { Desk } from './desk.ts';
import type { Driven, LiveCall } from './driven.ts';
import { type Loop, startLoop } from './loop.ts';

export interface SettleDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly driven: Driven;
  /** Called when results were written: notices wait. */
  readonly onSettled: () => void;
  /** Hears of calls for agents at once: a person who answered does not wait for a batch. */
  readonly desk: Pick<Desk, 'hear' | 'lose'>;
}

interface Batch {
  readonly events: RecordedEvent[];
  readonly ended: Map<LiveCall, EndedCall>;
}

/** Events wait for company this long at most (ARCHITECTURE, rule 6), or until there are enough. */
const gatherMillis = 20;
const gatherEvents = 200;
/** A batch is cut here, so that one statement stays short after the database has been away. */
const batchEventsMax = 2_000;
/** Days of a zone are found once and kept until the day is over. A day has 22 to 26 hours. */
const beyondDayMillis = 36 * 3_600_000;

export class Settler {
  readonly #deps: SettleDeps;
  readonly #loop: Loop;
  readonly #days = new Map<string, { day: string; start: Millis; next: Millis }>();
  #heard: { live: LiveCall; event: CallEvent }[] = [];
  readonly #lost = new Set<LiveCall>();
  #batches = new Map<VdnId, Batch>();

  constructor(deps: SettleDeps) {
    this.#deps = deps;
    this.#loop = startLoop({
      name: 'settle',
      clock: { sleep: sleepOfLife },
      log: deps.log,
      onFailure: (error) => {
        deps.metrics.passFailures.inc({ worker: 'settle' });
        return isShortage(deps.database, deps.log, error);
      },
      pass: () => this.#pass(),
    });
  }

  /** Takes an event in. An event of a call that this process does not hold is counted and let go. */
  hear(event: CallEvent): void {
    const live = this.#deps.driven.calls.get(event.callId);
    if (live === undefined) {
      this.#deps.metrics.eventsUnknown.inc();
      return;
    }
    this.#heard.push({ live, event });
    if (this.#heard.length === 1 || this.#heard.length === gatherEvents) this.#loop.wake();
    if (concernsDesk(live) || event.kind === 'transferred') this.#deps.desk.hear(live, event);
  }

  /** The carrier holds the call no longer and its end was never heard. */
  lose(live: LiveCall): void {
    this.#lost.add(live);
    this.#loop.wake();
    if (concernsDesk(live)) this.#deps.desk.lose(live);
  }

  /** Events and ends that are not in the database yet. */
  get pending(): number {
    const batched = [...this.#batches.values()].reduce(
      (sum, batch) => sum + batch.events.length + batch.ended.size,
      0,
    );
    return this.#heard.length + this.#lost.size + batched;
  }

  /** Writes what is there and ends; what cannot be written now is found again by the next start. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    try {
      // As many batches as what was heard by now may need, and one that could not be written before.
      for (let left = 2 + this.#heard.length / batchEventsMax; left > 0; left--) await this.#pass();
    } catch {
      // The database is away.
    }
  }

  async #pass(): Promise<number> {
    if (this.#heard.length > 0 && this.#heard.length < gatherEvents) await sleepOfLife(gatherMillis);
    // What could not be written is written first: a batch does not grow while the database is away.
    if (this.#batches.size === 0) this.#gather();
    for (const [vdnId, batch] of this.#batches) {
      await this.#write(vdnId, batch);
      this.#batches.delete(vdnId);
    }
    return this.#heard.length + this.#lost.size > 0 ? 0 : 1_000;
  }

  /** Applies what was heard to the calls, and sorts it by VDN. */
  #gather(): void {
    for (const { live, event } of this.#heard.splice(0, batchEventsMax)) {
      this.#apply(live, advance(live.call, event), event);
    }
    // A call is lost only when its end is not among what was heard and is still to be applied.
    if (this.#heard.length > 0) return;
    const now = this.#deps.clock.now();
    for (const live of this.#lost) this.#apply(live, lostCall(live.call, now), null);
    this.#lost.clear();
  }

  #apply(live: LiveCall, next: Call, event: CallEvent | null): void {
    if (next === live.call) return;
    live.call = next;
    const batch: Batch = this.#batches.get(next.vdnId) ?? { events: [], ended: new Map() };
    this.#batches.set(next.vdnId, batch);
    if (event !== null) batch.events.push({ callNumber: live.contact.callNumber, event });
    const ended = this.#endedCall(live);
    if (ended !== null) batch.ended.set(live, ended);
  }

  #endedCall(live: LiveCall): EndedCall | null {
    const { call, contact, campaign } = live;
    if (call.endedAt === null || call.outcome === null) return null;
    const day = this.#dayOf(call.claimedAt, campaign.timeZone);
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

  #dayOf(at: Millis, zone: string): { day: string; next: Millis } {
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

  async #write(vdnId: VdnId, batch: Batch): Promise<void> {
    const { database, clock, metrics, driven } = this.#deps;
    const stopTimer = metrics.settleSeconds.startTimer();
    await settle(database, vdnId, batch.events, [...batch.ended.values()], clock.now());
    stopTimer();
    for (const [live, ended] of batch.ended) {
      driven.forget(live);
      metrics.callsEnded.inc({ outcome: ended.outcome });
      if (ended.withAgents?.abandoned != null) metrics.liveAnswers.inc();
      if (ended.withAgents?.abandoned === true) metrics.callsAbandoned.inc();
    }
    if (batch.ended.size > 0) this.#deps.onSettled();
  }
}

/** Its person is an agent's business: of a campaign with agents, or handed over by a flow. */
const concernsDesk = (live: LiveCall): boolean =>
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

/** Gathering is about machines, not about the campaign's world: it lasts the same at any speed. */
async function sleepOfLife(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}
