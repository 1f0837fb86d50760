// The figures by which two days are compared, counted in the same way from what was recorded and from the
// log of a replay.
import type { RecordedDay } from '../../core/recordedDay.ts';
import { logged, readLog } from '../pace/eventLog.ts';
import { figuresOf } from '../pace/figures.ts';
import type { Outcome } from '../pace/run.ts';

/** Shares are in percent, times in seconds; null where there is nothing to divide by. */
export interface DayFigures {
  /** Talk and wrap-up of the time that agents were there for this campaign. */
  readonly occupancyPercent: number | null;
  readonly dials: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly abandonPercent: number | null;
  /** Persons who talked with an agent. */
  readonly served: number;
  /** How long they waited for the agent. */
  readonly waitSecondsMean: number | null;
  /** How long an agent waited for the next person. */
  readonly agentWaitSecondsMean: number | null;
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
const percentOf = (part: number, whole: number): number | null => {
  const share = ratio(part, whole);
  return share === null ? null : share * 100;
};

/** What was recorded between two seconds of the day, by the instant of the dial. */
export function recordedFigures(day: RecordedDay, fromSeconds: number, toSeconds: number): DayFigures {
  const { calls } = day;
  let [dials, answered, abandoned, served, busy, waited] = [0, 0, 0, 0, 0, 0];
  calls.dialedAt.forEach((at, call) => {
    if (at < fromSeconds || at >= toSeconds) return;
    dials += 1;
    if (calls.met[call] !== 'person') return;
    answered += 1;
    if (calls.abandoned[call]) abandoned += 1;
    const talk = calls.talkSeconds[call] ?? null;
    if (talk === null) return;
    served += 1;
    busy += talk + (calls.wrapUpSeconds[call] ?? 0);
    waited += calls.waitSeconds[call] ?? 0;
  });
  const minutes = day.staffing.slice(Math.floor(fromSeconds / 60), Math.ceil(toSeconds / 60));
  const staffed = minutes.reduce((sum, agents) => sum + agents * 60, 0);
  return {
    occupancyPercent: percentOf(busy, staffed),
    dials,
    answered,
    abandoned,
    abandonPercent: percentOf(abandoned, answered),
    served,
    waitSecondsMean: ratio(waited, served),
    agentWaitSecondsMean: ratio(Math.max(0, staffed - busy), served),
  };
}

export function replayedFigures(run: Outcome): DayFigures {
  const { occupancy, dials, answered, abandoned, served, agentWaitSeconds } = figuresOf(run);
  const answeredAt = new Map<number, number>();
  let waited = 0;
  readLog(run.log, (kind, at, call) => {
    if (kind === logged.answered) answeredAt.set(call, at);
    else if (kind === logged.connected) waited += at - (answeredAt.get(call) ?? at);
  });
  return {
    occupancyPercent: occupancy * 100,
    dials,
    answered,
    abandoned,
    abandonPercent: percentOf(abandoned, answered),
    served,
    waitSecondsMean: ratio(waited, served),
    agentWaitSecondsMean: served > 0 ? agentWaitSeconds : null,
  };
}

/** The mean of several runs; shares of counts are those of the sums. */
export function meanOfFigures(runs: readonly DayFigures[]): DayFigures {
  const mean = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value): value is number => value !== null);
    return ratio(
      known.reduce((sum, value) => sum + value, 0),
      known.length,
    );
  };
  const count = (name: 'dials' | 'answered' | 'abandoned' | 'served'): number =>
    mean(runs.map((run) => run[name])) ?? 0;
  return {
    occupancyPercent: mean(runs.map((run) => run.occupancyPercent)),
    dials: count('dials'),
    answered: count('answered'),
    abandoned: count('abandoned'),
    abandonPercent: percentOf(count('abandoned'), count('answered')),
    served: count('served'),
    waitSecondsMean: mean(runs.map((run) => run.waitSecondsMean)),
    agentWaitSecondsMean: mean(runs.map((run) => run.agentWaitSecondsMean)),
  };
}
