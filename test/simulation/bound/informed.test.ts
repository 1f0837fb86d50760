// The informed rule: what its risk is made of, and that knowing more is worth more.
import { expect, test } from 'vitest';
import { createInformed, type Known, tail } from '../../../src/simulation/bound/informed.ts';
import { optimumOccupancyPct } from '../../../src/simulation/bound/optimum.ts';
import { figuresOf } from '../../../src/simulation/pace/figures.ts';
import { runScenario } from '../../../src/simulation/pace/run.ts';
import { baseScenario } from '../../../src/simulation/pace/scenario/scenario.ts';
import { scenarios } from '../../../src/simulation/pace/scenario/scenarios.ts';

test('the tail of the binomial law, by hand and by the normal law where the two meet', () => {
  expect(tail(3, 0.5, 2)).toBeCloseTo(0.5, 12);
  expect(tail(4, 0.25, 1)).toBeCloseTo(1 - 0.75 ** 4, 12);
  expect(tail(5, 0.2, 0)).toBe(1);
  expect(tail(5, 0.2, 6)).toBe(0);
  // Either side of the change from one law to the other.
  expect(Math.abs(tail(124, 0.4, 55) - tail(126, 0.4, 55))).toBeLessThan(0.06);
});

test('who knows the fate of calls does better than who knows the talks, who does well', () => {
  const scenario = { ...baseScenario, hours: 2 };
  const run = (known: Known) => {
    const { policy, confide } = createInformed(scenario, 1, 0.03, known);
    return figuresOf(runScenario(scenario, 1, policy, { confide }));
  };
  const [talks, both] = [run('talks'), run('talksAndCalls')];
  expect(both.occupancy).toBeGreaterThan(talks.occupancy + 0.03);
  expect(talks.occupancy).toBeGreaterThan(0.86);
  for (const { abandonment } of [talks, both]) expect(abandonment).toBeLessThan(0.04);
});

test('every scenario has something to be scored against', () => {
  expect(Object.keys(optimumOccupancyPct).sort()).toEqual(Object.keys(scenarios).sort());
  for (const [id, { value, source }] of Object.entries(optimumOccupancyPct)) {
    expect(source).toBe(scenarios[id]?.markov ? 'exact' : 'informed');
    expect(value).toBeGreaterThan(30);
    expect(value).toBeLessThan(100);
  }
  expect(optimumOccupancyPct.MK20?.value).toBe(89.6);
});
