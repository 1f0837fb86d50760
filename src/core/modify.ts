// How a modification changes a campaign: its settings, the handling of its calls, or both at once.
import { type Campaign, stateAt } from './campaign.ts';
import {
  type CallHandling,
  changedHandling,
  type HandlingFault,
  type HandlingPatch,
  handlingFaults,
} from './handling.ts';
import { isProblem, type Problem } from './problem.ts';
import { type CampaignRequest, type ReviseFacts, type Rules, revise } from './revise.ts';

export interface Modification {
  /** Null: the settings stay. */
  readonly request: CampaignRequest | null;
  /** Null: the handling of calls stays. */
  readonly patch: HandlingPatch | null;
}

export interface ModifyFacts extends ReviseFacts {
  /** Flows that the modification names and the VDN does not have. */
  readonly missingFlows: readonly string[];
}

/** The handling of calls would break rules of its own; never empty. */
export interface WrongHandling {
  readonly faults: readonly HandlingFault[];
}

/** What rules after the modification, or why it cannot be: a problem of the settings comes first. */
export function modify(
  campaign: Campaign,
  { request, patch }: Modification,
  facts: ModifyFacts,
): Rules | Problem | WrongHandling {
  if (stateAt(campaign, facts.now) === 'ended') return { problem: 'campaignEnded' };
  const settings = request === null ? campaign.settings : revise(campaign, request, facts);
  if (isProblem(settings)) return settings;
  if (patch === null) return { settings, handling: campaign.handling };
  const handling = judgeHandling(changedHandling(campaign.handling, patch), facts.missingFlows);
  return 'faults' in handling ? handling : { settings, handling };
}

/** @param missingFlows codes among those it names of which the VDN has no flow */
export function judgeHandling(
  handling: CallHandling,
  missingFlows: readonly string[],
): CallHandling | WrongHandling {
  const faults = handlingFaults(handling, missingFlows);
  return faults.length === 0 ? handling : { faults };
}
