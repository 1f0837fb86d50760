// Whether a campaign may dial at an instant, by its segments and special dates in the VDN's zone, and when
// that changes. A segment is first turned into two instants (R13) and only then compared, so daylight
// saving inside it, at its ends or at midnight needs no special case.
import { Temporal } from 'temporal-polyfill';
import { type CalendarDay, dayAfter, dayText, specialDateOf } from './calendarDay.ts';
import type { Schedule, Segment } from './campaign.ts';
import type { SpecialDate } from './specialDate.ts';
import { type Millis, toMillis } from './units.ts';
import { firstInstantOf, zonedAt } from './zone.ts';

export interface ScheduleDecision {
  readonly open: boolean;
  readonly dayKind: 'workday' | 'holiday';
  /** The campaign's day, `yyyy-MM-dd`. */
  readonly day: string;
  /** The name of the special date that makes the day a holiday. */
  readonly specialDate: string | null;
  /** The first given segment that is open; null when closed. */
  readonly segment: Segment | null;
  /** When the union of the segments closes; null when closed. */
  readonly closesAt: Millis | null;
  /** The next opening; null when open, and when there is none within 400 days. */
  readonly opensAt: Millis | null;
}

/** How many days a search for the next opening looks ahead. */
const searchDays = 400;
const dayMilliseconds = 86_400_000;
const minuteMilliseconds = 60_000;

/**
 * A day with its first instant and that of the next day. So every instant has exactly one day, also
 * where a clock set back over midnight shows the end of the day before a second time.
 */
interface Day extends CalendarDay {
  readonly begin: Millis;
  readonly end: Millis;
}

/** A segment of a day as instants: open from `begin` up to, not including, `end`. */
interface Opening {
  readonly segment: Segment;
  readonly begin: Millis;
  readonly end: Millis;
}

/**
 * Decides for one instant (R12, R13). Overlapping segments count as their union, a segment that
 * daylight saving skips is empty, and a holiday without holiday segments is closed.
 */
export function decideSchedule(
  schedule: Schedule,
  dates: readonly SpecialDate[],
  zone: string,
  at: Millis,
): ScheduleDecision {
  const today = dayHolding(at, zone);
  const specialDate = specialDateOf(dates, today);
  const openings = openingsOf(schedule, dates, today, zone);
  const opening = openings.find(({ begin, end }) => begin <= at && at < end) ?? null;
  return {
    open: opening !== null,
    dayKind: specialDate === null ? 'workday' : 'holiday',
    day: dayText(today),
    specialDate: specialDate?.name ?? null,
    segment: opening?.segment ?? null,
    closesAt: opening === null ? null : closingAfter(schedule, dates, zone, today, openings, opening.end),
    opensAt: opening === null ? openingAfter(schedule, dates, zone, today, at) : null,
  };
}

const startOf = ({ year, month, day }: CalendarDay, zone: string): Millis =>
  firstInstantOf(new Temporal.PlainDateTime(year, month, day), zone);

function dayFrom(day: CalendarDay, begin: Millis, zone: string): Day {
  return { ...day, begin, end: startOf(dayAfter(day), zone) };
}

function dayHolding(at: Millis, zone: string): Day {
  const date = zonedAt(at, zone).toPlainDate();
  const calendarDay = { year: date.year, month: date.month, day: date.day, weekDay: date.dayOfWeek };
  const day = dayFrom(calendarDay, startOf(calendarDay, zone), zone);
  // The wall shows this day a second time: the next one has begun before.
  return day.end <= at ? dayFrom(dayAfter(day), day.end, zone) : day;
}

function segmentsOf(schedule: Schedule, dates: readonly SpecialDate[], day: CalendarDay): readonly Segment[] {
  const segments = specialDateOf(dates, day) === null ? schedule.workday : schedule.holiday;
  return segments.filter((segment) => segment !== null);
}

function openingsOf(schedule: Schedule, dates: readonly SpecialDate[], day: Day, zone: string): Opening[] {
  return segmentsOf(schedule, dates, day)
    .map((segment) => ({
      segment,
      begin: instantOfMinute(day, segment.begin, zone),
      end: instantOfMinute(day, segment.end, zone),
    }))
    .filter(({ begin, end }) => begin < end);
}

/** The first instant of a day at which the wall clock has reached a minute of it (R13). */
function instantOfMinute(day: Day, minute: number, zone: string): Millis {
  // A day of 24 hours has no change of the clock, so that most days need no look at the zone.
  if (day.end - day.begin === dayMilliseconds) return toMillis(day.begin + minute * minuteMilliseconds);
  const wall = new Temporal.PlainDateTime(day.year, day.month, day.day, Math.floor(minute / 60), minute % 60);
  return firstInstantOf(wall, zone);
}

/** Where the union of the openings that holds the instant before `end` comes to its end. */
function closingAfter(
  schedule: Schedule,
  dates: readonly SpecialDate[],
  zone: string,
  today: Day,
  openingsToday: readonly Opening[],
  end: Millis,
): Millis {
  let day = today;
  let openings = openingsToday;
  let closing = end;
  for (let days = 0; days < searchDays; days += 1) {
    for (const opening of openings.toSorted((one, other) => one.begin - other.begin)) {
      if (opening.begin <= closing && opening.end > closing) closing = opening.end;
    }
    // The last minute of a day is closed, unless the clock skips it: then the next day may join.
    if (closing < day.end) break;
    day = dayFrom(dayAfter(day), day.end, zone);
    openings = openingsOf(schedule, dates, day, zone);
  }
  return closing;
}

/** The first opening that begins after `at`, from `today` on. */
function openingAfter(
  schedule: Schedule,
  dates: readonly SpecialDate[],
  zone: string,
  today: Day,
  at: Millis,
): Millis | null {
  let day: CalendarDay = today;
  for (let days = 0; days <= searchDays; days += 1) {
    if (segmentsOf(schedule, dates, day).length > 0) {
      const begins = openingsOf(schedule, dates, dayFrom(day, startOf(day, zone), zone), zone)
        .map(({ begin }) => begin)
        .filter((begin) => begin > at);
      if (begins.length > 0) return toMillis(Math.min(...begins));
    }
    day = dayAfter(day);
  }
  return null;
}
