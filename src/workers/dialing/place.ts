// Between claim and dial: the placer dials the claimed calls whose moment has come (placements.ts), at the
// carrier's pace, which all campaigns together do not exceed. A call is not dialed while another process
// may drive its campaign, when its agents have left, when its window has closed, or when the carrier has no
// place soon: its claim is given back. A call whose number the VDN forbids ends here, whichever interface
// the number came by.
import type { Clock } from '../../clock.ts';
import { roomOf } from '../../core/carrier.ts';
import { TokenBucket } from '../../core/tokenBucket.ts';
import type { Millis } from '../../core/units.ts';
import { isNumberAllowed } from '../../core/vdn.ts';
import type { Metrics } from '../../metrics.ts';
import { type Driver, needsAgent } from '../../telephony/driver.ts';
import type { Desk } from '../desk.ts';
import type { Events } from '../events.ts';
import { isWanted, type LiveCall } from '../leases/driven.ts';
import type { Fence } from '../leases/fence.ts';
import { type DuePlacement, type Placement, type Placements, slotMillis } from './placements.ts';

export interface PlacerDeps {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly driver: Driver;
  readonly fence: Pick<Fence, 'isOpen'>;
  readonly placements: Placements;
  readonly desk: Pick<Desk, 'isStaffed'>;
  readonly events: Pick<Events, 'refuse' | 'giveBack'>;
}

/** No gateway is up that could take a call of that kind, nor a trial call. */
interface Down {
  readonly forAll: boolean;
  readonly forAgents: boolean;
}

/** How many calls may be dialed at once after a lull, in seconds of the carrier's pace. */
const burstSeconds = 0.25;
/** A call that waits longer is given back: the carrier bears less than when the call was claimed. */
const dueMillisMax = 3_000;

export class Placer {
  readonly #deps: PlacerDeps;
  #bucket: TokenBucket | null = null;
  readonly #timer: NodeJS.Timeout;

  constructor(deps: PlacerDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => this.#tick(), slotMillis);
  }

  /** Stops placing, and answers the calls that were not dialed. */
  stop(): LiveCall[] {
    clearInterval(this.#timer);
    return this.#deps.placements.takeAll();
  }

  #tick(): void {
    const now = this.#deps.clock.now();
    const due = this.#deps.placements.due(now);
    if (due.length > 0) this.#placeDue(due, now);
  }

  /** Dials what is due, as fast as the carrier bears it; the rest waits for the next ticks. */
  #placeDue(placements: readonly DuePlacement[], now: Millis): void {
    const { driver, events } = this.#deps;
    const gateways = driver.gateways();
    const room = gateways.length === 0 ? null : roomOf(gateways, false, now);
    const areDown = (needAgent: boolean): boolean => {
      const { isUp, channelsFree } = roomOf(gateways, needAgent, now);
      return room !== null && !isUp && channelsFree === 0;
    };
    const down = { forAll: areDown(false), forAgents: areDown(true) };
    const left: LiveCall[] = [];
    let done = 0;
    for (const due of placements) {
      if (this.#isDeserted(due, down, now)) left.push(due.live);
      else if (isWanted(due.live)) {
        const { contact, campaign } = due.live;
        if (!isNumberAllowed(contact.called, campaign)) events.refuse(due.live);
        else if (room?.isUp && !this.#bucketOf(room.callsPerSecondMax, now).take(now)) break;
        else this.#dial(due, now);
      }
      done += 1;
    }
    this.#deps.placements.takeDue(done);
    if (left.length > 0) void events.giveBack(left);
  }

  #bucketOf(perSecond: number, now: Millis): TokenBucket {
    if (this.#bucket?.perSecond !== perSecond)
      this.#bucket = new TokenBucket(perSecond, perSecond * burstSeconds, now);
    return this.#bucket;
  }

  #isDeserted({ live, destination, closesAt, since }: DuePlacement, down: Down, now: Millis): boolean {
    const { agentId } = live;
    if (!isWanted(live)) return false;
    if (live.campaign.isDropped || !this.#deps.fence.isOpen()) return true;
    if (closesAt !== null && now >= closesAt) return true;
    // An agent waits for this very call: it is dialed, or refused by the carrier, and the agent is free.
    if (agentId !== null) return false;
    const isDown = needsAgent(destination) ? down.forAgents : down.forAll;
    if (isDown || now > since + dueMillisMax) return true;
    return destination.kind === 'agent' && !this.#deps.desk.isStaffed(live.campaign);
  }

  #dial({ live, destination }: Placement, now: Millis): void {
    const { call, contact, campaign } = live;
    live.call = { ...call, dialedAt: now };
    live.dialedTicks = this.#deps.clock.ticks();
    this.#deps.metrics.callsPlaced.inc();
    this.#deps.driver.dial({
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
