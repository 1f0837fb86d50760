// The strongest simple anchor: a fixed ratio of calls to idle agents, with the factor that would have been
// best in hindsight for just this scenario and these seeds. No real site can choose it so well.
import type { Scenario } from '../src/simulation/pace/scenario/scenario.ts';
import type { Done, Pool } from './pacingPool.ts';
import { rowOf } from './pacingRows.ts';
import type { Figures } from './report.ts';

export const ratioTuned = 'ratioTuned';

/** The grid: 0.5 to about 80, each 2 % above the one before. */
const factorOf = (step: number): number => Math.round(0.5 * 1.02 ** step * 1000) / 1000;
const steps = 257;
/** Rounding makes abandonment wriggle over the factor; so many neighbors of the border are tried too. */
const neighbors = 3;
const abandonPctMax = 3;

/** The factor with the highest occupancy among those with at most 3 % abandoned in every seed. */
export async function tuneRatio(pool: Pool, scenario: Scenario, seeds: readonly number[]): Promise<Figures> {
  const known = new Map<number, Promise<Figures>>();
  const at = (step: number): Promise<Figures> => {
    const row = known.get(step) ?? rowAt(pool, scenario, seeds, factorOf(step));
    known.set(step, row);
    return row;
  };
  let low = 0;
  let high = steps - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isAllowed(await at(middle))) low = middle;
    else high = middle;
  }
  for (let step = low - neighbors; step <= low + neighbors; step += 1) await at(Math.max(0, step));
  const allowed = (await Promise.all(known.values())).filter(isAllowed);
  const best = allowed.toSorted((one, other) => occupancyOf(other) - occupancyOf(one))[0];
  return best ?? (await at(0));
}

async function rowAt(pool: Pool, scenario: Scenario, seeds: readonly number[], factor: number) {
  const policy = `idleRatio:${factor}`;
  const done: Done[] = await Promise.all(seeds.map((seed) => pool.run({ scenario, policy, seed })));
  return { ...rowOf(done), policy: ratioTuned, factor };
}

const isAllowed = (row: Figures): boolean => Number(row.worstSeedAbandonPct) <= abandonPctMax;
const occupancyOf = (row: Figures): number => Number(row.occupancyPct);
