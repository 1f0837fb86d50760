// The running sums behind the figures of a run, each fed with the log's entries in order of time.
import { type Logged, logged } from './eventLog.ts';

/** A part of a whole; of nothing it is 0. */
export const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** Adds up what the agents did; whatever has not ended is cut at the end of the run. */
export function createStaff() {
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

/** Counts seized lines over time. */
export function createLines() {
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

export type Minutes = ReturnType<typeof createMinutes>;

/** Answers and abandoned calls by the minute of the answer. */
export function createMinutes() {
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
