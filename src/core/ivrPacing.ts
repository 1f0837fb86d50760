// The pace of a campaign with an IVR (R16): so many calls an interval, carried as a fraction from beat to
// beat if that is less than one call. Missed beats are never made up for.
import type { IvrSettings } from './campaign.ts';
import type { Gate } from './gates.ts';
import { type Millis, toMillis } from './units.ts';

/** Where IVR pacing stands: the fraction of a call that is owed, and the beat that said so (R16). */
export interface Pacing {
  /** Portions owed, 0 to 2; a portion is what one beat places, or one call where that is less. */
  readonly credit: number;
  /** The last beat; null: never dialed. */
  readonly beatAt: Millis | null;
}

export interface IvrPace {
  readonly beatSeconds: number;
  /** Calls that pacing allows on this beat. */
  readonly place: number;
  readonly credit: number;
  readonly callsPerBeat: number;
  /** When a whole portion will be owed; null when it is. */
  readonly nextAt: Millis | null;
}

/** The longest beat: a change takes effect within it (R15). */
export const beatSecondsMax = 3;

export const ivrBeatSeconds = ({ callIntervalSeconds }: IvrSettings): number =>
  Math.min(callIntervalSeconds, beatSecondsMax);

/** Sums of fractions fall short of a whole by less than this. */
const roundingError = 1e-6;

/**
 * IVR pacing (R16): B = min(callInterval, 3) s, q = callCount · B / callInterval calls a beat; above 1
 * q is rounded up, up to 1 the fraction is carried. Both are one rule: min(q, 1) portions are owed for
 * a beat, and a whole one is placed. What is owed never exceeds one portion and a bit, so beats that
 * waver around their grid keep the pace, while a pause, a jump of the clock or a crash is not made up
 * for by a volley.
 */
export function paceIvr(ivr: IvrSettings, pacing: Pacing, now: Millis): IvrPace {
  const beatSeconds = ivrBeatSeconds(ivr);
  const callsPerBeat = (ivr.callCount * beatSeconds) / ivr.callIntervalSeconds;
  const portionsPerBeat = Math.min(callsPerBeat, 1);
  const earned = portionsPerBeat * beatsSince(pacing.beatAt, beatSeconds, now);
  // The first beat dials at once, and half a beat in hand lets the second come a little early.
  const credit =
    pacing.beatAt === null
      ? 1 + portionsPerBeat / 2
      : Math.min(pacing.credit + earned, callsPerBeat < 1 ? 1 + callsPerBeat : 1.5);
  const whole = credit >= 1 - roundingError;
  const nextAt = whole
    ? null
    : toMillis(now + Math.ceil(((1 - credit) / portionsPerBeat) * beatSeconds * 1000));
  return {
    beatSeconds,
    place: whole ? Math.ceil(Math.max(callsPerBeat, 1)) : 0,
    credit,
    callsPerBeat,
    nextAt,
  };
}

/** Whether the pace gives a call on this beat. */
export const ivrPacingGate = (ivr: IvrSettings, paced: IvrPace): Gate => ({
  gate: 'pacing',
  passed: paced.place > 0,
  value: {
    callCount: ivr.callCount,
    callIntervalSeconds: ivr.callIntervalSeconds,
    beatSeconds: paced.beatSeconds,
    callsPerBeat: paced.callsPerBeat > 1 ? Math.ceil(paced.callsPerBeat) : paced.callsPerBeat,
    credit: Math.round(paced.credit * 1000) / 1000,
  },
  nextAt: paced.nextAt,
});

/** Beats since the last one; a clock that was set back further than a beat counts as one. */
function beatsSince(beatAt: Millis | null, beatSeconds: number, now: Millis): number {
  if (beatAt === null) return 0;
  const beats = (now - beatAt) / 1000 / beatSeconds;
  return beats < -1 ? 1 : Math.max(0, beats);
}
