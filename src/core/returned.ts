// What happens to a number whose call was returned: it never left us, or it failed on our side of the
// network, so it is not an attempt. A number that fails while others get through may be to blame itself, so it
// waits longer each time, and ends after the last of these waits.
import { addSeconds, type Millis } from './units.ts';

/** `notAsked`: it never left us. `gatewayHeld`: nothing gets through its gateway. `failed`: other calls do. */
export type ReturnCause = 'notAsked' | 'gatewayHeld' | 'failed';

/** What a returned number is owed. */
export interface Waiting {
  /** When it may be claimed again; null: as it stood in the row. */
  readonly dueAt: Millis | null;
  /** How often it has failed by now while others got through. */
  readonly failures: number;
}

/** At the fifth failure of its own a number ends as 34606: the pauses before add up to 1 h 22 min. */
export const ownFailuresMax = 5;
const firstPauseSeconds = 60;
const pauseGrowth = 4;
const longestPauseSeconds = 3_600;
/** Another number is tried next, and this one again when the gateway has had a few trials. */
const heldPauseSeconds = 10;

/** It waits as if it had never been claimed. */
export const asItStood = (failures: number): Waiting => ({ dueAt: null, failures });

/** @param failures of its own before this one; null: the number ends, with `placeFailed` */
export function afterReturn(because: ReturnCause, failures: number, now: Millis): Waiting | null {
  switch (because) {
    case 'notAsked':
      return asItStood(failures);
    case 'gatewayHeld':
      return { dueAt: addSeconds(now, heldPauseSeconds), failures };
    case 'failed': {
      if (failures + 1 >= ownFailuresMax) return null;
      const pause = Math.min(longestPauseSeconds, firstPauseSeconds * pauseGrowth ** failures);
      return { dueAt: addSeconds(now, pause), failures: failures + 1 };
    }
  }
}
