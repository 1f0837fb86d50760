// `npm test`: the shape of the sources, then every test; the last line counts them. A run in which
// nothing ran is a failure, and so is a source that biome, tsc or knip refuse, or a machine on which
// the tests of telephony or those in a browser cannot run: the others run all the same.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = `${root}test-results`;
const report = `${results}/vitest.json`;
/** As playwright.config.ts names it. */
const browserReport = `${results}/web.json`;
mkdirSync(results, { recursive: true });
for (const file of [report, browserReport]) rmSync(file, { force: true });

// `npm test -- test/core` passes a filter on; the shape is looked at in whole runs only.
const filters = process.argv.slice(2);
const shape = filters.length > 0 ? 0 : run('npm', ['run', '--silent', 'shape']);
const telephony = callsFor('test/asterisk', /./) ? run('node', ['scripts/asterisk.ts']) : 0;
const tests = run('vitest', [
  'run',
  '--passWithNoTests',
  ...(telephony === 0 ? [] : ['--project=!asterisk']),
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...filters,
]);
const needsBrowser = callsFor('test/web', /\.spec\.ts$/);
const browser = needsBrowser ? run('node', ['scripts/chromium.ts']) : 0;
const pages = needsBrowser && browser === 0 ? run('playwright', ['test', ...filters]) : 0;

const counts = sum(readCounts(), readBrowserCounts());
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
if (shape !== 0) say('The sources are out of shape: run `npm run check`.');
if (telephony !== 0)
  say('The tests of telephony did not run: this machine lacks what they need (see above).');
const pagesRan = !needsBrowser || existsSync(browserReport);
if (!pagesRan) say('The tests in a browser did not run (see above).');
if (counts.passed + counts.failed === 0) say('No test ran.');
const programs = [shape, telephony, tests, browser, pages];
const isGood = programs.every((status) => status === 0) && pagesRan && counts.failed === 0;
process.exitCode = isGood && counts.passed > 0 ? 0 : 1;
say(`${counts.passed} passed, ${counts.failed} failed${skipped}`);

/** Whether a file of the folder is among those that will run: its path holds one of the filters. */
function callsFor(folder: string, kind: RegExp): boolean {
  const files = readdirSync(`${root}${folder}`)
    .filter((name) => kind.test(name))
    .map((name) => `${folder}/${name}`);
  return filters.length === 0 || files.some((file) => filters.some((filter) => file.includes(filter)));
}

function run(command: string, args: string[]): number {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function sum(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** Counts tests; a file that could not even be loaded counts as one that failed. */
function readCounts(): Counts {
  const read = readReport(report);
  const files: unknown = Reflect.get(read, 'testResults');
  const unloaded = Array.isArray(files)
    ? files.filter((file) => file?.status === 'failed' && file?.assertionResults?.length === 0).length
    : 0;
  return {
    passed: count(read, 'numPassedTests'),
    failed: count(read, 'numFailedTests') + unloaded,
    skipped: count(read, 'numPendingTests') + count(read, 'numTodoTests'),
  };
}

/** The same of the browser's tests; what stopped the run as a whole is one that failed. */
function readBrowserCounts(): Counts {
  const read = readReport(browserReport);
  const stats = Object(Reflect.get(read, 'stats'));
  const errors: unknown = Reflect.get(read, 'errors');
  return {
    passed: count(stats, 'expected') + count(stats, 'flaky'),
    failed: count(stats, 'unexpected') + (Array.isArray(errors) ? errors.length : 0),
    skipped: count(stats, 'skipped'),
  };
}

function readReport(file: string): object {
  const read: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  return typeof read === 'object' && read !== null ? read : {};
}

function count(from: object, name: string): number {
  const value: unknown = Reflect.get(from, name);
  return typeof value === 'number' ? value : 0;
}
