// A clock that stands still until a test lets time pass. Sleepers wake in the order of their times,
// and what each of them starts has run before the next one wakes.
import { setImmediate as settle } from 'node:timers/promises';
import type { Clock } from '../../src/clock.ts';
import { toMillis } from '../../src/core/units.ts';

export interface ManualClock extends Clock {
  advance(milliseconds: number): Promise<void>;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

export function manualClock(startAt: number): ManualClock {
  let now = startAt;
  const sleepers = new Set<Sleeper>();

  const earliest = (): Sleeper | undefined =>
    [...sleepers].reduce<Sleeper | undefined>(
      (first, sleeper) => (first === undefined || sleeper.wakeAt < first.wakeAt ? sleeper : first),
      undefined,
    );

  return {
    now: () => toMillis(now),
    ticks: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const stop = (): void => {
          sleepers.delete(sleeper);
          resolve();
        };
        // After its sleep it listens no longer: a signal looks through all its listeners for each new one.
        const wake = (): void => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const sleeper = { wakeAt: now + milliseconds, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', stop);
      }),
    advance: async (milliseconds) => {
      const target = now + milliseconds;
      for (let next = earliest(); next !== undefined && next.wakeAt <= target; next = earliest()) {
        sleepers.delete(next);
        now = next.wakeAt;
        next.wake();
        await settle();
      }
      now = target;
    },
  };
}
