// Between claim and dial: claimed calls wait here for their moment in the beat, so that a beat is no
// volley, and for the carrier's pace, which all campaigns together do not exceed. A call is not dialed while
// another process may drive its campaign, when nobody is there for it any more, when its window has closed
// or when the carrier has no place soon: its claim is given back. A call whose number the VDN forbids ends
// here, whatever door it came through.
import type { Clock } from '../clock.ts';
import { type CarrierRoom, roomOf } from '../core/carrier.ts';
import type { Carrier, CarrierLoad } from '../core/carrierShare.ts';
import { TokenBucket } from '../core/tokenBucket.ts';
import type { Millis } from '../core/units.ts';
import { isNumberAllowed } from '../core/vdn.ts';
import type { Metrics } from '../metrics.ts';
import { type Destination, type Driver, needsAgent } from '../telephony/driver.ts';
import { type DrivenCampaign, isWanted, type LiveCall } from './driven.ts';
import type { Fence } from './fence.ts';

interface Placement {
  readonly live: LiveCall;
  readonly destination: Destination;
  /** Not dialed at or after this instant, however late the tick; null: no such end is near. */
  readonly closesAt: Millis | null;
}

/** No gateway is up that could take a call of that kind, nor a trial call. */
interface Down {
  readonly forAll: boolean;
  readonly forAgents: boolean;
}

/** A call whose moment has come. */
interface Due extends Placement {
  readonly since: Millis;
}

/** Calls of one slot are dialed together: at 1,600 calls a second about 16. */
const slotMillis = 10;
/** How many calls may be dialed at once after a lull, in seconds of the carrier's pace. */
const burstSeconds = 0.25;
/** Who waits longer for the carrier's pace is given back: it bears less than when the call was claimed. */
const dueMillisMax = 3_000;

export interface PlacerOptions {
  readonly fence: Pick<Fence, 'isOpen'>;
  /** Whether anyone is there for a call that waits for an agent of its queue. */
  readonly isStaffed: (campaign: DrivenCampaign) => boolean;
  /** Takes the calls that were not dialed because nobody was there, or no longer any place or time. */
  readonly giveBack: (lives: readonly LiveCall[]) => void;
  /** Takes a call whose number the VDN does not let be dialed; it never reaches the carrier. */
  readonly refuse: (live: LiveCall) => void;
}

/** Calls that a beat is claiming at this moment. */
interface Expected {
  readonly count: number;
  readonly beatSeconds: number;
  readonly needsAgent: boolean;
}

export class Placer {
  readonly #clock: Clock;
  readonly #driver: Driver;
  readonly #metrics: Metrics;
  readonly #options: PlacerOptions;
  readonly #slots = new Map<number, Placement[]>();
  #slotNext = 0;
  /** The first first. */
  #due: Due[] = [];
  readonly #expected = new Set<Expected>();
  #bucket: TokenBucket | null = null;
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
  }

  /**
   * The carrier as it will be when it has been asked for what is claimed, so that campaigns that beat at the
   * same moment do not each count on the same channels; null where no limit is known.
   */
  carrier(now: Millis): Carrier | null {
    const gateways = this.#driver.gateways();
    if (gateways.length === 0) return null;
    const forAll = this.#loadOf(roomOf(gateways, false, now), false, now);
    const areAllForAgents = gateways.every(({ servesAgents }) => servesAgents);
    return {
      forAll,
      forAgents: areAllForAgents ? forAll : this.#loadOf(roomOf(gateways, true, now), true, now),
    };
  }

  /** The campaign's calls that wait for the carrier's pace although their moment has come. */
  lateOf(campaign: DrivenCampaign): number {
    return this.#due.reduce((sum, { live }) => sum + (live.campaign === campaign ? 1 : 0), 0);
  }

  /** Does `work`, which claims and places what is expected at most; that counts in `carrier` from now on. */
  async expecting<Result>(expected: Expected, work: () => Promise<Result>): Promise<Result> {
    this.#expected.add(expected);
    try {
      return await work();
    } finally {
      this.#expected.delete(expected);
    }
  }

  /** Another process drives the campaign now: its calls that wait here are not dialed. */
  forget(campaign: DrivenCampaign): void {
    const isOthers = ({ live }: Placement): boolean => live.campaign !== campaign;
    this.#due = this.#due.filter(isOthers);
    for (const [slot, placements] of this.#slots) this.#slots.set(slot, placements.filter(isOthers));
  }

  /** Stops placing, and gives back the calls that were not dialed. */
  stop(): LiveCall[] {
    clearInterval(this.#timer);
    const left = [...this.#due, ...[...this.#slots.values()].flat()].map(({ live }) => live);
    this.#slots.clear();
    this.#due = [];
    return left;
  }

  #slotOf(at: number): number {
    return Math.floor(at / slotMillis);
  }

  #loadOf(room: CarrierRoom, forAgents: boolean, now: Millis): CarrierLoad {
    const counts = ({ destination }: Placement): boolean => !forAgents || needsAgent(destination);
    const lastNext = this.#slotOf(now + 1_000);
    let waiting = this.#due.filter(counts).length;
    let dueNext = waiting;
    for (const [slot, placements] of this.#slots) {
      const count = forAgents ? placements.filter(counts).length : placements.length;
      waiting += count;
      if (slot <= lastNext) dueNext += count;
    }
    for (const expected of this.#expected)
      if (!forAgents || expected.needsAgent) {
        waiting += expected.count;
        dueNext += expected.count / Math.max(1, expected.beatSeconds);
      }
    return { ...room, channelsFree: Math.max(0, room.channelsFree - waiting), dueNext };
  }

  #tick(): void {
    const now = this.#clock.now();
    const slotNow = this.#slotOf(now);
    // After a clock set back the slots ahead would wait for hours: go back with it.
    if (slotNow < this.#slotNext - 1000) this.#slotNext = slotNow;
    for (; this.#slotNext <= slotNow && this.#slots.size > 0; this.#slotNext++) {
      const placements = this.#slots.get(this.#slotNext) ?? [];
      this.#slots.delete(this.#slotNext);
      for (const placement of placements) this.#due.push({ ...placement, since: now });
    }
    if (this.#slots.size === 0) this.#slotNext = Math.max(this.#slotNext, slotNow);
    if (this.#due.length > 0) this.#placeDue(now);
  }

  /** Dials what is due, as fast as the carrier bears it; the rest waits for the next ticks. */
  #placeDue(now: Millis): void {
    const gateways = this.#driver.gateways();
    const room = gateways.length === 0 ? null : roomOf(gateways, false, now);
    const areDown = (needAgent: boolean): boolean => {
      const { isUp, channelsFree } = roomOf(gateways, needAgent, now);
      return room !== null && !isUp && channelsFree === 0;
    };
    const down = { forAll: areDown(false), forAgents: areDown(true) };
    const left: LiveCall[] = [];
    let done = 0;
    for (const due of this.#due) {
      if (this.#isDeserted(due, down, now)) left.push(due.live);
      else if (isWanted(due.live)) {
        const { contact, campaign } = due.live;
        if (!isNumberAllowed(contact.called, campaign)) this.#options.refuse(due.live);
        else if (room?.isUp && !this.#bucketOf(room.callsPerSecondMax, now).take(now)) break;
        else this.#dial(due, now);
      }
      done += 1;
    }
    this.#due.splice(0, done);
    if (left.length > 0) this.#options.giveBack(left);
  }

  #bucketOf(perSecond: number, now: Millis): TokenBucket {
    if (this.#bucket?.perSecond !== perSecond)
      this.#bucket = new TokenBucket(perSecond, perSecond * burstSeconds, now);
    return this.#bucket;
  }

  #isDeserted({ live, destination, closesAt, since }: Due, down: Down, now: Millis): boolean {
    const { agentId } = live;
    if (!isWanted(live)) return false;
    if (live.campaign.isDropped || !this.#options.fence.isOpen()) return true;
    if (closesAt !== null && now >= closesAt) return true;
    // An agent waits for this very call: it is dialed, or refused by the carrier, and the agent is free.
    if (agentId !== null) return false;
    const isDown = needsAgent(destination) ? down.forAgents : down.forAll;
    if (isDown || now > since + dueMillisMax) return true;
    return destination.kind === 'agent' && !this.#options.isStaffed(live.campaign);
  }

  #dial({ live, destination }: Placement, now: Millis): void {
    const { call, contact, campaign } = live;
    live.call = { ...call, dialedAt: now };
    live.dialedTicks = this.#clock.ticks();
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
