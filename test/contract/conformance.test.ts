// The contract, case by case: the seed's own example first, then every field of every interface
// with every value that its rule allows or forbids, each answered by the exact code of ruling R3 and
// by a description that starts with the field's full path.
import { describe, expect, test } from 'vitest';
import { failure } from '../../src/contract/envelope.ts';
import type { ReadContext, Reading } from '../../src/contract/rules/violation.ts';
import { toMillis } from '../../src/core/units.ts';
import { casesAt, interfacesAt } from './cases.ts';
import { readCase } from './read.ts';

const context: ReadContext = {
  now: toMillis(Date.parse('2029-11-22T10:30:00Z')),
  timeZone: 'UTC',
  apiTimes: 'local',
};

/** What the wire would say: a code, and the path with which the description starts. */
function answerOf(reading: Reading<unknown>, path: string): { code: string | null; path: string } {
  if (reading.ok) return { code: null, path };
  const { resultCode, resultDesc } = failure(reading.violations, 'en_US');
  return { code: resultCode, path: resultDesc.startsWith(`${path}: `) ? path : resultDesc };
}

const cases = casesAt(context.now);

test("the seed's example comes first: only its name breaks a rule of its own table", () => {
  const [letter, cut] = cases;
  const reading = letter && readCase(letter.on, letter.input, context);
  expect(reading?.ok === false && reading.violations.map(({ code, path }) => [code, path])).toEqual([
    ['02000003', 'name'],
  ]);
  expect(cut && readCase(cut.on, cut.input, context).ok).toBe(true);
});

describe.each(interfacesAt(context.now).map(({ on }) => on))('%s', (on) => {
  test('answers every derived case with the exact code and path', () => {
    const own = cases.filter((one) => one.on === on);
    const wrong = own.flatMap(({ what, input, code, path }) => {
      const answer = answerOf(readCase(on, input, context), path);
      return answer.code === code && answer.path === path ? [] : [{ what, expected: code, answer }];
    });
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(own.length).toBeGreaterThan(5);
  });

  test('gives the same answer when the request has traveled as JSON', () => {
    for (const { input, code, path } of cases.filter((one) => one.on === on)) {
      const traveled: unknown = JSON.parse(JSON.stringify(input));
      expect(answerOf(readCase(on, traveled, context), path).code).toBe(code);
    }
  });
});
