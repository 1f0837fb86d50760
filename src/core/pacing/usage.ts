// The usage of agents: talk and work time over signed-in time in the last 15 minutes, which is what
// utilRate asks for (seed, Table 10), in slots of ten seconds.
import type { Seen } from './seen.ts';

const slotSeconds = 10;
const slots = 90;

export interface Usage {
  readonly talk: Float64Array;
  readonly work: Float64Array;
  readonly staffed: Float64Array;
  slot: number;
}

export const createUsage = (): Usage => ({
  talk: new Float64Array(slots),
  work: new Float64Array(slots),
  staffed: new Float64Array(slots),
  slot: -1,
});

/** Counts `seconds` in which agents stood as `seen`. */
export function noteUsage(usage: Usage, seen: Seen, seconds: number): void {
  const slot = Math.floor(seen.at / 1000 / slotSeconds);
  if (slot !== usage.slot) {
    const stale = usage.slot < 0 || slot < usage.slot ? slots : Math.min(slots, slot - usage.slot);
    for (let step = 0; step < stale; step++) {
      const index = (((slot - step) % slots) + slots) % slots;
      usage.talk[index] = 0;
      usage.work[index] = 0;
      usage.staffed[index] = 0;
    }
    usage.slot = slot;
  }
  const index = ((slot % slots) + slots) % slots;
  usage.talk[index] = (usage.talk[index] ?? 0) + seconds * seen.talkingSince.length;
  usage.work[index] = (usage.work[index] ?? 0) + seconds * seen.wrapUpSince.length;
  usage.staffed[index] = (usage.staffed[index] ?? 0) + seconds * seen.staffed;
}

/** The share, 0 to 1, with (method 2) or without (method 1) work after the call; null without agents. */
export function usageShare(usage: Usage, method: 1 | 2): number | null {
  let used = 0;
  let staffed = 0;
  for (let index = 0; index < slots; index++) {
    used += (usage.talk[index] ?? 0) + (method === 2 ? (usage.work[index] ?? 0) : 0);
    staffed += usage.staffed[index] ?? 0;
  }
  return staffed <= 0 ? null : Math.min(1, used / staffed);
}
