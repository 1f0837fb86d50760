// A fixed number of calls for each idle agent: the rule of most simple dialers, and with the factor
// chosen in hindsight a strong anchor, because the optimum of the memoryless case is nearly of this form
// (pacing.md 6.4). The benchmark's `ratioTuned` is this rule with the best factor for each scenario.
import type { Policy } from '../../policy.ts';

/**
 * Keeps `factor` calls in flight for each idle agent, rounded. A waiting caller takes one agent away.
 * @param factor calls for one idle agent, 0 or more; 1 is progressive dialing
 */
export const idleRatioPolicy = (factor: number): Policy => ({
  name: `idleRatio:${factor}`,
  waitLimitSeconds: 2,
  beat: (seen) =>
    Math.max(0, Math.round(factor * (seen.idle - seen.waitingSince.length)) - seen.dialedAt.length),
});
