// The law over the methods: it takes calls away and never adds one, it holds its share over a day and a
// block of 30 days, and when it allows no abandoned call, each agent gets one call.
import { describe, expect, test } from 'vitest';
import { falseMachineShare } from '../../../src/core/pacing/account.ts';
import { decide } from '../../../src/core/pacing/decision.ts';
import { aimOf, limitsOf } from '../../../src/core/pacing/limits.ts';
import { progressiveDials } from '../../../src/core/pacing/methods.ts';
import { countAnswers, createPacer } from '../../../src/core/pacing/pacer.ts';
import type { PacingLaw, PacingRule } from '../../../src/core/pacing/rule.ts';
import { contractRules, lawDefault } from '../../../src/simulation/pace/campana.ts';
import { lawWide, morning, own, runBy, seenWith, sinceSeconds, taught } from './beats.ts';

const rules: readonly PacingRule[] = [own, ...Object.values(contractRules)];
const blockOf = (answered: number, abandoned: number): PacingLaw => ({
  ...lawDefault,
  block: { answered, abandoned },
});
const pacerWith = (answered: number, abandoned: number) => {
  const pacer = createPacer(morning);
  countAnswers(pacer, [{ hour: morning, answered, abandoned, machines: 0 }]);
  return pacer;
};

describe('the law', () => {
  test('only takes calls away: a method dials no more under it than without', () => {
    const { pacer, seen } = taught({ agents: 40, hours: 0.3 });
    for (const rule of rules)
      for (const idle of [0, 3, 12, 40])
        for (const dialed of [0, 20, 60]) {
          const beat = seenWith({
            at: seen.at,
            idle,
            staffed: 40,
            talkingSince: sinceSeconds(seen.at, 40 - idle, 45),
            dialedAt: sinceSeconds(seen.at, dialed, 6),
          });
          const placed = [0, 0.01, 0.03, 0.3].map(
            (abandonShareMax) => decide(pacer, beat, rule, { ...lawDefault, abandonShareMax }).place,
          );
          const [none = 0, little = 0, usual = 0, wide = 0] = placed;
          expect(none).toBeLessThanOrEqual(little);
          expect(little).toBeLessThanOrEqual(usual);
          expect(usual).toBeLessThanOrEqual(wide);
          expect(none).toBeLessThanOrEqual(progressiveDials(beat));
        }
  });

  test('holds every method below three percent where the method alone would not', () => {
    const bold: PacingRule = { ...contractRules.empirical, outBoundRatePercent: 100 };
    const lossy: PacingRule = { ...contractRules.usage, lossRatePercent: 20, utilRatePercent: 100 };
    for (const rule of [bold, lossy, { method: 'offHook', offHookRatePercent: 200 } as const]) {
      expect(runBy({ agents: 30, hours: 1.3 }, rule, lawWide).abandonment).toBeGreaterThan(0.05);
      expect(runBy({ agents: 30, hours: 1.3 }, rule).abandonment).toBeLessThanOrEqual(0.03);
    }
  });

  test('aims at half while the block of 30 days is in debt, and at all of it again without', () => {
    const pacer = pacerWith(100, 2);
    expect(aimOf(pacer, blockOf(10_000, 250))).toBeCloseTo(0.03 * 0.96, 6);
    expect(aimOf(pacer, blockOf(10_000, 350))).toBeCloseTo((0.03 * 0.96) / 2, 6);
    // The day itself counts in its block.
    expect(aimOf(pacerWith(1000, 70), blockOf(1000, 29))).toBeCloseTo((0.03 * 0.96) / 2, 6);
  });

  test('counts people taken for machines, so that abandoned and taken together stay below the ceiling', () => {
    // Two machines for each person; 1 or 2 % of the machines are people (pacing.md 4).
    const share = (answered: number, machines: number, falseMachines: number) =>
      falseMachineShare([{ hour: morning, answered, abandoned: 0, machines }], falseMachines);
    const aim = (falseMachines: number) =>
      aimOf(pacerWith(0, 0), { ...lawDefault, falseMachineShare: share(10_000, 20_000, falseMachines) }) /
      0.96;
    expect(aim(0)).toBeCloseTo(0.03, 6);
    expect(aim(0.01) * 10_000 + 200).toBeCloseTo(0.03 * 10_200, 0);
    expect(aim(0.02)).toBe(0);
    // Passed on as people, nobody is taken for a machine.
    expect(share(10_000, 0, 0.02)).toBeLessThan(0.0001);
  });

  test('is not used up by the first machine of a shift', () => {
    const first = falseMachineShare([{ hour: morning, answered: 0, abandoned: 0, machines: 3 }], 0.01);
    expect(first).toBeLessThan(0.015);
    expect(falseMachineShare([], 0.01)).toBeCloseTo(0.01, 3);
  });

  test('in debt over the block brings a day to half the ceiling', () => {
    const day = runBy({ agents: 30, hours: 3 }, own, blockOf(10_000, 400));
    expect(day.abandonment).toBeGreaterThan(0.008);
    expect(day.abandonment).toBeLessThan(0.02);
  });

  test('guards against a debt that chance does not explain, and is a ceiling from 250 answers on', () => {
    const limitAt = (answered: number, abandoned: number) =>
      limitsOf(pacerWith(answered, abandoned), seenWith({ idle: 0 }), own, lawDefault);
    expect(limitAt(99, 9)).toMatchObject({ isSpent: false });
    expect(limitAt(120, 7)).toMatchObject({ isSpent: false });
    expect(limitAt(120, 8)).toMatchObject({ isSpent: true, rebound: 0 });
    expect(limitAt(400, 10)).toMatchObject({ isSpent: false });
    expect(limitAt(400, 11)).toMatchObject({ isSpent: true });
    expect(limitAt(400, 11).law).toBeLessThanOrEqual(0.004);
    const record = decide(pacerWith(400, 20), seenWith(), own, lawDefault);
    expect(record).toMatchObject({ reason: 'budgetSpent', place: 10, answered: 400, abandoned: 20 });
  });

  test('with nobody to be abandoned leaves one call for each idle agent, to the last of thousands', () => {
    const none = { ...lawDefault, abandonShareMax: 0 };
    const answerRate = { kind: 'constant', rate: 0.2 } as const;
    const { pacer, seen } = taught({ agents: 300, hours: 0.1, answerRate });
    for (const rule of rules) {
      const beat = seenWith({ at: seen.at, idle: 3000, staffed: 3000 });
      expect(decide(pacer, beat, rule, none).place).toBeLessThanOrEqual(3000);
      expect(runBy({ agents: 12, hours: 0.5 }, rule, none).abandoned).toBe(0);
    }
    const progressive = runBy({ agents: 12, hours: 0.5 }, { method: 'progressive' });
    expect(runBy({ agents: 12, hours: 0.5 }, own, none).dials).toBe(progressive.dials);
  });

  test('asked for another day is answered for that day, even on the beat that was foreseen', () => {
    const { pacer, seen } = taught({ agents: 20, hours: 0.2 });
    const strict = { ...lawDefault, abandonShareMax: 0 };
    expect(decide(pacer, seen, own, strict).riskMax).toBe(0);
    expect(decide(pacer, seen, own, lawDefault).riskMax).toBeGreaterThan(0);
  });
});
