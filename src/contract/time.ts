// Instants from the texts of a request that was read without a violation, and back. Instants stay within
// the years that PostgreSQL and ISO 8601 write with four digits.
import type { DayRange, InstantRange } from '../core/query.ts';
import { addSeconds, type Millis, toMillis } from '../core/units.ts';
import { instantOfWall, startOfDay, wallOfInstant } from '../core/zone.ts';
import { spaced } from './rules/formats.ts';

/** 9999-12-31T23:59:59Z. */
const lastInstant = 253_402_300_799_000;

/** The instant of a time text that is known to be real. */
export function instantOf(text: string, zone: string): Millis {
  const at = instantOfWall(spaced(text), zone);
  if (at === null) throw new Error('A time text passed its format but is not a real time.');
  return toMillis(Math.min(at, lastInstant));
}

export const instantOrNull = (text: string | undefined, zone: string): Millis | null =>
  text === undefined ? null : instantOf(text, zone);

export const wallOrNull = (at: Millis | null, zone: string): string | null =>
  at === null ? null : wallOfInstant(at, zone);

export const wallOrEmpty = (at: Millis | null, zone: string): string => wallOrNull(at, zone) ?? '';

/** The instants of whole days, both included; a day begins at its first instant in the zone. */
export function instantsOfDays(
  days: DayRange,
  zone: string,
): { from: Millis; before: Millis } & InstantRange {
  const lastDay = instantOf(`${days.end} 00:00:00`, zone);
  return { from: instantOf(`${days.begin} 00:00:00`, zone), before: startOfNextDay(lastDay, zone) };
}

/** Days have 22 to 26 hours, so 36 hours after a day's start it is always the next one. */
const startOfNextDay = (dayStart: Millis, zone: string): Millis =>
  toMillis(Math.min(startOfDay(addSeconds(dayStart, 36 * 3600), zone), lastInstant));
