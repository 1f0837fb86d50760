// How dialed calls are answered: the share that a person answers, which may change within minutes, and how
// long it rings until then, which hardly changes. The two are learned separately, the share with a short
// memory and the times with a long one. Calls that still ring count for what their silence tells.
//
// With p the share, R the law of the time until a person answers and Q that until a call fails, a call
// that has rung for a seconds is answered within h more with probability
//   G(a, h) = p (R(a+h) − R(a)) / (p (1 − R(a)) + (1 − p) (1 − Q(a)))
// which is the cumulative incidence of two competing ends (pacing.md 8.1). Counting ended calls alone
// would be biased, since answers come earlier than failures.
import { fadingOf, scale } from './fading.ts';

/** No call rings longer (seed, Table 3 row 7). */
export const ringSecondsMax = 120;

/** Time is cut into seconds; the last slot is that of calls that outlast every limit. */
const slots = ringSecondsMax + 1;

/** Half of what is known of ring times is forgotten after an hour. */
const timesHalfLifeSeconds = 3600;

/** The answer rate rests on so many calls and answers at least, as far as the memory's ends allow. */
const slowMemory = { calls: 400, answers: 80 };
const fastMemory = { calls: 60, answers: 12 };
const slowMemorySecondsMin = 430;
const fastMemorySecondsMin = 60;
const memorySecondsMax = 3600;
/** The height of the answer rate is remembered for so long after it has fallen. */
const heightSeconds = 1200;
const callsForHeight = 75;
/** A list of which nobody answers so many calls, the first of all, is no list of few answers yet. */
const endsOfSilentStart = 150;
const secondsForHeight = 90;
/** A jump is a rise by half at least; it is remembered for about an hour. */
const jumpFrom = 1.5;
const jumpSeconds = 3600;
/** The fast memory overrules the slow one when it is so many standard errors away: the rate has changed. */
const changeErrors = 4;

/** What is taken as known on the first day: a few calls of an ordinary list. */
const priorCalls = 6;
const priorAnswerRate = 0.3;
const priorTimesCalls = 12;

interface Share {
  answered: number;
  ended: number;
}

export interface Answering {
  /** Ended calls by whole seconds of ringing, answered and not; discounted. */
  readonly answeredAfter: Float64Array;
  readonly failedAfter: Float64Array;
  readonly slow: Share;
  readonly fast: Share;
  /** The highest rate of late: what may come back at once. */
  height: number;
  /** Calls that have ended since a person last answered one. */
  endsSinceAnswer: number;
  hasBeenAnswered: boolean;
  agedSeconds: number;
  /** How often the rate has jumped up of late. */
  jumps: number;
  /** Calls that end in a second, smoothed. */
  endsPerSecond: number;
  /** Recomputed by `settleAnswering`: the laws R and Q at whole seconds, and p. */
  readonly answeredBy: Float64Array;
  readonly failedBy: Float64Array;
  rate: number;
  rateCalls: number;
  ringSecondsMean: number;
}

export function createAnswering(): Answering {
  const answeredAfter = new Float64Array(slots);
  const failedAfter = new Float64Array(slots);
  for (let second = 0; second < 60; second++) {
    // A hump at ten seconds for people; a quarter of the others are told off at once, the rest ring on.
    answeredAfter[second] = priorTimesCalls * humpShare(second, 9, 0.5);
    failedAfter[second] = priorTimesCalls * (second >= 1 && second < 4 ? 0.08 : 0);
  }
  failedAfter[slots - 1] = priorTimesCalls * 0.76;
  const prior = { answered: priorCalls * priorAnswerRate, ended: priorCalls };
  return {
    answeredAfter,
    failedAfter,
    slow: { ...prior },
    fast: { ...prior },
    height: 0,
    endsSinceAnswer: 0,
    hasBeenAnswered: false,
    agedSeconds: 0,
    jumps: 0,
    endsPerSecond: 0,
    answeredBy: new Float64Array(slots + 1),
    failedBy: new Float64Array(slots + 1),
    rate: priorAnswerRate,
    rateCalls: priorCalls,
    ringSecondsMean: 10,
  };
}

/** The share of a log-normal law with that median and sigma in one second. */
function humpShare(second: number, median: number, sigma: number): number {
  const middle = second + 0.5;
  const z = Math.log(middle / median) / sigma;
  return Math.exp((-z * z) / 2) / (middle * sigma * 2.5066);
}

/** A call has ended, or a person has answered it. */
export function noteEnd(
  answering: Answering,
  isAnswered: boolean,
  ringSeconds: number,
  limitSeconds: number,
): void {
  const { answeredAfter, failedAfter, slow, fast } = answering;
  const isGivenUp = !isAnswered && ringSeconds >= limitSeconds - 0.5;
  const slot = isGivenUp ? slots - 1 : Math.min(slots - 2, Math.max(0, Math.floor(ringSeconds)));
  const after = isAnswered ? answeredAfter : failedAfter;
  after[slot] = (after[slot] ?? 0) + 1;
  answering.endsSinceAnswer = isAnswered ? 0 : answering.endsSinceAnswer + 1;
  if (isAnswered) answering.hasBeenAnswered = true;
  for (const share of [slow, fast]) {
    share.ended += 1;
    if (isAnswered) share.answered += 1;
  }
}

/** Lets time pass: what is old counts for less. `ends` calls have ended in these `seconds`. */
export function ageAnswering(answering: Answering, seconds: number, ends: number): void {
  const { answeredAfter, failedAfter, slow, fast } = answering;
  const smoothing = 1 - Math.exp(-seconds / 60);
  answering.endsPerSecond += smoothing * (ends / seconds - answering.endsPerSecond);
  const kept = 2 ** (-seconds / timesHalfLifeSeconds);
  for (const counts of [answeredAfter, failedAfter]) scale(counts, fadingOf(counts, kept));
  forget(slow, slowMemory, slowMemorySecondsMin, seconds, answering.endsPerSecond);
  forget(fast, fastMemory, fastMemorySecondsMin, seconds, answering.endsPerSecond);
  answering.jumps *= Math.exp(-seconds / jumpSeconds);
  answering.agedSeconds += seconds;
  answering.height = heightAfter(answering, seconds);
  const error = Math.sqrt((rateOf(slow) * (1 - rateOf(slow))) / Math.max(1, fast.ended));
  if (fast.ended > fastMemory.calls / 2 && Math.abs(rateOf(fast) - rateOf(slow)) > changeErrors * error) {
    if (rateOf(fast) > jumpFrom * rateOf(slow)) answering.jumps += 1;
    slow.answered = fast.answered;
    slow.ended = fast.ended;
  }
}

/**
 * The height after `seconds` more. Where nobody answers at all, as when the lines are down, it does not
 * fall: the calls say nothing of the rate that comes back with the first answer, in an hour or in three.
 */
function heightAfter(answering: Answering, seconds: number): number {
  const { height, jumps, slow } = answering;
  // The prior says nothing of heights, and the first ends little: answers come before failures.
  const isEarly = slow.ended < callsForHeight || answering.agedSeconds < secondsForHeight;
  const now = isEarly ? 0 : answering.rate;
  const { endsSinceAnswer, hasBeenAnswered } = answering;
  if (!hasBeenAnswered && endsSinceAnswer >= endsOfSilentStart) return Math.max(height, priorAnswerRate);
  if (endsSinceAnswer >= slowMemory.calls) return Math.max(now, height);
  // Of a list that jumps it is remembered three times as long.
  const memorySeconds = heightSeconds * (1 + 2 * Math.min(1, jumps ** 2));
  return Math.max(now, height + (now - height) * Math.min(1, seconds / memorySeconds));
}

const rateOf = ({ answered, ended }: Share): number => (answered + 0.5) / (ended + 1);

function forget(
  share: Share,
  memory: { readonly calls: number; readonly answers: number },
  memorySecondsMin: number,
  seconds: number,
  endsPerSecond: number,
): void {
  const calls = Math.max(memory.calls, memory.answers / rateOf(share));
  const memorySeconds = calls / Math.max(endsPerSecond, 1e-9);
  const kept = Math.exp(-seconds / Math.min(memorySecondsMax, Math.max(memorySecondsMin, memorySeconds)));
  share.answered *= kept;
  share.ended *= kept;
}

/**
 * Brings R, Q and p up to date. `openByAge` counts the calls that still ring by whole seconds since the
 * dial: each adds what its silence tells (one step of expectation and maximization, repeated).
 */
export function settleAnswering(
  answering: Answering,
  openByAge: ArrayLike<number>,
  limitSeconds: number,
): void {
  const { answeredBy, failedBy, slow } = answering;
  answering.ringSecondsMean = cumulate(answering.answeredAfter, answeredBy, limitSeconds);
  cumulate(answering.failedAfter, failedBy, limitSeconds);
  let open = 0;
  let rate = (slow.answered + 0.3) / (slow.ended + 1);
  for (let round = 0; round < 3; round++) {
    let answers = 0;
    open = 0;
    for (let age = 0; age < openByAge.length; age++) {
      const calls = openByAge[age] ?? 0;
      if (calls === 0) continue;
      open += calls;
      answers += calls * stillAnswers(answering, rate, age + 0.5);
    }
    rate = (slow.answered + 0.3 + answers) / (slow.ended + 1 + open);
  }
  answering.rate = Math.min(0.995, Math.max(0.002, rate));
  // A call that still rings tells less than one that has ended; a third is on the safe side.
  answering.rateCalls = slow.ended + 1 + open / 3;
}

/** Fills the law by whole seconds from the counts; answers the mean in seconds. */
function cumulate(after: Float64Array, by: Float64Array, limitSeconds: number): number {
  let total = 0;
  for (let slot = 0; slot < slots; slot++) total += after[slot] ?? 0;
  let sum = 0;
  let weighed = 0;
  for (let slot = 0; slot < slots; slot++) {
    by[slot] = slot >= limitSeconds ? 1 : sum / total;
    sum += after[slot] ?? 0;
    weighed += (after[slot] ?? 0) * (slot + 0.5);
  }
  by[slots] = 1;
  return weighed / total;
}

/** A law at any second, straight between whole ones. */
function at(by: Float64Array, seconds: number): number {
  if (seconds >= slots) return 1;
  const slot = Math.floor(seconds);
  const low = by[slot] ?? 1;
  return low + (seconds - slot) * ((by[slot + 1] ?? 1) - low);
}

/** The probability that a call which has rung for `ageSeconds` is answered by a person at some time. */
function stillAnswers(answering: Answering, rate: number, ageSeconds: number): number {
  const answers = rate * (1 - at(answering.answeredBy, ageSeconds));
  const fails = (1 - rate) * (1 - at(answering.failedBy, ageSeconds));
  return answers <= 0 ? 0 : answers / (answers + fails);
}

/** G(a, h): the probability that a call of that age is answered by a person within `seconds` more. */
export function answersWithin(answering: Answering, ageSeconds: number, seconds: number): number {
  const { rate, answeredBy, failedBy } = answering;
  const by = at(answeredBy, ageSeconds);
  const left = rate * (1 - by) + (1 - rate) * (1 - at(failedBy, ageSeconds));
  return left <= 1e-12 ? 0 : (rate * (at(answeredBy, ageSeconds + seconds) - by)) / left;
}
