// A campaign and its changes as /api/v1 writes them.

import { toWire } from '../../../api/wire.ts';
import { type Campaign, stateAt } from '../../../core/campaign.ts';
import { changesBetween, type Rules } from '../../../core/revise.ts';
import type { Millis } from '../../../core/units.ts';
import type { Progress } from '../../../store/campaigns/progress.ts';

export function describeCampaign(campaign: Campaign, progress: Progress | undefined, now: Millis) {
  const { id, revision, settings, handling } = campaign;
  const { waiting, calling, done, calls, succeeded, beatAt } = progress ?? {};
  return {
    id,
    state: stateAt(campaign, now),
    revision,
    settings: toWire(settings),
    handling,
    ...(progress === undefined
      ? {}
      : { progress: toWire({ waiting, calling, done, calls, succeeded, beatAt }) }),
  };
}

/** An instant of a change is named by the last part of its path. */
export const describeChanges = (before: Rules, after: Rules) =>
  changesBetween(before, after).map(({ path, before: earlier, after: later }) => {
    const isInstant = path.endsWith('At');
    const shown = (value: unknown) =>
      isInstant && typeof value === 'number' ? new Date(value).toISOString() : toWire(value);
    return { path, before: shown(earlier), after: shown(later) };
  });
