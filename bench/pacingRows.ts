// The runs of one rule in one scenario as a row, and the rows as a grid of scenario by rule. The mean comes
// with its 95 % interval over the seeds; for abandonment the worst seed counts, because the law does not
// average.
import { optimumOccupancyPct } from '../src/simulation/bound/optimum.ts';
import type { Done } from './pacingPool.ts';
import type { Figure, Figures } from './report.ts';

/** Percent of time and of answers; `scorePct` is null where no optimum is known (pacing.md 5). */
export function rowOf(runs: readonly Done[]): Figures {
  const scenario = runs[0]?.scenario.id ?? '';
  const occupancies = runs.map(({ figures }) => figures.occupancy * 100);
  const abandonments = runs.map(({ figures }) => figures.abandonment * 100);
  const sum = (of: (done: Done) => number): number => runs.reduce((total, done) => total + of(done), 0);
  const answered = sum(({ figures }) => figures.first15MinutesAnswered);
  const abandoned = sum(({ figures }) => figures.first15MinutesAbandoned);
  return {
    scenario,
    policy: runs[0]?.policy ?? '',
    seeds: runs.length,
    occupancyPct: mean(occupancies),
    occupancyHalfWidthPct: halfWidth(occupancies),
    abandonPct: mean(abandonments),
    abandonHalfWidthPct: halfWidth(abandonments),
    worstSeedAbandonPct: Math.max(...abandonments),
    first15MinAbandonPct: answered > 0 ? (100 * abandoned) / answered : null,
    first15MinAnswered: answered,
    first15MinAbandoned: abandoned,
    worstHourAbandonPct: Math.max(...runs.map(({ figures }) => (figures.worstHourAbandonment ?? 0) * 100)),
    agentWaitSeconds: mean(runs.map(({ figures }) => figures.agentWaitSeconds)),
    dialsPerServed: mean(runs.map(({ figures }) => figures.dialsPerServed)),
    servedPerAgentHour: mean(runs.map(({ figures }) => figures.servedPerAgentHour)),
    linesPeak: Math.max(...runs.map(({ figures }) => figures.linesPeak)),
    scorePct: scorePct(scenario, mean(occupancies), Math.max(...abandonments)),
    optimumPct: optimumOf(scenario)?.value ?? null,
    optimumSource: optimumOf(scenario)?.source ?? null,
    cpuSecondsPerRun: mean(runs.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

const optimumOf = (scenario: string) =>
  Object.hasOwn(optimumOccupancyPct, scenario) ? optimumOccupancyPct[scenario] : undefined;

/** 0 with more than 3 % abandoned in any seed, else the occupancy in percent of the optimum (pacing.md 5). */
function scorePct(scenario: string, occupancyPct: number, worstSeedAbandonPct: number): number | null {
  const optimum = optimumOf(scenario);
  if (optimum === undefined) return null;
  return worstSeedAbandonPct > 3 ? 0 : (100 * occupancyPct) / optimum.value;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Half of the 95 % interval of the mean (Student); null with one value. */
function halfWidth(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  return studentQuantile(values.length - 1) * Math.sqrt(variance / values.length);
}

/** The 97.5 % quantile; beyond the table the Cornish-Fisher terms are right to the third digit. */
function studentQuantile(freedom: number): number {
  const z = 1.959964;
  const exact = [12.706, 4.303, 3.182, 2.776][freedom - 1];
  return exact ?? z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}

/** For each scenario a line for each rule. */
export function rowsAsTable(rows: readonly Figures[]): string {
  const head = [
    'scenario',
    'policy',
    'occupancy %',
    'abandoned %',
    'worst seed',
    'first 15 min',
    'wait s',
    'score',
    'cpu s',
  ];
  const lines = rows.map((row) => [
    String(row.scenario),
    String(row.policy),
    `${fixed(row.occupancyPct, 1)} ±${fixed(row.occupancyHalfWidthPct, 1)}`,
    `${fixed(row.abandonPct, 2)} ±${fixed(row.abandonHalfWidthPct, 2)}`,
    fixed(row.worstSeedAbandonPct, 2),
    `${fixed(row.first15MinAbandonPct, 1)} (${row.first15MinAbandoned}/${row.first15MinAnswered})`,
    fixed(row.agentWaitSeconds, 1),
    fixed(row.scorePct, 1),
    fixed(row.cpuSecondsPerRun, 2),
  ]);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const fixed = (value: Figure | undefined, digits: number): string =>
  typeof value === 'number' ? value.toFixed(digits) : '-';
