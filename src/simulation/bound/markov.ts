// The Markov model of a dialing team (pacing.md 6.4): talk, ring and patience are exponential. A dial-up-to
// policy returns, time and again, to the states in which exactly as many calls ring as it wants; between
// two returns ringing calls only become fewer. So every figure of a policy comes from a chain over those
// few states, without iterating and without a truncation of the calls ringing.
import { relativeValues, stationaryLaw } from './chain.ts';

/** What the model knows of a team; times are means of exponential laws. */
export interface MarkovTeam {
  readonly agents: number;
  /** The chance that a dial is answered by a person, above 0 and at most 1. */
  readonly answerRate: number;
  /** Talk and wrap-up together. */
  readonly handleSeconds: number;
  /** From the dial to an answer or to the end of the call, whichever it becomes. */
  readonly ringSeconds: number;
  /** How long a person who answered waits for an agent. */
  readonly waitLimitSeconds: number;
}

/**
 * How many calls shall ring, by the number of people engaged: those who talk and those who wait,
 * 0 to `levels.length - 1`. Where more ring already, none is dialed and none is canceled.
 */
export type DialUpTo = readonly number[];

export interface PolicyRates {
  /** Per second. */
  readonly answered: number;
  /** Per second; people whom no agent reached within the wait limit. */
  readonly abandoned: number;
  /** Agents' busy time by their time, 0 to 1. */
  readonly occupancy: number;
  /** Abandoned by answered. */
  readonly abandonShare: number;
}

/** What goes on between two returns to the wanted number of calls, by the people engaged at its start. */
interface Cycles {
  /** Row-wise: the law of the people engaged at the next return. */
  readonly next: Float64Array;
  readonly seconds: Float64Array;
  readonly answered: Float64Array;
  readonly abandoned: Float64Array;
}

/** The people engaged at most: enough waiting places that the last is all but never taken. */
export const engagedMax = (agents: number): number => agents + 12 + Math.ceil(agents / 4);

export function ratesOf(team: MarkovTeam, levels: DialUpTo): PolicyRates {
  const cycles = cyclesOf(team, levels);
  return ratesOfCycles(team, cycles, stationaryLaw(cycles.next, levels.length));
}

function ratesOfCycles(team: MarkovTeam, cycles: Cycles, law: Float64Array): PolicyRates {
  const seconds = product(law, cycles.seconds);
  const answered = product(law, cycles.answered) / seconds;
  const abandoned = product(law, cycles.abandoned) / seconds;
  return {
    answered,
    abandoned,
    occupancy: ((answered - abandoned) * team.handleSeconds) / team.agents,
    abandonShare: abandoned / answered,
  };
}

/**
 * The policy that maximizes served less `lambda` times abandoned people per second, by policy
 * iteration from `start`. The result is exact but for the limit on people who wait.
 */
export function bestPolicy(
  team: MarkovTeam,
  lambda: number,
  start: DialUpTo = linearLevels(team),
): { readonly levels: DialUpTo; readonly rates: PolicyRates } {
  let levels = start;
  for (;;) {
    const { values, rates, ringingMax } = valuesOf(team, levels, lambda);
    const better = improved(values, levels, ringingMax);
    if (better.every((level, engaged) => level === levels[engaged])) return { levels, rates };
    levels = better;
  }
}

/** Where policy iteration begins: as many calls as would on average find an idle agent each. */
export function linearLevels({ agents, answerRate }: MarkovTeam): DialUpTo {
  return Array.from({ length: engagedMax(agents) + 1 }, (_, engaged) =>
    Math.max(0, Math.ceil((0.9 * (agents - engaged)) / answerRate)),
  );
}

/** Relative values of all states, row by row of calls ringing; a row has a place for each number engaged. */
export function valuesOf(
  team: MarkovTeam,
  levels: DialUpTo,
  lambda: number,
): { readonly values: Float64Array; readonly rates: PolicyRates; readonly ringingMax: number } {
  const width = levels.length;
  const cycles = cyclesOf(team, levels);
  const law = stationaryLaw(cycles.next, width);
  const rates = ratesOfCycles(team, cycles, law);
  const gain = rates.answered - (1 + lambda) * rates.abandoned;
  const reward = cycles.seconds.map(
    (seconds, at) => (cycles.answered[at] ?? 0) - (1 + lambda) * (cycles.abandoned[at] ?? 0) - gain * seconds,
  );
  const ringingMax = Math.ceil(Math.max(...levels) * 1.3) + 8;
  const atLevel = relativeValues(cycles.next, reward, law);
  return { values: spread(team, levels, lambda, gain, atLevel, ringingMax), rates, ringingMax };
}

/** Values away from the wanted number follow from those at it, fewest ringing and engaged first. */
function spread(
  team: MarkovTeam,
  levels: DialUpTo,
  lambda: number,
  gain: number,
  atLevel: Float64Array,
  ringingMax: number,
): Float64Array {
  const width = levels.length;
  const last = width - 1;
  const values = new Float64Array((ringingMax + 1) * width);
  const valueAt = (engaged: number, ringing: number): number =>
    ringing <= (levels[engaged] ?? 0) ? (atLevel[engaged] ?? 0) : (values[ringing * width + engaged] ?? 0);
  for (let ringing = 0; ringing <= ringingMax; ringing += 1) {
    const fewer = Math.max(0, ringing - 1);
    for (let engaged = 0; engaged <= last; engaged += 1) {
      const finish = Math.min(engaged, team.agents) / team.handleSeconds;
      const abandon = Math.max(0, engaged - team.agents) / team.waitLimitSeconds;
      const resolve = ringing / team.ringSeconds;
      const answer = resolve * team.answerRate;
      const lost = abandon + (engaged === last ? answer : 0);
      let sum = answer - (1 + lambda) * lost - gain;
      sum += answer * valueAt(Math.min(last, engaged + 1), fewer);
      sum += (resolve - answer) * valueAt(engaged, fewer);
      if (engaged > 0) sum += (finish + abandon) * valueAt(engaged - 1, ringing);
      values[ringing * width + engaged] = sum / (resolve + finish + abandon);
    }
  }
  // With nobody engaged and nothing ringing, nothing would ever happen again.
  values[0] = Number.NEGATIVE_INFINITY;
  return values;
}

function improved(values: Float64Array, levels: DialUpTo, ringingMax: number): DialUpTo {
  const width = levels.length;
  return levels.map((level, engaged) => {
    let best = level;
    let bestValue = (values[level * width + engaged] ?? 0) + 1e-10;
    for (let ringing = 0; ringing <= ringingMax; ringing += 1) {
      const value = values[ringing * width + engaged] ?? 0;
      if (value > bestValue) {
        best = ringing;
        bestValue = value;
      }
    }
    return best;
  });
}

function cyclesOf(team: MarkovTeam, levels: DialUpTo): Cycles {
  const width = levels.length;
  const cycles: Cycles = {
    next: new Float64Array(width * width),
    seconds: new Float64Array(width),
    answered: new Float64Array(width),
    abandoned: new Float64Array(width),
  };
  const mass = new Float64Array((Math.max(...levels) + 1) * width);
  for (let start = 0; start < width; start += 1) follow(team, levels, start, mass, cycles);
  return cycles;
}

/** Follows what may become of one start; `mass` is all zero before and after. */
function follow(team: MarkovTeam, levels: DialUpTo, start: number, mass: Float64Array, into: Cycles): void {
  const width = levels.length;
  const last = width - 1;
  let seconds = 0;
  let answered = 0;
  let abandoned = 0;
  const arrive = (engaged: number, ringing: number, chance: number): void => {
    const [array, at] =
      ringing <= (levels[engaged] ?? 0)
        ? [into.next, start * width + engaged]
        : [mass, ringing * width + engaged];
    array[at] = (array[at] ?? 0) + chance;
  };
  const leave = (engaged: number, ringing: number, chance: number): void => {
    const finish = Math.min(engaged, team.agents) / team.handleSeconds;
    const abandon = Math.max(0, engaged - team.agents) / team.waitLimitSeconds;
    const resolve = ringing / team.ringSeconds;
    const answer = resolve * team.answerRate;
    const share = chance / (finish + abandon + resolve);
    seconds += share;
    answered += share * answer;
    abandoned += share * (abandon + (engaged === last ? answer : 0));
    if (answer > 0) arrive(Math.min(last, engaged + 1), ringing - 1, share * answer);
    if (resolve > answer) arrive(engaged, ringing - 1, share * (resolve - answer));
    if (engaged > 0) arrive(engaged - 1, ringing, share * (finish + abandon));
  };
  const level = levels[start] ?? 0;
  leave(start, level, 1);
  for (let ringing = level; ringing > 0; ringing -= 1) {
    for (let engaged = last; engaged >= 0; engaged -= 1) {
      const chance = mass[ringing * width + engaged] ?? 0;
      if (chance === 0) continue;
      mass[ringing * width + engaged] = 0;
      if (chance > 1e-40) leave(engaged, ringing, chance);
    }
  }
  into.seconds[start] = seconds;
  into.answered[start] = answered;
  into.abandoned[start] = abandoned;
}

const product = (first: Float64Array, second: Float64Array): number =>
  first.reduce((sum, value, at) => sum + value * (second[at] ?? 0), 0);
