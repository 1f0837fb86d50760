// Slows guessing of passwords. Failures are counted in three ways: of one user from one address, of one
// address whatever the user, and loosely of one user from any address. Beyond the free attempts each
// further one must wait, twice as long every time. In memory and bounded: a restart forgets, and each
// process keeps its own count, which still leaves a guesser a few tries a minute.
import type { Millis } from '../../../core/units.ts';

const waitSecondsMax = 300;
/** An entry without a failure for this long is forgotten. */
const memorySeconds = 3600;
const entriesMax = 10_000;

interface Entry {
  failures: number;
  at: Millis;
}

/** What failures are counted of, and how many of them are free before the first wait, 1 or more. */
export interface Counter {
  readonly of: string;
  readonly free: number;
}

export interface LoginThrottle {
  /**
   * Counts an attempt as failed before the password is checked, so that attempts sent side by side
   * count too. Returns the seconds to wait, and counts nothing, when it comes too early; 0 otherwise.
   */
  attempt(counters: readonly Counter[], now: Millis): number;
  /** The attempt was not wrong after all: it counts in none of them. */
  takeBack(counters: readonly Counter[]): void;
  forget(counter: Counter): void;
}

export function openLoginThrottle(): LoginThrottle {
  const entries = new Map<string, Entry>();

  const waitSeconds = ({ of, free }: Counter, now: Millis): number => {
    const entry = entries.get(of);
    if (entry === undefined) return 0;
    const idleSeconds = (now - entry.at) / 1000;
    if (idleSeconds > memorySeconds || entry.failures < free) return 0;
    const pause = Math.min(2 ** (entry.failures - free), waitSecondsMax);
    return Math.max(0, Math.ceil(pause - idleSeconds));
  };

  const count = ({ of }: Counter, now: Millis): void => {
    const known = entries.get(of);
    const isFresh = known !== undefined && (now - known.at) / 1000 <= memorySeconds;
    entries.delete(of);
    entries.set(of, { failures: isFresh ? known.failures + 1 : 1, at: now });
    // A map keeps the order of insertion, so the first key is the one that was quiet longest.
    if (entries.size > entriesMax) {
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    }
  };

  return {
    attempt: (counters, now) => {
      const wait = Math.max(...counters.map((counter) => waitSeconds(counter, now)));
      if (wait === 0) for (const counter of counters) count(counter, now);
      return wait;
    },
    takeBack: (counters) => {
      for (const { of } of counters) {
        const entry = entries.get(of);
        if (entry !== undefined) entry.failures -= 1;
        if (entry?.failures === 0) entries.delete(of);
      }
    },
    forget: ({ of }) => {
      entries.delete(of);
    },
  };
}
