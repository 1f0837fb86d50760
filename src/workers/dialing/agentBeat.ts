// The parts of a beat that only campaigns with agents have: the agents that are there, the events since the
// last beat, and calls that are dialed for one agent. core decides, the desk has the agents; this file
// holds only the order of steps.
import { pacingRuleOf } from '../../core/agentPacing.ts';
import { stateAt } from '../../core/campaign.ts';
import type { CarrierShare } from '../../core/carrier.ts';
import { cutsOffMachines } from '../../core/handling.ts';
import { falseMachineShare } from '../../core/pacing/account.ts';
import { learn } from '../../core/pacing/learn.ts';
import { type PacingLaw, waitLimitSeconds } from '../../core/pacing/rule.ts';
import { dialsMax } from '../../core/plan.ts';
import type { Millis } from '../../core/units.ts';
import type { AgentsView } from '../../core/view.ts';
import type { StoredView } from '../../store/campaigns/views.ts';
import type { Desk } from '../desk.ts';
import type { DrivenCampaign, LiveCall } from '../leases/driven.ts';
import type { OpenPacer, Pacers } from './pacers.ts';

/** What a beat asks of the desk. */
export type BeatDesk = Pick<
  Desk,
  'holds' | 'see' | 'takeHappenings' | 'reserve' | 'bind' | 'unreserve' | 'offerBeat'
>;

/**
 * The agents of the campaign; null for an IVR, and while another process seats the VDN's agents. Sets
 * `campaign.agents`, so a change of the settings reaches the desk with this very beat.
 */
export async function lookAtAgents(
  desk: BeatDesk,
  pacers: Pacers,
  campaign: DrivenCampaign,
  view: StoredView,
  now: Millis,
): Promise<AgentsView | null> {
  const { settings } = view.campaign;
  const rule = pacingRuleOf(settings, view.vdn.predictedPacing);
  if (rule === null || settings.skill === null || !desk.holds(view.campaign.vdnId)) {
    campaign.agents = null;
    return null;
  }
  const opened = await pacers.open(campaign, now);
  const law = lawOf(view, opened);
  campaign.agents = {
    deviceType: settings.deviceType,
    skillId: settings.skill.skillId,
    started: stateAt(view.campaign, now) === 'started',
    rule,
    law,
    pacer: opened.pacer,
    waitLimitSeconds: waitLimitSeconds(rule, law),
    preview: settings.skill.preview,
  };
  const seen = desk.see(campaign, settings.maxAlertingSeconds, now);
  return { seen, pacer: opened.pacer, rule, law };
}

const lawOf = ({ vdn, campaign }: StoredView, { block, pacer }: OpenPacer): PacingLaw => ({
  abandonShareMax: vdn.abandonRatePercentMax / 100,
  answerLimitSeconds: vdn.answerLimitSeconds,
  block,
  falseMachineShare: cutsOffMachines(campaign.handling)
    ? falseMachineShare(pacer.hours, vdn.falseMachinePercent / 100)
    : 0,
});

/** The pacer takes in what has happened since the last beat; once a beat. */
export function learnFromBeat(
  desk: BeatDesk,
  campaign: DrivenCampaign,
  view: StoredView,
  share: CarrierShare,
  agents: AgentsView,
): void {
  const { seen, pacer, rule, law } = agents;
  const most = dialsMax({ waiting: view.waiting, calling: view.calling, share });
  learn(pacer, { ...seen, dialsMax: most }, desk.takeHappenings(campaign), rule, law);
}

/**
 * Claims with an agent reserved for each call (deviceType 6) and binds them; who gets no call, because
 * fewer numbers were claimed or the claim failed, is free again.
 */
export async function claimReserved(
  desk: BeatDesk,
  campaign: DrivenCampaign,
  count: number,
  now: Millis,
  claim: (count: number) => Promise<readonly LiveCall[]>,
): Promise<readonly LiveCall[]> {
  const reserved = desk.reserve(campaign, count, now);
  if (reserved.length === 0) return [];
  let claimed: readonly LiveCall[] = [];
  try {
    claimed = await claim(reserved.length);
    claimed.forEach((live, position) => {
      const agentId = reserved[position];
      if (agentId !== undefined) desk.bind(live, agentId);
    });
    return claimed;
  } finally {
    const left = reserved.slice(claimed.length);
    if (left.length > 0) desk.unreserve(campaign.lease.vdnId, left);
  }
}
