// The threads of the pacing benchmark: a run goes to the first free one.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { RunFigures } from '../src/simulation/pace/figures.ts';
import type { Scenario } from '../src/simulation/pace/scenario/scenario.ts';

export interface Task {
  readonly scenario: Scenario;
  readonly policy: string;
  readonly seed: number;
}

export interface Done extends Task {
  readonly figures: RunFigures;
  readonly cpuSeconds: number;
}

export interface Pool {
  /** Throws what the run has thrown. */
  run(task: Task): Promise<Done>;
  spent(): { readonly runs: number; readonly cpuSeconds: number };
  close(): Promise<void>;
}

interface Waiting {
  readonly task: Task;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: unknown) => void;
}

export function openPool(): Pool {
  const spent = { runs: 0, cpuSeconds: 0 };
  const waiting: Waiting[] = [];
  const workers = Array.from(
    { length: availableParallelism() },
    () => new Worker(new URL('./pacingWorker.ts', import.meta.url)),
  );
  const free = [...workers];

  const next = (): void => {
    const worker = free.pop();
    const first = worker === undefined ? undefined : waiting.shift();
    if (worker === undefined || first === undefined) {
      if (worker !== undefined) free.push(worker);
      return;
    }
    const { task, resolve, reject } = first;
    worker.once('error', reject);
    worker.once('message', (done: Done) => {
      worker.off('error', reject);
      free.push(worker);
      spent.runs += 1;
      spent.cpuSeconds += done.cpuSeconds;
      resolve(done);
      next();
    });
    worker.postMessage(task);
  };

  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        waiting.push({ task, resolve, reject });
        next();
      }),
    spent: () => spent,
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
