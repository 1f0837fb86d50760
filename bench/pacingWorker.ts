// One thread of the pacing benchmark: takes a run, answers its figures.
import { parentPort } from 'node:worker_threads';
import { figuresOf } from '../src/simulation/pace/figures.ts';
import { policyNamed } from '../src/simulation/pace/policies.ts';
import { runScenario } from '../src/simulation/pace/run.ts';
import type { Done, Task } from './pacingPool.ts';

parentPort?.on('message', ({ scenario, policy: name, seed }: Task) => {
  const policy = policyNamed(name, scenario);
  if (policy === undefined) throw new Error(`There is no policy ${name}.`);
  const before = process.threadCpuUsage();
  const figures = figuresOf(runScenario(scenario, seed, policy));
  const { user, system } = process.threadCpuUsage(before);
  const done: Done = { scenario, policy: name, seed, figures, cpuSeconds: (user + system) / 1e6 };
  parentPort?.postMessage(done);
});
