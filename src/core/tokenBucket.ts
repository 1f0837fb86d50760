// A limit for each second: each call takes a token, and tokens grow back evenly. A bucket holds few of
// them, so a pace stays even inside the second; nothing here reads a clock.
import type { Millis } from './units.ts';

export class TokenBucket {
  readonly perSecond: number;
  /** Tokens it holds at most, 1 or more. In any time `t` seconds long, `perSecond · t + burst` are taken at most. */
  readonly burst: number;
  #tokens: number;
  #filledAt: Millis;

  /** Full at `now`. `perSecond` is above 0. */
  constructor(perSecond: number, burst: number, now: Millis) {
    this.perSecond = perSecond;
    this.burst = Math.max(1, burst);
    this.#tokens = this.burst;
    this.#filledAt = now;
  }

  /** Tokens at `now`, with fractions. */
  level(now: Millis): number {
    // A clock that was set back gives nothing until it goes on.
    const grown = (Math.max(0, now - this.#filledAt) * this.perSecond) / 1000;
    this.#tokens = Math.min(this.burst, this.#tokens + grown);
    this.#filledAt = now;
    return this.#tokens;
  }

  /** Takes one; false when there is none. */
  take(now: Millis): boolean {
    if (this.level(now) < 1 - roundingError) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Whole milliseconds until the next can be taken; 0: now. */
  millisUntilNext(now: Millis): number {
    return Math.max(0, Math.ceil(((1 - roundingError - this.level(now)) / this.perSecond) * 1000));
  }
}

/** Sums of fractions fall short of a whole by less than this. */
const roundingError = 1e-9;
