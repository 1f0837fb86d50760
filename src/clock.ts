// The one place that reads the machine's clock. Everything else is given a `Clock` or an instant, so a
// world can run faster than real time and a test can stand still.
import { type Millis, toMillis } from './core/units.ts';

export interface Clock {
  now(): Millis;
  /**
   * Milliseconds of this clock's time since some instant. It never goes back, whatever is done to the
   * machine's clock: for what is measured within the process.
   */
  ticks(): number;
  /** Waits `milliseconds` of this clock's time; returns early, without an error, when `signal` aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A clock that runs `speed` times faster than real time from now on; 1 is the ordinary clock. */
export function openClock(speed: number): Clock {
  const startedAt = Date.now();
  const startedTicks = performance.now();
  const ticks = (): number => (performance.now() - startedTicks) * speed;
  return {
    ticks,
    now: () => (speed === 1 ? toMillis(Date.now()) : toMillis(Math.round(startedAt + ticks()))),
    sleep: (milliseconds, signal) => sleep(milliseconds / speed, signal),
  };
}

/**
 * Waits `milliseconds` of the machine's time; returns early, without an error, when `signal` aborts. The error
 * that Node's own timer would make of that cost more than the wait.
 */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.max(0, milliseconds));
    signal?.addEventListener('abort', end);
  });
}
