// The carrier's events, gathered for a moment and written together, each tenant's by itself: a tenant with
// locked rows waits alone. What a call is follows from its events in core; here they are kept until the
// database has them. A batch that cannot be written is tried again, the same batch, for as long as it
// takes: settling twice is harmless, losing is not.
import type { Logger } from 'pino';
import { type Clock, sleep } from '../../clock.ts';
import { advance, type Call, type CallEvent, lostCall } from '../../core/call.ts';
import type { CampaignId, VdnId } from '../../core/units.ts';
import type { Metrics } from '../../metrics.ts';
import { type EndedCall, type RecordedEvent, recordEvents, settle } from '../../store/calls/settlements.ts';
import type { Database } from '../../store/database/connection.ts';
import { isShortage } from '../../store/database/storage.ts';
import type { Driven, LiveCall } from '../leases/driven.ts';
import { type Loop, startLoop } from '../loop.ts';
import { Places } from '../places.ts';
import { Days, endedCall } from './endedCall.ts';

export interface SettleDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly driven: Pick<Driven, 'forget'>;
}

/** Hears that results of a campaign were written: so many notices more wait. */
export type SettledListener = (vdnId: VdnId, campaignId: CampaignId, notices: number) => void;

/** Ends wait for company this long at most (ARCHITECTURE, rule 6), or until there are enough. */
const gatherMillis = 50;
const gatherEvents = 200;
/** What is heard of calls that go on: nobody waits for its rows. */
const progressMillis = 100;
/** A batch is cut here, so that one statement stays short after the database has been away. */
const batchEventsMax = 2_000;
/** Without a wake, the settler looks again after this time. */
const idleMillis = 60_000;
/** Tenants that are settled at once; one has no more than one batch on its way, so that order stays. */
const placesMax = 4;

export class Settler {
  readonly #deps: SettleDeps;
  readonly #tenants = new Map<VdnId, TenantSettler>();
  readonly #places = new Places(placesMax, 1);
  readonly #days = new Days();
  readonly #progress: Progress;
  #tellSettled: SettledListener = () => undefined;

  constructor(deps: SettleDeps) {
    this.#deps = deps;
    this.#progress = new Progress(deps);
  }

  /** The one listener that hears of results that were written. */
  listen(listener: SettledListener): void {
    this.#tellSettled = listener;
  }

  /** Takes an event of the call in. */
  hear(live: LiveCall, event: CallEvent): void {
    this.#tenantOf(live).hear(live, event);
  }

  /** The carrier holds the call no longer and its end was never heard. */
  lose(live: LiveCall): void {
    this.#tenantOf(live).lose(live);
  }

  /** Events and ends that are not in the database yet. */
  get pending(): number {
    return [...this.#tenants.values()].reduce((sum, tenant) => sum + tenant.pending, this.#progress.pending);
  }

  /** Writes what is there and ends; what cannot be written now is found again by the next start. */
  async stop(): Promise<void> {
    await Promise.all([...this.#tenants.values()].map((tenant) => tenant.stop()));
    await this.#progress.stop();
  }

  #tenantOf({ call: { vdnId } }: LiveCall): TenantSettler {
    const known = this.#tenants.get(vdnId);
    if (known !== undefined) return known;
    const shared = { places: this.#places, days: this.#days, progress: this.#progress };
    const tell = (campaignId: CampaignId, notices: number) => this.#tellSettled(vdnId, campaignId, notices);
    const tenant = new TenantSettler(vdnId, this.#deps, shared, tell);
    this.#tenants.set(vdnId, tenant);
    return tenant;
  }
}

/** What the tenants share. */
interface Shared {
  readonly places: Places;
  readonly days: Days;
  readonly progress: Progress;
}

interface Batch {
  readonly events: RecordedEvent[];
  readonly ended: Map<LiveCall, EndedCall>;
}

class TenantSettler {
  readonly #vdnId: VdnId;
  readonly #deps: SettleDeps;
  readonly #shared: Shared;
  readonly #tellSettled: (campaignId: CampaignId, notices: number) => void;
  readonly #loop: Loop;
  #heard: { live: LiveCall; event: CallEvent }[] = [];
  readonly #lost = new Set<LiveCall>();
  /** What is being written, or could not be yet: it does not grow while the database is away. */
  #batch: Batch | null = null;

  constructor(
    vdnId: VdnId,
    deps: SettleDeps,
    shared: Shared,
    tellSettled: (campaignId: CampaignId, notices: number) => void,
  ) {
    this.#vdnId = vdnId;
    this.#deps = deps;
    this.#shared = shared;
    this.#tellSettled = tellSettled;
    this.#loop = startSettling(`settle ${vdnId}`, deps, () => this.#pass());
  }

  hear(live: LiveCall, event: CallEvent): void {
    this.#heard.push({ live, event });
    if (this.#heard.length === 1 || this.#heard.length === gatherEvents) this.#loop.wake();
  }

  lose(live: LiveCall): void {
    this.#lost.add(live);
    this.#loop.wake();
  }

  get pending(): number {
    const batched = this.#batch === null ? 0 : this.#batch.events.length + this.#batch.ended.size;
    return this.#heard.length + this.#lost.size + batched;
  }

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
    if (this.#heard.length > 0 && this.#heard.length < gatherEvents) await sleep(gatherMillis);
    this.#batch ??= this.#gather();
    const batch = this.#batch;
    const { places, progress } = this.#shared;
    if (batch.ended.size === 0) progress.note(this.#vdnId, batch.events);
    else await places.hold(this.#vdnId, () => this.#write(batch));
    this.#batch = null;
    return this.#heard.length + this.#lost.size > 0 ? 0 : idleMillis;
  }

  /** Applies what was heard to the calls. */
  #gather(): Batch {
    const batch: Batch = { events: [], ended: new Map() };
    for (const { live, event } of this.#heard.splice(0, batchEventsMax))
      this.#apply(batch, live, advance(live.call, event), event);
    // A call is lost only when its end is not among what was heard and is still to be applied.
    if (this.#heard.length > 0) return batch;
    const now = this.#deps.clock.now();
    for (const live of this.#lost) this.#apply(batch, live, lostCall(live.call, now), null);
    this.#lost.clear();
    return batch;
  }

  #apply(batch: Batch, live: LiveCall, next: Call, event: CallEvent | null): void {
    if (next === live.call) return;
    live.call = next;
    if (event !== null) batch.events.push({ callNumber: live.contact.callNumber, event });
    const ended = endedCall(live, this.#shared.days);
    if (ended !== null) batch.ended.set(live, ended);
  }

  async #write(batch: Batch): Promise<void> {
    const { database, clock, metrics, driven } = this.#deps;
    const stopTimer = metrics.settleSeconds.startTimer();
    const calls = [...batch.ended.values()];
    const settled = await settle(database, this.#vdnId, batch.events, calls, clock.now());
    stopTimer();
    for (const [live, ended] of batch.ended) {
      driven.forget(live);
      metrics.callsEnded.inc({ outcome: ended.outcome });
      if (ended.withAgents?.abandoned != null) metrics.liveAnswers.inc();
      if (ended.withAgents?.abandoned === true) metrics.callsAbandoned.inc();
    }
    for (const { campaignId, calls: notices } of settled) this.#tellSettled(campaignId, notices);
  }
}

/**
 * What is heard of calls that go on, of all tenants in one statement: it only adds rows, so it waits for
 * nobody's. It is told again by the call's end, or found by asking the carrier.
 */
class Progress {
  readonly #deps: SettleDeps;
  readonly #loop: Loop;
  #noted: (RecordedEvent & { readonly vdnId: VdnId })[] = [];

  constructor(deps: SettleDeps) {
    this.#deps = deps;
    this.#loop = startSettling('progress', deps, () => this.#pass());
  }

  note(vdnId: VdnId, events: readonly RecordedEvent[]): void {
    const isFirst = this.#noted.length === 0;
    for (const event of events) this.#noted.push({ ...event, vdnId });
    if (isFirst && events.length > 0) this.#loop.wake();
  }

  get pending(): number {
    return this.#noted.length;
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    // The database may be away.
    await this.#pass().catch(() => undefined);
  }

  async #pass(): Promise<number> {
    if (this.#noted.length > 0) await sleep(progressMillis);
    while (this.#noted.length > 0) {
      const batch = this.#noted.slice(0, batchEventsMax);
      await recordEvents(this.#deps.database, batch);
      this.#noted = this.#noted.slice(batch.length);
    }
    return idleMillis;
  }
}

const startSettling = (
  name: string,
  { database, log, metrics }: SettleDeps,
  pass: () => Promise<number>,
): Loop =>
  startLoop({
    name,
    // Gathering is about machines, not about the campaign's world: it lasts the same at any speed.
    clock: { sleep },
    log,
    onFailure: (error) => {
      metrics.passFailures.inc({ worker: 'settle' });
      return isShortage(database, log, error);
    },
    pass,
  });
