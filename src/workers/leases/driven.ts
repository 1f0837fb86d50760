// What this process drives: the campaigns whose lease it holds and their calls in flight. The rows
// in the database are the truth; this is the working copy that dial, settle and recover share, and
// it is rebuilt from the rows whenever a campaign is taken over.
import { type Call, type CallStage, type CallState, callState, claimedCall } from '../../core/call.ts';
import { type DeviceType, isIvr, type PreviewSettings } from '../../core/campaign.ts';
import { noUnknownCalls, type UnknownCalls } from '../../core/carrier.ts';
import { type CallHandling, callHandlingDefault } from '../../core/handling.ts';
import type { Pacing } from '../../core/ivrPacing.ts';
import type { CallsByStage } from '../../core/live.ts';
import type { Pacer } from '../../core/pacing/pacer.ts';
import type { PacingLaw, PacingRule } from '../../core/pacing/rule.ts';
import { noRetry, type RetryPolicy } from '../../core/retry.ts';
import type { CallId, CampaignId, Millis, VdnId } from '../../core/units.ts';
import type { ClaimedContact } from '../../store/calls/claims.ts';
import type { StoredView } from '../../store/campaigns/views.ts';
import type { CampaignLease } from '../../store/system/leases.ts';

export interface DrivenCampaign {
  lease: CampaignLease;
  /** Another process has it now, or it needs no driver: nothing more is asked of a carrier for it. */
  isDropped: boolean;
  /** False until the calls of an earlier driver are adopted or settled; nothing is dialed before. */
  recovered: boolean;
  /**
   * The process that drove it before. `stopping`: it lives and settles the calls that it has placed, so those
   * that no carrier here holds are left to it. `gone`: what it has left is to be found.
   */
  predecessor: 'none' | 'stopping' | 'gone';
  nextBeatAt: Millis;
  /** The last beat found a row of the campaign locked by somebody else. */
  isLocked: boolean;
  /** Null until the first beat of this process: then what the rows say counts. */
  pacing: Pacing | null;
  /** The last revision whose effect is written down. */
  effectiveRevision: number;
  retryPolicy: RetryPolicy;
  handling: CallHandling;
  timeZone: string;
  /** False for an IVR, and until the campaign has been looked at. */
  hasAgents: boolean;
  /** Driven only where the VDN's agents sit: with agents, or with a flow that hands people to them. */
  needsDesk: boolean;
  /** Beginnings of the numbers that the VDN lets be dialed; empty: all. */
  allowedPrefixes: readonly string[];
  /** How long a number rests that was abandoned, in hours; 0: it does not. */
  quarantineHours: number;
  /** Set by each beat of a campaign with agents; null for an IVR, and before the first beat. */
  agents: AgentCampaign | null;
  readonly calls: Set<LiveCall>;
  /** How many of them are unknown as of the last comparison (see `LiveCall.silentGateways`), and where. */
  unknown: UnknownCalls;
}

/** What the desk needs to know of a campaign with agents, as its last beat saw it. */
export interface AgentCampaign {
  readonly deviceType: DeviceType;
  readonly skillId: number;
  /** Started, whether or not its window is open: such campaigns share the agents of their queues. */
  readonly started: boolean;
  readonly rule: PacingRule;
  readonly law: PacingLaw;
  readonly pacer: Pacer;
  /** A person who answered is let go after this, in seconds. */
  readonly waitLimitSeconds: number;
  /** Set for deviceType 5 only. */
  readonly preview: PreviewSettings | null;
}

export interface LiveCall {
  call: Call;
  readonly contact: ClaimedContact;
  readonly campaign: DrivenCampaign;
  /** When the carrier was asked, in the clock's ticks; null: not yet, or by an earlier life. */
  dialedTicks: number | null;
  /** Absent from the carrier at the last comparison; absent twice means lost. */
  isMissed: boolean;
  /** Nobody was rung by it, and its claim goes back as soon as that can be written. */
  isGivenBack: boolean;
  /** False for a call known from its row alone: whether the carrier holds it is still to be seen. */
  isMet: boolean;
  /**
   * Gateways that may hold it and do not answer: what has become of it is unknown, and it counts neither as
   * lost nor as in flight. Empty: the carrier's word on it can be had.
   */
  silentGateways: readonly string[];
  /** The agent for whom it is dialed, or who has or had the person; null: none. */
  agentId: string | null;
  /** A person answered and no agent was there within the legal limit, if one came later or not. */
  abandoned: boolean;
  /** As the desk has it; a call that does not concern the desk keeps the first one. */
  stage: CallStage;
  /** When a person answered, as the desk heard it; null: not yet. */
  personSince: Millis | null;
  /** When the carrier was asked to join person and agent; null: not yet. */
  joinAskedAt: Millis | null;
  /** The skill queue to which a flow has handed the person; null: no flow has. */
  transferSkillId: number | null;
}

export class Driven {
  readonly campaigns = new Map<string, DrivenCampaign>();
  readonly calls = new Map<CallId, LiveCall>();
  readonly #turns = new WeakMap<DrivenCampaign, Promise<unknown>>();

  static key(of: { readonly vdnId: number; readonly campaignId: number }): string {
    return `${of.vdnId}:${of.campaignId}`;
  }

  /** The campaign, if this process drives it. */
  find(vdnId: VdnId, campaignId: CampaignId): DrivenCampaign | null {
    return this.campaigns.get(Driven.key({ vdnId, campaignId })) ?? null;
  }

  /** A campaign just taken over; its beats begin at `now`, when it is recovered. */
  take(lease: CampaignLease, now: Millis): DrivenCampaign {
    const campaign: DrivenCampaign = {
      lease,
      isDropped: false,
      predecessor: 'none',
      recovered: false,
      nextBeatAt: now,
      isLocked: false,
      pacing: null,
      effectiveRevision: 0,
      retryPolicy: noRetry,
      handling: callHandlingDefault,
      timeZone: 'UTC',
      hasAgents: false,
      needsDesk: false,
      allowedPrefixes: [],
      quarantineHours: 0,
      agents: null,
      calls: new Set(),
      unknown: noUnknownCalls,
    };
    this.campaigns.set(Driven.key(lease), campaign);
    return campaign;
  }

  /** Forgets a campaign whose lease is lost or released, and its calls: another has them now. */
  drop(campaign: DrivenCampaign): void {
    this.campaigns.delete(Driven.key(campaign.lease));
    for (const live of campaign.calls) this.calls.delete(live.call.id);
    campaign.calls.clear();
    // A claim that was under way meanwhile still comes to an end: what it brings must not be dialed.
    campaign.isDropped = true;
  }

  /** Begins to follow a call. */
  follow(
    campaign: DrivenCampaign,
    contact: ClaimedContact,
    claimedAt: Millis,
    ringLimitSeconds: number,
  ): LiveCall {
    const { vdnId, campaignId } = campaign.lease;
    const call = claimedCall({
      id: contact.callId,
      vdnId,
      campaignId,
      contactId: contact.contactId,
      claimedAt,
      ringLimitSeconds,
    });
    const live: LiveCall = {
      call,
      contact,
      campaign,
      dialedTicks: null,
      isMissed: false,
      isGivenBack: false,
      isMet: true,
      silentGateways: [],
      agentId: null,
      abandoned: false,
      stage: 'ringing',
      personSince: null,
      joinAskedAt: null,
      transferSkillId: null,
    };
    campaign.calls.add(live);
    this.calls.set(call.id, live);
    return live;
  }

  /**
   * Does `work` when what was begun for this campaign before is done: a claim for an agent must not be
   * under way while calls that nobody follows are looked for.
   */
  inTurn<Result>(campaign: DrivenCampaign, work: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(campaign) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(work);
    this.#turns.set(campaign, turn);
    return turn;
  }

  /** The call is settled, or its claim taken back. */
  forget(live: LiveCall): void {
    live.campaign.calls.delete(live);
    this.calls.delete(live.call.id);
  }

  /** The campaigns grouped by VDN: every hot statement names one VDN. */
  byVdn(campaigns: Iterable<DrivenCampaign>): Map<VdnId, DrivenCampaign[]> {
    const groups = new Map<VdnId, DrivenCampaign[]>();
    for (const campaign of campaigns) {
      const group = groups.get(campaign.lease.vdnId);
      if (group === undefined) groups.set(campaign.lease.vdnId, [campaign]);
      else group.push(campaign);
    }
    return groups;
  }
}

/** Notes what the rows say of a campaign, as far as its calls depend on it when they are dialed or end. */
export function noteView(campaign: DrivenCampaign, view: StoredView): void {
  campaign.timeZone = view.timeZone;
  campaign.retryPolicy = view.retryPolicy;
  campaign.handling = view.campaign.handling;
  campaign.hasAgents = !isIvr(view.campaign.settings.deviceType);
  campaign.needsDesk = campaign.hasAgents || (view.flow?.transferSkillId ?? null) !== null;
  campaign.allowedPrefixes = view.vdn.allowedPrefixes;
  campaign.quarantineHours = view.vdn.quarantineHours;
}

/** It has not ended, and is followed here. */
export const isWanted = (live: LiveCall): boolean =>
  live.call.endedAt === null && live.campaign.calls.has(live);

export function countUnknown(campaign: DrivenCampaign): void {
  const unknown = [...campaign.calls].filter(isUnknown);
  const byGateway = new Map<string, number>();
  for (const name of unknown.flatMap(({ silentGateways }) => silentGateways))
    byGateway.set(name, (byGateway.get(name) ?? 0) + 1);
  campaign.unknown = { count: unknown.length, byGateway };
}

/** What has become of it, only a gateway could tell that does not answer. */
export const isUnknown = ({ silentGateways }: LiveCall): boolean => silentGateways.length > 0;

/** How far the campaign's calls are: by the desk's word for those of agents, for others by that of the call itself. */
export function countByStage(campaign: DrivenCampaign): CallsByStage {
  const counts = { ringing: 0, waiting: 0, connected: 0 };
  for (const live of campaign.calls) {
    const shown = campaign.hasAgents ? shownOfStage[live.stage] : shownOfState[callState(live.call)];
    if (shown !== null) counts[shown] += 1;
  }
  return counts;
}

const shownOfStage: Readonly<Record<CallStage, keyof CallsByStage | null>> = {
  ringing: 'ringing',
  inFlow: 'connected',
  waiting: 'waiting',
  joining: 'connected',
  connected: 'connected',
  lettingGo: 'waiting',
  ended: null,
};

/** An IVR answers at once: a call that was answered is with it. */
const shownOfState: Readonly<Record<CallState, keyof CallsByStage | null>> = {
  claimed: 'ringing',
  dialing: 'ringing',
  ringing: 'ringing',
  answered: 'connected',
  waiting: 'waiting',
  connected: 'connected',
  ended: null,
};
