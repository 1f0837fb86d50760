// A simulated day as text for the terminal: what becomes of the numbers, and how the day goes.
import { causeOf } from '../core/outcome.ts';
import type { Millis } from '../core/units.ts';
import { wallOfInstant } from '../core/zone.ts';
import type { Day, Minute } from '../simulation/day.ts';

/** Rows of the course of the day are this many minutes long: the first that gives few enough rows. */
const rowMinutes = [1, 5, 15, 60, 360, 1440] as const;
const rowsMax = 24;

export function dayText(day: Day, zone: string, from: Millis): string {
  const wall = (at: Millis): string => wallOfInstant(at, zone);
  return [
    `From ${wall(from)} (${zone})`,
    `  calls             ${count(day.calls)}`,
    `  connected         ${count(day.connected)}${share(day.connected, day.calls)}`,
    `  most in flight    ${count(day.inFlightPeak)}`,
    `  numbers left      ${count(day.numbersLeft)}`,
    `  expected finish   ${day.finishedAt === null ? 'not within these hours' : wall(day.finishedAt)}`,
    ...stopLines(day),
    ...outcomeLines(day),
    ...courseLines(day.minutes, wall),
    '',
  ].join('\n');
}

const count = (value: number): string => value.toLocaleString('en-US');
const share = (part: number, whole: number): string =>
  whole === 0 ? '' : ` (${((100 * part) / whole).toFixed(1)} %)`;

function stopLines({ stoppedBy }: Day): string[] {
  if (stoppedBy === null) return [];
  const value = Object.entries(stoppedBy.value).map(([name, shown]) => `${name} ${shown ?? 'none'}`);
  return [`  stopped by        gate ${stoppedBy.gate}: ${value.join(', ')}`];
}

function outcomeLines(day: Day): string[] {
  const callsOf = new Map(Object.entries(day.outcomes));
  const rows = Object.entries(causeOf).flatMap(([outcome, cause]) => {
    const calls = callsOf.get(outcome) ?? 0;
    return calls === 0 ? [] : [{ outcome, cause, calls }];
  });
  const lines = rows
    .toSorted((one, other) => other.calls - one.calls)
    .map(
      ({ outcome, cause, calls }) =>
        `  ${cause}  ${outcome.padEnd(18)} ${count(calls).padStart(10)}${share(calls, day.calls)}`,
    );
  return lines.length === 0 ? [] : ['', 'Outcomes', ...lines];
}

function courseLines(minutes: readonly Minute[], wall: (at: Millis) => string): string[] {
  if (minutes.length === 0) return [];
  const courses = rowMinutes.map((length) => ({ length, rows: rowsOf(minutes, length) }));
  const course = courses.find(({ rows }) => rows.length <= rowsMax) ?? courses.at(-1);
  if (course === undefined) return [];
  return [
    '',
    `Course (rows of ${course.length} min)     calls  calls a minute  connected a minute`,
    ...course.rows.map(
      ({ at, calls, connected, dialing }) =>
        `  ${wall(at)}  ${count(calls).padStart(12)}  ${(calls / dialing).toFixed(1).padStart(14)}  ` +
        `${(connected / dialing).toFixed(1).padStart(18)}`,
    ),
  ];
}

interface Row {
  /** The first minute with a call. */
  readonly at: Millis;
  calls: number;
  connected: number;
  /** Minutes with a call, 1 or more: a pause is not part of the pace. */
  dialing: number;
}

function rowsOf(minutes: readonly Minute[], length: number): Row[] {
  const first = minutes[0]?.at ?? 0;
  const rows = new Map<number, Row>();
  for (const { at, calls, connected } of minutes) {
    const index = Math.floor((at - first) / (length * 60_000));
    const row = rows.get(index) ?? { at, calls: 0, connected: 0, dialing: 0 };
    row.calls += calls;
    row.connected += connected;
    row.dialing += 1;
    rows.set(index, row);
  }
  return [...rows.values()];
}
