// How counts fade with time. What has been counted weighs less and less, but its shape stays: a campaign
// that rests for months still has its last laws, while an exponential alone would end in 0 / 0.

/** Counts that together weigh less than this fade no further. */
const weightMin = 1e-9;

/** The factor for counts of which `kept` should remain, 0 to 1; larger where too little would be left. */
export function fadingOf(counts: Float64Array, kept: number): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return Math.max(kept, Math.min(1, weightMin / Math.max(sum, weightMin)));
}

/** Multiplies each of the counts. */
export function scale(counts: Float64Array, factor: number): void {
  for (let index = 0; index < counts.length; index++) counts[index] = (counts[index] ?? 0) * factor;
}
