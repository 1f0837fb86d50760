// The pace of a campaign, from counters that are looked at now and then.
import { expect, test } from 'vitest';
import { callsPerMinute, expectedEndAt, type Sample, withSample } from '../../src/core/live.ts';
import { toMillis } from '../../src/core/units.ts';

const at = (second: number, calls: number, done = calls): Sample => ({
  at: toMillis(1_000_000_000 + second * 1000),
  calls,
  done,
});
const seen = (...samples: Sample[]): readonly Sample[] =>
  samples.reduce<readonly Sample[]>((before, sample) => withSample(before, sample), []);

test('two looks show a pace, one look none', () => {
  expect(callsPerMinute(seen(at(0, 100)))).toBeNull();
  expect(callsPerMinute(seen(at(0, 100), at(2, 104)))).toBe(120);
});

test('the pace is that of the last minute', () => {
  const samples = seen(at(0, 0), at(30, 3000), at(70, 3040), at(90, 3060));
  expect(samples).toHaveLength(3);
  expect(callsPerMinute(samples)).toBe(60);
});

test.each([
  ['a counter that fell: the campaign is another one', at(4, 2)],
  ['a clock that was set back', at(-10, 300)],
])('%s begins anew', (_what, sample) => {
  expect(seen(at(0, 100), at(2, 104), sample)).toEqual([sample]);
});

test('an end is foreseen after some seconds, and only where something moves', () => {
  expect(expectedEndAt(seen(at(0, 0), at(5, 50)), 100)).toBeNull();
  expect(expectedEndAt(seen(at(0, 0), at(20, 50, 0)), 100)).toBeNull();
  expect(expectedEndAt(seen(at(0, 0), at(20, 40)), 100)).toBe(at(70, 0).at);
  expect(expectedEndAt(seen(at(0, 0), at(20, 40)), 0)).toBeNull();
});
