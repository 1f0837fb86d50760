// The pacing of one campaign with agents: what it has learned, and the decision of each beat. Learning
// changes the pacer, deciding does not, so a question ("why?") never changes what is dialed. The live
// engine and the simulator run this same code.
import type { PredictSettings } from '../campaign.ts';
import type { Millis } from '../units.ts';
import type { PacingRecord } from './record.ts';
import { type Happening, horizonsSeconds, type Seen } from './seen.ts';

/** What the law and the VDN allow (pacing.md 4). */
export interface PacingLaw {
  /** Abandoned calls among live answers at most, 0 to 1. */
  readonly abandonShareMax: number;
  /** An agent must be there this long after the greeting, in seconds. */
  readonly answerLimitSeconds: number;
  /** Answers and abandoned calls of earlier days in the present block of 30 days. */
  readonly block: { readonly answered: number; readonly abandoned: number };
}

/** How a campaign is paced; `own` is Campana's rule (pacing.md 8), `progressive` one call for an agent. */
export type PacingRule = PredictSettings | { readonly method: 'own' } | { readonly method: 'progressive' };

export interface PacerSnapshot {
  readonly version: 1;
  readonly reals: readonly number[];
}

export interface Pacer {
  readonly startedAt: Millis;
}

/** A pacer that knows nothing yet. */
export const createPacer = (at: Millis): Pacer => ({ startedAt: at });

/** Takes in what a beat sees and what has happened since the last; once a beat, before `decide`. */
export function learn(
  _pacer: Pacer,
  _seen: Seen,
  _happened: readonly Happening[],
  _rule: PacingRule,
  _law: PacingLaw,
): void {}

export function decide(_pacer: Pacer, seen: Seen, _rule: PacingRule, law: PacingLaw): PacingRecord {
  const place = Math.max(0, Math.min(seen.dialsMax, Math.floor(seen.idle) - seen.dialedAt.length));
  const none = horizonsSeconds.map(() => 0);
  return {
    method: 'progressive',
    reason: 'enoughRinging',
    place,
    idle: seen.idle,
    staffed: seen.staffed,
    talking: seen.talkingSince.length,
    wrapUp: seen.wrapUpSince.length,
    ringing: seen.dialedAt.length,
    foreignRinging: seen.foreignDialedAt.length,
    waiting: seen.waitingSince.length,
    dialsMax: seen.dialsMax,
    talkSecondsMean: 0,
    wrapUpSecondsMean: 0,
    ringSecondsMean: 0,
    answered: 0,
    abandoned: 0,
    riskMax: law.abandonShareMax,
    riskAtPlace: 0,
    riskAtNext: 0,
    usagePercent: -1,
    outlook: {
      freeMean: none,
      freeVariance: none,
      answersMean: none,
      answersVariance: none,
      reach: none,
      answerRate: 0,
      answerRateCalls: 0,
    },
  };
}

/** How long a person who answered may wait for an agent before the call is given up, in seconds. */
export const waitLimitSeconds = (rule: PacingRule, law: PacingLaw): number =>
  rule.method === 'completion' ? rule.waitSeconds : law.answerLimitSeconds;

/** Answers and abandoned calls of the last 24 hours, as the account in the database has them. */
export function countAnswers(
  _pacer: Pacer,
  _hours: readonly { readonly hour: Millis; readonly answered: number; readonly abandoned: number }[],
): void {}

/** What the pacer has learned, to be kept over a restart. */
export const savePacer = (_pacer: Pacer): PacerSnapshot => ({ version: 1, reals: [] });

/** The pacer that `savePacer` saved; what is older counts for less. */
export const restorePacer = (_snapshot: PacerSnapshot, at: Millis): Pacer => createPacer(at);
