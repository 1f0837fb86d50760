// The exact optimum: one agent by hand, the table of pacing.md 6, and what no other number of calls
// ringing would improve.
import { expect, test } from 'vitest';
import { exactOptimum } from '../../../src/simulation/bound/exact.ts';
import {
  bestPolicy,
  engagedMax,
  type MarkovTeam,
  ratesOf,
  valuesOf,
} from '../../../src/simulation/bound/markov.ts';

const team = (agents: number, answerRate: number): MarkovTeam => ({
  agents,
  answerRate,
  handleSeconds: 105,
  ringSeconds: 10,
  waitLimitSeconds: 2,
});
const optimum = (agents: number, answerRate: number, abandonShareMax = 0.03) =>
  exactOptimum({ ...team(agents, answerRate), abandonShareMax });

const oneAgent = (levels: readonly number[]) =>
  ratesOf(
    team(1, 0.25),
    Array.from({ length: engagedMax(1) + 1 }, (_, engaged) => levels[engaged] ?? 0),
  );

test('one agent with one call at a time waits 10 s / 0.25 for the next', () => {
  const { occupancy, abandonShare } = oneAgent([1]);
  expect(occupancy).toBeCloseTo(105 / (105 + 40), 12);
  expect(abandonShare).toBe(0);
});

test('one agent with two calls at a time is as the cycle by hand has it', () => {
  // Both ring until one is answered; then the other ends, is answered, or outlasts the talk.
  const talkEndsFirst = 1 / 105 / (1 / 105 + 1 / 10);
  const answered = (1 - talkEndsFirst) * 0.25;
  const reachedInTime = 1 / 105 / (1 / 105 + 1 / 2);
  const bothTogether = 1 / (1 / 105 + 1 / 10);
  const secondWaits = 1 / (1 / 105 + 1 / 2);
  const cycle = 10 / (2 * 0.25) + bothTogether + answered * secondWaits + (1 - talkEndsFirst) * 105;
  const abandoned = answered * (1 - reachedInTime);
  const rates = oneAgent([2]);
  expect(rates.answered).toBeCloseTo((1 + answered) / cycle, 12);
  expect(rates.abandoned).toBeCloseTo(abandoned / cycle, 12);
  expect(rates.occupancy).toBeCloseTo(((1 + answered - abandoned) * 105) / cycle, 10);
});

test.each([
  { answerRate: 0.1, agents: 5, pct: 75 },
  { answerRate: 0.1, agents: 10, pct: 82.7 },
  { answerRate: 0.1, agents: 20, pct: 88.7 },
  { answerRate: 0.25, agents: 5, pct: 80.4 },
  { answerRate: 0.25, agents: 10, pct: 84.9 },
  { answerRate: 0.25, agents: 20, pct: 89.6 },
  { answerRate: 0.5, agents: 10, pct: 88.1 },
  { answerRate: 0.5, agents: 20, pct: 91 },
])('$agents agents at an answer rate of $answerRate reach $pct %', ({ answerRate, agents, pct }) => {
  const { occupancy, abandonShare } = optimum(agents, answerRate);
  expect(Math.abs(occupancy * 100 - pct)).toBeLessThan(0.3);
  expect(abandonShare).toBeCloseTo(0.03, 9);
});

test('five agents at 0.5 reach more than the table, which stopped at 0.7 % abandoned', () => {
  expect(optimum(5, 0.5).occupancy).toBeGreaterThan(0.848);
  expect(optimum(5, 0.5, 0.007).occupancy * 100).toBeCloseTo(84.8, 0);
});

test('no dialing without sight of the agents comes near: Erlang B at 3 % is a floor', () => {
  for (const [agents, floor] of [
    [5, 0.364],
    [10, 0.536],
    [20, 0.679],
  ] as const)
    expect(optimum(agents, 0.25).occupancy).toBeGreaterThan(floor + 0.1);
});

test('a larger limit, a larger team and more answers never hurt', () => {
  const limits = [0.005, 0.01, 0.03, 0.05, 0.1].map((limit) => optimum(5, 0.25, limit).occupancy);
  const teams = [1, 2, 3, 5, 8].map((agents) => optimum(agents, 0.25).occupancy);
  const answers = [0.05, 0.1, 0.25, 0.5, 0.9].map((answerRate) => optimum(5, answerRate).occupancy);
  for (const rising of [limits, teams, answers]) expect(rising).toEqual(rising.toSorted((a, b) => a - b));
});

test('where everybody answers, one call for each idle agent abandons nobody', () => {
  const { levels, rates } = bestPolicy(team(4, 1), 1000);
  expect(levels.slice(0, 6)).toEqual([4, 3, 2, 1, 0, 0]);
  expect(rates.abandoned).toBe(0);
});

test('no other number of calls ringing is better than that of the best policy, anywhere', () => {
  const { levels } = bestPolicy(team(6, 0.2), 1.2);
  const { values, ringingMax } = valuesOf(team(6, 0.2), levels, 1.2);
  const valueAt = (engaged: number, ringing: number): number =>
    values[ringing * levels.length + engaged] ?? Number.NaN;
  levels.forEach((level, engaged) => {
    for (let ringing = 0; ringing < ringingMax; ringing += 1) {
      // Up to the level one call more is no loss, from there on it is no gain: nobody would stop short.
      if (ringing >= level)
        expect(valueAt(engaged, ringing + 1)).toBeLessThan(valueAt(engaged, ringing) + 1e-9);
      expect(valueAt(engaged, ringing)).toBeLessThan(valueAt(engaged, level) + 1e-9);
    }
  });
});

test('more places to wait change nothing', () => {
  const { levels, rates } = bestPolicy(team(10, 0.25), 1.4);
  const wider = ratesOf(team(10, 0.25), [...levels, ...Array.from({ length: 20 }, () => 0)]);
  expect(wider.occupancy).toBeCloseTo(rates.occupancy, 9);
  expect(wider.abandonShare).toBeCloseTo(rates.abandonShare, 9);
});
