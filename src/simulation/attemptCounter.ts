// How many times each number has been asked for, so that a retry may meet another fate than the
// first attempt. The memory is fixed, about 5 MiB for a million numbers: past that, the numbers asked
// longest ago are forgotten bucket by bucket, and a forgotten number meets its first fate again.

const bucketSlots = 4;
const buckets = 2 ** 18;

export interface AttemptCounter {
  /** How many times this lead was counted before; counts this time. At most 255. */
  next(lead: number): number;
}

export function createAttemptCounter(): AttemptCounter {
  const leads = new Uint32Array(buckets * bucketSlots);
  const counts = new Uint8Array(buckets * bucketSlots);
  return {
    next: (lead) => {
      const from = (lead % buckets) * bucketSlots;
      for (let slot = from; slot < from + bucketSlots; slot += 1) {
        const count = counts[slot] ?? 0;
        if (count === 0 || leads[slot] !== lead) continue;
        counts[slot] = Math.min(255, count + 1);
        return count;
      }
      leads.copyWithin(from + 1, from, from + bucketSlots - 1);
      counts.copyWithin(from + 1, from, from + bucketSlots - 1);
      leads[from] = lead;
      counts[from] = 1;
      return 0;
    },
  };
}
