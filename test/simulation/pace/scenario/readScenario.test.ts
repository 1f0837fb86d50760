// A scenario from a file: what is left out is as in the base scenario, and every slip is told in a
// sentence that names the place.
import { expect, test } from 'vitest';
import { readScenario } from '../../../../src/simulation/pace/scenario/readScenario.ts';
import { baseScenario } from '../../../../src/simulation/pace/scenario/scenario.ts';
import { scenarios } from '../../../../src/simulation/pace/scenario/scenarios.ts';

test('a scenario that says little is the base scenario under its own name', () => {
  expect(readScenario({ id: 'mine', agents: 12 })).toEqual({
    ok: true,
    scenario: { ...baseScenario, id: 'mine', agents: 12 },
  });
});

test.each(Object.values(scenarios))('$id of the benchmark survives being written to a file', (scenario) => {
  const read = readScenario(JSON.parse(JSON.stringify(scenario)));
  expect(read).toEqual({ ok: true, scenario });
});

const exponential = { law: 'exponential', meanSeconds: 10 };

test.each<[string, Record<string, unknown>, string]>([
  ['an unknown field', { agent: 5 }, 'The scenario has no field agent; it has: id, agents'],
  ['no name', { id: undefined }, 'id must be a name of 1 to 40 letters'],
  ['half an agent', { agents: 1.5 }, 'agents must be a whole number from 1 to 5000.'],
  ['no hours', { hours: 0 }, 'hours must be a number from 0.01 to 168.'],
  ['hours as text', { hours: '8' }, 'hours must be a number'],
  [
    'a rate above one',
    { answerRate: { kind: 'constant', rate: 25 } },
    'answerRate.rate must be a number from 0 to 1.',
  ],
  ['an unknown rate', { answerRate: 0.25 }, 'answerRate.kind must be one of constant, steps'],
  [
    'no steps',
    { answerRate: { kind: 'steps', rates: [], everySeconds: 60 } },
    'answerRate.rates must be a list',
  ],
  [
    'a wave below zero',
    { answerRate: { kind: 'sine', mean: 0.1, amplitude: 0.2, periodSeconds: 60 } },
    'answerRate.amplitude must be a number from 0 to 0.1.',
  ],
  [
    'points out of order',
    {
      answerRate: {
        kind: 'points',
        points: [
          [60, 0.1],
          [0, 0.2],
        ],
      },
    },
    'answerRate.points must be in order of time',
  ],
  [
    'a point without a rate',
    { answerRate: { kind: 'points', points: [[60]] } },
    'answerRate.points[0] must be a pair',
  ],
  [
    'an outage without instants',
    { answerRate: { kind: 'outage', rate: 0.2, seconds: 60 } },
    'answerRate.fromSeconds must be a list',
  ],
  [
    'blocks of nothing',
    { answerRate: { kind: 'classes', rates: [0.1], blockLeads: 0 } },
    'answerRate.blockLeads must be a whole number',
  ],
  ['an unknown law', { talk: { law: 'gamma' } }, 'talk.law must be one of constant, uniform'],
  [
    'a law with a foreign field',
    { wrap: { law: 'constant', seconds: 5, meanSeconds: 5 } },
    'wrap has no field meanSeconds',
  ],
  [
    'a mixture of mixtures',
    { talk: { law: 'mixture', share: 0.5, first: { law: 'mixture' }, second: exponential } },
    'talk.first.law must be one of',
  ],
  [
    'a mean of nothing',
    { talk: { law: 'exponential', meanSeconds: 0 } },
    'talk.meanSeconds must be a number from 0.001',
  ],
  [
    'a range upside down',
    { wrap: { law: 'uniform', lowSeconds: 9, highSeconds: 3 } },
    'wrap.highSeconds must be a number from 9',
  ],
  [
    'a negative spread',
    { talk: { law: 'logNormal', meanSeconds: 9, variation: -1 } },
    'talk.variation must be',
  ],
  ['a short ring', { ringLimitSeconds: 3 }, 'ringLimitSeconds must be a number from 5 to 120.'],
  [
    'shares above one',
    { machineShare: 0.7, refusedShare: 0.4 },
    'machineShare and refusedShare are more than 1 together.',
  ],
  ['ring as a number', { ring: 10 }, 'ring must be an object in braces.'],
  ['detection as true', { detection: true }, 'detection must be an object in braces.'],
  [
    'an empty list',
    { list: { leads: 0, retryAfterSeconds: 60, attemptsMax: 3 } },
    'list.leads must be a whole number',
  ],
  [
    'too few agents in shifts',
    { agents: 3, shifts: [{ agents: 2, loginSeconds: 0 }] },
    'The shifts have 2 agents, but agents is 3.',
  ],
  [
    'a shift that ends before it begins',
    { agents: 1, shifts: [{ agents: 1, loginSeconds: 60, logoffSeconds: 30 }] },
    'shifts[0].logoffSeconds must be a number from 60',
  ],
  ['pauses without length', { pauses: { meanGapSeconds: 60 } }, 'pauses.meanSeconds must be a number'],
  [
    'markov with other laws',
    { markov: true },
    'With markov, talk and all four laws of ring must be exponential.',
  ],
  ['markov as a word', { markov: 'yes' }, 'markov must be true or false.'],
])('%s is refused', (_, change, fault) => {
  const read = readScenario({ id: 'mine', ...change });
  expect(read.ok ? [] : read.faults.filter((one) => one.startsWith(fault))).toHaveLength(1);
});

test.each([null, 'A20', 20, [], undefined])('%j is no scenario', (value) => {
  const read = readScenario(value);
  expect(read.ok ? [] : read.faults).toContain('The scenario must be an object in braces.');
});

test('all faults are told at once', () => {
  const read = readScenario({ id: '', agents: 0, talk: {} });
  expect(read.ok ? 0 : read.faults.length).toBe(3);
});
