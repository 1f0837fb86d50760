// A campaign and its changes as /api/v1 writes them.

import { instantText } from '../../../api/fields.ts';
import type { ListedCampaign } from '../../../api/routes/campaigns.ts';
import type { ShownChange } from '../../../api/routes/changes.ts';
import { toWire } from '../../../api/wire.ts';
import { type Campaign, stateAt } from '../../../core/campaign.ts';
import { changesBetween, type Rules } from '../../../core/revise.ts';
import { type Millis, toMillis } from '../../../core/units.ts';
import type { Progress } from '../../../store/campaigns/progress.ts';

export function describeCampaign(campaign: Campaign, now: Millis) {
  const { id, revision, settings, handling } = campaign;
  return { id, state: stateAt(campaign, now), revision, settings: toWire(settings), handling };
}

export function describeListed(
  campaign: Campaign,
  progress: Progress | undefined,
  now: Millis,
): ListedCampaign {
  const described = describeCampaign(campaign, now);
  if (progress === undefined) return described;
  const { campaignId: _id, ...counters } = progress;
  return { ...described, progress: toWire(counters) };
}

/** An instant of a change is named by the last part of its path. */
export const describeChanges = (before: Rules, after: Rules): ShownChange[] =>
  changesBetween(before, after).map(({ path, before: earlier, after: later }) => {
    const isInstant = path.endsWith('At');
    const shown = (value: unknown) =>
      isInstant && typeof value === 'number' ? instantText(toMillis(value)) : toWire(value);
    return { path, before: shown(earlier), after: shown(later) };
  });
