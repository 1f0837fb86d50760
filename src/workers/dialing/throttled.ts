// For how long in the last hour each limit of the carrier has held a campaign back.
import type { CarrierLimit } from '../../core/carrier.ts';
import type { Millis } from '../../core/units.ts';

interface Minute {
  readonly minute: number;
  readonly limit: CarrierLimit;
  seconds: number;
}

const minutesKept = 60;

export class Throttled {
  #minutes: Minute[] = [];

  note(limit: CarrierLimit, seconds: number, now: Millis): void {
    const minute = Math.floor(now / 60_000);
    const known = this.#minutes.find((one) => one.minute === minute && one.limit === limit);
    if (known !== undefined) known.seconds += seconds;
    else {
      // A clock that was set back leaves minutes of its future behind.
      const isOfHour = (one: Minute): boolean => one.minute <= minute && one.minute > minute - minutesKept;
      this.#minutes = [...this.#minutes.filter(isOfHour), { minute, limit, seconds }];
    }
  }

  /** Seconds of the hour that ends now. */
  lastHour(now: Millis): Readonly<Record<CarrierLimit, number>> {
    const minute = Math.floor(now / 60_000);
    const sums = { callsPerSecond: 0, channels: 0, gatewaysDown: 0 };
    for (const one of this.#minutes) if (one.minute > minute - minutesKept) sums[one.limit] += one.seconds;
    return sums;
  }
}
