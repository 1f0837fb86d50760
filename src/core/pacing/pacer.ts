// The pacing of one campaign with agents: what it has learned, and the decision of each beat. Learning
// changes the pacer, deciding does not, so a question ("why?") never changes what is dialed. The live
// engine and the simulator run this same code.
import type { PredictSettings } from '../campaign.ts';
import type { Millis } from '../units.ts';
import {
  book,
  type Control,
  clamp,
  createControl,
  creditOf,
  type HourAccount,
  riskCeiling,
  steer,
  total,
} from './account.ts';
import { type Answering, ageAnswering, createAnswering, noteEnd, settleAnswering } from './answering.ts';
import { callsByAge, expect } from './expect.ts';
import { type Freeing, freeingTable } from './freeing.ts';
import { ageDurations, createDurations, type Durations, noteDuration, settleDurations } from './handling.ts';
import {
  dialsWithin,
  empiricalDials,
  offHookDials,
  progressiveDials,
  talkBounds,
  type Wish,
} from './methods.ts';
import { type Outlook, riskOf } from './outlook.ts';
import type { PacingReason, PacingRecord } from './record.ts';
import { type Happening, horizonsSeconds, type Seen } from './seen.ts';
import { createUsage, noteUsage, type Usage, usageShare } from './usage.ts';

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
  learnedAt: Millis | null;
  readonly answering: Answering;
  readonly talk: Durations;
  readonly wrapUp: Durations;
  freeing: Freeing | null;
  freeingAt: Millis;
  /** What the table was made for: the wait and the stretch of talk times. */
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
  foreseen: { readonly seen: Seen; readonly rule: PacingRule; readonly record: PacingRecord } | null;
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

/** The control aims a little below the ceiling, so that chance does not carry the day over it. */
const aimShare = 0.94;
/** Beats further apart than this teach nothing about the time between them. */
const gapSecondsMax = 30;
const freeingMillis = 5_000;

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
  const target = aimOf(pacer, law);
  steer(pacer.lawControl, told.answered, told.abandoned, seconds, target, pacer.lawHeldBack);
  if ('lossRatePercent' in rule) {
    const loss = rule.lossRatePercent / 100;
    steer(pacer.lossControl, told.answered, told.givenUp, seconds, loss * aimShare, pacer.lossHeldBack);
    pacer.lossAnswered += told.answered;
    pacer.lossGivenUp += told.givenUp;
  }
  if (rule.method === 'usage') {
    const share = usageShare(pacer.usage, rule.utilRateMethod) ?? 0;
    const step = 0.02 * (rule.utilRatePercent / 100 - share) * seconds;
    pacer.logUsageRisk = clamp(pacer.logUsageRisk + step, Math.log(1e-6), Math.log(riskCeiling));
  }
  refresh(pacer, seen, rule, law);
  const limits = limitsOf(pacer, rule, law);
  const record = decideAnew(pacer, seen, rule, law);
  pacer.foreseen = { seen, rule, record };
  pacer.lawHeldBack = record.reason === 'riskLimit' && limits.risk === limits.law;
  pacer.lossHeldBack = record.reason === 'riskLimit' && limits.risk === limits.loss;
}

function takeIn(pacer: Pacer, happened: readonly Happening[], seen: Seen, law: PacingLaw) {
  let [ends, answered, abandoned, givenUp] = [0, 0, 0, 0];
  for (const one of happened) {
    switch (one.kind) {
      case 'answered':
      case 'notAnswered':
        noteEnd(pacer.answering, one.kind === 'answered', one.ringSeconds, seen.ringLimitSeconds);
        ends += 1;
        if (one.kind === 'answered') answered += 1;
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
  book(pacer.hours, seen.at, answered, abandoned);
  return { ends, answered, abandoned, givenUp };
}

/** The share of abandoned calls to aim at; half of it while the block of 30 days is in debt. */
function aimOf(pacer: Pacer, law: PacingLaw): number {
  const day = total(pacer.hours);
  const blockDebt =
    day.abandoned + law.block.abandoned - law.abandonShareMax * (day.answered + law.block.answered);
  return law.abandonShareMax * (blockDebt > 0 && law.block.answered > 0 ? aimShare / 2 : aimShare);
}

/** Brings the models up to the present. */
function refresh(pacer: Pacer, seen: Seen, rule: PacingRule, law: PacingLaw): void {
  settleAnswering(pacer.answering, callsByAge(seen.dialedAt, seen.at), seen.ringLimitSeconds);
  const wait = waitLimitSeconds(rule, law);
  const isDue = Math.abs(seen.at - pacer.freeingAt) >= freeingMillis;
  if (pacer.freeing !== null && !isDue && pacer.freeingFor === keyOf(pacer, rule, wait)) return;
  settleDurations(pacer.talk, seen.talkingSince, seen.at);
  settleDurations(pacer.wrapUp, seen.wrapUpSince, seen.at);
  pacer.freeingAt = seen.at;
  pacer.freeingFor = keyOf(pacer, rule, wait);
  const reachSeconds = rule.method === 'completion' ? wait : wait / 2;
  const horizons = horizonsSeconds.map((seconds) => seconds + reachSeconds);
  pacer.freeing = freeingTable(pacer.talk, pacer.wrapUp, horizons, talkScale(pacer, rule));
}

const keyOf = (_pacer: Pacer, rule: PacingRule, wait: number): string => {
  const bounds = talkBounds(rule);
  return `${rule.method} ${wait} ${bounds?.min ?? ''} ${bounds?.max ?? ''}`;
};

/** Until so many talks have ended, the mean is taken as the middle of the bounds. */
const talksForMean = 30;

/** How much talk times are stretched so that their mean lies within the rule's bounds (methods 1 to 3). */
function talkScale(pacer: Pacer, rule: PacingRule): number {
  return talkMean(pacer, rule) / pacer.talk.meanSeconds;
}

function talkMean(pacer: Pacer, rule: PacingRule): number {
  const bounds = talkBounds(rule);
  if (bounds === null) return pacer.talk.meanSeconds;
  if (pacer.talk.endsSeen < talksForMean) return (bounds.min + bounds.max) / 2;
  return clamp(pacer.talk.meanSeconds, bounds.min, bounds.max);
}

interface Limits {
  /** The risk a call may have, by the law's account, by the method's own loss, and the smaller. */
  readonly law: number;
  readonly loss: number;
  readonly risk: number;
  /** The account is used up: one call for each idle agent. */
  readonly isSpent: boolean;
  readonly answered: number;
  readonly abandoned: number;
}

/** From so many answers on the account is a hard ceiling and no longer a matter of chance. */
const answersForCeiling = 250;
const answersForGuard = 100;
const guardRisk = 0.005;

function limitsOf(pacer: Pacer, rule: PacingRule, law: PacingLaw): Limits {
  const { answered, abandoned } = total(pacer.hours);
  const target = aimOf(pacer, law);
  const ceiling = law.abandonShareMax;
  const credit = creditOf(answered, abandoned, target);
  let lawRisk = Math.min(riskCeiling, Math.exp(pacer.lawControl.logRisk + credit));
  const expected = ceiling * answered;
  if (answered >= answersForGuard && abandoned > expected + 2 * Math.sqrt(expected))
    lawRisk = Math.min(lawRisk, guardRisk);
  if (answered >= answersForCeiling && abandoned + 1 > expected) lawRisk = Math.min(lawRisk, guardRisk);
  const isSpent = ceiling <= 0;
  let loss = riskCeiling;
  if ('lossRatePercent' in rule) {
    const lossTarget = (rule.lossRatePercent / 100) * aimShare;
    const lossCredit = creditOf(pacer.lossAnswered, pacer.lossGivenUp, lossTarget);
    loss =
      rule.lossRatePercent === 0
        ? 0
        : Math.min(riskCeiling, Math.exp(pacer.lossControl.logRisk + lossCredit));
  }
  return { law: lawRisk, loss, risk: Math.min(lawRisk, loss), isSpent, answered, abandoned };
}

/** Ringing calls at most: twice as many as it takes to occupy everybody (pacing.md 8.3). */
const crowdPerAgent = 2;

/** Decides one beat; changes nothing. `learn` must have been given this or an earlier beat. */
export function decide(pacer: Pacer, seen: Seen, rule: PacingRule, law: PacingLaw): PacingRecord {
  const { foreseen } = pacer;
  return foreseen?.seen === seen && foreseen.rule === rule
    ? foreseen.record
    : decideAnew(pacer, seen, rule, law);
}

function decideAnew(pacer: Pacer, seen: Seen, rule: PacingRule, law: PacingLaw): PacingRecord {
  const freeing = pacer.freeing ?? freeingTable(pacer.talk, pacer.wrapUp, [...horizonsSeconds], 1);
  const outlook = expect(pacer.answering, freeing, seen, callsByAge(seen.dialedAt, seen.at));
  const limits = limitsOf(pacer, rule, law);
  const wish = cut(wishOf(pacer, seen, rule, outlook, limits), seen, outlook);
  const share = usageShare(pacer.usage, rule.method === 'usage' ? rule.utilRateMethod : 2);
  return {
    method: rule.method,
    reason: wish.reason,
    place: wish.place,
    idle: seen.idle,
    staffed: seen.staffed,
    talking: seen.talkingSince.length,
    wrapUp: seen.wrapUpSince.length,
    ringing: seen.dialedAt.length,
    foreignRinging: seen.foreignDialedAt.length,
    waiting: seen.waitingSince.length,
    dialsMax: seen.dialsMax,
    talkSecondsMean: talkMean(pacer, rule),
    wrapUpSecondsMean: pacer.wrapUp.meanSeconds,
    ringSecondsMean: pacer.answering.ringSecondsMean,
    answered: limits.answered,
    abandoned: limits.abandoned,
    riskMax: limits.risk,
    riskAtPlace: riskOf(outlook, wish.place),
    riskAtNext: riskOf(outlook, wish.place + 1),
    usagePercent: share === null ? -1 : share * 100,
    outlook,
  };
}

function wishOf(pacer: Pacer, seen: Seen, rule: PacingRule, outlook: Outlook, limits: Limits): Wish {
  if (seen.staffed <= 0) return { place: 0, reason: 'noAgents' };
  const oneEach = progressiveDials(seen);
  if (rule.method === 'progressive') return { place: oneEach, reason: 'enoughRinging' };
  if (limits.isSpent) return { place: oneEach, reason: 'budgetSpent' };
  if (limits.risk <= 0) return { place: oneEach, reason: 'riskLimit' };
  const most = Math.min(seen.dialsMax, crowdLeft(seen, outlook)) + 1;
  const allowed = (risk: number): number => Math.max(oneEach, dialsWithin(outlook, risk, most));
  const within: Wish = { place: allowed(limits.risk), reason: 'riskLimit' };
  switch (rule.method) {
    case 'own':
    case 'completion':
      return within;
    case 'usage': {
      const wanted = dialsWithin(outlook, Math.exp(pacer.logUsageRisk), most);
      return wanted < within.place ? { place: wanted, reason: 'usageReached' } : within;
    }
    case 'empirical':
      return smaller(
        empiricalDials(seen, outlook, pacer.answering.ringSecondsMean, rule.outBoundRatePercent),
        within,
      );
    case 'offHook':
      return smaller(offHookDials(seen, outlook, rule.offHookRatePercent), within);
  }
}

const smaller = (one: Wish, other: Wish): Wish => (one.place <= other.place ? one : other);

const crowdLeft = (seen: Seen, outlook: Outlook): number =>
  Math.max(0, Math.floor((crowdPerAgent * seen.staffed) / outlook.answerRate) - seen.dialedAt.length);

function cut(wish: Wish, seen: Seen, outlook: Outlook): Wish {
  const crowd = crowdLeft(seen, outlook);
  const most = Math.min(seen.dialsMax, crowd);
  if (wish.place <= most) return wish;
  const reason: PacingReason = seen.dialsMax <= crowd ? 'dialsMax' : 'crowded';
  return { place: Math.max(0, Math.floor(most)), reason };
}

/** How long a person who answered may wait for an agent before the call is given up, in seconds. */
export const waitLimitSeconds = (rule: PacingRule, law: PacingLaw): number =>
  rule.method === 'completion' ? rule.waitSeconds : law.answerLimitSeconds;

/** Answers and abandoned calls of the last 24 hours, as the account in the database has them. */
export function countAnswers(
  pacer: Pacer,
  hours: readonly { readonly hour: Millis; readonly answered: number; readonly abandoned: number }[],
): void {
  pacer.hours.splice(0, pacer.hours.length, ...hours.map((hour) => ({ ...hour })));
}

/** What the pacer has learned, to be kept over a restart. */
export const savePacer = (_pacer: Pacer): PacerSnapshot => ({ version: 1, reals: [] });

/** The pacer that `savePacer` saved; what is older counts for less. */
export const restorePacer = (_snapshot: PacerSnapshot, at: Millis): Pacer => createPacer(at);
