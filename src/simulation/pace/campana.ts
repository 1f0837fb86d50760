// Campana's own pacing as a policy of the simulator: it calls the functions of the live engine once a beat
// and adds nothing.

import { decide } from '../../core/pacing/decision.ts';
import { learn } from '../../core/pacing/learn.ts';
import { createPacer, type Pacer } from '../../core/pacing/pacer.ts';
import { type PacingLaw, type PacingRule, waitLimitSeconds } from '../../core/pacing/rule.ts';
import type { Policy } from '../policy.ts';

/** The law's ceiling and limit (pacing.md 4), on the first day of a block. */
export const lawDefault: PacingLaw = {
  abandonShareMax: 0.03,
  answerLimitSeconds: 2,
  block: { answered: 0, abandoned: 0 },
};

/** A policy of that name that paces by the rule. */
export function campanaPolicy(name: string, rule: PacingRule, law: PacingLaw = lawDefault): Policy {
  let pacer: Pacer | null = null;
  return {
    name,
    waitLimitSeconds: waitLimitSeconds(rule, law),
    beat: (seen, happened) => {
      pacer ??= createPacer(seen.at);
      learn(pacer, seen, happened, rule, law);
      return decide(pacer, seen, rule, law).place;
    },
  };
}

/** The contract's methods with the contract's defaults; where it has none, the middle of the range. */
export const contractRules = {
  empirical: { method: 'empirical', minAvgCallSeconds: 50, maxAvgCallSeconds: 200, outBoundRatePercent: 70 },
  usage: {
    method: 'usage',
    minAvgCallSeconds: 50,
    maxAvgCallSeconds: 200,
    lossRatePercent: 3,
    utilRatePercent: 70,
    utilRateMethod: 2,
  },
  completion: {
    method: 'completion',
    minAvgCallSeconds: 50,
    maxAvgCallSeconds: 200,
    lossRatePercent: 3,
    waitSeconds: 5,
    connRatePercent: 0,
  },
  offhook: { method: 'offHook', offHookRatePercent: 100 },
} as const satisfies Record<string, PacingRule>;
