// The parts of a simulated campaign (pacing.md 5, "pace-1"): the number of agents, the chance of an answer,
// the length of talks. A scenario is plain JSON, so a site can write its own and run it (docs/PACING.md).
import { draw, exponential, field, logNormal, uniform } from '../../chance.ts';

/** How a duration is distributed, in seconds. `mixture`: `first` with the chance `share`, else `second`. */
export type Law =
  | { readonly law: 'constant'; readonly seconds: number }
  | { readonly law: 'uniform'; readonly lowSeconds: number; readonly highSeconds: number }
  | { readonly law: 'exponential'; readonly meanSeconds: number }
  | { readonly law: 'logNormal'; readonly meanSeconds: number; readonly variation: number }
  /** As measured: the durations themselves, in ascending order, one at least. */
  | { readonly law: 'empirical'; readonly seconds: readonly number[] }
  | { readonly law: 'mixture'; readonly share: number; readonly first: PlainLaw; readonly second: PlainLaw };

export type PlainLaw = Exclude<Law, { law: 'mixture' }>;

/** The chance that a dial meets a person who picks up, 0 to 1, as it goes through the day. */
export type AnswerRate =
  | { readonly kind: 'constant'; readonly rate: number }
  /** One rate after the other, each for `everySeconds`, from the first again after the last. */
  | { readonly kind: 'steps'; readonly rates: readonly number[]; readonly everySeconds: number }
  /** `mean + amplitude * sin(2 pi t / period)`. */
  | {
      readonly kind: 'sine';
      readonly mean: number;
      readonly amplitude: number;
      readonly periodSeconds: number;
    }
  /** Nobody answers for `seconds` from each of the instants on. */
  | {
      readonly kind: 'outage';
      readonly rate: number;
      readonly fromSeconds: readonly number[];
      readonly seconds: number;
    }
  /** Straight lines between points (seconds, rate), level before the first and after the last. */
  | { readonly kind: 'points'; readonly points: readonly (readonly [number, number])[] }
  /** The list comes in blocks of leads of one class; which class, the seed says for each block. */
  | { readonly kind: 'classes'; readonly rates: readonly number[]; readonly blockLeads: number };

/** Agents who log in and off together; null: stays to the end. A call is finished before leaving. */
export interface Shift {
  readonly agents: number;
  readonly loginSeconds: number;
  readonly logoffSeconds: number | null;
}

export interface Scenario {
  readonly id: string;
  /** 1 to 5000. With `shifts` their sum. */
  readonly agents: number;
  readonly hours: number;
  readonly answerRate: AnswerRate;
  readonly talk: Law;
  readonly wrap: Law;
  /** From the dial to what becomes of it; `noAnswer` null: rings until `ringLimitSeconds`. */
  readonly ring: {
    readonly person: Law;
    readonly machine: Law;
    readonly refused: Law;
    readonly noAnswer: Law | null;
  };
  /** What would answer or ring longer than this is given up, 5 to 120. */
  readonly ringLimitSeconds: number;
  /** Of the dials that meet no person: the shares of machines and of busy or invalid numbers. */
  readonly machineShare: number;
  readonly refusedShare: number;
  /** Machine detection takes its time and errs; null: at once and never wrong. */
  readonly detection: {
    readonly delaySeconds: number;
    /** The share of persons who are taken for machines and hung up on. */
    readonly falsePositive: number;
    /** The share of machines that reach an agent, for 8 s and the wrap-up. */
    readonly falseNegative: number;
  } | null;
  /** How long a person who hears no agent stays on the line; null: longer than anybody waits. */
  readonly patience: Law | null;
  /** Lines that may be seized at once: ringing, waiting and talking; null: enough. */
  readonly trunks: number | null;
  /** Numbers there are; one that met no person is called again. Null: as many as are dialed. */
  readonly list: {
    readonly leads: number;
    readonly retryAfterSeconds: number;
    readonly attemptsMax: number;
  } | null;
  readonly shifts: readonly Shift[] | null;
  /** Each agent goes away unannounced, both times exponential; not counted as logged in meanwhile. */
  readonly pauses: { readonly meanGapSeconds: number; readonly meanSeconds: number } | null;
  /**
   * Everything is memoryless and the legal limit is Exp(2 s) instead of 2 s, at which the call is
   * lost whatever the policy says (pacing.md 6.4): what the exact optimum is computed for.
   */
  readonly markov: boolean;
}

/** The world of pacing.md 5 where a scenario says nothing else: 20 agents, 8 hours, p = 0.25. */
export const baseScenario: Scenario = {
  id: 'base',
  agents: 20,
  hours: 8,
  answerRate: { kind: 'constant', rate: 0.25 },
  talk: { law: 'logNormal', meanSeconds: 90, variation: 1 },
  wrap: { law: 'logNormal', meanSeconds: 15, variation: 0.6 },
  ring: {
    person: { law: 'logNormal', meanSeconds: 10, variation: 0.5 },
    machine: { law: 'logNormal', meanSeconds: 16, variation: 0.3 },
    refused: { law: 'uniform', lowSeconds: 1, highSeconds: 4 },
    noAnswer: null,
  },
  ringLimitSeconds: 25,
  machineShare: 0.25,
  refusedShare: 0.15,
  detection: null,
  patience: null,
  trunks: null,
  list: null,
  shifts: null,
  pauses: null,
  markov: false,
};

/** The mean of a law in seconds. */
export function meanOf(law: Law): number {
  switch (law.law) {
    case 'constant':
      return law.seconds;
    case 'uniform':
      return (law.lowSeconds + law.highSeconds) / 2;
    case 'exponential':
    case 'logNormal':
      return law.meanSeconds;
    case 'empirical':
      return law.seconds.reduce((sum, seconds) => sum + seconds, 0) / law.seconds.length;
    case 'mixture':
      return law.share * meanOf(law.first) + (1 - law.share) * meanOf(law.second);
  }
}

/** The duration that `u` stands for, in seconds; `branch` chooses within a mixture. */
export function secondsOf(law: Law, u: number, branch: number): number {
  switch (law.law) {
    case 'constant':
      return law.seconds;
    case 'uniform':
      return uniform(u, law.lowSeconds, law.highSeconds);
    case 'exponential':
      return exponential(u, law.meanSeconds);
    case 'logNormal':
      return logNormal(u, law.meanSeconds, law.variation);
    case 'empirical':
      return law.seconds[Math.floor(u * law.seconds.length)] ?? 0;
    case 'mixture':
      return secondsOf(branch < law.share ? law.first : law.second, u, branch);
  }
}

/** The answer rate of one lead when it is dialed `atSeconds` into the campaign. */
export function answerRateAt(rate: AnswerRate, seed: number, lead: number, atSeconds: number): number {
  switch (rate.kind) {
    case 'constant':
      return rate.rate;
    case 'steps':
      return rate.rates[Math.floor(atSeconds / rate.everySeconds) % rate.rates.length] ?? 0;
    case 'sine':
      return rate.mean + rate.amplitude * Math.sin((2 * Math.PI * atSeconds) / rate.periodSeconds);
    case 'outage':
      return rate.fromSeconds.some((from) => atSeconds >= from && atSeconds < from + rate.seconds)
        ? 0
        : rate.rate;
    case 'points':
      return between(rate.points, atSeconds);
    case 'classes': {
      const u = draw(seed, Math.floor(lead / rate.blockLeads), field.leadClass);
      return rate.rates[Math.floor(u * rate.rates.length)] ?? 0;
    }
  }
}

function between(points: readonly (readonly [number, number])[], atSeconds: number): number {
  let before: readonly [number, number] | undefined;
  for (const point of points) {
    if (atSeconds < point[0]) {
      if (before === undefined) return point[1];
      return before[1] + ((point[1] - before[1]) * (atSeconds - before[0])) / (point[0] - before[0]);
    }
    before = point;
  }
  return before?.[1] ?? 0;
}
