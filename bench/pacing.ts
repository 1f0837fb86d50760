// The pacing benchmark "pace-1": rules against scenarios in simulated time, many seeds, on as many
// threads as there are cores. Every rule meets the same leads with the same fates, so differences
// between rules are far surer than the figures themselves (docs/PACING.md).
import { readFileSync } from 'node:fs';
import { policies, policyNamed } from '../src/simulation/pace/policies.ts';
import { readScenario } from '../src/simulation/pace/scenario/readScenario.ts';
import { baseScenario, type Scenario } from '../src/simulation/pace/scenario/scenario.ts';
import { scenarios } from '../src/simulation/pace/scenario/scenarios.ts';
import { type Done, openPool, type Pool } from './pacingPool.ts';
import { rowOf, rowsAsTable } from './pacingRows.ts';
import { ratioTuned, tuneRatio } from './pacingTune.ts';
import type { Bench, BenchOptions, Figures } from './report.ts';

/** Seeds 1 to 3 were tuned on; these were not. */
const heldOutSeeds = '4..20';

export const bench: Bench = {
  run: async (options) => {
    const { chosen, names, seeds } = choiceOf(options);
    const pool = openPool();
    try {
      const rows = await Promise.all(
        chosen.flatMap((scenario) => names.map((name) => rowFor(pool, scenario, name, seeds))),
      );
      const { runs, cpuSeconds } = pool.spent();
      return {
        postgres: null,
        figures: { scenarios: chosen.length, runs, cpuSeconds, cpuSecondsPerRun: cpuSeconds / runs },
        comparedWith: {},
        growth: [],
        rows,
      };
    } finally {
      await pool.close();
    }
  },
  show: (report) => rowsAsTable(report.rows ?? []),
};

async function rowFor(pool: Pool, scenario: Scenario, name: string, seeds: number[]): Promise<Figures> {
  if (name === ratioTuned) return tuneRatio(pool, scenario, seeds);
  const done: Done[] = await Promise.all(seeds.map((seed) => pool.run({ scenario, policy: name, seed })));
  return rowOf(done);
}

function choiceOf(options: BenchOptions): { chosen: Scenario[]; names: string[]; seeds: number[] } {
  const names = options.policies ?? [...Object.keys(policies), ratioTuned];
  for (const name of names) {
    if (name !== ratioTuned && policyNamed(name, baseScenario) === undefined) {
      const known = [...Object.keys(policies), ratioTuned, 'idleRatio:FACTOR'];
      throw new Error(`There is no policy ${name}; there are: ${known.join(', ')}.`);
    }
  }
  const inFile = options.scenarioFile === null ? [] : [scenarioInFile(options.scenarioFile)];
  const named = options.scenarios?.map(scenarioNamed) ?? (inFile.length > 0 ? [] : Object.values(scenarios));
  return { chosen: [...inFile, ...named], names: [...names], seeds: seedsOf(options.seeds ?? heldOutSeeds) };
}

function scenarioNamed(id: string): Scenario {
  const scenario = Object.hasOwn(scenarios, id) ? scenarios[id] : undefined;
  if (scenario === undefined) {
    throw new Error(`There is no scenario ${id}; there are: ${Object.keys(scenarios).join(', ')}.`);
  }
  return scenario;
}

function scenarioInFile(path: string): Scenario {
  const read = readScenario(jsonIn(path));
  if (read.ok && Object.hasOwn(scenarios, read.scenario.id)) {
    throw new Error(`${read.scenario.id} is a scenario of the benchmark; give yours another id.`);
  }
  if (read.ok) return read.scenario;
  throw new Error([`${path} is not a scenario:`, ...read.faults].join('\n  '));
}

function jsonIn(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `4..20`, or one seed. */
function seedsOf(text: string): number[] {
  const [, from, until] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text) ?? [];
  if (from === undefined) throw new Error('Write the seeds as 4..20 or as one number.');
  const first = Number(from);
  const last = Number(until ?? from);
  if (last < first) throw new Error('The last seed is before the first.');
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
