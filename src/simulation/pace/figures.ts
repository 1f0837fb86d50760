// The figures of a run, counted from its log and from nothing the policy says (pacing.md 5). Answers
// and abandoned calls are dated by the answer. Shares are 0 to 1; times are seconds.
import { type Logged, logged, readLog } from './eventLog.ts';
import type { Outcome } from './run.ts';

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

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** Adds up what the agents did; whatever has not ended is cut at the end of the run. */
function createStaff() {
  const loginAt: (number | undefined)[] = [];
  const readyAt: (number | undefined)[] = [];
  const talkAt: (number | undefined)[] = [];
  const wrapAt: (number | undefined)[] = [];
  const sums = { login: 0, talk: 0, wrap: 0, wait: 0, waits: 0 };
  const end = (since: (number | undefined)[], agent: number, at: number): number => {
    const from = since[agent];
    since[agent] = undefined;
    return from === undefined ? 0 : at - from;
  };
  const read = (kind: Logged, at: number, agent: number): void => {
    if (kind === logged.connected) {
      sums.wait += end(readyAt, agent, at);
      sums.waits += 1;
      talkAt[agent] = at;
    } else if (kind === logged.talked) {
      sums.talk += end(talkAt, agent, at);
      wrapAt[agent] = at;
    } else if (kind === logged.wrappedUp) {
      sums.wrap += end(wrapAt, agent, at);
      readyAt[agent] = at;
    } else if (kind === logged.loggedIn || kind === logged.resumed) {
      loginAt[agent] = at;
      readyAt[agent] = at;
    } else if (kind === logged.loggedOff || kind === logged.paused) {
      sums.login += end(loginAt, agent, at);
      readyAt[agent] = undefined;
    }
  };
  const open = (since: readonly (number | undefined)[], endSeconds: number): number =>
    since.reduce<number>((sum, from) => sum + (from === undefined ? 0 : endSeconds - from), 0);
  return {
    read,
    sum: (endSeconds: number) => ({
      ...sums,
      login: sums.login + open(loginAt, endSeconds),
      talk: sums.talk + open(talkAt, endSeconds),
      wrap: sums.wrap + open(wrapAt, endSeconds),
    }),
  };
}

function createLines() {
  let seized = 0;
  let peak = 0;
  let lineSeconds = 0;
  let lastAt = 0;
  const turn = (at: number, change: number): void => {
    lineSeconds += seized * (at - lastAt);
    lastAt = at;
    seized += change;
    peak = Math.max(peak, seized);
  };
  return {
    read: (kind: Logged, at: number): void => {
      if (kind === logged.dialed) turn(at, 1);
      else if (
        kind === logged.notAnswered ||
        kind === logged.personRefused ||
        kind === logged.givenUp ||
        kind === logged.leftEarly ||
        kind === logged.talked
      ) {
        turn(at, -1);
      }
    },
    sum: (endSeconds: number) => {
      turn(endSeconds, 0);
      return { linesMean: share(lineSeconds, endSeconds), linesPeak: peak };
    },
  };
}

type Minutes = ReturnType<typeof createMinutes>;

/** Answers and abandoned calls by the minute of the answer. */
function createMinutes() {
  const answeredAt = new Map<number, number>();
  const answers: number[] = [];
  const abandons: number[] = [];
  let served = 0;
  let servedInTime = 0;
  const between = (from: number, until: number) => {
    const found = { answered: 0, abandoned: 0 };
    for (let minute = from; minute < Math.min(until, answers.length); minute += 1) {
      found.answered += answers[minute] ?? 0;
      found.abandoned += abandons[minute] ?? 0;
    }
    return found;
  };
  return {
    get served() {
      return served;
    },
    get servedInTime() {
      return servedInTime;
    },
    get length() {
      return answers.length;
    },
    between,
    answer: (call: number, at: number): void => {
      const minute = Math.floor(at / 60);
      answeredAt.set(call, minute);
      while (answers.length <= minute) {
        answers.push(0);
        abandons.push(0);
      }
      answers[minute] = (answers[minute] ?? 0) + 1;
    },
    /** The call stays known as one whose limit has passed, should an agent take it later. */
    abandon: (call: number): void => {
      const minute = answeredAt.get(call) ?? 0;
      abandons[minute] = (abandons[minute] ?? 0) + 1;
      answeredAt.set(call, -1);
    },
    /** An unnoticed machine was never answered by anybody, so it is not counted. */
    connect: (call: number): void => {
      const minute = answeredAt.get(call);
      if (minute === undefined) return;
      served += 1;
      if (minute >= 0) servedInTime += 1;
      answeredAt.delete(call);
    },
    worstHour: (): number | null => {
      let worst: number | null = null;
      for (let from = 0; from === 0 || from + 60 <= answers.length; from += 1) {
        const hour = between(from, from + 60);
        if (hour.answered >= 50) worst = Math.max(worst ?? 0, hour.abandoned / hour.answered);
      }
      return worst;
    },
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
