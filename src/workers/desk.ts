// The desk: the agents of a VDN, and which person is joined with which agent. One process seats the agents
// of a VDN, the one that holds the VDN's row in desk_leases, and only it drives the VDN's campaigns with
// agents. The agents in memory are the working copy; the rows follow within a moment.
import { giveCall, setFree, signedInAgent } from '../core/agentMoves.ts';
import type { AgentCommand, WorkingAgent } from '../core/agentState.ts';
import type { CallEvent } from '../core/call.ts';
import { inBoth } from '../core/language.ts';
import type { Happening, Seen } from '../core/pacing/seen.ts';
import type { Plan } from '../core/plan.ts';
import type { Millis, VdnId } from '../core/units.ts';
import { findAgent } from '../store/agents/agents.ts';
import type { StoredView } from '../store/campaigns/views.ts';
import { type DeskLease, heldDesks, releaseDesks, takeDesks } from '../store/system/leases.ts';
import type { HeldCall, LineEvent } from '../telephony/driver.ts';
import { carryOut, type Refused } from './desk/commands.ts';
import type { DeskDeps, Floor, FloorDeps } from './desk/floor.ts';
import { adopt, hear, lose } from './desk/joining.ts';
import { hearLine } from './desk/lines.ts';
import { findClosedWindow, offerBeat } from './desk/offers.ts';
import { openFloor } from './desk/opening.ts';
import { isStaffed, reserveAgents, see, seeNobody } from './desk/staffing.ts';
import { tendFloor } from './desk/upkeep.ts';
import { Watchers } from './desk/watchers.ts';
import { DeskWriter } from './desk/writing.ts';
import type { DrivenCampaign, LiveCall } from './leases/driven.ts';

/** Desks opened in one pass at most; the rest follow in the next ones. */
const openedMax = 500;

/** Limits are looked at this often, in the clock's milliseconds. */
export const tendMillis = 100;

const elsewhere: Refused = {
  refusal: 'agentsElsewhere',
  detail: inBoth(
    'Another process seats the agents of this VDN, or none does yet. Try again in a moment.',
    '此 VDN 的座席由其他进程管理，或尚无进程管理，请稍后重试。',
  ),
};

export class Desk {
  readonly #deps: FloorDeps;
  readonly #floors = new Map<VdnId, Floor>();
  /** Desks held; one without a floor is still to be opened. */
  readonly #leases = new Map<VdnId, DeskLease>();
  readonly #watchers: Watchers;
  readonly #writer: DeskWriter;
  #isStopping = false;
  #isPassedOn = false;
  #tendedAt: Millis | null = null;

  constructor(deps: DeskDeps) {
    this.#writer = new DeskWriter(deps, this.#floors);
    this.#deps = {
      ...deps,
      isStopping: () => this.#isStopping,
      changed: () => this.#writer.writeSoon(),
    };
    this.#watchers = new Watchers((error) => deps.log.error({ err: error }, 'a listener of agents failed'));
  }

  /** Carries out what an agent asks for; every command is a sign of life. */
  async command(
    vdnId: VdnId,
    agentId: string,
    command: AgentCommand,
  ): Promise<{ readonly agent: WorkingAgent } | Refused> {
    const floor = this.#openFloor(vdnId);
    if (floor === null) return elsewhere;
    const seat = floor.seats.get(agentId);
    if (seat !== undefined) return carryOut(floor, seat, command, this.#deps.clock.now());
    if (command.kind === 'signIn') return this.#signIn(vdnId, agentId, command.signOffAt);
    return { refusal: 'notSignedIn', detail: inBoth('The agent is not signed in.', '座席未签入。') };
  }

  async #signIn(
    vdnId: VdnId,
    agentId: string,
    signOffAt: Millis | null,
  ): Promise<{ readonly agent: WorkingAgent } | Refused> {
    const known = await findAgent(this.#deps.database, vdnId, agentId);
    if (known === null)
      return {
        refusal: 'noSuchAgent',
        detail: inBoth(`There is no agent ${agentId}.`, `没有座席 ${agentId}。`),
      };
    // The floor may have closed while we asked, or the agent come in by another door.
    const floor = this.#openFloor(vdnId);
    if (floor === null) return elsewhere;
    const now = this.#deps.clock.now();
    const seated = floor.seats.get(agentId);
    if (seated !== undefined) return carryOut(floor, seated, { kind: 'signIn', signOffAt }, now);
    const agent = signedInAgent(agentId, known.skills, known.telephone, signOffAt, now);
    floor.admit(agent);
    return { agent };
  }

  /** The agents of the VDN who are signed in, in no order; none when another process seats them. */
  agents(vdnId: VdnId): readonly WorkingAgent[] {
    return [...(this.#openFloor(vdnId)?.seats.values() ?? [])].map((seat) => seat.agent);
  }

  agent(vdnId: VdnId, agentId: string): WorkingAgent | null {
    return this.#openFloor(vdnId)?.seats.get(agentId)?.agent ?? null;
  }

  /**
   * Calls `listener` at each change of that agent, or of any of the VDN for null, at once and in order.
   * The last change of one who leaves has the status `signedOut` and the state `idle`.
   * @returns what ends the watching
   */
  watch(vdnId: VdnId, agentId: string | null, listener: (agent: WorkingAgent) => void): () => void {
    return this.#watchers.watch(vdnId, agentId, listener);
  }

  /** True while this process holds the VDN's desk: only then may its campaigns with agents dial. */
  holds(vdnId: VdnId): boolean {
    return this.#openFloor(vdnId) !== null;
  }

  /**
   * Takes an event of a call of a campaign with agents, at once, before it is gathered with others: an
   * answered person is joined with an agent within this very call. Late, doubled and disordered events
   * do no harm.
   * @returns what follows for the call; null: nothing
   */
  hear(live: LiveCall, event: CallEvent): CallEvent | null {
    const floor = this.#floors.get(live.call.vdnId);
    if (floor !== undefined) return hear(floor, live, event);
    // Nobody here has agents for a person whom a flow transfers.
    if (event.kind === 'transferred' && !this.#isPassedOn) this.#deps.driver.abandon(live.call.id, null);
    return null;
  }

  /**
   * Takes in how an agent's telephone stands.
   * @returns what follows for the agent's call; null: nothing
   */
  hearLine(event: LineEvent): CallEvent | null {
    const floor = this.#floors.get(event.vdnId);
    return floor === undefined ? null : hearLine(floor, event);
  }

  /** The carrier holds the call no longer and its end was never heard: its agent is freed. */
  lose(live: LiveCall): void {
    const floor = this.#floors.get(live.call.vdnId);
    if (floor !== undefined) lose(floor, live);
  }

  /**
   * A call of an earlier life that the carrier still holds: it finds its agent again.
   * @returns what follows for the call; null: nothing
   */
  adopt(live: LiveCall, held: HeldCall): CallEvent | null {
    const floor = this.#floors.get(live.call.vdnId);
    return floor === undefined ? null : adopt(floor, live, held);
  }

  /** What pacing sees of the campaign. Zero agents while `campaign.agents` is null. */
  see(campaign: DrivenCampaign, ringLimitSeconds: number, now: Millis): Omit<Seen, 'dialsMax'> {
    const floor = this.#openFloor(campaign.lease.vdnId);
    return floor === null ? seeNobody(ringLimitSeconds, now) : see(floor, campaign, ringLimitSeconds, now);
  }

  /** Whether anyone is there for the campaign: else no call of it that waits for its moment is dialed. */
  isStaffed(campaign: DrivenCampaign): boolean {
    const floor = this.#openFloor(campaign.lease.vdnId);
    const skillId = campaign.agents?.skillId ?? null;
    return floor !== null && skillId !== null && isStaffed(floor, skillId, this.#deps.clock.now());
  }

  /** What has happened to the campaign's calls since this was asked last. */
  takeHappenings(campaign: DrivenCampaign): Happening[] {
    return this.#floors.get(campaign.lease.vdnId)?.takeHappenings(campaign) ?? [];
  }

  /**
   * Reserves agents of a preempted campaign's skill queue, the longest idle first. Each is then given a
   * call by `bind`, or set free by `unreserve`; one who gets neither is free again after 10 s.
   * @returns their ids, at most `count`
   */
  reserve(campaign: DrivenCampaign, count: number, now: Millis): string[] {
    const floor = this.#openFloor(campaign.lease.vdnId);
    return floor === null ? [] : reserveAgents(floor, campaign, count, now);
  }

  /** The claimed call is dialed for this reserved agent. */
  bind(live: LiveCall, agentId: string): void {
    const floor = this.#floors.get(live.call.vdnId);
    const seat = floor?.seats.get(agentId);
    if (floor === undefined || seat === undefined) return;
    const { call, contact } = live;
    const bound = giveCall(seat.agent, { id: call.id, called: contact.called });
    // One who was set free meanwhile is not bound: the person will be routed like any other.
    if (bound === seat.agent) return;
    live.agentId = agentId;
    seat.call = { callNumber: contact.callNumber, claimedAt: call.claimedAt };
    floor.move(seat, bound, this.#deps.clock.now());
  }

  unreserve(vdnId: VdnId, agentIds: readonly string[]): void {
    const floor = this.#floors.get(vdnId);
    const now = this.#deps.clock.now();
    for (const agentId of agentIds) {
      const seat = floor?.seats.get(agentId);
      if (floor === undefined || seat === undefined) continue;
      if (seat.agent.state === 'reserved' && seat.agent.callId === null)
        floor.move(seat, setFree(seat.agent, now), now);
    }
  }

  /**
   * One beat of a previewed campaign (deviceType 5), in place of the claim: its open offers are withdrawn
   * when the plan's state, dates or window are closed; else contacts are offered to idle agents. The
   * claim comes when an agent dials. Sets nothing of the campaign; `campaign.agents` must be set before.
   * @returns how many offers were made
   */
  async offerBeat(campaign: DrivenCampaign, _view: StoredView, decided: Plan, now: Millis): Promise<number> {
    const floor = this.#openFloor(campaign.lease.vdnId);
    if (floor === null) return 0;
    return offerBeat(floor, campaign, findClosedWindow(decided.gates), decided.place, now);
  }

  /**
   * Opens the desks that are free, and makes the floors those that the rows name; called before campaigns
   * are taken over.
   * @returns the VDNs whose desk another process has taken: their campaigns with agents must be dropped
   */
  async lease(): Promise<readonly VdnId[]> {
    const { database, heartbeat } = this.#deps;
    const { node } = heartbeat;
    await takeDesks(database, node, openedMax);
    const rows = await heldDesks(database, node);
    // Taken for dead meanwhile: none of it is ours any more.
    if (heartbeat.node !== node) return [];
    const held = new Map(rows.map((lease) => [lease.vdnId, lease]));
    const lost = [...this.#leases.values()].filter(({ vdnId, epoch }) => held.get(vdnId)?.epoch !== epoch);
    for (const { vdnId } of lost) this.#lose(vdnId);
    const unopened = rows.filter(({ vdnId }) => !this.#floors.has(vdnId));
    for (const lease of unopened) this.#leases.set(lease.vdnId, lease);
    await Promise.all(unopened.map((lease) => this.#open(lease)));
    return lost.map(({ vdnId }) => vdnId);
  }

  /** This process was taken for dead: others may seat all of these agents. */
  loseAll(): void {
    for (const vdnId of [...this.#leases.keys()]) this.#lose(vdnId);
  }

  #lose(vdnId: VdnId): void {
    this.#leases.delete(vdnId);
    this.#floors.get(vdnId)?.lose();
    this.#floors.delete(vdnId);
    this.#deps.log.warn({ vdnId }, 'desk lost, another process seats these agents');
  }

  /** A desk that cannot be opened goes back at once, for the next pass: the other VDNs go on without it. */
  async #open(lease: DeskLease): Promise<void> {
    try {
      await this.#openNow(lease);
    } catch (error) {
      const { database, heartbeat, log } = this.#deps;
      log.error({ vdnId: lease.vdnId, err: error }, 'a desk could not be opened');
      this.#leases.delete(lease.vdnId);
      await releaseDesks(database, heartbeat.node, [lease]);
    }
  }

  async #openNow(lease: DeskLease): Promise<void> {
    const { vdnId } = lease;
    const tell = (agent: WorkingAgent): void => this.#watchers.tell(vdnId, agent);
    const floor = await openFloor(this.#deps, lease, tell);
    if (this.#leases.get(vdnId) !== lease) return;
    this.#floors.set(vdnId, floor);
    // Lines that an earlier life opened are told as they stand; the others are called.
    for (const seat of [...floor.seats.values()])
      if (seat.agent.status === 'ready' || seat.agent.callId !== null)
        this.#deps.driver.openLine(floor.telephoneOf(seat));
  }

  /**
   * Limits, heartbeats, offers: all that time alone brings about, each `tendMillis`. Never waits for the database.
   * @returns what follows for calls
   */
  tend(): CallEvent[] {
    const now = this.#deps.clock.now();
    const before = this.#tendedAt ?? now;
    this.#tendedAt = now;
    const following = [...this.#floors.values()].flatMap((floor) => tendFloor(floor, before, now));
    this.#writer.refreshWhenDue(now);
    return following;
  }

  /** From now on nothing new is begun: no offer is made or dialed. Talks go on. */
  beginStop(): void {
    this.#isStopping = true;
  }

  /**
   * Seats nobody any more, and writes what is not written, for the process that is about to seat these agents.
   * Talks and telephones stay as they are.
   */
  async passOn(): Promise<void> {
    this.#isPassedOn = true;
    for (const floor of this.#floors.values()) floor.lose();
    await this.#writer.close();
    this.#floors.clear();
    this.#leases.clear();
  }

  /** Writes what is not written and hands the desks over; the agents stay signed in for the next start. */
  async close(): Promise<void> {
    this.#isStopping = true;
    await this.#writer.close();
    const leases = [...this.#leases.values()];
    this.#floors.clear();
    this.#leases.clear();
    if (leases.length > 0) await releaseDesks(this.#deps.database, this.#deps.heartbeat.node, leases);
  }

  #openFloor(vdnId: VdnId): Floor | null {
    const floor = this.#floors.get(vdnId);
    return floor?.isOpen() ? floor : null;
  }
}
