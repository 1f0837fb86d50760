// `npm test`: the shape of the sources, then every test; the last line counts them. A run in which
// nothing ran is a failure, and so is a source that biome, tsc or knip refuse, or a machine on which
// the tests of telephony cannot run: the others run all the same.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = `${root}test-results`;
const report = `${results}/vitest.json`;
mkdirSync(results, { recursive: true });
rmSync(report, { force: true });

// `npm test -- test/core` passes a filter on; the shape is looked at in whole runs only.
const filters = process.argv.slice(2);
const shape = filters.length > 0 ? 0 : run('npm', ['run', '--silent', 'shape']);
const telephony = callsForTelephony() ? run('node', ['scripts/asterisk.ts']) : 0;
const tests = run('vitest', [
  'run',
  ...(telephony === 0 ? [] : ['--project=!asterisk']),
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...filters,
]);

const counts = readCounts();
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
if (shape !== 0) say('The sources are out of shape: run `npm run check`.');
if (telephony !== 0)
  say('The tests of telephony did not run: this machine lacks what they need (see above).');
if (counts.ran === 0) say('No test ran.');
const isGood = shape === 0 && telephony === 0 && tests === 0 && counts.failed === 0 && counts.ran > 0;
process.exitCode = isGood ? 0 : 1;
say(`${counts.passed} passed, ${counts.failed} failed${skipped}`);

/** Whether a test that needs Asterisk is among those that will run. */
function callsForTelephony(): boolean {
  const files = readdirSync(`${root}test/asterisk`).map((name) => `test/asterisk/${name}`);
  return filters.length === 0 || files.some((file) => filters.some((filter) => file.includes(filter)));
}

function run(command: string, args: string[]): number {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Counts tests; a file that could not even be loaded counts as one that failed. */
function readCounts(): { ran: number; passed: number; failed: number; skipped: number } {
  if (!existsSync(report)) return { ran: 0, passed: 0, failed: 0, skipped: 0 };
  const read: unknown = JSON.parse(readFileSync(report, 'utf8'));
  const count = (name: string): number => {
    const value = typeof read === 'object' && read !== null ? Reflect.get(read, name) : 0;
    return typeof value === 'number' ? value : 0;
  };
  const passed = count('numPassedTests');
  const files = typeof read === 'object' && read !== null ? Reflect.get(read, 'testResults') : [];
  const unloaded = Array.isArray(files)
    ? files.filter((file) => file?.status === 'failed' && file?.assertionResults?.length === 0).length
    : 0;
  const failed = count('numFailedTests') + unloaded;
  return { ran: passed + failed, passed, failed, skipped: count('numPendingTests') + count('numTodoTests') };
}
