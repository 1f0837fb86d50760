// Model and simulator were written apart and must agree: the exact policy, run in the memoryless
// scenario with a beat so short that it acts at events, has the occupancy that the model computes.
import { expect, test } from 'vitest';
import { bestPolicy, type DialUpTo } from '../../../src/simulation/bound/markov.ts';
import { figuresOf } from '../../../src/simulation/pace/figures.ts';
import { runScenario } from '../../../src/simulation/pace/run.ts';
import { baseScenario } from '../../../src/simulation/pace/scenario/scenario.ts';
import { scenarios } from '../../../src/simulation/pace/scenario/scenarios.ts';
import type { Policy } from '../../../src/simulation/policy.ts';

const dialUpTo = (levels: DialUpTo, agents: number): Policy => ({
  name: 'exact',
  waitLimitSeconds: 2,
  beat: (seen) =>
    Math.max(0, (levels[agents - seen.idle + seen.waitingSince.length] ?? 0) - seen.dialedAt.length),
});

test.each([
  [5, 1.2],
  [10, 1.4],
])('the exact policy of %d agents does in the simulator what the model says', (agents, lambda) => {
  const team = { agents, answerRate: 0.25, handleSeconds: 105, ringSeconds: 10, waitLimitSeconds: 2 };
  const { levels, rates } = bestPolicy(team, lambda);
  const scenario = { ...(scenarios[`MK${agents}`] ?? baseScenario), hours: 16 };
  const runs = [1, 2, 3].map((seed) =>
    figuresOf(runScenario(scenario, seed, dialUpTo(levels, agents), { beatSeconds: 0.2 })),
  );
  const sum = (of: (run: (typeof runs)[number]) => number): number =>
    runs.reduce((total, run) => total + of(run), 0);
  expect(Math.abs(sum((run) => run.occupancy) / runs.length - rates.occupancy)).toBeLessThan(0.006);
  const abandonment = sum((run) => run.abandoned) / sum((run) => run.answered);
  expect(Math.abs(abandonment - rates.abandonShare)).toBeLessThan(0.004);
});
