// When a number whose call was returned may be claimed again.
import { expect, test } from 'vitest';
import { afterReturn, ownFailuresMax } from '../../src/core/returned.ts';
import { toMillis } from '../../src/core/units.ts';

const now = toMillis(1_000_000);

test('a call that never left us leaves the number as it stood', () => {
  expect(afterReturn('notAsked', 2, now)).toEqual({ dueAt: null, failures: 2 });
});

test('while its gateway is held a number waits for others to be tried, however often', () => {
  expect(afterReturn('gatewayHeld', 4, now)).toEqual({ dueAt: now + 10_000, failures: 4 });
});

test('a number that fails while others get through waits longer each time, and ends at the fifth', () => {
  const waits: number[] = [];
  let failures = 0;
  for (;;) {
    const waiting = afterReturn('failed', failures, now);
    if (waiting === null) break;
    waits.push(((waiting.dueAt ?? now) - now) / 1000);
    failures = waiting.failures;
  }
  expect(waits).toEqual([60, 240, 960, 3_600]);
  expect(failures).toBe(ownFailuresMax - 1);
});
