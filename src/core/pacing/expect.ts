// Computes the outlook from what a beat sees and what the pacer has learned: how many agents will be free
// and how many calls will have been answered, for each horizon.
import { type Answering, answersWithin } from './answering.ts';
import { type Freeing, rowOfAge } from './freeing.ts';
import type { Outlook } from './outlook.ts';
import { horizonsSeconds, type Seen } from './seen.ts';

const agesMax = 122;
const columns = horizonsSeconds.length;
const zeros = (): number[] => horizonsSeconds.map(() => 0);

/** Calls in flight by whole seconds since the dial. */
export function callsByAge(dialedAt: readonly number[], now: number): number[] {
  const byAge = new Array<number>(agesMax).fill(0);
  for (const at of dialedAt) {
    const age = Math.min(agesMax - 1, Math.max(0, Math.floor((now - at) / 1000)));
    byAge[age] = (byAge[age] ?? 0) + 1;
  }
  return byAge;
}

/** The outlook of a beat; the models must have been brought up to date. */
export function expect(
  answering: Answering,
  freeing: Freeing,
  seen: Seen,
  openByAge: readonly number[],
): Outlook {
  const answersMean = zeros();
  const answersVariance = zeros();
  const foreign = seen.foreignDialedAt.length === 0 ? null : callsByAge(seen.foreignDialedAt, seen.at);
  for (let age = 0; age < agesMax; age++) {
    const calls = (openByAge[age] ?? 0) + (foreign?.[age] ?? 0);
    if (calls === 0) continue;
    for (let column = 0; column < columns; column++) {
      const share = answersWithin(answering, age + 0.5, horizonsSeconds[column] ?? 0);
      answersMean[column] = (answersMean[column] ?? 0) + calls * share;
      answersVariance[column] = (answersVariance[column] ?? 0) + calls * share * (1 - share);
    }
  }
  // A share of an agent is an agent who is there with that probability.
  const whole = Math.floor(seen.idle);
  const part = seen.idle - whole;
  const freeMean = horizonsSeconds.map(() => seen.idle - seen.waitingSince.length);
  const freeVariance = horizonsSeconds.map(() => part * (1 - part));
  addFreeing(freeing, freeing.fromTalk, seen.talkingSince, seen.at, freeMean, freeVariance);
  addFreeing(freeing, freeing.fromWrapUp, seen.wrapUpSince, seen.at, freeMean, freeVariance);
  return {
    freeMean,
    freeVariance,
    answersMean,
    answersVariance,
    reach: horizonsSeconds.map((seconds) => answersWithin(answering, 0, seconds)),
    answerRate: answering.rate,
    answerRateCalls: answering.rateCalls,
  };
}

function addFreeing(
  freeing: Freeing,
  table: Float64Array,
  since: readonly number[],
  now: number,
  mean: number[],
  variance: number[],
): void {
  for (const began of since) {
    const row = rowOfAge((now - began) / 1000, freeing.columns);
    for (let column = 0; column < columns; column++) {
      const share = table[row + column] ?? 0;
      mean[column] = (mean[column] ?? 0) + share;
      variance[column] = (variance[column] ?? 0) + share * (1 - share);
    }
  }
}
