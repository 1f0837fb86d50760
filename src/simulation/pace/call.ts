// One call of a simulated campaign, from its dial to its end.
import type { Fate, Lead } from './fate.ts';

export interface Call {
  readonly index: number;
  readonly lead: Lead;
  readonly fate: Fate;
  readonly dialedAt: number;
  /** Its place among the calls in flight. */
  slot: number;
  answeredAt: number;
  state: 'inFlight' | 'waiting' | 'withAgent' | 'over';
  isAbandoned: boolean;
}
