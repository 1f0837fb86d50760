// Between claim and dial: claimed calls wait here for their moment in the beat, so that a beat is no
// volley. A call whose campaign has lost its lease is not dialed: whoever took over settles it. Nor is
// one for which nobody is there any more: its claim is given back.
import type { Clock } from '../clock.ts';
import type { Millis } from '../core/units.ts';
import type { Metrics } from '../metrics.ts';
import type { Destination, Driver } from '../telephony/driver.ts';
import type { DrivenCampaign, LiveCall } from './driven.ts';

interface Placement {
  readonly live: LiveCall;
  readonly destination: Destination;
}

/** Calls of one slot are dialed together: at 1,600 calls a second about 16. */
const slotMillis = 10;

export interface PlacerOptions {
  /** Whether anyone is there for a call that waits for an agent of its queue. */
  readonly isStaffed: (campaign: DrivenCampaign) => boolean;
  /** Takes the calls that were not dialed because nobody was. */
  readonly giveBack: (lives: readonly LiveCall[]) => void;
}

export class Placer {
  readonly #clock: Clock;
  readonly #driver: Driver;
  readonly #metrics: Metrics;
  readonly #options: PlacerOptions;
  readonly #slots = new Map<number, Placement[]>();
  #slotNext = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(clock: Clock, driver: Driver, metrics: Metrics, options: PlacerOptions) {
    this.#options = options;
    this.#clock = clock;
    this.#driver = driver;
    this.#metrics = metrics;
    this.#slotNext = this.#slotOf(clock.now());
    this.#timer = setInterval(() => this.#tick(), slotMillis);
  }

  /** Dials the call at `at`, or at once when that has passed. */
  place(live: LiveCall, at: Millis, destination: Destination): void {
    const slot = Math.max(this.#slotOf(at), this.#slotNext);
    const placements = this.#slots.get(slot);
    if (placements === undefined) this.#slots.set(slot, [{ live, destination }]);
    else placements.push({ live, destination });
  }

  /** Stops placing, and gives back the calls that were not dialed. */
  stop(): LiveCall[] {
    clearInterval(this.#timer);
    const left = [...this.#slots.values()].flat().map((placement) => placement.live);
    this.#slots.clear();
    return left;
  }

  #slotOf(at: number): number {
    return Math.floor(at / slotMillis);
  }

  #tick(): void {
    const now = this.#clock.now();
    const slotNow = this.#slotOf(now);
    // After a clock set back the slots ahead would wait for hours: go back with it.
    if (slotNow < this.#slotNext - 1000) this.#slotNext = slotNow;
    if (this.#slots.size === 0) {
      this.#slotNext = Math.max(this.#slotNext, slotNow);
      return;
    }
    for (; this.#slotNext <= slotNow && this.#slots.size > 0; this.#slotNext++) {
      const placements = this.#slots.get(this.#slotNext);
      if (placements === undefined) continue;
      this.#slots.delete(this.#slotNext);
      const deserted = placements.filter((placement) => this.#isDeserted(placement));
      for (const placement of placements) if (!deserted.includes(placement)) this.#dial(placement, now);
      if (deserted.length > 0) this.#options.giveBack(deserted.map(({ live }) => live));
    }
  }

  #isDeserted({ live, destination }: Placement): boolean {
    if (destination.kind !== 'agent' || live.agentId !== null) return false;
    return live.campaign.calls.has(live) && !this.#options.isStaffed(live.campaign);
  }

  #dial({ live, destination }: Placement, now: Millis): void {
    const { call, contact, campaign } = live;
    if (call.endedAt !== null || campaign.lease.expiresAt <= now || !campaign.calls.has(live)) return;
    live.call = { ...call, dialedAt: now };
    this.#metrics.callsPlaced.inc();
    this.#driver.dial({
      callId: call.id,
      called: contact.called,
      caller: contact.caller,
      ringLimitSeconds: call.ringLimitSeconds,
      destination,
    });
  }
}
