// Days of the calendar, without a zone and without a clock: the next day, a day as text, and whether
// a special date names it. Plain arithmetic, since a search for the next opening walks many days.
import type { SpecialDate, SpecialDateRule } from './specialDate.ts';

export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 1 = Monday to 7 = Sunday. */
  readonly weekDay: number;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `yyyy-MM-dd`. */
export const dayText = (day: CalendarDay): string =>
  `${String(day.year).padStart(4, '0')}-${twoDigits(day.month)}-${twoDigits(day.day)}`;

/** Minutes of a day as `HH:mm`; 24:00 is its end. */
export const minuteText = (minutes: number): string =>
  `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;

/** The day after in the calendar, also where a zone skipped it. */
export function dayAfter({ year, month, day, weekDay }: CalendarDay): CalendarDay {
  const nextWeekDay = (weekDay % 7) + 1;
  if (day < daysInMonth(year, month)) return { year, month, day: day + 1, weekDay: nextWeekDay };
  return month < 12
    ? { year, month: month + 1, day: 1, weekDay: nextWeekDay }
    : { year: year + 1, month: 1, day: 1, weekDay: nextWeekDay };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The first special date of the list that holds the day; null for a workday. */
export function specialDateOf(dates: readonly SpecialDate[], day: CalendarDay): SpecialDate | null {
  if (dates.length === 0) return null;
  const text = dayText(day);
  return dates.find((date) => holds(date.rule, day, text)) ?? null;
}

function holds(rule: SpecialDateRule, day: CalendarDay, text: string): boolean {
  switch (rule.kind) {
    case 'week':
      return rule.days.includes(day.weekDay);
    case 'date':
      return rule.begin <= text && text <= rule.end;
    case 'yearly': {
      const inYear = text.slice(5);
      const begun = rule.begin <= inYear;
      const notOver = inYear <= rule.end;
      // 12-24 to 01-06 goes over the turn of the year.
      return rule.begin <= rule.end ? begun && notOver : begun || notOver;
    }
  }
}
