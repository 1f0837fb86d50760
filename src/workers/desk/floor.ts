// The floor: the agents of one VDN as the desk that holds it knows them, with the indexes that let an event
// find its agent without looking at all of them. Every change of an agent goes through `move`, so the
// indexes, the log and the listeners cannot differ.

import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { AgentSkill } from '../../core/agent.ts';
import { hasLeft, isFree } from '../../core/agentMoves.ts';
import type { WorkingAgent } from '../../core/agentState.ts';
import type { Happening } from '../../core/pacing/seen.ts';
import { addFree, noFreeAgents, noWaitingQueues, removeFree } from '../../core/routing.ts';
import { type Millis, toMillis, type VdnId } from '../../core/units.ts';
import type { VdnSettings } from '../../core/vdn.ts';
import type { Metrics } from '../../metrics.ts';
import type { CallKey } from '../../store/agents/agentStates.ts';
import type { Database } from '../../store/database/connection.ts';
import type { DeskLease } from '../../store/system/leases.ts';
import type { AgentTelephone, Driver } from '../../telephony/driver.ts';
import type { Placements } from '../dialing/placements.ts';
import type { Shares } from '../dialing/shares.ts';
import { Driven, type DrivenCampaign, type LiveCall } from '../leases/driven.ts';
import type { Fence } from '../leases/fence.ts';
import type { Heartbeat } from '../leases/heartbeat.ts';
import { emptyLedger, noteStretch } from './ledger.ts';
import type { PreviewBook, Seat } from './seat.ts';

/** What the desk works with. */
export interface DeskDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly driver: Driver;
  readonly driven: Driven;
  readonly fence: Pick<Fence, 'isOpen'>;
  readonly heartbeat: Pick<Heartbeat, 'node'>;
  readonly placements: Pick<Placements, 'place'>;
  readonly shares: Pick<Shares, 'shareOf'>;
}

/** What the floors of one desk share. */
export interface FloorDeps extends DeskDeps {
  /** The process is on its way out: nothing new is begun. */
  readonly isStopping: () => boolean;
  /** There is something to write. */
  readonly changed: () => void;
}

/** Told to one campaign at most; beyond it nobody reads them. */
const happeningsMax = 100_000;

export class Floor {
  readonly deps: FloorDeps;
  readonly openedAt: Millis;
  readonly lease: DeskLease;
  settings: VdnSettings;
  readonly seats = new Map<string, Seat>();
  readonly bySkill = new Map<number, Set<Seat>>();
  readonly free = noFreeAgents();
  readonly waiting = noWaitingQueues();
  /** Persons who answered before their campaign's queue was known. */
  readonly unrouted = new Set<LiveCall>();
  readonly books = new Map<DrivenCampaign, PreviewBook>();
  ledger = emptyLedger();
  readonly #happened = new WeakMap<DrivenCampaign, Happening[]>();
  readonly #tell: (agent: WorkingAgent) => void;
  readonly #onFree: (seat: Seat) => void;
  #seatsMade = 0;
  #isLost = false;

  /**
   * @param tell hears each change of an agent
   * @param onFree called when somebody became free: persons may wait
   */
  constructor(
    deps: FloorDeps,
    lease: DeskLease,
    settings: VdnSettings,
    openedAt: Millis,
    tell: (agent: WorkingAgent) => void,
    onFree: (floor: Floor, seat: Seat) => void,
  ) {
    this.deps = deps;
    this.lease = lease;
    this.settings = settings;
    this.openedAt = openedAt;
    this.#tell = tell;
    this.#onFree = (seat) => onFree(this, seat);
  }

  get vdnId(): VdnId {
    return this.lease.vdnId;
  }

  /** False: another process seats these agents, or may do so by now. */
  isOpen(): boolean {
    return !this.#isLost && this.deps.fence.isOpen();
  }

  /** Another process seats these agents from now on. */
  lose(): void {
    this.#isLost = true;
  }

  /** Seats an agent as the rows have them, or as `admit` does. */
  seat(agent: WorkingAgent, call: CallKey | null): Seat {
    const seat: Seat = {
      agent,
      number: this.#seatsMade++,
      stateSince: agent.since,
      idleSince: agent.since,
      call,
      offer: null,
      restsUntil: toMillis(0),
      straySince: null,
    };
    this.seats.set(agent.id, seat);
    this.#enterSkills(seat);
    if (isFree(agent)) addFree(this.free, agent.id, agent.skills, seat.idleSince);
    return seat;
  }

  /** Seats an agent who has just signed in, and calls the telephone whose line is to be open. */
  admit(agent: WorkingAgent): void {
    const seat = this.seat(agent, null);
    this.ledger.changed.add(agent.id);
    this.deps.driver.openLine(this.telephoneOf(seat));
    // A line that is there at once has been told, and the agent with it.
    if (seat.agent === agent) this.#tell(agent);
    this.deps.changed();
  }

  /** The agent's next state; nothing happens when it is the present one. */
  move(seat: Seat, next: WorkingAgent, now: Millis): void {
    const before = seat.agent;
    if (next === before) return;
    seat.agent = next;
    if (isOtherStretch(before, next)) noteStretch(this.ledger, before, now);
    if (before.state !== next.state) seat.stateSince = now;
    if (next.callId === null) seat.call = null;
    const becomesFree = isFree(next) && !isFree(before);
    if (becomesFree) {
      if (before.state !== 'reserved') seat.idleSince = now;
      addFree(this.free, next.id, next.skills, seat.idleSince);
    } else if (!isFree(next)) removeFree(this.free, next.id);
    if (hasLeft(next)) this.#leave(seat);
    this.ledger.changed.add(next.id);
    this.#tell(next);
    // The agent may have been moved on by who heard it.
    if (becomesFree && isFree(seat.agent)) this.#onFree(seat);
    this.deps.changed();
  }

  /** Other skills take effect at once; a call in hand is finished. */
  reskill(seat: Seat, skills: readonly AgentSkill[], now: Millis): void {
    this.#exitSkills(seat);
    removeFree(this.free, seat.agent.id);
    seat.agent = { ...seat.agent, skills };
    this.#enterSkills(seat);
    if (!isFree(seat.agent)) return;
    addFree(this.free, seat.agent.id, skills, seat.idleSince > now ? now : seat.idleSince);
    this.#onFree(seat);
  }

  /** A sign of life; not worth a row or a message. */
  hearFrom(seat: Seat, now: Millis): void {
    seat.agent = { ...seat.agent, seenAt: now };
  }

  isSilent(seat: Seat, now: Millis): boolean {
    return now - seat.agent.seenAt > this.settings.agentSilenceSecondsMax * 1000;
  }

  /** The agent who has this call, or for whom it is dialed; null: none (any more). */
  seatOf(live: LiveCall): Seat | null {
    const seat = live.agentId === null ? undefined : this.seats.get(live.agentId);
    return seat !== undefined && seat.agent.callId === live.call.id ? seat : null;
  }

  campaignOf(agent: WorkingAgent): DrivenCampaign | null {
    if (agent.campaignId === null) return null;
    const key = Driven.key({ vdnId: this.vdnId, campaignId: agent.campaignId });
    return this.deps.driven.campaigns.get(key) ?? null;
  }

  /** Pacing learns from campaigns with agents; a person whom a flow transferred teaches it nothing. */
  happened(campaign: DrivenCampaign, happening: Happening): void {
    if (!campaign.hasAgents) return;
    const list = this.#happened.get(campaign);
    if (list === undefined) this.#happened.set(campaign, [happening]);
    else if (list.length < happeningsMax) list.push(happening);
  }

  takeHappenings(campaign: DrivenCampaign): Happening[] {
    const list = this.#happened.get(campaign) ?? [];
    this.#happened.delete(campaign);
    return list;
  }

  /** The telephone as the carrier must know it. */
  telephoneOf({ agent }: Seat): AgentTelephone {
    return { ...agent.telephone, vdnId: this.vdnId, agentId: agent.id };
  }

  #leave(seat: Seat): void {
    this.deps.driver.closeLine(this.telephoneOf(seat));
    this.seats.delete(seat.agent.id);
    this.#exitSkills(seat);
  }

  #enterSkills(seat: Seat): void {
    for (const { skillId } of seat.agent.skills) {
      const members = this.bySkill.get(skillId);
      if (members === undefined) this.bySkill.set(skillId, new Set([seat]));
      else members.add(seat);
    }
  }

  #exitSkills(seat: Seat): void {
    for (const { skillId } of seat.agent.skills) this.bySkill.get(skillId)?.delete(seat);
  }
}

const isOtherStretch = (before: WorkingAgent, next: WorkingAgent): boolean =>
  before.status !== next.status ||
  before.state !== next.state ||
  before.breakReason !== next.breakReason ||
  before.campaignId !== next.campaignId;
