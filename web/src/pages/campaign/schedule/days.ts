// Days of the VDN's calendar as the pictures of the schedule need them: counted from 1970, with their
// weekday, the special date that holds them, and how long they are.
import { type CalendarDay, dayText, specialDateOf } from '../../../../../src/core/calendarDay.ts';
import type { SpecialDate } from '../../../../../src/core/specialDate.ts';
import { toMillis } from '../../../../../src/core/units.ts';
import { dayOfInstant, instantOfWall, startOfDay } from '../../../../../src/core/zone.ts';

export interface ShownDay extends CalendarDay {
  /** `yyyy-MM-dd` */
  readonly text: string;
  readonly special: SpecialDate | null;
  /** 24 but where the clock is changed. */
  readonly hours: number;
}

const dayMillis = 86_400_000;

/** Days since 1970-01-01 of the day that holds the instant in the zone. */
export const dayNumberAt = (now: number, zone: string): number =>
  Date.parse(`${dayOfInstant(toMillis(now), zone)}T00:00:00Z`) / dayMillis;

/** 1 = Monday to 7 = Sunday; 1970-01-01 was a Thursday. */
export const weekDayOf = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1;

export function shownDays(
  from: number,
  count: number,
  dates: readonly SpecialDate[],
  zone: string,
): ShownDay[] {
  const days = Array.from({ length: count }, (_, index) => calendarDay(from + index));
  const starts = Array.from({ length: count + 1 }, (_, index) => startAt(from + index, zone));
  return days.map((day, index) => ({
    ...day,
    text: dayText(day),
    special: specialDateOf(dates, day),
    hours: ((starts[index + 1] ?? 0) - (starts[index] ?? 0)) / 3_600_000,
  }));
}

function calendarDay(number: number): CalendarDay {
  const date = new Date(number * dayMillis);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekDay: weekDayOf(number),
  };
}

function startAt(number: number, zone: string): number {
  const noon = instantOfWall(`${dayText(calendarDay(number))} 12:00:00`, zone);
  return noon === null ? 0 : startOfDay(noon, zone);
}

/** From the first of January to the last of December. */
export const yearBegin = (year: number): number => Date.UTC(year, 0, 1) / dayMillis;

/** The weekday's name, short, in the language. */
export const weekDayName = (weekDay: number, tag: string): string =>
  new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekDay));
