// The report of a benchmark: the machine, the figures, their yardsticks, and how the cost grows. The same
// shape for every benchmark, as a table for people and as JSON for machines.
import { availableParallelism, cpus, totalmem } from 'node:os';

export type Figure = number | string | boolean | null;
export type Figures = Readonly<Record<string, Figure>>;

/** What a benchmark has found; units stand in the names. */
export interface Findings {
  readonly figures: Figures;
  readonly comparedWith: Figures;
  /** One row for each size that was tried. */
  readonly growth: readonly Figures[];
  /** The results themselves, where a benchmark has many of one kind. */
  readonly rows?: readonly Figures[];
}

export interface BenchOptions {
  /** How many numbers instead of the benchmark's own; null: not said. */
  readonly numbers: number | null;
  /** How long instead of the benchmark's own time; null: not said. */
  readonly minutes: number | null;
  /** What is compared, where a benchmark compares rules in scenarios; null: everything there is. */
  readonly seeds: string | null;
  readonly scenarioFile: string | null;
  readonly scenarios: readonly string[] | null;
  readonly policies: readonly string[] | null;
}

export interface Bench {
  /** Runs it; answers what it found and the version of the database it ran on, null without one. */
  run(options: BenchOptions): Promise<Findings & { readonly postgres: string | null }>;
  /** Its rows as a table for people. */
  show?(report: Report): string;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  /** The version that the benchmark's database told; null: it needs none. */
  readonly postgres: string | null;
}

export interface Report extends Findings {
  readonly bench: string;
  readonly machine: Machine;
}

export const describeMachine = (postgres: string | null): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  postgres,
});

/** The report as text: names to the left, values to the right. */
export function table(report: Report): string {
  return [
    `bench ${report.bench}`,
    ...section('machine', { ...report.machine }),
    ...section('figures', report.figures),
    ...section('compared with', report.comparedWith),
    ...report.growth.flatMap((row, index) => (index === 0 ? ['', 'growth', inline(row)] : [inline(row)])),
    '',
  ].join('\n');
}

function section(title: string, figures: Figures): string[] {
  const rows = Object.entries(figures);
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([name]) => name.length));
  return ['', title, ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${shown(value)}`)];
}

const inline = (row: Figures): string =>
  `  ${Object.entries(row)
    .map(([name, value]) => `${name} ${shown(value)}`)
    .join(', ')}`;

/** Three digits behind the point are more than any of these measurements holds. */
const shown = (value: Figure): string =>
  typeof value === 'number' ? value.toLocaleString('en-US', { maximumFractionDigits: 3 }) : String(value);

/** The value below which `share` of the measurements lie, 0 to 1; null without any. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}
