// What a pacer has learned as plain numbers, so that a restart does not begin as on the first day. The
// account of abandoned calls is not in it: the database counts it by hour.
import type { Millis } from '../units.ts';
import type { Control } from './account.ts';
import { ageAnswering } from './answering.ts';
import { ageDurations } from './handlingTime.ts';
import { createPacer, type Pacer } from './pacer.ts';

export interface PacerSnapshot {
  readonly version: 1;
  readonly reals: readonly number[];
}

/** The pieces in a fixed order; another shape needs another version. */
const curvesOf = ({ answering, talk, wrapUp }: Pacer): readonly Float64Array[] => [
  answering.answeredAfter,
  answering.failedAfter,
  talk.ends,
  talk.exposure,
  wrapUp.ends,
  wrapUp.exposure,
];

const controlsOf = ({ lawControl, lossControl }: Pacer): readonly Control[] => [lawControl, lossControl];

/** What the pacer has learned, to be kept over a restart. */
export function savePacer(pacer: Pacer): PacerSnapshot {
  const { answering, talk, wrapUp } = pacer;
  return {
    version: 1,
    reals: [
      ...curvesOf(pacer).flatMap((curve) => [...curve]),
      answering.slow.answered,
      answering.slow.ended,
      answering.fast.answered,
      answering.fast.ended,
      answering.endsPerSecond,
      talk.endsSeen,
      wrapUp.endsSeen,
      ...controlsOf(pacer).flatMap((one) => [one.logRisk, one.logPrice, one.answersPerSecond]),
      pacer.logUsageRisk,
      pacer.lossAnswered,
      pacer.lossGivenUp,
      answering.height,
      answering.jumps,
      answering.agedSeconds,
    ].map((real) => Number(real.toPrecision(7))),
  };
}

/** The pacer that was saved at `savedAt`: what is older counts for less; another shape counts for nothing. */
export function restorePacer(snapshot: PacerSnapshot, savedAt: Millis, at: Millis): Pacer {
  const pacer = createPacer(at);
  const curves = curvesOf(pacer);
  const expected = curves.reduce((sum, curve) => sum + curve.length, 0) + 19;
  const { reals } = snapshot;
  if (snapshot.version !== 1 || reals.length !== expected || !reals.every(Number.isFinite)) return pacer;
  let from = 0;
  const next = (): number => {
    from += 1;
    return reals[from - 1] ?? 0;
  };
  for (const curve of curves) for (let index = 0; index < curve.length; index++) curve[index] = next();
  const { answering, talk, wrapUp } = pacer;
  for (const share of [answering.slow, answering.fast]) {
    share.answered = next();
    share.ended = next();
  }
  answering.endsPerSecond = next();
  talk.endsSeen = next();
  wrapUp.endsSeen = next();
  for (const control of controlsOf(pacer)) {
    control.logRisk = next();
    control.logPrice = next();
    control.answersPerSecond = next();
  }
  pacer.logUsageRisk = next();
  pacer.lossAnswered = next();
  pacer.lossGivenUp = next();
  answering.height = next();
  answering.jumps = next();
  answering.agedSeconds = next();
  const seconds = Math.max(0, (at - savedAt) / 1000);
  if (seconds > 0) {
    ageAnswering(answering, seconds, 0);
    ageDurations(talk, seconds);
    ageDurations(wrapUp, seconds);
  }
  return pacer;
}
