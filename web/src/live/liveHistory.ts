// The live figures of a campaign since its page was opened, for charts that begin there.
import { useEffect, useState } from 'react';
import type { LiveFigures } from '../../../src/api/routes/streams.ts';
import { serverNow } from './serverClock.ts';

export interface PastFigures {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly figures: LiveFigures;
}

/** Half an hour of real time. */
const keptMax = 1800;

/** `now` and what it was before, oldest first. */
export function useLiveHistory(now: LiveFigures | null): readonly PastFigures[] {
  const [history, setHistory] = useState<readonly PastFigures[]>([]);
  useEffect(() => {
    if (now === null) return;
    setHistory((before) => [...before.slice(1 - keptMax), { at: serverNow(), figures: now }]);
  }, [now]);
  return history;
}
