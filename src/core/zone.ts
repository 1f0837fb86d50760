// Wall clocks: the time that a clock in the tenant's zone shows at an instant, and the instant at which it
// shows a time. One rule answers both oddities of daylight saving (R13): a wall time stands for the first
// instant at which the wall clock has reached it. So a skipped time is the first instant after the gap, and
// a time that happens twice is the earlier one. Nothing here knows what time it is now.
import { Temporal } from 'temporal-polyfill';
import { type Millis, toMillis } from './units.ts';

const wallTimePattern = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;

/**
 * The instant of a wall time `yyyy-MM-dd HH:mm:ss` in an IANA zone (R13). Null when the text is not
 * exactly in this format or names no real date or time (`2026-02-30`, `24:00:00`).
 */
export function instantOfWall(text: string, zone: string): Millis | null {
  const [matched, year, month, day, hour, minute, second] = wallTimePattern.exec(text) ?? [];
  if (matched === undefined) return null;
  const wall = Temporal.PlainDateTime.from(
    {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
    },
    { overflow: 'constrain' },
  );
  return wall.day === Number(day) ? firstInstantOf(wall, zone) : null;
}

/**
 * Whether the wall clock of the zone skips this wall time or shows it twice, so that R13 decides which
 * instant is meant; null for any other time, and for a text that is not a wall time.
 */
export function wallOddity(text: string, zone: string): 'skipped' | 'repeated' | null {
  const at = instantOfWall(text, zone);
  if (at === null) return null;
  if (wallOfInstant(at, zone) !== text) return 'skipped';
  const wall = Temporal.PlainDateTime.from(text.replace(' ', 'T'));
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  return later.epochMilliseconds === at ? null : 'repeated';
}

/** What the wall clock shows at an instant, `yyyy-MM-dd HH:mm:ss`; parts of a second are cut off. */
export function wallOfInstant(at: Millis, zone: string): string {
  return isoWall(at, zone).slice(0, 19).replace('T', ' ');
}

/** An instant in ISO 8601 as the wall clock shows it, with its offset: `2026-11-22T17:00:00.250+01:00`. */
export function zonedText(at: Millis, zone: string): string {
  const minutes = Math.trunc(stretchAt(at, zone).offsetMillis / 60_000);
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
  return `${isoWall(at, zone).slice(0, 23)}${offset}`;
}

/** What the calendar on the wall shows at an instant, `yyyy-MM-dd`. */
export function dayOfInstant(at: Millis, zone: string): string {
  return isoWall(at, zone).slice(0, 10);
}

/** A stretch of time over which a zone keeps one offset from UTC. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly offsetMillis: number;
}

/**
 * The stretch last asked for in each zone. Thousands of results an hour lie in one, and finding it
 * costs fifty times what using it costs; the same question has the same answer with and without.
 */
const stretches = new Map<string, Stretch>();

function stretchAt(at: Millis, zone: string): Stretch {
  const known = stretches.get(zone);
  if (known !== undefined && known.from <= at && at < known.until) return known;
  const zoned = zonedAt(at, zone);
  const next = zoned.getTimeZoneTransition('next');
  const found = {
    from: at,
    until: next === null ? Number.POSITIVE_INFINITY : next.epochMilliseconds,
    offsetMillis: zoned.offsetNanoseconds / 1_000_000,
  };
  stretches.set(zone, found);
  return found;
}

/** The wall clock in ISO 8601, as if the zone were UTC. */
function isoWall(at: Millis, zone: string): string {
  return new Date(at + stretchAt(at, zone).offsetMillis).toISOString();
}

/** The first instant of the local day that holds `at`: 00:00, or later where that is skipped. */
export function startOfDay(at: Millis, zone: string): Millis {
  const { from, offsetMillis } = stretchAt(at, zone);
  const midnight = Math.floor((at + offsetMillis) / dayMillis) * dayMillis - offsetMillis;
  // A day after the clock was changed, no midnight is skipped or comes twice.
  if (midnight - from > dayMillis) return toMillis(midnight);
  return firstInstantOf(zonedAt(at, zone).toPlainDate().toPlainDateTime(), zone);
}

const dayMillis = 86_400_000;

/** The first instant at which the wall clock of the zone shows `wall` or later (R13). */
export function firstInstantOf(wall: Temporal.PlainDateTime, zone: string): Millis {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wall)) return toMillis(earlier.epochMilliseconds);
  // In a gap Temporal gives an instant that lies before the gap by the gap's length at most.
  const gap = earlier.getTimeZoneTransition('next');
  if (gap === null) throw new RangeError(`no gap after ${earlier.toString()}`);
  return toMillis(gap.epochMilliseconds);
}

/** True for a name of the IANA database in its own spelling; false for offsets like `+02:00`. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Z]/.test(text)) return false;
  try {
    return zonedAt(toMillis(0), text).timeZoneId === text;
  } catch {
    return false;
  }
}

/** The wall clock of the zone at an instant, as Temporal's value. */
export function zonedAt(at: Millis, zone: string): Temporal.ZonedDateTime {
  return new Temporal.ZonedDateTime(BigInt(at) * 1_000_000n, zone);
}
