// The pacing benchmark "pace-1": rules against scenarios in simulated time, many seeds, on as many
// threads as there are cores. Every rule meets the same leads with the same fates, so differences
// between rules are far surer than the figures themselves (docs/PACING.md).
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { RunFigures } from '../src/simulation/pace/figures.ts';
import { policies } from '../src/simulation/pace/policies.ts';
import type { Scenario } from '../src/simulation/pace/scenario.ts';
import { scenarios } from '../src/simulation/pace/scenarios.ts';
import { rowOf, rowsAsTable } from './pacingRows.ts';
import type { Bench, BenchOptions } from './report.ts';

export interface Task {
  readonly scenario: Scenario;
  readonly policy: string;
  readonly seed: number;
}

export interface Done extends Task {
  readonly figures: RunFigures;
  readonly cpuSeconds: number;
}

export const bench: Bench = {
  run: async (options) => {
    const tasks = tasksOf(options);
    const done = await runAll(tasks);
    const pairs = [...new Map(tasks.map((task) => [pairOf(task), task])).keys()];
    const rows = pairs.map((pair) => rowOf(done.filter((one) => pairOf(one) === pair)));
    const cpuSeconds = done.reduce((sum, one) => sum + one.cpuSeconds, 0);
    return {
      postgres: null,
      figures: { runs: done.length, cpuSeconds, cpuSecondsPerRun: cpuSeconds / done.length },
      comparedWith: {},
      growth: [],
      rows,
    };
  },
  show: (report) => rowsAsTable(report.rows ?? []),
};

const pairOf = ({ scenario, policy }: Task): string => `${scenario.id} ${policy}`;

function tasksOf(options: BenchOptions): Task[] {
  const names = options.policies ?? Object.keys(policies);
  const chosen = options.scenarios?.map(scenarioNamed) ?? Object.values(scenarios);
  const seeds = seedsOf(options.seeds ?? '4..20');
  for (const name of names) {
    if (!Object.hasOwn(policies, name)) {
      throw new Error(`There is no policy ${name}; there are: ${Object.keys(policies).join(', ')}.`);
    }
  }
  return chosen.flatMap((scenario) =>
    names.flatMap((policy) => seeds.map((seed) => ({ scenario, policy, seed }))),
  );
}

function scenarioNamed(id: string): Scenario {
  const scenario = Object.hasOwn(scenarios, id) ? scenarios[id] : undefined;
  if (scenario === undefined) {
    throw new Error(`There is no scenario ${id}; there are: ${Object.keys(scenarios).join(', ')}.`);
  }
  return scenario;
}

/** `4..20`, or one seed. */
function seedsOf(text: string): number[] {
  const [, from, until] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  if (from === undefined) throw new Error('Write the seeds as 4..20 or as one number.');
  const first = Number(from);
  const last = Number(until ?? from);
  if (last < first) throw new Error('The last seed is before the first.');
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Hands out one run after the other; the answers come in the order of the tasks. */
async function runAll(tasks: readonly Task[]): Promise<Done[]> {
  const done: Done[] = new Array(tasks.length);
  const indexes = tasks.keys();
  const threads = Array.from({ length: Math.min(availableParallelism(), tasks.length) }, async () => {
    const worker = new Worker(new URL('./pacingWorker.ts', import.meta.url));
    try {
      for (const index of indexes) {
        const task = tasks[index];
        if (task !== undefined) done[index] = await answerOf(worker, task);
      }
    } finally {
      await worker.terminate();
    }
  });
  await Promise.all(threads);
  return done;
}

const answerOf = (worker: Worker, task: Task): Promise<Done> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (done: Done) => {
      worker.off('error', reject);
      resolve(done);
    });
    worker.postMessage(task);
  });
