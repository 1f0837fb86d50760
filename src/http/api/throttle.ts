// Slows guessing of passwords: after five failures for one name, or from one address, each further
// attempt must wait, twice as long every time. In memory and bounded: a restart forgets, and a
// process of several keeps its own count, which still leaves a guesser a few tries a minute.
import type { Millis } from '../../core/units.ts';

const freeAttempts = 5;
const waitSecondsMax = 300;
/** An entry without a failure for this long is forgotten. */
const memorySeconds = 3600;
const entriesMax = 10_000;

interface Entry {
  failures: number;
  at: Millis;
}

export interface LoginThrottle {
  /**
   * Counts an attempt as failed before the password is checked, so that attempts sent side by side
   * count too. Returns the seconds to wait, and counts nothing, when it comes too early; 0 otherwise.
   */
  attempt(keys: readonly string[], now: Millis): number;
  /** The attempt was right: forgets the failures of these keys. */
  succeeded(keys: readonly string[]): void;
}

export function openLoginThrottle(): LoginThrottle {
  const entries = new Map<string, Entry>();

  const waitSeconds = (key: string, now: Millis): number => {
    const entry = entries.get(key);
    if (entry === undefined) return 0;
    const idleSeconds = (now - entry.at) / 1000;
    if (idleSeconds > memorySeconds || entry.failures < freeAttempts) return 0;
    const pause = Math.min(2 ** (entry.failures - freeAttempts), waitSecondsMax);
    return Math.max(0, Math.ceil(pause - idleSeconds));
  };

  const count = (key: string, now: Millis): void => {
    const known = entries.get(key);
    const isFresh = known !== undefined && (now - known.at) / 1000 <= memorySeconds;
    entries.delete(key);
    entries.set(key, { failures: isFresh ? known.failures + 1 : 1, at: now });
    // A map keeps the order of insertion, so the first key is the one that was quiet longest.
    if (entries.size > entriesMax) {
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    }
  };

  return {
    attempt: (keys, now) => {
      const wait = Math.max(...keys.map((key) => waitSeconds(key, now)));
      if (wait === 0) for (const key of keys) count(key, now);
      return wait;
    },
    succeeded: (keys) => {
      for (const key of keys) entries.delete(key);
    },
  };
}
