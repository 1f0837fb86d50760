// The gate before all numbers of the simulator: where theory has a closed form, the simulator agrees
// with it. Poisson answers that nobody waits for are Erlang's loss system, whatever the law of the
// talk; exponential talk with exponential patience is Erlang A. Ten seeds each, batch means, 3 standard
// errors; no two systems share a seed, so that one unlucky world does not speak fifteen times.
import { expect, test } from 'vitest';
import { draw } from '../../../src/simulation/chance.ts';
import { erlangA, erlangB, erlangLoad } from '../../../src/simulation/pace/erlang.ts';
import { logged, readLog } from '../../../src/simulation/pace/eventLog.ts';
import { type Outcome, runScenario } from '../../../src/simulation/pace/run.ts';
import { baseScenario, type Law, type Scenario } from '../../../src/simulation/pace/scenario/scenario.ts';
import type { Policy } from '../../../src/simulation/policy.ts';

const handleSeconds = 105;
const warmUpSeconds = 1800;
const batchesOfRun = 5;
const seedsOfSystem = 10;
/** Poisson dials at random instants are the same process whatever the beat; a long one is cheap. */
const beatSeconds = 15;
const answerRate = 0.5;
/** The chance that LogN(10, 0.5) is below the ring limit of 25 s: Phi(2.17597). What rings on is no answer. */
const ringsInTime = 0.985222;

test('the loss formulas are those of the tables', () => {
  expect(erlangB(1.875, 5)).toBeCloseTo(0.03, 3);
  expect(erlangB(88, 100)).toBeCloseTo(0.0201, 4);
  expect(erlangLoad(0.03, 20)).toBeCloseTo(13.997, 2);
  expect(erlangA(13.2, 20, 105, 2)).toBeCloseTo(0.018, 4);
});

interface System {
  readonly kind: string;
  readonly agents: number;
  readonly load: number;
  readonly scenario: Scenario;
  readonly lostShare: number;
}

const exponentialTalk: Law = { law: 'exponential', meanSeconds: 90 };
const memoryless: Partial<Scenario> = {
  talk: { law: 'exponential', meanSeconds: handleSeconds },
  wrap: { law: 'constant', seconds: 0 },
  markov: true,
};

const systems: readonly System[] = [
  { agents: 5, load: 1.875, hours: 120 },
  { agents: 10, load: 5.53, hours: 60 },
  { agents: 20, load: 13.2, hours: 35 },
  { agents: 50, load: 40.3, hours: 16 },
  { agents: 100, load: 88, hours: 8 },
].flatMap(({ agents, load, hours }) => {
  const systemOf = (kind: string, changes: Partial<Scenario>, lostShare: number): System => ({
    ...{ kind, agents, load, lostShare },
    scenario: {
      ...baseScenario,
      ...changes,
      ...{ agents, hours, answerRate: { kind: 'constant', rate: answerRate } },
    },
  });
  return [
    systemOf('Erlang B, log-normal talk', {}, erlangB(load, agents)),
    systemOf('Erlang B, exponential talk', { talk: exponentialTalk }, erlangB(load, agents)),
    systemOf('Erlang A', memoryless, erlangA(load, agents, handleSeconds, 2)),
  ];
});

test.each(systems)('$kind: $agents agents lose what theory says', (system) => {
  const { share, error, distance } = measured(system);
  expect(Math.abs(distance), `${share} instead of ${system.lostShare}`).toBeLessThan(3);
  expect(error / system.lostShare).toBeLessThan(0.07);
});

test('all systems together lean to neither side', () => {
  const sum = systems.reduce((total, system) => total + measured(system).distance, 0);
  expect(Math.abs(sum) / Math.sqrt(systems.length)).toBeLessThan(3);
}, 60_000);

type Measured = ReturnType<typeof measure>;
const known = new Map<System, Measured>();

/** Each system is measured once, whichever test asks first. */
function measured(system: System): Measured {
  const found = known.get(system) ?? measure(system, systems.indexOf(system));
  known.set(system, found);
  return found;
}

interface Batch {
  answered: number;
  lost: number;
}

/** The share lost, its standard error as that of a ratio of batches, and how many of those theory is away. */
function measure(system: System, index: number): { share: number; error: number; distance: number } {
  const dialsMean = (beatSeconds * system.load) / handleSeconds / (answerRate * ringsInTime);
  const batches = Array.from(
    { length: seedsOfSystem },
    (_, seed) => index * seedsOfSystem + seed + 1,
  ).flatMap((seed) =>
    batchesOf(
      runScenario(system.scenario, seed, poissonPolicy(seed, dialsMean), { spacing: 'random', beatSeconds }),
    ),
  );
  const answered = batches.reduce((sum, batch) => sum + batch.answered, 0);
  const share = batches.reduce((sum, batch) => sum + batch.lost, 0) / answered;
  const squares = batches.reduce((sum, batch) => sum + (batch.lost - share * batch.answered) ** 2, 0);
  const error = Math.sqrt((squares * batches.length) / (batches.length - 1)) / answered;
  return { share, error, distance: (share - system.lostShare) / error };
}

/** Dials a Poisson number each beat and gives up at once whom no agent takes. */
function poissonPolicy(seed: number, dialsMean: number): Policy {
  let beat = 0;
  return {
    name: 'poisson',
    waitLimitSeconds: 0,
    beat: () => {
      beat += 1;
      let dials = 0;
      let chance = Math.exp(-dialsMean);
      for (let rest = draw(seed, beat, 99) - chance; rest > 0; rest -= chance) {
        dials += 1;
        chance *= dialsMean / dials;
      }
      return dials;
    },
  };
}

function batchesOf({ log, endSeconds }: Outcome): Batch[] {
  const batches = Array.from({ length: batchesOfRun }, () => ({ answered: 0, lost: 0 }));
  const batchSeconds = (endSeconds - warmUpSeconds) / batchesOfRun;
  readLog(log, (kind, at) => {
    const batch = at < warmUpSeconds ? undefined : batches[Math.floor((at - warmUpSeconds) / batchSeconds)];
    if (batch === undefined) return;
    if (kind === logged.answered) batch.answered += 1;
    else if (kind === logged.abandoned) batch.lost += 1;
  });
  return batches;
}
