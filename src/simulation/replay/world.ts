// The world of a recorded day as a scenario: the share of answers in each quarter of an hour, the length of
// rings and talks, the agents of each minute. Where a quarter has too few calls, the figures of the whole
// day stand in. A number's own habits are not recorded and are left to chance.
import type { Met, RecordedCalls, RecordedDay } from '../../core/recordedDay.ts';
import { baseScenario, type Law, type Scenario, type Shift } from '../pace/scenario/scenario.ts';

/** The part of the day that is replayed: where agents were there, in whole quarters of an hour. */
export interface DayWorld {
  readonly scenario: Scenario;
  readonly fromSeconds: number;
}

export const quarterSeconds = 900;
/** A quarter's own answer rate counts like so many calls at the day's rate. */
const priorCalls = 30;
/** A law keeps this many durations: enough for its tail. */
const durationsKept = 2000;

/** Null when nobody was there, or no call was placed. */
export function worldOfDay(day: RecordedDay, ringLimitSeconds: number): DayWorld | null {
  const first = day.staffing.findIndex((agents) => agents >= halfAnAgent);
  const last = day.staffing.findLastIndex((agents) => agents >= halfAnAgent);
  if (first === -1 || day.calls.dialedAt.length === 0) return null;
  const fromSeconds = Math.floor((first * 60) / quarterSeconds) * quarterSeconds;
  const seconds = Math.min(day.seconds, (last + 1) * 60) - fromSeconds;
  const shifts = shiftsOf(day.staffing, fromSeconds, seconds);
  const { calls } = day;
  const count = (met: Met): number => calls.met.filter((one) => one === met).length;
  const unanswered = calls.met.length - count('person');
  const scenario: Scenario = {
    ...baseScenario,
    id: `${day.campaignId}-${day.day}`,
    agents: shifts.reduce((sum, shift) => sum + shift.agents, 0),
    hours: seconds / 3600,
    answerRate: {
      kind: 'steps',
      rates: ratesOf(calls, fromSeconds, Math.ceil(seconds / quarterSeconds)),
      everySeconds: quarterSeconds,
    },
    talk: lawOf(given(calls.talkSeconds), baseScenario.talk),
    wrap: lawOf(given(calls.wrapUpSeconds), baseScenario.wrap),
    ring: {
      person: lawOf(ringsOf(calls, 'person'), baseScenario.ring.person),
      machine: lawOf(ringsOf(calls, 'machine'), baseScenario.ring.machine),
      refused: lawOf(ringsOf(calls, 'refused'), baseScenario.ring.refused),
      noAnswer: lawOf(ringsOf(calls, 'noAnswer'), { law: 'constant', seconds: ringLimitSeconds }),
    },
    ringLimitSeconds,
    machineShare: unanswered === 0 ? 0 : count('machine') / unanswered,
    refusedShare: unanswered === 0 ? 0 : count('refused') / unanswered,
    patience: patienceOf(calls),
    shifts,
  };
  return { scenario, fromSeconds };
}

const halfAnAgent = 0.5;

const given = (values: readonly (number | null)[]): number[] =>
  values.filter((value): value is number => value !== null);

const ringsOf = (calls: RecordedCalls, met: Met): number[] =>
  calls.ringSeconds.filter((_seconds, call) => calls.met[call] === met);

/** The durations themselves, thinned evenly where there are many. */
function lawOf(seconds: readonly number[], otherwise: Law): Law {
  if (seconds.length === 0) return otherwise;
  const sorted = [...seconds].sort((one, other) => one - other);
  const kept = Math.min(durationsKept, sorted.length);
  const step = sorted.length / kept;
  return {
    law: 'empirical',
    seconds: Array.from({ length: kept }, (_, index) => sorted[Math.floor((index + 0.5) * step)] ?? 0),
  };
}

function ratesOf(calls: RecordedCalls, fromSeconds: number, quarters: number): number[] {
  const dials = new Array<number>(quarters).fill(0);
  const persons = new Array<number>(quarters).fill(0);
  calls.dialedAt.forEach((at, call) => {
    const quarter = Math.floor((at - fromSeconds) / quarterSeconds);
    if (quarter < 0 || quarter >= quarters) return;
    dials[quarter] = (dials[quarter] ?? 0) + 1;
    if (calls.met[call] === 'person') persons[quarter] = (persons[quarter] ?? 0) + 1;
  });
  const answered = calls.met.filter((met) => met === 'person').length;
  const rate = answered / calls.met.length;
  return dials.map(
    (dialed, quarter) => ((persons[quarter] ?? 0) + priorCalls * rate) / (dialed + priorCalls),
  );
}

/**
 * How long people wait before they hang up by themselves: the time that all of them waited, for each who
 * left (the maximum-likelihood estimate where agents and the limit cut most waits short). Null: nobody left.
 */
function patienceOf(calls: RecordedCalls): Law | null {
  let waited = 0;
  let left = 0;
  calls.waitSeconds.forEach((seconds, call) => {
    if (seconds === null) return;
    waited += seconds;
    if (calls.talkSeconds[call] === null && !calls.abandoned[call]) left += 1;
  });
  return left === 0 || waited === 0 ? null : { law: 'exponential', meanSeconds: waited / left };
}

/** A change of less than this is an agent between two calls of another campaign, not one who left. */
const staffingHysteresis = 0.6;

/** Whole agents who come and go as the average of each minute says; who came first leaves first. */
export function shiftsOf(staffing: readonly number[], fromSeconds: number, seconds: number): Shift[] {
  const open: number[] = [];
  const shifts = new Map<string, Shift>();
  const close = (login: number, logoff: number | null): void => {
    const key = `${login} ${logoff}`;
    const agents = (shifts.get(key)?.agents ?? 0) + 1;
    shifts.set(key, { agents, loginSeconds: login, logoffSeconds: logoff });
  };
  for (let minute = Math.floor(fromSeconds / 60); minute * 60 < fromSeconds + seconds; minute += 1) {
    const wanted = staffing[minute] ?? 0;
    const at = minute * 60 - fromSeconds;
    if (Math.abs(wanted - open.length) < staffingHysteresis) continue;
    const target = Math.round(wanted);
    while (open.length < target) open.push(at);
    while (open.length > target) close(open.shift() ?? 0, at);
  }
  for (const login of open) close(login, null);
  return [...shifts.values()];
}
