// The outlook of one beat: for each horizon, how many agents will be free and how many people will
// have answered, with the doubt about both. Everything a decision rests on is in it, so it is what
// the flight recorder keeps, and "why 7 and not 9" can be answered from it a month later.
import { horizonsSeconds } from './seen.ts';

/** One value for each horizon. */
export type ByHorizon = readonly number[];

export interface Outlook {
  /** Agents expected to be free within the horizon, less the people who wait already. */
  readonly freeMean: ByHorizon;
  readonly freeVariance: ByHorizon;
  /** People expected to answer within the horizon among the calls in flight. */
  readonly answersMean: ByHorizon;
  readonly answersVariance: ByHorizon;
  /** The probability that a call dialed now is answered by a person within the horizon. */
  readonly reach: ByHorizon;
  /** The probability that a call dialed now is answered by a person at all: the answer rate. */
  readonly answerRate: number;
  /** How many calls the answer rate rests on. */
  readonly answerRateCalls: number;
}

/**
 * The probability that a call dialed now, as the last of `dials`, finds no agent if a person answers it
 * (pacing.md 8.2): over the horizons, each weighed by how likely the answer falls into it.
 */
export function riskOf(outlook: Outlook, dials: number): number {
  const { freeMean, freeVariance, answersMean, answersVariance, reach, answerRate } = outlook;
  const last = reach.at(-1) ?? 0;
  if (last <= 0) return 0;
  const doubt = (1 - answerRate) / Math.max(1e-9, answerRate * Math.max(1, outlook.answerRateCalls));
  let risk = 0;
  let before = 0;
  for (let index = 0; index < horizonsSeconds.length; index++) {
    const within = reach[index] ?? 0;
    const weight = (within - before) / last;
    before = within;
    if (weight <= 0) continue;
    const answers = (answersMean[index] ?? 0) + dials * within;
    const variance =
      (answersVariance[index] ?? 0) +
      dials * within * (1 - within) +
      (freeVariance[index] ?? 0) +
      answers * answers * doubt;
    const shortage = answers - (freeMean[index] ?? 0);
    risk += weight * normalShare((shortage + 0.5) / Math.sqrt(Math.max(variance, 1e-9)));
  }
  return risk;
}

/** The standard normal law's share below `z`; error below 1e-7 (Abramowitz and Stegun 26.2.17). */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    Math.exp((-z * z) / 2) *
    0.3989422804014327 *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}
