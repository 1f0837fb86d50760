// The pacing of one campaign with agents: what it has learned, and the decision of each beat. Learning
// changes the pacer, deciding does not, so a question ("why?") never changes what is dialed. The live
// engine and the simulator run this same code.
import type { PredictSettings } from '../campaign.ts';
import type { Millis } from '../units.ts';
import { book, type Control, clamp, createControl, type HourAccount, riskCeiling, steer } from './account.ts';
import { type Answering, ageAnswering, createAnswering, noteEnd, settleAnswering } from './answering.ts';
import { decideBeat } from './decision.ts';
import { callsByAge } from './expect.ts';
import { type Freeing, freeingTable } from './freeing.ts';
import { ageDurations, createDurations, type Durations, noteDuration, settleDurations } from './handling.ts';
import { aimOf, limitsOf, lossAim } from './limits.ts';
import type { PacingRecord } from './record.ts';
import { type Happening, horizonsSeconds, type Seen } from './seen.ts';
import { talkScale } from './talkTime.ts';
import { createUsage, noteUsage, type Usage, usageShare } from './usage.ts';

/** What the law and the VDN allow (pacing.md 4). */
export interface PacingLaw {
  /** Abandoned calls among live answers at most, 0 to 1. */
  readonly abandonShareMax: number;
  /** An agent must be there this long after the greeting, in seconds. */
  readonly answerLimitSeconds: number;
  /** Answers and abandoned calls of earlier days in the present block of 30 days. */
  readonly block: { readonly answered: number; readonly abandoned: number };
  /**
   * The share of people who answer and are hung up on as machines, 0 to 1; nobody's by default. They
   * count against the ceiling (pacing.md 4), so pacing gets what they leave of it. The part of all who
   * answer, not of the machines: `falseMachineShare` in account.ts makes the one of the other.
   */
  readonly falseMachineShare?: number;
}

/** How a campaign is paced; `own` is Campana's rule (pacing.md 8), `progressive` one call for an agent. */
export type PacingRule = PredictSettings | { readonly method: 'own' } | { readonly method: 'progressive' };

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

/** Beats further apart than this teach nothing about the time between them. */
const gapSecondsMax = 30;
/** The table of freeing is made anew after a twentieth of the time since the start, within these ends. */
const freeingMillisMin = 5_000;
const freeingMillisMax = 30_000;

/** Takes in what a beat sees and what has happened since the last; once a beat, before `decide`. */
export function learn(
  pacer: Pacer,
  seen: Seen,
  happened: readonly Happening[],
  rule: PacingRule,
  law: PacingLaw,
): void {
  const elapsed = pacer.learnedAt === null ? 1 : (seen.at - pacer.learnedAt) / 1000;
  // A clock that jumped, or a pause: what was learned stays, the time between is not counted.
  const seconds = elapsed > 0 && elapsed <= gapSecondsMax ? elapsed : 1;
  pacer.learnedAt = seen.at;
  const told = takeIn(pacer, happened, seen, law);
  ageAnswering(pacer.answering, seconds, told.ends);
  ageDurations(pacer.talk, seconds);
  ageDurations(pacer.wrapUp, seconds);
  noteUsage(pacer.usage, seen, seconds);
  steer(pacer.lawControl, told.answered, told.abandoned, seconds, aimOf(pacer, law), pacer.lawHeldBack);
  const loss = lossAim(rule);
  if (loss !== null) {
    steer(pacer.lossControl, told.answered, told.givenUp, seconds, loss, pacer.lossHeldBack);
    pacer.lossAnswered += told.answered;
    pacer.lossGivenUp += told.givenUp;
  }
  if (rule.method === 'usage') {
    const share = usageShare(pacer.usage, rule.utilRateMethod) ?? 0;
    const step = 0.02 * (rule.utilRatePercent / 100 - share) * seconds;
    pacer.logUsageRisk = clamp(pacer.logUsageRisk + step, Math.log(1e-6), Math.log(riskCeiling));
  }
  refresh(pacer, seen, rule, law);
  const record = decideBeat(pacer, seen, rule, law);
  pacer.foreseen = { seen, rule, law, record };
  const limits = limitsOf(pacer, seen, rule, law);
  const isHeldBack = record.reason === 'riskLimit' || record.reason === 'budgetSpent';
  pacer.lawHeldBack = isHeldBack && limits.law <= limits.loss;
  pacer.lossHeldBack = isHeldBack && limits.loss <= limits.law;
}

function takeIn(pacer: Pacer, happened: readonly Happening[], seen: Seen, law: PacingLaw) {
  let [ends, answered, abandoned, givenUp, machines] = [0, 0, 0, 0, 0];
  for (const one of happened) {
    switch (one.kind) {
      case 'answered':
      case 'notAnswered':
        noteEnd(pacer.answering, one.kind === 'answered', one.ringSeconds, seen.ringLimitSeconds);
        ends += 1;
        if (one.kind === 'answered') answered += 1;
        break;
      case 'machineMet':
        machines += 1;
        break;
      case 'abandoned':
        abandoned += 1;
        givenUp += 1;
        break;
      case 'connected':
        // Late for the law, and yet served.
        if (one.waitSeconds > law.answerLimitSeconds) givenUp -= 1;
        break;
      case 'talked':
        noteDuration(pacer.talk, one.seconds);
        break;
      case 'wrappedUp':
        noteDuration(pacer.wrapUp, one.seconds);
        break;
      case 'leftEarly':
        break;
    }
  }
  book(pacer.hours, seen.at, { answered, abandoned, machines });
  return { ends, answered, abandoned, givenUp };
}

/** Brings the models up to the present. */
function refresh(pacer: Pacer, seen: Seen, rule: PacingRule, law: PacingLaw): void {
  settleAnswering(pacer.answering, callsByAge(seen.dialedAt, seen.at), seen.ringLimitSeconds);
  const madeFor = JSON.stringify([rule, law.answerLimitSeconds]);
  const period = clamp((seen.at - pacer.startedAt) / 20, freeingMillisMin, freeingMillisMax);
  const isDue = Math.abs(seen.at - pacer.freeingAt) >= period;
  if (pacer.freeing !== null && !isDue && pacer.freeingFor === madeFor) return;
  settleDurations(pacer.talk, seen.talkingSince, seen.at);
  settleDurations(pacer.wrapUp, seen.wrapUpSince, seen.at);
  pacer.freeingAt = seen.at;
  pacer.freeingFor = madeFor;
  const scale = talkScale(pacer, rule);
  const table = (waitSeconds: number): Freeing =>
    freeingTable(
      pacer.talk,
      pacer.wrapUp,
      horizonsSeconds.map((seconds) => seconds + waitSeconds),
      scale,
    );
  // Whoever answers may wait a moment; on average half the limit is left when an agent comes free.
  pacer.freeing = table(law.answerLimitSeconds / 2);
  pacer.lossFreeing = rule.method === 'completion' ? table(rule.waitSeconds) : null;
}

/** Decides one beat; changes nothing. `learn` must have been given this or an earlier beat. */
export function decide(pacer: Pacer, seen: Seen, rule: PacingRule, law: PacingLaw): PacingRecord {
  const { foreseen } = pacer;
  return foreseen?.seen === seen && foreseen.rule === rule && foreseen.law === law
    ? foreseen.record
    : decideBeat(pacer, seen, rule, law);
}

/** How long a person who answered may wait for an agent before the call is given up, in seconds. */
export const waitLimitSeconds = (rule: PacingRule, law: PacingLaw): number =>
  rule.method === 'completion' ? rule.waitSeconds : law.answerLimitSeconds;

/** Answers, abandoned calls and machines of the last 24 hours, as the account in the database has them. */
export function countAnswers(pacer: Pacer, hours: readonly Readonly<HourAccount>[]): void {
  pacer.hours.splice(0, pacer.hours.length, ...hours.map((hour) => ({ ...hour })));
}
