// What the flight recorder keeps of a beat: what pacing saw, what it expected, and what decided. As plain
// numbers in a fixed order it is small enough for every second of every campaign; reading it restores the
// names.
import type { ByHorizon, Outlook } from './outlook.ts';
import { horizonsSeconds } from './seen.ts';

/** How a campaign is paced: the contract's four methods, Campana's own rule, one call for an agent. */
export const pacingMethods = ['own', 'empirical', 'usage', 'completion', 'offHook', 'progressive'] as const;
export type PacingMethod = (typeof pacingMethods)[number];

/** What decided how many calls a beat places; each is told in words by `explain`. */
export const pacingReasons = [
  /** Nobody is signed in and ready. */
  'noAgents',
  /** As many calls as numbers, channels or calls a second allow. */
  'dialsMax',
  /** One call more would find no agent with more than the allowed probability. */
  'riskLimit',
  /** The calls in flight are those that the method wants for the agents it expects. */
  'enoughRinging',
  /** The agents are as used as the settings ask. */
  'usageReached',
  /** Too many calls were abandoned: one call for each idle agent until the account is in order. */
  'budgetSpent',
  /** Calls in flight are at the most that any settings allow. */
  'crowded',
] as const;
export type PacingReason = (typeof pacingReasons)[number];

export interface PacingRecord {
  readonly method: PacingMethod;
  readonly reason: PacingReason;
  /** Calls that pacing wants on this beat. */
  readonly place: number;
  readonly idle: number;
  readonly staffed: number;
  readonly talking: number;
  readonly wrapUp: number;
  readonly ringing: number;
  readonly foreignRinging: number;
  readonly waiting: number;
  readonly dialsMax: number;
  readonly talkSecondsMean: number;
  readonly wrapUpSecondsMean: number;
  readonly ringSecondsMean: number;
  /** Of the window that binds: the last 24 hours, or the block of 30 days. */
  readonly answered: number;
  readonly abandoned: number;
  /** The risk that a call may have, 0 to 1, and that of the last call placed and of one more. */
  readonly riskMax: number;
  readonly riskAtPlace: number;
  readonly riskAtNext: number;
  /** Agents' usage over the last 15 minutes by utilRateMethod, in percent; -1 without agents. */
  readonly usagePercent: number;
  readonly outlook: Outlook;
}

const scalarNames = [
  'place',
  'idle',
  'staffed',
  'talking',
  'wrapUp',
  'ringing',
  'foreignRinging',
  'waiting',
  'dialsMax',
  'talkSecondsMean',
  'wrapUpSecondsMean',
  'ringSecondsMean',
  'answered',
  'abandoned',
  'riskMax',
  'riskAtPlace',
  'riskAtNext',
  'usagePercent',
] as const satisfies readonly (keyof PacingRecord)[];

const outlookNames = [
  'freeMean',
  'freeVariance',
  'answersMean',
  'answersVariance',
  'reach',
] as const satisfies readonly (keyof Outlook)[];

/** Numbers of one record: method, reason, the scalars, the answer rate and its calls, the horizons. */
export const recordLength = 4 + scalarNames.length + outlookNames.length * horizonsSeconds.length;

/** The record as numbers. The order is the format: new things are added at the end. */
export function realsOfRecord(record: PacingRecord): number[] {
  const { outlook } = record;
  return [
    pacingMethods.indexOf(record.method),
    pacingReasons.indexOf(record.reason),
    ...scalarNames.map((name) => record[name]),
    outlook.answerRate,
    outlook.answerRateCalls,
    ...outlookNames.flatMap((name) => outlook[name]),
  ];
}

/** The record that `realsOfRecord` made; null when the numbers are none. */
export function recordOfReals(reals: readonly number[]): PacingRecord | null {
  const method = pacingMethods[reals[0] ?? -1];
  const reason = pacingReasons[reals[1] ?? -1];
  if (method === undefined || reason === undefined || reals.length < recordLength) return null;
  const scalarAt = (name: (typeof scalarNames)[number]): number => reals[2 + scalarNames.indexOf(name)] ?? 0;
  const rates = 2 + scalarNames.length;
  const curve = (name: (typeof outlookNames)[number]): ByHorizon => {
    const from = rates + 2 + outlookNames.indexOf(name) * horizonsSeconds.length;
    return reals.slice(from, from + horizonsSeconds.length);
  };
  return {
    method,
    reason,
    place: scalarAt('place'),
    idle: scalarAt('idle'),
    staffed: scalarAt('staffed'),
    talking: scalarAt('talking'),
    wrapUp: scalarAt('wrapUp'),
    ringing: scalarAt('ringing'),
    foreignRinging: scalarAt('foreignRinging'),
    waiting: scalarAt('waiting'),
    dialsMax: scalarAt('dialsMax'),
    talkSecondsMean: scalarAt('talkSecondsMean'),
    wrapUpSecondsMean: scalarAt('wrapUpSecondsMean'),
    ringSecondsMean: scalarAt('ringSecondsMean'),
    answered: scalarAt('answered'),
    abandoned: scalarAt('abandoned'),
    riskMax: scalarAt('riskMax'),
    riskAtPlace: scalarAt('riskAtPlace'),
    riskAtNext: scalarAt('riskAtNext'),
    usagePercent: scalarAt('usagePercent'),
    outlook: {
      freeMean: curve('freeMean'),
      freeVariance: curve('freeVariance'),
      answersMean: curve('answersMean'),
      answersVariance: curve('answersVariance'),
      reach: curve('reach'),
      answerRate: reals[rates] ?? 0,
      answerRateCalls: reals[rates + 1] ?? 0,
    },
  };
}
