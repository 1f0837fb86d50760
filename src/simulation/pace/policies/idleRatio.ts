// A fixed number of calls for each idle agent: the rule of most simple dialers, and with the factor
// chosen in hindsight a strong anchor, because the optimum of the memoryless case is nearly of this form
// (pacing.md 6.4). The benchmark's `ratioTuned` is this rule with the best factor for each scenario.
import type { Policy } from '../../policy.ts';

/** Its multiples fill the space between 0 and 1 more evenly than any other number's. */
const goldenShare = 0.618_033_988_749_895;

/**
 * Keeps `factor` calls in flight for each idle agent. A waiting caller takes one agent away. Plain
 * rounding would make 1.49 and 1.5 two different rules for small teams; so a fraction is rounded up as
 * often as it is large, decided anew each time an agent comes free.
 * @param factor calls for one idle agent, 0 or more; 1 is progressive dialing
 */
export function idleRatioPolicy(factor: number): Policy {
  let comings = 0;
  return {
    name: `idleRatio:${factor}`,
    waitLimitSeconds: 2,
    beat: (seen, happened) => {
      for (const { kind } of happened) if (kind === 'wrappedUp') comings += 1;
      const wanted = Math.floor(
        factor * (seen.idle - seen.waitingSince.length) + ((comings * goldenShare) % 1),
      );
      return Math.max(0, wanted - seen.dialedAt.length);
    },
  };
}
