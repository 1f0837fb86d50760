// One dial for each idle agent: each call has its agent, so nothing is abandoned, and agents wait for most
// of the day. Every predictive rule has to beat this one.
import type { Policy } from '../../policy.ts';

/** Dials what is missing to one call for each idle agent, waiting callers counted (pacing.md 3). */
export const progressivePolicy = (): Policy => ({
  name: 'progressive',
  waitLimitSeconds: 2,
  beat: (seen) => Math.max(0, Math.floor(seen.idle) - seen.waitingSince.length - seen.dialedAt.length),
});
