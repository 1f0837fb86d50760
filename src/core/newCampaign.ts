// Whether a campaign may be added, may change its state, or may be deleted.
import { type Campaign, type CampaignSettings, type ChosenState, isIvr, stateAt } from './campaign.ts';
import type { Problem } from './problem.ts';
import type { Millis } from './units.ts';
import type { VdnSettings } from './vdn.ts';

/** What must be known of the stored world to judge an addition. */
export interface AdditionFacts {
  /** Another campaign of the VDN, not deleted, has the name (R7). */
  readonly nameIsTaken: boolean;
  /** The VDN has the requested skill queue; true when none is requested. */
  readonly skillQueueExists: boolean;
  /** Campaigns of the VDN that are neither deleted nor ended, by kind. */
  readonly skillCampaigns: number;
  readonly ivrCampaigns: number;
}

/** The first problem in the order of R1, the limits of contract.md 3.3 last; null when it may be. */
export function judgeAddition(
  settings: CampaignSettings,
  facts: AdditionFacts,
  limits: Pick<VdnSettings, 'skillCampaignsMax' | 'ivrCampaignsMax'>,
): Problem | null {
  if (facts.nameIsTaken) return { problem: 'nameTaken', path: 'name', received: settings.name };
  if (settings.skill !== null && !facts.skillQueueExists) {
    return { problem: 'noSuchSkillQueue', path: 'skillParam.skillId', received: settings.skill.skillId };
  }
  if (isIvr(settings.deviceType)) {
    return facts.ivrCampaigns < limits.ivrCampaignsMax ? null : { problem: 'ivrCampaignsAtLimit' };
  }
  return facts.skillCampaigns < limits.skillCampaignsMax ? null : { problem: 'skillCampaignsAtLimit' };
}

/** Pause stops a started campaign; resume starts a paused one and a draft (R14). */
export function nextState(
  campaign: Campaign,
  action: 'pause' | 'resume',
  now: Millis,
): ChosenState | Problem {
  const state = stateAt(campaign, now);
  if (action === 'pause') return state === 'started' ? 'paused' : { problem: 'wrongState' };
  return state === 'paused' || state === 'draft' ? 'started' : { problem: 'wrongState' };
}

/** A campaign that is started cannot be deleted, one that has ended can (contract.md 3.5, R14). */
export const judgeDeletion = (campaign: Campaign, now: Millis): Problem | null =>
  stateAt(campaign, now) === 'started' ? { problem: 'campaignStarted' } : null;
