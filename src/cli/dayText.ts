// A simulated day as text for the terminal: what becomes of the numbers, and how the day goes.
import { causeOf, type Outcome } from '../core/outcome.ts';
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
  const rows = Object.entries(causeOf).flatMap(([outcome, cause]) => {
    const calls = day.outcomes[outcome as Outcome] ?? 0;
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
  const first = minutes[0];
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) return [];
  const span = (last.at - first.at) / 60_000 + 1;
  const length = rowMinutes.find((candidate) => span / candidate <= rowsMax) ?? 1440;
  const rows = new Map<number, { at: Millis; calls: number; connected: number }>();
  for (const minute of minutes) {
    const index = Math.floor((minute.at - first.at) / (length * 60_000));
    const row = rows.get(index) ?? { at: minute.at, calls: 0, connected: 0 };
    row.calls += minute.calls;
    row.connected += minute.connected;
    rows.set(index, row);
  }
  const perMinute = (calls: number): string => (calls / length).toFixed(1).padStart(12);
  return [
    '',
    `Course (rows of ${length} min)  calls a minute  connected a minute`,
    ...[...rows.values()].map(
      (row) => `  ${wall(row.at)}  ${perMinute(row.calls)}  ${perMinute(row.connected)}`,
    ),
  ];
}
