// Going back to earlier settings: they become a new revision, judged like any other modification, because
// the world has moved on since they were in force.
import { type Campaign, type CampaignSettings, stateAt } from './campaign.ts';
import type { Problem } from './problem.ts';
import { type ReviseFacts, revise } from './revise.ts';

/**
 * The earlier settings, taken whole (an empty window and description are settings too), or the first
 * problem: ended, device type, name, skill queue, and an end that has passed meanwhile, which would
 * end the campaign for good.
 */
export function rollBack(
  campaign: Campaign,
  earlier: CampaignSettings,
  facts: ReviseFacts,
): CampaignSettings | Problem {
  const judged = revise(campaign, { ...earlier, window: undefined }, facts);
  if ('problem' in judged) return judged;
  if (stateAt({ ...campaign, settings: earlier }, facts.now) === 'ended') {
    return { problem: 'campaignEnded', path: 'strEndTime', received: earlier.endAt };
  }
  return earlier;
}
