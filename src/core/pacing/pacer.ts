// What the pacing of one campaign with agents has learned. `learn` changes it, deciding does not, so a
// question ("why?") never changes what is dialed. The live engine and the simulator run this same code.
import type { Millis } from '../units.ts';
import { type Control, createControl, type HourAccount } from './account.ts';
import { type Answering, createAnswering } from './answering.ts';
import type { Freeing } from './freeing.ts';
import { createDurations, type Durations } from './handlingTime.ts';
import type { PacingRecord } from './record.ts';
import type { PacingLaw, PacingRule } from './rule.ts';
import type { Seen } from './seen.ts';
import { createUsage, type Usage } from './usage.ts';

export interface Pacer {
  readonly startedAt: Millis;
  learnedAt: Millis | null;
  readonly answering: Answering;
  readonly talk: Durations;
  readonly wrapUp: Durations;
  freeing: Freeing | null;
  /** The same for the wait that method 3 allows; null for the others. */
  lossFreeing: Freeing | null;
  freeingAt: Millis;
  /** The rule and the limit that the table was made for. */
  freeingFor: string;
  /** Live answers and abandoned calls by hour of the last 24. */
  readonly hours: HourAccount[];
  readonly lawControl: Control;
  /** Steers to the lossRate of methods 2 and 3: people given up, by the wait that the method allows. */
  readonly lossControl: Control;
  lossAnswered: number;
  lossGivenUp: number;
  /** Logarithm of the risk that the wanted usage asks for (method 2). */
  logUsageRisk: number;
  readonly usage: Usage;
  /** Whether the risk limits held back the last beat; only then may answers raise them. */
  lawHeldBack: boolean;
  lossHeldBack: boolean;
  /** The decision that `learn` foresaw, for the same beat. */
  foreseen: Foreseen | null;
}

interface Foreseen {
  readonly seen: Seen;
  readonly rule: PacingRule;
  readonly law: PacingLaw;
  readonly record: PacingRecord;
}

/** A pacer that knows nothing yet. */
export function createPacer(at: Millis): Pacer {
  return {
    startedAt: at,
    learnedAt: null,
    answering: createAnswering(),
    talk: createDurations(90, 1),
    wrapUp: createDurations(15, 0.6),
    freeing: null,
    lossFreeing: null,
    freeingAt: at,
    freeingFor: '',
    hours: [],
    lawControl: createControl(),
    lossControl: createControl(),
    lossAnswered: 0,
    lossGivenUp: 0,
    logUsageRisk: Math.log(0.03),
    usage: createUsage(),
    lawHeldBack: true,
    lossHeldBack: true,
    foreseen: null,
  };
}

/** Answers, abandoned calls and machines of the last 24 hours, as the account in the database has them. */
export function countAnswers(pacer: Pacer, hours: readonly Readonly<HourAccount>[]): void {
  pacer.hours.splice(0, pacer.hours.length, ...hours.map((hour) => ({ ...hour })));
}
