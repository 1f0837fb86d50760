// The rules that can be compared, by the names they have in tables. Each run creates its rule, because a
// rule learns during the run.
import type { Policy } from '../policy.ts';
import { campanaPolicy, contractRules } from './campana.ts';
import { idleRatioPolicy } from './policies/idleRatio.ts';
import { issabelPolicy } from './policies/issabel.ts';
import { openLoopPolicy } from './policies/openLoop.ts';
import { progressivePolicy } from './policies/progressive.ts';
import { simulateAheadPolicy } from './policies/simulateAhead.ts';
import { vicidialPolicy } from './policies/vicidial.ts';
import type { Scenario } from './scenario/scenario.ts';

export const policies: Readonly<Record<string, (scenario: Scenario) => Policy>> = {
  campana: () => campanaPolicy('campana', { method: 'own' }),
  empirical: () => campanaPolicy('empirical', contractRules.empirical),
  usage: () => campanaPolicy('usage', contractRules.usage),
  completion: () => campanaPolicy('completion', contractRules.completion),
  offhook: () => campanaPolicy('offhook', contractRules.offhook),
  progressive: progressivePolicy,
  vicidialHardLimit: ({ hours }) => vicidialPolicy('hardLimit', hours),
  vicidialAverage: ({ hours }) => vicidialPolicy('average', hours),
  vicidialTapered: ({ hours }) => vicidialPolicy('tapered', hours),
  issabel: issabelPolicy,
  simulateAhead: simulateAheadPolicy,
  openLoop: openLoopPolicy,
};

/** The rule of that name; `idleRatio:3.5` is the ratio with that factor. Undefined: there is none. */
export function policyNamed(name: string, scenario: Scenario): Policy | undefined {
  const [, factor] = /^idleRatio:(\d+(?:\.\d+)?)$/.exec(name) ?? [];
  if (factor !== undefined) return idleRatioPolicy(Number(factor));
  return Object.hasOwn(policies, name) ? policies[name]?.(scenario) : undefined;
}
