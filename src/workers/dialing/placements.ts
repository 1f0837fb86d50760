// Claimed calls that wait for their moment in the beat, and for the carrier's pace once it has come. What waits
// here counts in the carrier's load, so that campaigns that beat at the same moment do not each count on the
// same channels. The placer (place.ts) takes out what it dials.
import type { Clock } from '../../clock.ts';
import { type CarrierRoom, roomOf } from '../../core/carrier.ts';
import type { Carrier, CarrierLoad } from '../../core/carrierShare.ts';
import type { Millis } from '../../core/units.ts';
import { type Destination, type Driver, needsAgent } from '../../telephony/driver.ts';
import type { DrivenCampaign, LiveCall } from '../leases/driven.ts';

export interface Placement {
  readonly live: LiveCall;
  readonly destination: Destination;
  /** Not dialed at or after this instant, however late the tick; null: no such end is near. */
  readonly closesAt: Millis | null;
}

/** A call whose moment has come. */
export interface DuePlacement extends Placement {
  readonly since: Millis;
}

/** Calls that a beat is claiming at this moment. */
interface Expected {
  readonly count: number;
  readonly beatSeconds: number;
  readonly needsAgent: boolean;
}

/** Calls of one slot are dialed together: at 1,600 calls a second about 16. */
export const slotMillis = 10;

const slotOf = (at: number): number => Math.floor(at / slotMillis);

export class Placements {
  readonly #driver: Pick<Driver, 'gateways'>;
  readonly #slots = new Map<number, Placement[]>();
  #slotNext: number;
  /** The first first. */
  #due: DuePlacement[] = [];
  readonly #expected = new Set<Expected>();

  constructor(clock: Pick<Clock, 'now'>, driver: Pick<Driver, 'gateways'>) {
    this.#driver = driver;
    this.#slotNext = slotOf(clock.now());
  }

  /** Dials the call at `at`, or at once when that has passed; at `closesAt` or later its claim is given back. */
  place(live: LiveCall, at: Millis, destination: Destination, closesAt: Millis | null = null): void {
    const slot = Math.max(slotOf(at), this.#slotNext);
    const placements = this.#slots.get(slot);
    const placement = { live, destination, closesAt };
    if (placements === undefined) this.#slots.set(slot, [placement]);
    else placements.push(placement);
  }

  /** The calls whose moment has come by now, the first first; they stay until `takeDue`. */
  due(now: Millis): readonly DuePlacement[] {
    const slotNow = slotOf(now);
    // After a clock set back the slots ahead would wait for hours: go back with it.
    if (slotNow < this.#slotNext - 1000) this.#slotNext = slotNow;
    for (; this.#slotNext <= slotNow && this.#slots.size > 0; this.#slotNext++) {
      const placements = this.#slots.get(this.#slotNext) ?? [];
      this.#slots.delete(this.#slotNext);
      for (const placement of placements) this.#due.push({ ...placement, since: now });
    }
    if (this.#slots.size === 0) this.#slotNext = Math.max(this.#slotNext, slotNow);
    return this.#due;
  }

  /** The first `count` of the due calls are done with. */
  takeDue(count: number): void {
    this.#due.splice(0, count);
  }

  /** Takes out every call that waits here. */
  takeAll(): LiveCall[] {
    const left = [...this.#due, ...[...this.#slots.values()].flat()].map(({ live }) => live);
    this.#slots.clear();
    this.#due = [];
    return left;
  }

  /** Another process drives the campaign now: its calls that wait here are not dialed. */
  forget(campaign: DrivenCampaign): void {
    const isOthers = ({ live }: Placement): boolean => live.campaign !== campaign;
    this.#due = this.#due.filter(isOthers);
    for (const [slot, placements] of this.#slots) this.#slots.set(slot, placements.filter(isOthers));
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

  /** The carrier as it will be when it has been asked for what is claimed; null where no limit is known. */
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

  #loadOf(room: CarrierRoom, forAgents: boolean, now: Millis): CarrierLoad {
    const counts = ({ destination }: Placement): boolean => !forAgents || needsAgent(destination);
    const lastNext = slotOf(now + 1_000);
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
}
