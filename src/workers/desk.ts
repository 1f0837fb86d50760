// The desk: who sits where, and which person is joined with which agent. One process seats the agents
// of a VDN, the one that holds the VDN's row in desk_leases, and only it drives the VDN's campaigns with
// agents. The agents in memory are the working copy; the rows follow within a moment.
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AgentCommand, AgentRefusal, WorkingAgent } from '../core/agentState.ts';
import type { CallEvent } from '../core/call.ts';
import type { Happening, Seen } from '../core/pacing/seen.ts';
import type { Plan } from '../core/plan.ts';
import type { Millis, VdnId } from '../core/units.ts';
import type { Metrics } from '../metrics.ts';
import type { Database } from '../store/connection.ts';
import type { StoredView } from '../store/views.ts';
import type { Destination, Driver } from '../telephony/driver.ts';
import type { Driven, DrivenCampaign, LiveCall } from './driven.ts';

export interface DeskDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly driver: Driver;
  readonly driven: Driven;
  /** The same name as in campaign leases. */
  readonly owner: string;
  /** How long a desk lease lasts without being prolonged, in the clock's milliseconds. */
  readonly leaseMillis: number;
  /** Takes the `waiting` events that the desk makes itself: Settler.hear. */
  readonly hear: (event: CallEvent) => void;
  /** Dials a claimed call: Placer.place. */
  readonly place: (live: LiveCall, at: Millis, destination: Destination) => void;
  /** Cuts the wait before the next pass short. */
  readonly wake: () => void;
}

export interface Refused {
  readonly refusal: AgentRefusal;
  /** A sentence for the agent. */
  readonly detail: string;
}

export class Desk {
  readonly #deps: DeskDeps;

  constructor(deps: DeskDeps) {
    this.#deps = deps;
  }

  /** Carries out what an agent asks for; every command is a sign of life. */
  async command(
    _vdnId: VdnId,
    _agentId: string,
    _command: AgentCommand,
  ): Promise<{ readonly agent: WorkingAgent } | Refused> {
    return { refusal: 'agentsElsewhere', detail: 'The desk is not open.' };
  }

  /** The agents of the VDN who are signed in, in no order; none when another process seats them. */
  agents(_vdnId: VdnId): readonly WorkingAgent[] {
    return [];
  }

  agent(_vdnId: VdnId, _agentId: string): WorkingAgent | null {
    return null;
  }

  /**
   * Calls `listener` at each change of that agent, or of any of the VDN for null, at once and in order.
   * The last change of one who leaves has the status `signedOut` and the state `idle`.
   * @returns what ends the watching
   */
  watch(_vdnId: VdnId, _agentId: string | null, _listener: (agent: WorkingAgent) => void): () => void {
    return () => undefined;
  }

  /** True while this process holds the VDN's desk: only then may its campaigns with agents dial. */
  holds(_vdnId: VdnId): boolean {
    return this.#deps.owner === '';
  }

  /**
   * Takes an event of a call of a campaign with agents, at once, before it is gathered with others: an
   * answered person is joined with an agent within this very call. Late, doubled and disordered events
   * do no harm.
   */
  hear(_live: LiveCall, _event: CallEvent): void {}

  /** The carrier holds the call no longer and its end was never heard: its agent is freed. */
  lose(_live: LiveCall): void {}

  /** A call of an earlier life that the carrier still holds: it finds its agent again. */
  adopt(_live: LiveCall): void {}

  /** What pacing sees of the campaign. Zero agents while `campaign.agents` is null. */
  seen(_campaign: DrivenCampaign, ringLimitSeconds: number, now: Millis): Omit<Seen, 'dialsMax'> {
    return {
      at: now,
      idle: 0,
      staffed: 0,
      talkingSince: [],
      wrapUpSince: [],
      dialedAt: [],
      foreignDialedAt: [],
      waitingSince: [],
      ringLimitSeconds,
    };
  }

  /** What has happened to the campaign's calls since this was asked last. */
  takeHappenings(_campaign: DrivenCampaign): Happening[] {
    return [];
  }

  /**
   * Reserves agents of a preempted campaign's skill queue, the longest idle first. Each is then given a
   * call by `bind`, or set free by `unreserve`; one who gets neither is free again after 10 s.
   * @returns their ids, at most `count`
   */
  reserve(_campaign: DrivenCampaign, _count: number, _now: Millis): string[] {
    return [];
  }

  /** The claimed call is dialed for this reserved agent. */
  bind(_live: LiveCall, _agentId: string): void {}

  unreserve(_vdnId: VdnId, _agentIds: readonly string[]): void {}

  /**
   * One beat of a previewed campaign (deviceType 5), in place of the claim: its open offers are withdrawn
   * when the plan's state, dates or window are closed; else contacts are offered to idle agents. The
   * claim comes when an agent dials. Sets nothing of the campaign; `campaign.agents` must be set before.
   * @returns how many offers were made
   */
  async offerBeat(
    _campaign: DrivenCampaign,
    _view: StoredView,
    _decided: Plan,
    _now: Millis,
  ): Promise<number> {
    return 0;
  }

  /** Prolongs the desks held and opens those that are free. Called before campaigns are taken over. */
  async lease(_reclaim: boolean): Promise<void> {}

  /** Limits, heartbeats, offers, writes. Answers the milliseconds until the next pass, 100 at most. */
  async pass(): Promise<number> {
    return 100;
  }

  /** Writes what is not written and hands the desks over; the agents stay signed in for the next start. */
  async close(): Promise<void> {}
}
