// Between claim and dial: claimed calls wait here for their moment in the beat, so that a beat is no
// volley. A call whose campaign has lost its lease is not dialed: whoever took over settles it. Nor is
// one for which nobody is there any more, or whose window has closed while the process was held up: its
// claim is given back.
import type { Clock } from '../clock.ts';
import type { Millis } from '../core/units.ts';
import type { CarrierBudget } from '../core/view.ts';
import type { Metrics } from '../metrics.ts';
import type { Destination, Driver } from '../telephony/driver.ts';
import type { DrivenCampaign, LiveCall } from './driven.ts';

interface Placement {
  readonly live: LiveCall;
  readonly destination: Destination;
  /** Not dialed at or after this instant, however late the tick; null: no such end is near. */
  readonly closesAt: Millis | null;
}

/** Calls of one slot are dialed together: at 1,600 calls a second about 16. */
const slotMillis = 10;

export interface PlacerOptions {
  /** Whether anyone is there for a call that waits for an agent of its queue. */
  readonly isStaffed: (campaign: DrivenCampaign) => boolean;
  /** Takes the calls that were not dialed because nobody was there, or their window had closed. */
  readonly giveBack: (lives: readonly LiveCall[]) => void;
}

export class Placer {
  readonly #clock: Clock;
  readonly #driver: Driver;
  readonly #metrics: Metrics;
  readonly #options: PlacerOptions;
  readonly #slots = new Map<number, Placement[]>();
  #slotNext = 0;
  /** Calls in the slots, and calls that beats are claiming at this moment. */
  #waiting = 0;
  #expected = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(clock: Clock, driver: Driver, metrics: Metrics, options: PlacerOptions) {
    this.#options = options;
    this.#clock = clock;
    this.#driver = driver;
    this.#metrics = metrics;
    this.#slotNext = this.#slotOf(clock.now());
    this.#timer = setInterval(() => this.#tick(), slotMillis);
  }

  /** Dials the call at `at`, or at once when that has passed; at `closesAt` or later its claim is given back. */
  place(live: LiveCall, at: Millis, destination: Destination, closesAt: Millis | null = null): void {
    const slot = Math.max(this.#slotOf(at), this.#slotNext);
    const placements = this.#slots.get(slot);
    const placement = { live, destination, closesAt };
    if (placements === undefined) this.#slots.set(slot, [placement]);
    else placements.push(placement);
    this.#waiting += 1;
  }

  /**
   * What the carrier can bear besides the calls that it will be asked for shortly: campaigns that beat at
   * the same moment must not each count on the same channels.
   */
  budget(): CarrierBudget {
    const { channelsFree, callsPerSecondMax } = this.#driver.budget();
    if (channelsFree === null) return { channelsFree, callsPerSecondMax };
    return { channelsFree: Math.max(0, channelsFree - this.#waiting - this.#expected), callsPerSecondMax };
  }

  /** Does `work`, which claims and places `count` calls at most; they count in the budget from now on. */
  async expecting<Result>(count: number, work: () => Promise<Result>): Promise<Result> {
    this.#expected += count;
    try {
      return await work();
    } finally {
      this.#expected -= count;
    }
  }

  /** Stops placing, and gives back the calls that were not dialed. */
  stop(): LiveCall[] {
    clearInterval(this.#timer);
    const left = [...this.#slots.values()].flat().map((placement) => placement.live);
    this.#slots.clear();
    this.#waiting = 0;
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
      this.#waiting -= placements.length;
      const deserted = placements.filter((placement) => this.#isDeserted(placement, now));
      for (const placement of placements) if (!deserted.includes(placement)) this.#dial(placement, now);
      if (deserted.length > 0) this.#options.giveBack(deserted.map(({ live }) => live));
    }
  }

  #isDeserted({ live, destination, closesAt }: Placement, now: Millis): boolean {
    const { campaign, agentId } = live;
    if (!campaign.calls.has(live)) return false;
    if (closesAt !== null && now >= closesAt) return true;
    return destination.kind === 'agent' && agentId === null && !this.#options.isStaffed(campaign);
  }

  #dial({ live, destination }: Placement, now: Millis): void {
    const { call, contact, campaign } = live;
    if (call.endedAt !== null || campaign.lease.expiresAt <= now || !campaign.calls.has(live)) return;
    live.call = { ...call, dialedAt: now };
    this.#metrics.callsPlaced.inc();
    this.#driver.dial({
      callId: call.id,
      vdnId: call.vdnId,
      called: contact.called,
      caller: contact.caller,
      ringLimitSeconds: call.ringLimitSeconds,
      destination,
      machineDetection: campaign.handling.machineDetection,
      recordName: campaign.handling.recording ? recordNameOf(live) : null,
    });
  }
}

/** `VDN/campaign/day/call`, the day of the claim in UTC: a folder a day is small enough to look into. */
function recordNameOf({ call }: LiveCall): string {
  const day = new Date(call.claimedAt).toISOString().slice(0, 10).replaceAll('-', '');
  return `${call.vdnId}/${call.campaignId}/${day}/${call.id}`;
}
