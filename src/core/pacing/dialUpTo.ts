// How many calls a small team should have in flight. With few agents a rule of means and variances gives
// away up to eight points of occupancy, so the exact optimum of a model is looked up (pacing.md 8.5).
// Between the points of the table the level is interpolated; beyond its ends it stays.
import { dialUpToLines, dialUpToTable } from './dialUpToTable.ts';

export interface SmallTeam {
  /** Agents signed in and not on break; may be a fraction. 1 to 20, beyond clamped. */
  readonly agents: number;
  /** Of them, those who would take a call now; may be a fraction, 0 to `agents`. */
  readonly idle: number;
  /** The chance that a dial is answered by a person, 0.03 to 0.9; the level of 0.03 is scaled below. */
  readonly answerRate: number;
  /** Mean talk and wrap-up by the mean time from a dial to its answer or end, 3 to 40, beyond clamped. */
  readonly handleToRingRatio: number;
  /** The price of an abandoned call in served calls, from 0.15; from 300 on progressive: one call an agent. */
  readonly lambda: number;
}

/** Where a value lies among the points of the grid: between `low` and the next, `share` of the way. */
interface Place {
  readonly low: number;
  readonly share: number;
}

const { agents, ratios, answerRates, lambdas, idleMax } = dialUpToTable;
const rowLength = idleMax + 1;
const levels = decode();
const [agentsPoints, ratioPoints, ratePoints, lambdaPoints] = [
  agents,
  ratios.map(Math.log),
  answerRates.map(Math.log),
  lambdas.map(Math.log),
];
const lambdaLast = lambdas[lambdas.length - 1] ?? 1;

/**
 * The calls that shall be in flight, in calls that were dialed just now; a fraction, at least `idle`.
 * It falls with `lambda` and rises with `idle`. Pure; about a microsecond.
 */
export function dialUpToLevel(team: SmallTeam): number {
  const idle = Math.max(0, Math.min(team.idle, team.agents));
  const rate = Math.max(0.001, Math.min(1, team.answerRate));
  const atAgents = place(agentsPoints, team.agents);
  const atRatio = place(ratioPoints, Math.log(Math.max(0.1, team.handleToRingRatio)));
  const atRate = place(ratePoints, Math.log(rate));
  const atLambda = place(lambdaPoints, Math.log(Math.max(0.01, team.lambda)));
  let answers = 0;
  for (let corner = 0; corner < 16; corner += 1) {
    const weight =
      weightOf(atAgents, corner & 1) *
      weightOf(atRatio, corner & 2) *
      weightOf(atRate, corner & 4) *
      weightOf(atLambda, corner & 8);
    if (weight === 0) continue;
    const row = rowOf(
      atAgents.low + (corner & 1 ? 1 : 0),
      atRatio.low + (corner & 2 ? 1 : 0),
      atRate.low + (corner & 4 ? 1 : 0),
      atLambda.low + (corner & 8 ? 1 : 0),
    );
    answers += weight * answersOf(row, idle);
  }
  // A call for each idle agent abandons nobody, so the level never falls below; at last it stays there.
  const above = Math.max(0, answers / rate - idle);
  const beyond = Math.log10(Math.max(1, team.lambda / lambdaLast));
  return idle + above * Math.max(0, 1 - beyond);
}

const weightOf = ({ share }: Place, isNext: number): number => (isNext === 0 ? 1 - share : share);

/** Beyond the ends the first or the last point holds. */
function place(points: readonly number[], value: number): Place {
  let low = 0;
  while (low < points.length - 2 && value > (points[low + 1] ?? 0)) low += 1;
  const from = points[low] ?? 0;
  const share = (value - from) / ((points[low + 1] ?? 0) - from);
  return { low, share: Math.max(0, Math.min(1, share)) };
}

/** Answers expected of the calls in flight; with more idle agents than the row has it rises as before. */
function answersOf(row: number, idle: number): number {
  const low = Math.min(Math.floor(idle), idleMax - 1);
  const first = levels[row + low] ?? 0;
  return first + ((levels[row + low + 1] ?? 0) - first) * (idle - low);
}

const rowOf = (team: number, ratio: number, rate: number, lambda: number): number =>
  (((team * ratios.length + ratio) * answerRates.length + rate) * lambdas.length + lambda) * rowLength;

/** All rows at full length: where a team has fewer agents, its last rise goes on. */
function decode(): Float64Array {
  const decoded = new Float64Array(
    agents.length * ratios.length * answerRates.length * lambdas.length * rowLength,
  );
  let at = 0;
  dialUpToLines.forEach((line, block) => {
    const given = Math.min(agents[Math.floor(block / ratios.length)] ?? 0, idleMax) + 1;
    for (let start = 0; start < line.length; start += given) {
      let level = 0;
      let rise = 0;
      for (let idle = 0; idle < rowLength; idle += 1) {
        if (idle < given) rise = riseOf(line.charCodeAt(start + idle));
        level += rise;
        decoded[at] = level;
        at += 1;
      }
    }
  });
  return decoded;
}

function riseOf(code: number): number {
  const steps = code - (code < 92 ? 40 : 41);
  return 0.018 * Math.min(steps, 60) + 0.12 * Math.max(0, steps - 60);
}
