// How long agents are busy: talk and wrap-up as hazards by age, learned from those that have ended and
// from those that last, so that the first hour's short calls are not taken for all calls (pacing.md
// 8.1 and 8.6, fault a). From them follows the probability that a busy agent is free within a horizon.
import { fadingOf, scale } from './fading.ts';

/** Ages are cut into slots that widen with age: 2 s at first, later a tenth of the age. */
const edgesSeconds: readonly number[] = makeEdges();

function makeEdges(): number[] {
  const edges = [0];
  for (let edge = 0; edge < 3600; ) {
    edge += Math.max(2, Math.round(edge / 10));
    edges.push(edge);
  }
  return edges;
}

const slots = edgesSeconds.length - 1;

/** Half of what is known is forgotten after an hour and a half. */
const halfLifeSeconds = 5400;

/** What is taken as known on the first day counts like so many calls. */
const priorCalls = 15;

export interface Durations {
  /** Discounted ends and seconds at risk by slot of age. */
  readonly ends: Float64Array;
  readonly exposure: Float64Array;
  /** Recomputed by `settleDurations`: the hazard summed up to each whole second, and the mean. */
  readonly cumulated: Float64Array;
  hazardAtEnd: number;
  meanSeconds: number;
  /** Ends seen so far, without the prior. */
  endsSeen: number;
}

/** Whole seconds for which the summed hazard is kept; beyond it the last hazard goes on. */
const horizonSeconds = 900;

/** Durations that begin with a log-normal prior of that mean and variation. */
export function createDurations(meanSeconds: number, variation: number): Durations {
  const durations: Durations = {
    ends: new Float64Array(slots),
    exposure: new Float64Array(slots),
    cumulated: new Float64Array(horizonSeconds + 1),
    hazardAtEnd: 0,
    meanSeconds,
    endsSeen: 0,
  };
  // 40 calls at the middles of equal shares of the law stand for it.
  const variance = Math.log1p(variation * variation);
  for (let part = 0; part < 40; part++) {
    const z = normalMiddle((part + 0.5) / 40);
    note(
      durations,
      Math.exp(Math.log(meanSeconds) - variance / 2 + Math.sqrt(variance) * z),
      priorCalls / 40,
    );
  }
  durations.endsSeen = 0;
  return durations;
}

/** A rough quantile of the normal law, good to 0.01: the prior is a guess anyway. */
const normalMiddle = (share: number): number => (share ** 0.135 - (1 - share) ** 0.135) / 0.1975;

const slotOf = (seconds: number): number => {
  let low = 0;
  let high = slots - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((edgesSeconds[middle] ?? 0) <= seconds) low = middle;
    else high = middle - 1;
  }
  return low;
};

function note(durations: Durations, seconds: number, weight: number): void {
  const last = slotOf(seconds);
  addExposure(durations.exposure, seconds, last, weight);
  durations.ends[last] = (durations.ends[last] ?? 0) + weight;
  durations.endsSeen += weight;
}

function addExposure(exposure: Float64Array, seconds: number, last: number, weight: number): void {
  for (let slot = 0; slot < last; slot++)
    exposure[slot] =
      (exposure[slot] ?? 0) + weight * ((edgesSeconds[slot + 1] ?? 0) - (edgesSeconds[slot] ?? 0));
  exposure[last] = (exposure[last] ?? 0) + weight * (seconds - (edgesSeconds[last] ?? 0));
}

/** A talk or a wrap-up has ended after `seconds`. */
export const noteDuration = (durations: Durations, seconds: number): void =>
  note(durations, Math.max(0.5, seconds), 1);

/** Lets time pass: what is old counts for less. */
export function ageDurations(durations: Durations, seconds: number): void {
  const kept = fadingOf(durations.ends, 2 ** (-seconds / halfLifeSeconds));
  for (const counts of [durations.ends, durations.exposure]) scale(counts, kept);
}

const scratch = new Float64Array(slots);
const openCount = new Float64Array(slots);

/** Brings the law up to date; those that last are at risk up to their age and have not ended. */
export function settleDurations(durations: Durations, since: readonly number[], now: number): void {
  const exposure = withOpen(durations, since, now);
  const { cumulated, ends } = durations;
  const overall = sumOf(ends) / sumOf(exposure);
  let slot = 0;
  let sum = 0;
  let hazard = 0;
  let mean = 0;
  for (let second = 0; second <= horizonSeconds; second++) {
    cumulated[second] = sum;
    while (slot < slots - 1 && second >= (edgesSeconds[slot + 1] ?? 0)) slot++;
    // Where little is known the hazard leans on that of all ages together.
    hazard = ((ends[slot] ?? 0) + overall * leanSeconds) / ((exposure[slot] ?? 0) + leanSeconds);
    mean += Math.exp(-sum) * ((1 - Math.exp(-hazard)) / hazard);
    sum += hazard;
  }
  durations.hazardAtEnd = hazard;
  durations.meanSeconds = mean + Math.exp(-sum) / hazard;
}

/** Time at risk that each age is taken to have seen with the hazard of all ages. */
const leanSeconds = 30;

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function withOpen(durations: Durations, since: readonly number[], now: number): Float64Array {
  scratch.set(durations.exposure);
  openCount.fill(0);
  for (const began of since) {
    const age = Math.max(0, (now - began) / 1000);
    const last = slotOf(age);
    scratch[last] = (scratch[last] ?? 0) + age - (edgesSeconds[last] ?? 0);
    openCount[last] = (openCount[last] ?? 0) + 1;
  }
  // A talk that has reached a slot was at risk through all the slots before it.
  let older = 0;
  for (let slot = slots - 1; slot > 0; slot--) {
    older += openCount[slot] ?? 0;
    const width = (edgesSeconds[slot] ?? 0) - (edgesSeconds[slot - 1] ?? 0);
    scratch[slot - 1] = (scratch[slot - 1] ?? 0) + older * width;
  }
  return scratch;
}

/** The hazard summed up to an age; `scale` stretches the law in time (a mean that is pinned). */
export function summedHazard(durations: Durations, seconds: number, scale: number): number {
  const age = seconds / scale;
  if (age >= horizonSeconds)
    return (durations.cumulated[horizonSeconds] ?? 0) + (age - horizonSeconds) * durations.hazardAtEnd;
  const second = Math.floor(age);
  const low = durations.cumulated[second] ?? 0;
  return low + (age - second) * ((durations.cumulated[second + 1] ?? 0) - low);
}
