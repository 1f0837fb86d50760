// A loop that fails keeps its patience, however often it is woken.
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { startLoop } from '../../src/workers/loop.ts';

test('a pass that fails and is woken meanwhile waits before it tries again', async () => {
  const waits: number[] = [];
  let passes = 0;
  const loop = startLoop({
    name: 'failing',
    clock: {
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
        await new Promise((resolve) => setImmediate(resolve));
      },
    },
    log: pino({ level: 'silent' }),
    onFailure: () => false,
    pass: async () => {
      passes += 1;
      await new Promise((resolve) => setImmediate(resolve));
      loop.wake();
      throw new Error('the database is away');
    },
  });
  await expect.poll(() => passes).toBeGreaterThan(5);
  await loop.stop();
  expect(waits.slice(0, 5)).toEqual([200, 400, 800, 1_600, 3_000]);
});
