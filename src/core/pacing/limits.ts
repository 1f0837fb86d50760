// The risk that a call may have: the limits that the law's account and the method's own lossRate set on a
// beat. They are the same for every rule. A limit is the output of a slow control (account.ts), bent for
// the moment by how the account stands, and cut hard when chance no longer explains a debt.
import { clamp, creditOf, riskCeiling, total } from './account.ts';
import type { Pacer } from './pacer.ts';
import type { PacingLaw, PacingRule } from './rule.ts';
import type { Seen } from './seen.ts';

/** The control aims a little below the ceiling, so that chance does not carry the day over it. */
const aimShare = 0.96;

/** From so many answers on, the account is a hard ceiling and no longer a matter of chance. */
const answersForCeiling = 250;
/** The hard ceiling lies so much below the law's, since calls in flight still have their fate before them. */
const ceilingShare = 0.99;
/** From so many on, a debt beyond two standard deviations is none of chance's either. */
const answersForGuard = 100;
const guardRisk = 0.004;

/** How strongly the balance of the account bends the risk of the moment; measured, and flat around it. */
const creditWeight = 0.5;

export interface Limits {
  /** The risk a call may have by the law's account, 0 to `riskCeiling`; 0: one call for each idle agent. */
  readonly law: number;
  /** The same by the method's lossRate, for the wait that the method allows. */
  readonly loss: number;
  /** The risk it may have if the answer rate's height of late came back at once. */
  readonly rebound: number;
  /** What an abandoned call costs in served calls by the law's account, for the table of small teams. */
  readonly price: number;
  /** The account is beyond its ceiling, and little may be risked until it is in order. */
  readonly isSpent: boolean;
  readonly answered: number;
  readonly abandoned: number;
}

/**
 * What a call may risk on the answer rate jumping back (decision.ts). A list whose rate has done so of
 * late will do so again, and an account in debt has nothing to risk on it: both make this strict.
 */
const reboundRisk = 0.3;

/** The price at which a small team dials one call for each idle agent. */
const priceOfSpent = 300;

/** Where the answer rate jumps, abandoned calls come in bursts, and the aim keeps more distance. */
const jumpDistance = 0.04;
const jumpsCounted = 2;

/**
 * The abandoned calls by live answers that pacing may have, 0 to `abandonShareMax`, once the people whom
 * detection takes for machines have used up their part of the ceiling (pacing.md 4).
 * @param passed people who answered and were taken for people, whether or not an agent was there for them
 * @param falseMachines estimate of people hung up on as machines, in the same time
 */
export function targetForPacing(abandonShareMax: number, passed: number, falseMachines: number): number {
  if (passed <= 0) return falseMachines > 0 ? 0 : abandonShareMax;
  return Math.max(0, (abandonShareMax * (passed + falseMachines) - falseMachines) / passed);
}

/** The law's ceiling for pacing: the whole of it unless machine detection errs. */
function ceilingOf({ abandonShareMax, falseMachineShare = 0 }: PacingLaw): number {
  return targetForPacing(abandonShareMax, 1 - falseMachineShare, falseMachineShare);
}

/** The share of abandoned calls to aim at; half of it while the block of 30 days is in debt. */
export function aimOf(pacer: Pacer, law: PacingLaw): number {
  const day = total(pacer.hours);
  const ceiling = ceilingOf(law);
  const blockDebt = day.abandoned + law.block.abandoned - ceiling * (day.answered + law.block.answered);
  const aim = aimShare - jumpDistance * Math.min(jumpsCounted, pacer.answering.jumps);
  return ceiling * (blockDebt > 0 && law.block.answered > 0 ? aim / 2 : aim);
}

/** The share that methods 2 and 3 steer to; null for the others. */
export const lossAim = (rule: PacingRule): number | null =>
  'lossRatePercent' in rule ? (rule.lossRatePercent / 100) * aimShare : null;

/** The limits of a beat. */
export function limitsOf(pacer: Pacer, seen: Seen, rule: PacingRule, law: PacingLaw): Limits {
  const { answered, abandoned } = total(pacer.hours);
  const ceiling = ceilingOf(law);
  const balance = creditOf(answered, abandoned, aimOf(pacer, law));
  const credit = creditWeight * balance;
  const expected = ceiling * answered;
  const isSpent =
    ceiling <= 0 ||
    (answered >= answersForCeiling && abandoned + 1 > ceilingShare * expected) ||
    (answered >= answersForGuard && abandoned > expected + 2 * Math.sqrt(expected));
  const volley = volleyShare(seen);
  const free = Math.min(riskCeiling, Math.exp(pacer.lawControl.logRisk + credit)) * volley;
  return {
    law: ceiling <= 0 ? 0 : isSpent ? Math.min(free, guardRisk) : free,
    loss: lossLimit(pacer, rule) * volley,
    rebound: isSpent ? 0 : reboundRisk * Math.exp(4 * Math.min(0, balance) - 2 * pacer.answering.jumps),
    price: isSpent ? priceOfSpent : Math.exp(pacer.lawControl.logPrice - credit),
    isSpent,
    answered,
    abandoned,
  };
}

function lossLimit(pacer: Pacer, rule: PacingRule): number {
  const aim = lossAim(rule);
  if (aim === null) return riskCeiling;
  if (aim <= 0) return 0;
  const credit = creditWeight * creditOf(pacer.lossAnswered, pacer.lossGivenUp, aim);
  return Math.min(riskCeiling, Math.exp(pacer.lossControl.logRisk + credit));
}

/**
 * Many idle agents are dialed for at once, and an error about the answer rate then hits all those calls
 * together: a volley may risk less. The half is measured: it keeps the occupancy and abandons less.
 */
const volleyShare = (seen: Seen): number =>
  Math.exp((-0.5 * clamp(seen.idle, 0, seen.staffed)) / Math.sqrt(Math.max(1, seen.staffed)));
