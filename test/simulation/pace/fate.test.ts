// The fates of leads: published examples, so that anybody can write the same world again, and the laws
// that the fates follow. docs/PACING.md says how a fate is drawn.
import { expect, test } from 'vitest';
import { type Fate, fateOfLead } from '../../../src/simulation/pace/fate.ts';
import { baseScenario, type Scenario } from '../../../src/simulation/pace/scenario/scenario.ts';
import { scenarios } from '../../../src/simulation/pace/scenario/scenarios.ts';

interface Example {
  readonly id: string;
  readonly seed: number;
  readonly lead: number;
  readonly outcome: Fate['outcome'];
  /** Ring, talk, wrap, patience and legal limit, in seconds. */
  readonly seconds: readonly [number, number, number, number, number];
}

const stays = Number.POSITIVE_INFINITY;

/** An independent program (other hash code, other normal quantile) gave the same to 8 digits. */
const examples: readonly Example[] = [
  { id: 'A20', seed: 1, lead: 0, outcome: 'refused', seconds: [2.8830436560092494, 0, 0, 0, 0] },
  { id: 'A20', seed: 1, lead: 1, outcome: 'noAnswer', seconds: [25, 0, 0, 0, 0] },
  { id: 'A20', seed: 1, lead: 7, outcome: 'machine', seconds: [12.843562807725021, 0, 0, 0, 0] },
  {
    ...{ id: 'PAT20', seed: 1, lead: 10, outcome: 'person' },
    seconds: [6.889533586754342, 116.92164905873365, 38.03970834191138, 2.78850400910362, 2],
  },
  {
    ...{ id: 'AMD30', seed: 2, lead: 14, outcome: 'machineUnnoticed' },
    seconds: [23.911336599726972, 8, 12.0230851854268, stays, 2],
  },
  {
    ...{ id: 'HYP20', seed: 3, lead: 2, outcome: 'person' },
    seconds: [7.39276827269774, 27.52012421167514, 9.23439287039355, stays, 2],
  },
  {
    ...{ id: 'MK20', seed: 1, lead: 6, outcome: 'person' },
    seconds: [4.459571865363216, 229.5122198781598, 0, stays, 0.9958048026994183],
  },
];

test.each(examples)('$id, seed $seed, lead $lead: $outcome', ({ id, seed, lead, outcome, seconds }) => {
  const fate = fateOfLead(scenarios[id] ?? baseScenario, seed, { lead, attempt: 0 }, 0);
  const { ringSeconds, talkSeconds, wrapSeconds, patienceSeconds, limitSeconds } = fate;
  expect(fate.outcome).toBe(outcome);
  expect([ringSeconds, talkSeconds, wrapSeconds, patienceSeconds, limitSeconds]).toEqual(seconds);
});

const drawn = 200_000;
const fates = (changes: Partial<Scenario>): Fate[] =>
  Array.from({ length: drawn }, (_, lead) =>
    fateOfLead({ ...baseScenario, ...changes }, 5, { lead, attempt: 0 }, 0),
  );

/** Within four standard errors of the mean. */
function expectMean(values: readonly number[], mean: number): void {
  const found = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - found) ** 2, 0) / values.length;
  expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(variance / values.length));
}

test('outcomes have their shares, and who would answer after the ring limit does not answer', () => {
  const all = fates({});
  const share = (outcome: Fate['outcome']) => all.map((fate) => (fate.outcome === outcome ? 1 : 0));
  expectMean(share('person'), 0.25 * 0.985222);
  expectMean(share('refused'), 0.75 * 0.15);
  expectMean(share('machine'), 0.75 * 0.25 * 0.95224);
  expect(all.every(({ ringSeconds }) => ringSeconds <= 25)).toBe(true);
});

test('handling takes 105 s on average, by every law', () => {
  const handle = (changes: Partial<Scenario>) =>
    fates(changes)
      .filter(({ outcome }) => outcome === 'person')
      .map(({ talkSeconds, wrapSeconds }) => talkSeconds + wrapSeconds);
  expectMean(handle({}), 105);
  expectMean(handle({ talk: { law: 'exponential', meanSeconds: 90 } }), 105);
  expectMean(handle({ talk: scenarios.HYP20?.talk ?? baseScenario.talk }), 0.6 * 12 + 0.4 * 180 + 15);
});

test('machine detection takes its time, and errs as often as it is said to', () => {
  const detection = { delaySeconds: 2.5, falsePositive: 0.1, falseNegative: 0.2 };
  const before = fates({});
  const after = fates({ detection });
  const was = (outcome: Fate['outcome']) => after.filter((_, lead) => before[lead]?.outcome === outcome);
  const share = (of: readonly Fate[], outcome: Fate['outcome']) =>
    of.map((fate) => (fate.outcome === outcome ? 1 : 0));
  expectMean(share(was('person'), 'personRefused'), 0.1);
  expectMean(share(was('machine'), 'machineUnnoticed'), 0.2);
  const delays = after.map((fate, lead) => fate.ringSeconds - (before[lead]?.ringSeconds ?? 0));
  expect(new Set(delays.map((delay) => Number(delay.toFixed(6))))).toEqual(new Set([0, 2.5]));
});

test('the instant of a dial changes whether somebody is there and nothing else', () => {
  const answerRate = { kind: 'steps', rates: [0.5, 0], everySeconds: 60 } as const;
  const at = (seconds: number) =>
    fateOfLead({ ...baseScenario, answerRate }, 1, { lead: 5, attempt: 0 }, seconds);
  expect(at(0).outcome).toBe('person');
  expect(at(59.9)).toEqual(at(0));
  expect(at(60).outcome).not.toBe('person');
  expect(at(120)).toEqual(at(0));
});
