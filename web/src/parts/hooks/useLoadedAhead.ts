// Files of pages that may be opened next, loaded in a quiet moment: so they are there at once, and also when
// the server is away or has been updated meanwhile and has other files.
import { useEffect, useEffectEvent } from 'react';

/** What is shown first has come by then. */
const quietMillis = 1_500;

/** Once, a moment after the calling part of the page has come. What fails is loaded when it is asked for. */
export function useLoadedAhead(loads: readonly (() => Promise<unknown>)[]): void {
  const loadAll = useEffectEvent(() => {
    for (const load of loads) load().catch(() => undefined);
  });
  useEffect(() => {
    const timer = setTimeout(() => loadAll(), quietMillis);
    return () => clearTimeout(timer);
  }, []);
}
