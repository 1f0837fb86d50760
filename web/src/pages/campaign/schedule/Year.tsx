// A year with its special dates and the days on which the clock is changed.
import { memo, useMemo } from 'react';
import type { SpecialDate } from '../../../../../src/core/specialDate.ts';
import { useLanguage } from '../../../preferences.ts';
import { tagOf } from '../../../text/language.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { type ShownDay, shownDays, weekDayName, yearBegin } from './days.ts';
import styles from './schedule.module.css';
import { scheduleTexts } from './texts.ts';

interface YearProps {
  readonly year: number;
  readonly dates: readonly SpecialDate[];
  readonly zone: string;
  /** `yyyy-MM-dd` */
  readonly today: string;
}

const weekDays = [1, 2, 3, 4, 5, 6, 7] as const;

/** Drawn again when something of it changes, and not while hours are dragged beside it. */
export const Year = memo(function Year({ year, dates, zone, today }: YearProps) {
  const tag = tagOf(useLanguage());
  const days = useMemo(() => {
    const from = yearBegin(year);
    return shownDays(from, yearBegin(year + 1) - from, dates, zone);
  }, [year, dates, zone]);
  return (
    <div className={styles.year}>
      {Array.from({ length: 12 }, (_, index) => index + 1).map((month) => (
        <table key={month} className={styles.month}>
          <caption>
            {new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' }).format(
              Date.UTC(year, month - 1, 1),
            )}
          </caption>
          <thead>
            <tr>
              {weekDays.map((weekDay) => (
                <th key={weekDay} scope="col">
                  {weekDayName(weekDay, tag)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(days.filter((day) => day.month === month)).map((week) => (
              <tr key={week.find((day) => day !== null)?.text}>
                {week.map((day, index) =>
                  day === null ? (
                    <td key={weekDays[index]} />
                  ) : (
                    <Day key={day.text} day={day} isToday={day.text === today} />
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
});

function Day({ day, isToday }: { readonly day: ShownDay; readonly isToday: boolean }) {
  const texts = useTexts(scheduleTexts);
  const about = [day.special?.name, day.hours === 24 ? undefined : texts.clock].filter(
    (text) => text !== undefined,
  );
  const look = [
    day.special === null ? '' : styles.specialDay,
    day.hours === 24 ? '' : styles.clockDay,
    isToday ? styles.today : '',
  ];
  return (
    <td className={look.join(' ')} {...(about.length === 0 ? {} : { title: about.join(', ') })}>
      {day.day}
    </td>
  );
}

/** Weeks from Monday to Sunday, with null before the first and after the last. */
function weeksOf(days: readonly ShownDay[]): (ShownDay | null)[][] {
  const before = (days[0]?.weekDay ?? 1) - 1;
  const places: (ShownDay | null)[] = [...Array.from({ length: before }, () => null), ...days];
  while (places.length % 7 !== 0) places.push(null);
  return Array.from({ length: places.length / 7 }, (_, week) => places.slice(week * 7, week * 7 + 7));
}
