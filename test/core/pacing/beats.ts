// What the tests of pacing share: short simulated campaigns paced by Campana's own code, and beats put
// together by hand where a test wants one that no campaign would show.

import { decide } from '../../../src/core/pacing/decision.ts';
import { learn } from '../../../src/core/pacing/learn.ts';
import { createPacer, type Pacer } from '../../../src/core/pacing/pacer.ts';
import type { PacingRecord } from '../../../src/core/pacing/record.ts';
import type { PacingLaw, PacingRule } from '../../../src/core/pacing/rule.ts';
import type { Happening, Seen } from '../../../src/core/pacing/seen.ts';
import { type Millis, toMillis } from '../../../src/core/units.ts';
import { campanaPolicy, lawDefault } from '../../../src/simulation/pace/campana.ts';
import { figuresOf, type RunFigures } from '../../../src/simulation/pace/figures.ts';
import { type Outcome, runScenario } from '../../../src/simulation/pace/run.ts';
import { baseScenario, type Scenario } from '../../../src/simulation/pace/scenario/scenario.ts';
import type { Policy } from '../../../src/simulation/policy.ts';

export const own: PacingRule = { method: 'own' };

/** A law that leaves room for the methods' own goals. */
export const lawWide: PacingLaw = { ...lawDefault, abandonShareMax: 0.3 };

export const morning = toMillis(Date.UTC(2026, 10, 23, 9));
export const secondsAfter = (at: Millis, seconds: number): Millis => toMillis(at + seconds * 1000);

/** `count` things that all began `seconds` before that instant. */
export const sinceSeconds = (at: Millis, count: number, seconds: number): number[] =>
  Array.from({ length: count }, () => at - seconds * 1000);

/** A beat of ten idle agents with nothing in flight, but for what is changed. */
export const seenWith = (changed: Partial<Seen> = {}): Seen => ({
  at: morning,
  idle: 10,
  staffed: 10,
  talkingSince: [],
  wrapUpSince: [],
  dialedAt: [],
  foreignDialedAt: [],
  waitingSince: [],
  dialsMax: 100_000,
  ringLimitSeconds: 25,
  ...changed,
});

/** A simulated campaign: `agents`, `hours` and whatever else differs from the base scenario. */
export const run = (changes: Partial<Scenario>, policy: Policy, seed = 1): Outcome =>
  runScenario({ ...baseScenario, ...changes }, seed, policy);

const known = new Map<string, RunFigures>();

/** The figures of a campaign paced by the rule; the same campaign is run once for all tests of a file. */
export function runBy(
  changes: Partial<Scenario>,
  rule: PacingRule,
  law: PacingLaw = lawDefault,
  seed = 1,
): RunFigures {
  const key = JSON.stringify([changes, rule, law, seed]);
  const figures = known.get(key) ?? figuresOf(run(changes, campanaPolicy(rule.method, rule, law), seed));
  known.set(key, figures);
  return figures;
}

/** Paces by the rule and the law that `orders` names for each instant; `look` sees each beat. */
export function watchedPolicy(
  orders: (at: Millis) => { readonly rule: PacingRule; readonly law: PacingLaw },
  look: (pacer: Pacer, seen: Seen, record: PacingRecord) => void,
  begun?: Pacer,
): Policy {
  let pacer = begun ?? null;
  return {
    name: 'watched',
    waitLimitSeconds: 2,
    beat: (seen: Seen, happened: readonly Happening[]) => {
      const { rule, law } = orders(seen.at);
      pacer ??= createPacer(seen.at);
      learn(pacer, seen, happened, rule, law);
      const record = decide(pacer, seen, rule, law);
      look(pacer, seen, record);
      return record.place;
    },
  };
}

/** What a pacer knows after a simulated campaign, and the beat it ended with. */
export function taught(
  changes: Partial<Scenario>,
  rule: PacingRule = own,
  law: PacingLaw = lawDefault,
): { readonly pacer: Pacer; readonly seen: Seen } {
  let last: { pacer: Pacer; seen: Seen } | null = null;
  run(
    changes,
    watchedPolicy(
      () => ({ rule, law }),
      (pacer, seen) => {
        last = { pacer, seen };
      },
    ),
  );
  return last ?? { pacer: createPacer(morning), seen: seenWith() };
}
