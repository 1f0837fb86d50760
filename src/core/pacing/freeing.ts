// When busy agents come free: for each age of a talk or a wrap-up, the probability of being free within
// each horizon, as a table that is rebuilt every few seconds. A campaign of 5,000 agents then costs two
// look-ups an agent and beat.
import { type Durations, summedHazard } from './handlingTime.ts';

/** Ages are looked up in steps of 2 s up to 10 minutes; older ones count as 10 minutes old. */
const stepSeconds = 2;
const rows = 301;

export interface Freeing {
  readonly columns: number;
  /** Row-major: the probability of being free within each horizon, by age of the talk. */
  readonly fromTalk: Float64Array;
  readonly fromWrapUp: Float64Array;
}

/**
 * @param horizons in seconds, rising
 * @param talkScale stretches talk times: the clamped mean over the learned one
 */
export function freeingTable(
  talk: Durations,
  wrapUp: Durations,
  horizons: readonly number[],
  talkScale: number,
): Freeing {
  const columns = horizons.length;
  const reach = Math.ceil(horizons.at(-1) ?? 0) + 1;
  const talkLasts = survival(talk, (rows - 1) * stepSeconds + reach, talkScale);
  const wrapUpLasts = survival(wrapUp, (rows - 1) * stepSeconds + reach, 1);
  const wrapUpTable = new Float64Array(rows * columns);
  const talkTable = new Float64Array(rows * columns);
  // Wrapped up by the horizon, for a talk that ends in the middle of each second before it.
  const wrappedAfter = horizons.map((horizon) =>
    Float64Array.from({ length: Math.ceil(horizon) }, (_, second) => {
      const left = horizon - second;
      return (1 - at(wrapUpLasts, Math.max(0, left - 0.5))) * Math.min(left, 1);
    }),
  );
  for (let row = 0; row < rows; row++) {
    const age = row * stepSeconds;
    const talkNow = Math.max(talkLasts[age] ?? 0, 1e-12);
    const wrapUpNow = Math.max(wrapUpLasts[age] ?? 0, 1e-12);
    for (let column = 0; column < columns; column++) {
      const wrapped = wrappedAfter[column] ?? wrapUpTable;
      let free = 0;
      for (let second = 0; second < wrapped.length; second++) {
        const ends = (talkLasts[age + second] ?? 0) - (talkLasts[age + second + 1] ?? 0);
        free += ends * (wrapped[second] ?? 0);
      }
      talkTable[row * columns + column] = free / talkNow;
      wrapUpTable[row * columns + column] = 1 - at(wrapUpLasts, age + (horizons[column] ?? 0)) / wrapUpNow;
    }
  }
  return { columns, fromTalk: talkTable, fromWrapUp: wrapUpTable };
}

/** The share that lasts longer than each whole second. */
function survival(durations: Durations, seconds: number, scale: number): Float64Array {
  const lasts = new Float64Array(seconds + 2);
  for (let second = 0; second < lasts.length; second++)
    lasts[second] = Math.exp(-summedHazard(durations, second, scale));
  return lasts;
}

/** A curve at any second, straight between whole ones. */
function at(curve: Float64Array, seconds: number): number {
  const second = Math.floor(seconds);
  const low = curve[second] ?? 0;
  return low + (seconds - second) * ((curve[second + 1] ?? 0) - low);
}

/** Where the row of an age begins in a table of `columns`. */
export const rowOfAge = (ageSeconds: number, columns: number): number =>
  Math.min(rows - 1, Math.max(0, Math.round(ageSeconds / stepSeconds))) * columns;
