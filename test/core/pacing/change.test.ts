// A change of the method while calls ring: what has been learned goes on, and the calls in flight are no
// more than the new rule wants of the same knowledge. A PUT causes no volley.
import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/core/pacing/decision.ts';
import type { Pacer } from '../../../src/core/pacing/pacer.ts';
import type { PacingRule } from '../../../src/core/pacing/rule.ts';
import { contractRules, lawDefault } from '../../../src/simulation/pace/campana.ts';
import { figuresOf } from '../../../src/simulation/pace/figures.ts';
import { own, run, watchedPolicy } from './beats.ts';

const scenario = { agents: 30, hours: 0.85 };
const changeSeconds = 1800;
const pairs: readonly (readonly [string, PacingRule, PacingRule])[] = [
  ['empirical to usage', contractRules.empirical, contractRules.usage],
  ['usage to completion', contractRules.usage, contractRules.completion],
  ['completion to off-hook', contractRules.completion, contractRules.offhook],
  ['off-hook to empirical', contractRules.offhook, contractRules.empirical],
  ['progressive to own', { method: 'progressive' }, own],
  ['own to progressive', own, { method: 'progressive' }],
];

describe('a change of the method', () => {
  test.each(pairs)('%s: carries on with what is known, and without a volley', (_name, from, to) => {
    const flight: number[] = [];
    let before: Pacer['answering']['slow'] | null = null;
    let wanted = 0;
    let mostAfter = 0;
    const watched = watchedPolicy(
      (at) => ({ rule: at / 1000 < changeSeconds ? from : to, law: lawDefault }),
      (pacer, seen, record) => {
        const second = seen.at / 1000;
        const inFlight = record.place + seen.dialedAt.length;
        flight[second] = inFlight;
        if (second === changeSeconds - 1) before = { ...pacer.answering.slow };
        if (second === changeSeconds) {
          // Beyond the calls in flight, the first beat places what the new rule wants of this very pacer.
          wanted = decide({ ...pacer, foreseen: null }, seen, to, lawDefault).place;
          expect(record.place).toBe(wanted);
          expect(pacer.answering.slow.ended).toBeGreaterThan((before?.ended ?? 0) - 20);
          expect(pacer.answering.rateCalls).toBeGreaterThan(200);
          expect(pacer.talk.endsSeen).toBeGreaterThan(150);
        }
        if (second >= changeSeconds && second < changeSeconds + 60) mostAfter = Math.max(mostAfter, inFlight);
      },
    );
    const changed = figuresOf(run(scenario, watched));
    // As many calls as the new rule has in flight when it has paced from the beginning, and a quarter.
    let usual = 0;
    run(
      scenario,
      watchedPolicy(
        () => ({ rule: to, law: lawDefault }),
        (_pacer, seen, record) => {
          if (seen.at / 1000 > 900) usual = Math.max(usual, record.place + seen.dialedAt.length);
        },
      ),
    );
    expect(mostAfter).toBeLessThanOrEqual(Math.max(1.25 * usual, flight[changeSeconds - 1] ?? 0));
    expect(changed.abandonment).toBeLessThan(0.03 + 0.005);
  });
});
