// The mean talk time that a rule works with: methods 1 to 3 bound the estimate (minAvgCallTime and
// maxAvgCallTime bound the estimate, never a call), and begin in the middle of the bounds.
import { clamp } from './account.ts';
import type { Pacer } from './pacer.ts';
import type { PacingRule } from './rule.ts';

/** Until so many talks have ended, the mean is taken as the middle of the bounds (pacing.md 7). */
const talksForMean = 30;

/** In seconds. */
export function talkMean(pacer: Pacer, rule: PacingRule): number {
  if (!('minAvgCallSeconds' in rule)) return pacer.talk.meanSeconds;
  const { minAvgCallSeconds, maxAvgCallSeconds } = rule;
  if (pacer.talk.endsSeen < talksForMean) return (minAvgCallSeconds + maxAvgCallSeconds) / 2;
  return clamp(pacer.talk.meanSeconds, minAvgCallSeconds, maxAvgCallSeconds);
}

/** How much the learned law of talk times is stretched so that it has that mean. */
export const talkScale = (pacer: Pacer, rule: PacingRule): number =>
  talkMean(pacer, rule) / pacer.talk.meanSeconds;
