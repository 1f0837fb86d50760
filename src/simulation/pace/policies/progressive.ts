// One dial for each agent who is idle: nobody is ever called without an agent being there, so nothing is
// abandoned and agents wait for most of the day. What every predictive rule has to beat.
import type { Policy } from '../../policy.ts';

/** Dials what is missing to one call for each idle agent, waiting callers counted (pacing.md 3). */
export const progressivePolicy = (): Policy => ({
  name: 'progressive',
  waitLimitSeconds: 2,
  beat: (seen) => Math.max(0, Math.floor(seen.idle) - seen.waitingSince.length - seen.dialedAt.length),
});
