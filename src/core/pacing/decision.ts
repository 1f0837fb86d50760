// The decision of one beat: the number that the rule wants, cut by the allowed risk and by the caps, with
// the reason. Nothing here changes the pacer.

import { callsByAge, expect } from './expect.ts';
import { type Freeing, freeingTable } from './freeing.ts';
import { type Limits, limitsOf } from './limits.ts';
import {
  dialsWithin,
  empiricalDials,
  offHookDials,
  progressiveDials,
  usageDials,
  type Wish,
} from './methods.ts';
import { type Outlook, riskOf } from './outlook.ts';
import type { Pacer } from './pacer.ts';
import type { PacingReason, PacingRecord } from './record.ts';
import type { PacingLaw, PacingRule } from './rule.ts';
import { horizonsSeconds, type Seen } from './seen.ts';
import { smallTeamDials, smallTeamMax } from './smallTeam.ts';
import { talkMean } from './talkTime.ts';
import { usageShare } from './usage.ts';

/** Ringing calls at most: twice as many as it takes to occupy everybody (pacing.md 8.3). */
const crowdPerAgent = 2;

/** What a beat knows: the outlook as the law counts, and as method 3 does, whose people may wait longer. */
interface Outlooks {
  readonly law: Outlook;
  readonly loss: Outlook;
  /** As if the answer rate's height of late came back at once; null unless it is much higher than now. */
  readonly rebound: Outlook | null;
}

/** Decides one beat; changes nothing. `learn` must have been given this or an earlier beat. */
export function decide(pacer: Pacer, seen: Seen, rule: PacingRule, law: PacingLaw): PacingRecord {
  const { foreseen } = pacer;
  return foreseen?.seen === seen && foreseen.rule === rule && foreseen.law === law
    ? foreseen.record
    : decideBeat(pacer, seen, rule, law);
}

/** The same without regard to what `learn` foresaw. */
export function decideBeat(pacer: Pacer, seen: Seen, rule: PacingRule, law: PacingLaw): PacingRecord {
  const outlooks = outlooksOf(pacer, seen, rule);
  const outlook = outlooks.law;
  const limits = limitsOf(pacer, seen, rule, law);
  const wish = cut(wishOf(pacer, seen, rule, outlooks, limits), seen, outlook);
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
    riskMax: Math.min(limits.law, limits.loss),
    riskAtPlace: riskOf(outlook, wish.place),
    riskAtNext: riskOf(outlook, wish.place + 1),
    usagePercent: share === null ? -1 : share * 100,
    outlook,
  };
}

function outlooksOf(pacer: Pacer, seen: Seen, rule: PacingRule): Outlooks {
  const byAge = callsByAge(seen.dialedAt, seen.at);
  const answering = pacer.answering;
  const rate = believedRate(answering.rate, answering.rateCalls, rule);
  const of = (freeing: Freeing, withRate = rate): Outlook =>
    expect({ ...answering, rate: withRate }, freeing, seen, byAge);
  const lawFreeing = pacer.freeing ?? freeingTable(pacer.talk, pacer.wrapUp, [...horizonsSeconds], 1);
  const law = of(lawFreeing);
  return {
    law,
    loss: pacer.lossFreeing === null ? law : of(pacer.lossFreeing),
    rebound: answering.height > reboundFrom * rate ? of(lawFreeing, answering.height) : null,
  };
}

/** The height over the present rate from which a rebound is reckoned with: lines that were down, a block of bad numbers. */
const reboundFrom = 1.5;

/** The contract's connRate counts like so many calls (pacing.md 7.3). */
const connRateCalls = 50;

/** Method 3 leans on the share of dials that its connRate expects to be connected; 0 says nothing. */
function believedRate(rate: number, calls: number, rule: PacingRule): number {
  if (rule.method !== 'completion' || rule.connRatePercent === 0) return rate;
  const said = Math.min(0.995, rule.connRatePercent / 100);
  return (connRateCalls * said + calls * rate) / (connRateCalls + calls);
}

function wishOf(pacer: Pacer, seen: Seen, rule: PacingRule, outlooks: Outlooks, limits: Limits): Wish {
  if (seen.staffed <= 0) return { place: 0, reason: 'noAgents' };
  if (rule.method === 'progressive') return { place: progressiveDials(seen), reason: 'enoughRinging' };
  const within = allowed(pacer, seen, rule, outlooks, limits);
  switch (rule.method) {
    case 'own':
    case 'completion':
      return within;
    case 'usage': {
      const most = Math.floor(within.place) + 1;
      const { utilRatePercent, utilRateMethod } = rule;
      const used = usageShare(pacer.usage, utilRateMethod);
      const goal = usageDials(seen, outlooks.law, utilRatePercent / 100, used, utilRateMethod === 2);
      const wanted = Math.min(goal, dialsWithin(riskIn(outlooks.law), Math.exp(pacer.logUsageRisk), most));
      return wanted < within.place ? { place: wanted, reason: 'usageReached' } : within;
    }
    case 'empirical': {
      const { ringSecondsMean } = pacer.answering;
      return smaller(empiricalDials(seen, outlooks.law, ringSecondsMean, rule.outBoundRatePercent), within);
    }
    case 'offHook':
      return smaller(offHookDials(seen, outlooks.law, rule.offHookRatePercent), within);
  }
}

/** The most that the accounts allow; one call for each idle agent is always allowed. */
function allowed(pacer: Pacer, seen: Seen, rule: PacingRule, outlooks: Outlooks, limits: Limits): Wish {
  const most = Math.min(seen.dialsMax, crowdLeft(seen, outlooks.law)) + 1;
  const byLaw = dialsWithin(riskIn(outlooks.law), limits.law, most);
  const byLoss = 'lossRatePercent' in rule ? dialsWithin(riskIn(outlooks.loss), limits.loss, most) : byLaw;
  const byTable =
    seen.staffed <= smallTeamMax ? smallTeamDials(pacer, seen, outlooks.law, limits.price) : byLaw;
  const { rebound } = outlooks;
  const byRebound =
    rebound === null ? byLaw : dialsWithin(riskIn(rebound), Math.max(limits.law, limits.rebound), most);
  const place = Math.max(progressiveDials(seen), Math.min(byLaw, byLoss, byTable, byRebound));
  return { place, reason: limits.isSpent ? 'budgetSpent' : 'riskLimit' };
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

const riskIn =
  (outlook: Outlook) =>
  (dials: number): number =>
    riskOf(outlook, dials);
