// The scenarios of the benchmark: the table of pacing.md 5, the memoryless ones of pacing.md 6.4 for which
// the optimum is known exactly, and five on which nothing was tuned. A published scenario is never changed;
// a new one gets a new name.
import { baseScenario, type Scenario, type Shift } from './scenario.ts';

const scenario = (id: string, changes: Partial<Scenario>): Scenario => ({ ...baseScenario, ...changes, id });

const steady = (agents: number, rate: number, hours: number): Partial<Scenario> => ({
  agents,
  hours,
  answerRate: { kind: 'constant', rate },
});

/** Ten agents log in each half hour; over the last 90 minutes one after the other leaves. */
const staggered: readonly Shift[] = Array.from({ length: 40 }, (_, agent) => ({
  agents: 1,
  loginSeconds: Math.floor(agent / 10) * 1800,
  logoffSeconds: 8 * 3600 - 5400 + (agent + 1) * 135,
}));

const memoryless = (agents: number, hours: number): Scenario => {
  const ring = { law: 'exponential', meanSeconds: 10 } as const;
  return scenario(`MK${agents}`, {
    ...steady(agents, 0.25, hours),
    talk: { law: 'exponential', meanSeconds: 105 },
    wrap: { law: 'constant', seconds: 0 },
    ring: { person: ring, machine: ring, refused: ring, noAnswer: ring },
    ringLimitSeconds: 120,
    markov: true,
  });
};

const published: readonly Scenario[] = [
  scenario('A5', steady(5, 0.25, 8)),
  scenario('A10', steady(10, 0.25, 8)),
  scenario('A20', steady(20, 0.25, 8)),
  scenario('A50', steady(50, 0.15, 8)),
  scenario('A100', steady(100, 0.1, 4)),
  scenario('A200', steady(200, 0.3, 4)),
  scenario('A500', { ...steady(500, 0.08, 2), trunks: 2000 }),
  scenario('A1000', steady(1000, 0.2, 1.5)),
  scenario('P5_20', steady(20, 0.06, 8)),
  scenario('P60_20', steady(20, 0.6, 8)),
  scenario('STEP20', { answerRate: { kind: 'steps', rates: [0.36, 0.12], everySeconds: 4800 } }),
  scenario('SIN50', {
    agents: 50,
    answerRate: { kind: 'sine', mean: 0.22, amplitude: 0.12, periodSeconds: 7200 },
  }),
  scenario('HYP20', {
    talk: {
      law: 'mixture',
      share: 0.6,
      first: { law: 'exponential', meanSeconds: 12 },
      second: { law: 'exponential', meanSeconds: 180 },
    },
  }),
  scenario('LOCV20', {
    talk: { law: 'logNormal', meanSeconds: 90, variation: 0.3 },
    wrap: { law: 'logNormal', meanSeconds: 15, variation: 0.3 },
  }),
  scenario('SHIFT40', { agents: 40, shifts: staggered }),
  scenario('AMD30', {
    agents: 30,
    detection: { delaySeconds: 2.5, falsePositive: 0.01, falseNegative: 0.08 },
  }),
  scenario('LIST20', { hours: 4, list: { leads: 2500, retryAfterSeconds: 3600, attemptsMax: 3 } }),
  scenario('MIX20', { answerRate: { kind: 'classes', rates: [0.5, 0.2, 0.05], blockLeads: 300 } }),
  scenario('TRUNK50', { agents: 50, trunks: 60 }),
  scenario('PAT20', { patience: { law: 'exponential', meanSeconds: 20 } }),
  scenario('PAUSE20', { pauses: { meanGapSeconds: 2700, meanSeconds: 300 } }),
  scenario('OUTAGE50', {
    agents: 50,
    answerRate: { kind: 'outage', rate: 0.25, fromSeconds: [3600, 10_800, 19_200], seconds: 120 },
  }),
];

const markov: readonly Scenario[] = [
  memoryless(5, 16),
  memoryless(10, 16),
  memoryless(20, 8),
  memoryless(50, 8),
  memoryless(100, 8),
];

/** Nothing was tuned on these. */
const heldOut: readonly Scenario[] = [
  scenario('H7', steady(7, 0.2, 8)),
  scenario('H15_LONG', {
    agents: 15,
    talk: { law: 'logNormal', meanSeconds: 240, variation: 1.2 },
  }),
  scenario('H30_LUNCH', {
    agents: 30,
    answerRate: {
      kind: 'points',
      points: [
        [0, 0.3],
        [9000, 0.3],
        [10_800, 0.12],
        [14_400, 0.12],
        [16_200, 0.28],
        [28_800, 0.34],
      ],
    },
  }),
  scenario('H80_SHORT', {
    ...steady(80, 0.45, 4),
    talk: { law: 'logNormal', meanSeconds: 30, variation: 0.8 },
    wrap: { law: 'logNormal', meanSeconds: 8, variation: 0.6 },
  }),
  scenario('H300_DRIFT', {
    agents: 300,
    hours: 3,
    answerRate: {
      kind: 'points',
      points: [
        [0, 0.05],
        [3600, 0.08],
        [7200, 0.04],
        [10_800, 0.06],
      ],
    },
  }),
];

/** All scenarios of the benchmark by their names. */
export const scenarios: Readonly<Record<string, Scenario>> = Object.fromEntries(
  [...published, ...markov, ...heldOut].map((one) => [one.id, one]),
);
