// The live figures since the campaign's page was opened, whichever of its tabs was: so a user who applies a
// change in one tab finds the beat that took it over in the charts of another.
import { createContext, useContext } from 'react';
import type { PastFigures } from '../../live/liveHistory.ts';

export const PastContext = createContext<readonly PastFigures[]>([]);

/** Oldest first. */
export const usePast = (): readonly PastFigures[] => useContext(PastContext);
