// `npm run bench -- NAME [--json FILE] [--numbers N]`, for soak also [--minutes N], and for pacing [--seeds 4..20]
// [--policies a,b] [--scenarios A5,A10] [--scenario FILE]: runs one benchmark, prints its table and writes its
// JSON. A benchmark is a file here that exports `bench`; the list below is the only place that names it.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Bench, describeMachine, type Report, table } from './report.ts';

const benches: Readonly<Record<string, () => Promise<{ bench: Bench }>>> = {
  agents: () => import('./agents.ts'),
  api: () => import('./api.ts'),
  asterisk: () => import('./asterisk.ts'),
  console: () => import('./console.ts'),
  dial: () => import('./dial.ts'),
  import: () => import('./import.ts'),
  pacing: () => import('./pacing.ts'),
  soak: () => import('./soak.ts'),
  tenants: () => import('./tenants.ts'),
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: 'string' },
      numbers: { type: 'string' },
      minutes: { type: 'string' },
      seeds: { type: 'string' },
      policies: { type: 'string' },
      scenarios: { type: 'string' },
      scenario: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [name = ''] = positionals;
  const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
  const sizeOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
  const numbers = sizeOf(values.numbers);
  const minutes = sizeOf(values.minutes);
  const areSizes = [numbers, minutes].every((size) => size === null || (Number.isInteger(size) && size > 0));
  if (load === undefined || positionals.length !== 1 || !areSizes) {
    process.stderr.write(
      `Usage: npm run bench -- NAME [--json FILE] [--numbers N] [--minutes N]\nNAME is one of: ${Object.keys(benches).sort().join(', ')}\n`,
    );
    return 2;
  }
  const { bench } = await load();
  const { postgres, ...findings } = await bench.run({
    numbers,
    minutes,
    seeds: values.seeds ?? null,
    scenarioFile: values.scenario ?? null,
    scenarios: values.scenarios?.split(',') ?? null,
    policies: values.policies?.split(',') ?? null,
  });
  const report: Report = { bench: name, machine: describeMachine(postgres), ...findings };
  process.stdout.write(`${table(report)}\n`);
  if (bench.show !== undefined) process.stdout.write(`${bench.show(report)}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
