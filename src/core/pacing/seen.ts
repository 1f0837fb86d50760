// What pacing sees of a campaign: its agents and calls at one beat, and what has happened since the beat
// before. The live engine and the simulator both use these types, so a rule that runs in one runs in the
// other. Nothing here knows what a call's fate will be.
import type { Millis } from '../units.ts';

/** How agents and calls stand at one beat. Instants are milliseconds of the campaign's clock. */
export interface Seen {
  readonly at: Millis;
  /** Agents who would take a call at once. */
  readonly idle: number;
  /** Agents signed in and not on break, whatever they do. */
  readonly staffed: number;
  /** When each talk began, of agents who will take a further call afterwards. */
  readonly talkingSince: readonly number[];
  /** When each wrap-up began, of agents who will take a further call afterwards. */
  readonly wrapUpSince: readonly number[];
  /** When each call in flight was dialed: neither answered nor ended. */
  readonly dialedAt: readonly number[];
  /** The same of calls that other campaigns have dialed for the same agents. */
  readonly foreignDialedAt: readonly number[];
  /** Since when each person who answered waits for an agent, other campaigns' calls included. */
  readonly waitingSince: readonly number[];
  /** What numbers left, channels and calls a second leave on this beat; 0 or more. */
  readonly dialsMax: number;
  /** When a call that rings is given up, 5 to 120. */
  readonly ringLimitSeconds: number;
}

/** Something that has happened to this campaign's calls since the last beat. */
export type Happening =
  /** A person answered, `ringSeconds` after the dial. */
  | { readonly kind: 'answered'; readonly at: Millis; readonly ringSeconds: number }
  /** A call ended, or met a machine, without a person having answered. */
  | { readonly kind: 'notAnswered'; readonly at: Millis; readonly ringSeconds: number }
  /** A machine had answered, and was not passed on: told beside `notAnswered`. */
  | { readonly kind: 'machineMet'; readonly at: Millis }
  /** A person was joined with an agent, `waitSeconds` after the answer. */
  | { readonly kind: 'connected'; readonly at: Millis; readonly waitSeconds: number }
  /**
   * No agent was there within the legal limit after the greeting (pacing.md 4). Told once for a call,
   * when the limit passes, also when an agent takes it later.
   */
  | { readonly kind: 'abandoned'; readonly at: Millis }
  /** The person hung up before the limit: neither abandoned nor served. */
  | { readonly kind: 'leftEarly'; readonly at: Millis }
  /** An agent's talk or wrap-up has ended. */
  | { readonly kind: 'talked'; readonly at: Millis; readonly seconds: number }
  | { readonly kind: 'wrappedUp'; readonly at: Millis; readonly seconds: number };

/** The horizons over which supply and demand are compared, in seconds (pacing.md 8.2). */
export const horizonsSeconds = [1, 2, 3, 4, 6, 8, 10, 12, 15, 18, 22] as const;
