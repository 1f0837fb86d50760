// The figures of a run, counted from its log, never from what the policy says (pacing.md 5). Answers and
// abandoned calls are dated by the answer. Shares are 0 to 1; times are seconds.
import { type Logged, logged, readLog } from './eventLog.ts';
import type { Outcome } from './run.ts';
import { createLines, createMinutes, createStaff, type Minutes, share } from './tallies.ts';

export interface RunFigures {
  /** Time with a caller, and with a caller or in wrap-up, as shares of the time logged in. */
  readonly talkOccupancy: number;
  readonly occupancy: number;
  /** From being ready to the next call, on average. */
  readonly agentWaitSeconds: number;
  readonly dials: number;
  /** Persons who answered and could have been given to an agent: L. */
  readonly answered: number;
  /** Of those, without an agent at the legal limit: A. Some may have reached one later. */
  readonly abandoned: number;
  readonly leftEarly: number;
  readonly servedInTime: number;
  /** All persons that agents talked with, the late ones included. */
  readonly served: number;
  /** Persons who waited when the run ended, the limit not having passed: neither A nor served. */
  readonly undecided: number;
  /** A / L, and the share of early leavers. */
  readonly abandonment: number;
  readonly leftEarlyShare: number;
  /** (A + F) / (A + F + C): F persons taken for machines, C calls passed to agents in time (Ofcom). */
  readonly abandonmentOfcom: number;
  readonly personsRefused: number;
  readonly linesMean: number;
  readonly linesPeak: number;
  readonly agentHours: number;
  readonly servedPerAgentHour: number;
  readonly dialsPerServed: number;
  /** The highest A / L of an hour with 50 answers or more, in steps of a minute; null without one. */
  readonly worstHourAbandonment: number | null;
  readonly first15MinutesAnswered: number;
  readonly first15MinutesAbandoned: number;
  /** What had more than 3 %: the run, a calendar day of it, a block of 30 days. */
  readonly breaches: readonly ('run' | 'day' | 'block')[];
}

const limitShare = 0.03;
const daySeconds = 86_400;

/** Counts a run. Costs about 10 ns for each entry of its log. */
export function figuresOf({ log, endSeconds }: Outcome): RunFigures {
  const counts = new Array<number>(15).fill(0);
  const staff = createStaff();
  const lines = createLines();
  const minutes = createMinutes();
  readLog(log, (kind, at, call, agent) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    lines.read(kind, at);
    if (agent >= 0) staff.read(kind, at, agent);
    if (kind === logged.answered) minutes.answer(call, at);
    else if (kind === logged.abandoned) minutes.abandon(call);
    else if (kind === logged.connected) minutes.connect(call);
  });
  const count = (kind: Logged): number => counts[kind] ?? 0;
  const time = staff.sum(endSeconds);
  const answered = count(logged.answered);
  const abandoned = count(logged.abandoned);
  const leftEarly = count(logged.leftEarly);
  const { served, servedInTime } = minutes;
  const refused = count(logged.personRefused);
  const first = minutes.between(0, 15);
  return {
    talkOccupancy: share(time.talk, time.login),
    occupancy: share(time.talk + time.wrap, time.login),
    agentWaitSeconds: share(time.wait, time.waits),
    dials: count(logged.dialed),
    answered,
    abandoned,
    leftEarly,
    servedInTime,
    served,
    undecided: answered - abandoned - leftEarly - servedInTime,
    abandonment: share(abandoned, answered),
    leftEarlyShare: share(leftEarly, answered),
    abandonmentOfcom: share(abandoned + refused, abandoned + refused + servedInTime),
    personsRefused: refused,
    ...lines.sum(endSeconds),
    agentHours: time.login / 3600,
    servedPerAgentHour: share(served, time.login / 3600),
    dialsPerServed: share(count(logged.dialed), served),
    worstHourAbandonment: minutes.worstHour(),
    first15MinutesAnswered: first.answered,
    first15MinutesAbandoned: first.abandoned,
    breaches: breachesOf(share(abandoned, answered), minutes),
  };
}

function breachesOf(runShare: number, minutes: Minutes): RunFigures['breaches'] {
  const hasBreach = (seconds: number): boolean => {
    for (let from = 0; from < minutes.length; from += seconds / 60) {
      const part = minutes.between(from, from + seconds / 60);
      if (share(part.abandoned, part.answered) > limitShare) return true;
    }
    return false;
  };
  return [
    ...(runShare > limitShare ? (['run'] as const) : []),
    ...(hasBreach(daySeconds) ? (['day'] as const) : []),
    ...(hasBreach(30 * daySeconds) ? (['block'] as const) : []),
  ];
}
