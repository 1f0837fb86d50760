// A rule that decides how many calls to dial on a beat: Campana's own engine, or a rule that it is compared
// with. A policy sees what a dialer sees and never the fate of calls.
import type { Happening, Seen } from '../core/pacing/seen.ts';

export interface Policy {
  /** As it stands in tables, such as `campana` or `progressive`. */
  readonly name: string;
  /** How long a person who answered may wait for an agent before the call is given up, in seconds. */
  readonly waitLimitSeconds: number;
  /** The calls to dial on this beat, 0 to `seen.dialsMax`. Called once a beat, in order of time. */
  beat(seen: Seen, happened: readonly Happening[]): number;
}
