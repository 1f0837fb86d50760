// Places for work that takes long, such as an upload. A tenant's first place may be any; another one is
// given only while more than half of all are free, so no tenant can take them all.
import type { VdnId } from '../../../core/units.ts';

/** A place for the VDN, to be given back by calling it; null when there is none for it now. */
export type TakePlace = (vdnId: VdnId) => (() => void) | null;

/** @param eachMax places that one VDN may have at most */
export function openPlaces(placesMax: number, eachMax: number): TakePlace {
  const taken = new Map<VdnId, number>();
  let free = placesMax;
  return (vdnId) => {
    const own = taken.get(vdnId) ?? 0;
    if (free === 0 || own >= eachMax || (own > 0 && free <= placesMax / 2)) return null;
    free -= 1;
    taken.set(vdnId, own + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      free += 1;
      const left = (taken.get(vdnId) ?? 0) - 1;
      if (left > 0) taken.set(vdnId, left);
      else taken.delete(vdnId);
    };
  };
}
