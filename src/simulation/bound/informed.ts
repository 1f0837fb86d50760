// The result of a rule that knows the fate of every call in flight and the end of every talk, but nothing
// of numbers not yet dialed (pacing.md 6.5). When talk and ring times have a memory no optimum is known;
// this shows what information is worth. It is not a proof, since its rule is not the best.

import { dialsWithin } from '../../core/pacing/methods.ts';
import { normalShare } from '../../core/pacing/outlook.ts';
import type { Truth } from '../pace/run.ts';
import { answerRateAt, type Scenario } from '../pace/scenario/scenario.ts';
import type { Policy } from '../policy.ts';
import { type Doubtful, doubtfulOf, outcomesOf } from './outcomes.ts';

export interface Informed {
  readonly policy: Policy;
  /** To be given to `runScenario` as the option of that name. */
  confide(truth: () => Truth): void;
}

/** How long a person waits for an agent (pacing.md 4). */
const waitLimitSeconds = 2;

/** `talks`: the end of each talk and wrap-up only; `talksAndCalls`: the fate of calls in flight, too. */
export type Known = 'talks' | 'talksAndCalls';

/** The rule for one run of a scenario: it steers to `abandonShareMax` as pacing.md 8.4 does. */
export function createInformed(
  scenario: Scenario,
  seed: number,
  abandonShareMax: number,
  known: Known,
): Informed {
  const outcomesAt = outcomesOf(scenario);
  const control = createControl(abandonShareMax);
  let truth: () => Truth = () => ({ freeInSeconds: [], answersInSeconds: [] });
  let dialed = 0;
  const beat: Policy['beat'] = (seen, happened) => {
    for (const { kind } of happened) control.count(kind);
    // The class of the next numbers is known to it, as every law is; what they will do is not.
    const rate = answerRateAt(scenario.answerRate, seed, dialed, seen.at / 1000);
    const outcomes = outcomesAt(rate);
    const { freeInSeconds, answersInSeconds } = truth();
    const answers = known === 'talks' ? [] : answersInSeconds;
    const idle = seen.idle - seen.waitingSince.length;
    const prospect: Prospect = {
      reach: outcomes.reach,
      slacks: slacksOf(freeInSeconds, answers, idle, outcomes.reach.length),
      doubtful: known === 'talks' ? doubtfulOf(outcomes, seen) : null,
    };
    const crowd = Math.floor((2 * seen.staffed) / Math.max(rate, 1e-3)) - seen.dialedAt.length;
    const most = Math.max(0, Math.min(seen.dialsMax, crowd));
    const dials = dialsWithin((count) => riskOf(prospect, count), control.risk(), most);
    dialed += dials;
    return dials;
  };
  return {
    policy: { name: 'informed', waitLimitSeconds, beat },
    confide: (given) => {
      truth = given;
    },
  };
}

/** What is ahead, for the middle of each second to come; `reach` for its end. */
interface Prospect {
  /** The chance that a call dialed now has reached an agent. */
  readonly reach: readonly number[];
  /** Agents there within the wait limit, less answers that are known. */
  readonly slacks: readonly number[];
  /** Calls in flight whose fate is not known. */
  readonly doubtful: Doubtful | null;
}

/** The chance that the last of `dials`, if it is answered, finds no agent within the wait limit. */
function riskOf({ reach, slacks, doubtful }: Prospect, dials: number): number {
  const last = reach.at(-1) ?? 0;
  if (last < 1e-6) return 1;
  let risk = 0;
  let before = 0;
  for (let second = 0; second < reach.length; second += 1) {
    const within = reach[second] ?? 0;
    const chance = (before + within) / 2;
    const weight = within - before;
    before = within;
    if (weight <= 0) continue;
    // Calls with unlike chances are counted as fewer or more calls with one: same mean, same variance.
    const mean = (doubtful?.mean[second] ?? 0) + (dials - 1) * chance;
    const squares = (doubtful?.squares[second] ?? 0) + (dials - 1) * chance * chance;
    const alike = mean > 0 ? squares / mean : chance;
    risk += weight * tail(alike > 0 ? mean / alike : 0, alike, slacks[second] ?? 0);
  }
  return risk / last;
}

/** In the middle of each second to come: agents who will be there within the wait limit, less answers. */
function slacksOf(
  freeInSeconds: readonly number[],
  answersInSeconds: readonly number[],
  idle: number,
  seconds: number,
): number[] {
  const slacks = new Array<number>(seconds).fill(0);
  const add = (at: number, change: number): void => {
    const second = Math.max(0, Math.ceil(at - 0.5));
    if (second < seconds) slacks[second] = (slacks[second] ?? 0) + change;
  };
  for (const at of freeInSeconds) add(at - waitLimitSeconds, 1);
  for (const at of answersInSeconds) add(at, -1);
  let sum = idle;
  return slacks.map((change) => {
    sum += change;
    return sum;
  });
}

/** P(X >= least) for X binomial, `count` need not be whole; by the normal law where that is as good. */
export function tail(count: number, chance: number, least: number): number {
  if (least <= 0) return 1;
  if (least > count + 0.5) return 0;
  const variance = count * chance * (1 - chance);
  if (variance > 30) return 1 - normalShare((least - 0.5 - count * chance) / Math.sqrt(variance));
  let term = (1 - chance) ** count;
  let below = 0;
  for (let hits = 0; hits < least; hits += 1) {
    below += term;
    term *= (Math.max(0, count - hits) / (hits + 1)) * (chance / (1 - chance));
  }
  return Math.max(0, 1 - below);
}

/** Dual ascent on the allowed risk with the account's balance on top (pacing.md 8.4). */
function createControl(target: number) {
  let logRisk = Math.log(0.03);
  let answered = 0;
  let abandoned = 0;
  return {
    count: (kind: string): void => {
      if (kind !== 'answered' && kind !== 'abandoned') return;
      if (kind === 'answered') answered += 1;
      else abandoned += 1;
      const gain = 0.6 / Math.sqrt(25 + answered / 10);
      logRisk += kind === 'answered' ? gain * target : -gain;
      logRisk = Math.min(Math.log(0.9), Math.max(Math.log(1e-4), logRisk));
    },
    risk: (): number => {
      const slack = target * answered - abandoned;
      const credit = slack / Math.sqrt(Math.max(4, target * answered));
      return Math.min(0.9, Math.exp(logRisk + Math.min(1, Math.max(-2, credit))));
    },
  };
}
