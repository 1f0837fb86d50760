// The fence by its two clocks: whichever says that the leases have run out is right.
import { beforeEach, expect, test } from 'vitest';
import { toMillis } from '../../../src/core/units.ts';
import { Fence } from '../../../src/workers/leases/fence.ts';

let at: number;
let ticks: number;
let fence: Fence;
const pass = (milliseconds: number): void => {
  at += milliseconds;
  ticks += milliseconds;
};

beforeEach(() => {
  at = Date.UTC(2026, 10, 30, 9);
  ticks = 5_000;
  fence = new Fence({ now: () => toMillis(at), ticks: () => ticks }, 10_000);
});

test('it closes when a lease’s length has passed since the leases were prolonged', () => {
  pass(6_000);
  fence.prolong(fence.read());
  pass(9_999);
  expect(fence.isOpen()).toBe(true);
  pass(1);
  expect(fence.isOpen()).toBe(false);
});

test('a machine’s clock that is set back keeps no lease alive', () => {
  at -= 3_600_000;
  expect(fence.isOpen()).toBe(true);
  pass(10_000);
  expect(fence.isOpen()).toBe(false);
});

test('a virtual machine that was suspended counts no ticks, and its leases have run out all the same', () => {
  at += 60_000;
  expect(fence.isOpen()).toBe(false);
});

test('an answer that comes late counts from the question', () => {
  const from = fence.read();
  pass(12_000);
  fence.prolong(from);
  expect(fence.isOpen()).toBe(false);
  fence.prolong(fence.read());
  expect(fence.isOpen()).toBe(true);
});
