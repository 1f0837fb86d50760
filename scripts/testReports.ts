// What the two test programs have written of a run, read without trust: a report may be missing or cut short.
import { existsSync, readFileSync } from 'node:fs';

export interface Seen {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Names of tests that failed at first and passed when tried again. */
  readonly unsteady: readonly string[];
}

/** Vitest's report. A file that could not even be loaded counts as a test that failed. */
export function readTests(file: string): Seen {
  const report = read(file);
  const files = listOf(report, 'testResults');
  const unloaded = files.filter(
    (one) => Reflect.get(one, 'status') === 'failed' && listOf(one, 'assertionResults').length === 0,
  );
  return {
    passed: countOf(report, 'numPassedTests'),
    failed: countOf(report, 'numFailedTests') + unloaded.length,
    skipped: countOf(report, 'numPendingTests') + countOf(report, 'numTodoTests'),
    unsteady: files
      .flatMap((one) => listOf(one, 'assertionResults'))
      .filter(
        (test) => Reflect.get(test, 'status') === 'passed' && listOf(test, 'failureMessages').length > 0,
      )
      .map((test) => String(Reflect.get(test, 'fullName'))),
  };
}

/** Playwright's report. What stopped the run as a whole counts as a test that failed. */
export function readPages(file: string): Seen {
  const report = read(file);
  const stats = Object(Reflect.get(report, 'stats'));
  return {
    passed: countOf(stats, 'expected') + countOf(stats, 'flaky'),
    failed: countOf(stats, 'unexpected') + listOf(report, 'errors').length,
    skipped: countOf(stats, 'skipped'),
    unsteady: specsIn(report)
      .filter((spec) => listOf(spec, 'tests').some((test) => Reflect.get(test, 'status') === 'flaky'))
      .map((spec) => `${Reflect.get(spec, 'file')}: ${Reflect.get(spec, 'title')}`),
  };
}

const specsIn = (suite: object): readonly object[] => [
  ...listOf(suite, 'specs'),
  ...listOf(suite, 'suites').flatMap(specsIn),
];

function read(file: string): object {
  return existsSync(file) ? Object(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

function countOf(from: object, name: string): number {
  const value: unknown = Reflect.get(from, name);
  return typeof value === 'number' ? value : 0;
}

function listOf(from: object, name: string): readonly object[] {
  const value: unknown = Reflect.get(from, name);
  return Array.isArray(value) ? value.map(Object) : [];
}
