// `npm test`: the shape of the sources, then every test; the last line counts them. A run in which
// nothing ran is a failure, and so is a source that biome, tsc or knip refuse, or a machine on which
// the tests of telephony or those in a browser cannot run: the others run all the same.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readPages, readTests } from './testReports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = `${root}test-results`;
const report = `${results}/vitest.json`;
/** As playwright.config.ts names it. */
const browserReport = `${results}/web.json`;
mkdirSync(results, { recursive: true });
for (const file of [report, browserReport]) rmSync(file, { force: true });

// `npm test -- test/core` passes a filter on; the shape is looked at in whole runs only.
const filters = process.argv.slice(2);
const isWhole = filters.length === 0;
// Calls, kills and pages have deadlines in real time, and a machine may stand still for longer than one of them.
// So a whole run tries a test that failed once more, and names those that needed it.
const retry = isWhole ? 1 : 0;
const shape = isWhole ? run('npm', ['run', '--silent', 'shape']) : 0;
const telephony = callsFor('test/asterisk', /./) ? run('node', ['scripts/asterisk.ts']) : 0;
const tests = run('vitest', [
  'run',
  '--passWithNoTests',
  `--retry=${retry}`,
  ...(telephony === 0 ? [] : ['--project=!asterisk']),
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...filters,
]);
const needsBrowser = callsFor('test/web', /\.spec\.ts$/);
const browser = needsBrowser ? run('node', ['scripts/chromium.ts']) : 0;
const pages =
  needsBrowser && browser === 0 ? run('playwright', ['test', `--retries=${retry}`, ...filters]) : 0;

const seen = [readTests(report), readPages(browserReport)];
const sum = (kind: 'passed' | 'failed' | 'skipped'): number => seen.reduce((all, one) => all + one[kind], 0);
const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
const unsteady = seen.flatMap((one) => one.unsteady);
if (unsteady.length > 0) say(['Failed once, and passed when tried again:', ...unsteady].join('\n  '));
if (shape !== 0) say('The sources are out of shape: run `npm run check`.');
if (telephony !== 0)
  say('The tests of telephony did not run: this machine lacks what they need (see above).');
const pagesRan = !needsBrowser || existsSync(browserReport);
if (!pagesRan) say('The tests in a browser did not run (see above).');
if (passed + failed === 0) say('No test ran.');
const programs = [shape, telephony, tests, browser, pages];
const isGood = programs.every((status) => status === 0) && pagesRan && failed === 0;
process.exitCode = isGood && passed > 0 ? 0 : 1;
say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);

/** Whether a file of the folder is among those that will run: its path holds one of the filters. */
function callsFor(folder: string, kind: RegExp): boolean {
  const files = readdirSync(`${root}${folder}`)
    .filter((name) => kind.test(name))
    .map((name) => `${folder}/${name}`);
  return isWhole || files.some((file) => filters.some((filter) => file.includes(filter)));
}

function run(command: string, args: string[]): number {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
