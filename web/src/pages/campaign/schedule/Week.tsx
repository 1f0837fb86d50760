// A week of hours to look at and to drag: each day with the segments that rule it. Workdays share three
// segments and special dates three others, so all of them move when one is dragged.
import { useRef } from 'react';
import { minuteText } from '../../../../../src/core/calendarDay.ts';
import { toMillis } from '../../../../../src/core/units.ts';
import { instantOfWall, wallOfInstant } from '../../../../../src/core/zone.ts';
import { useLanguage } from '../../../preferences.ts';
import { useFormat } from '../../../text/format.ts';
import { tagOf } from '../../../text/language.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { type Draft, valueAt } from '../form/draft.ts';
import { useFieldTexts } from '../form/useFieldTexts.ts';
import { type ShownDay, weekDayName } from './days.ts';
import styles from './schedule.module.css';
import { scheduleTexts } from './texts.ts';

type Kind = 'workday' | 'holiday';
type End = 'Begin' | 'End';

interface WeekProps {
  readonly days: readonly ShownDay[];
  readonly draft: Draft;
  readonly zone: string;
  readonly viewerZone: string;
  readonly isReadOnly: boolean;
  /** Some times of the schedule by their names, undefined for one that goes. */
  readonly onChange: (times: Readonly<Record<string, string | undefined>>) => void;
}

const places = [1, 2, 3] as const;
const marks = [0, 3, 6, 9, 12, 15, 18, 21] as const;
const snapMinutes = 5;
const lastMinute = 1439;
const nameOf = (kind: Kind, end: End, place: number): string => `${kind}${end}Time${place}`;
const kindOf = (day: ShownDay): Kind => (day.special === null ? 'workday' : 'holiday');

/** Minutes after midnight; null for a text that is not a time. */
function minutesAt(draft: Draft, name: string): number | null {
  const [, hours, minutes] =
    /^(\d\d):(\d\d)$/.exec(String(valueAt(draft, `scheduleParam.${name}`) ?? '')) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

export function Week(props: WeekProps) {
  const { days, zone, viewerZone } = props;
  const texts = useTexts(scheduleTexts);
  const noon = instantOfWall(`${days[0]?.text ?? ''} 00:00:00`, zone) ?? toMillis(0);
  return (
    <div className={styles.weekScroll}>
      <div className={styles.week}>
        <div className={styles.axis} aria-hidden="true">
          {marks.map((hour) => (
            <div key={hour} className={styles.mark} style={{ top: `${(hour / 24) * 100}%` }}>
              {minuteText(hour * 60)}
              {viewerZone === zone ? null : (
                <span className={styles.viewer}>
                  {wallOfInstant(toMillis(noon + hour * 3_600_000), viewerZone).slice(11, 16)} {texts.viewer}
                </span>
              )}
            </div>
          ))}
        </div>
        {days.map((day) => (
          <DayColumn key={day.text} day={day} isFirst={isFirstOfKind(days, day)} week={props} />
        ))}
      </div>
    </div>
  );
}

/** The keyboard reaches each segment once, on the first day that shows it. */
const isFirstOfKind = (days: readonly ShownDay[], day: ShownDay): boolean =>
  days.find((one) => kindOf(one) === kindOf(day)) === day;

interface DayColumnProps {
  readonly day: ShownDay;
  readonly isFirst: boolean;
  readonly week: WeekProps;
}

function DayColumn({ day, isFirst, week }: DayColumnProps) {
  const texts = useTexts(scheduleTexts);
  const format = useFormat();
  const tag = tagOf(useLanguage());
  const column = useRef<HTMLDivElement>(null);
  const kind = kindOf(day);
  const minuteAt = (clientY: number): number => {
    const box = column.current?.getBoundingClientRect();
    if (box === undefined) return 0;
    const minute = ((clientY - box.top) / box.height) * 1440;
    return Math.min(lastMinute, Math.max(0, Math.round(minute / snapMinutes) * snapMinutes));
  };
  const free = places.find((place) => minutesAt(week.draft, nameOf(kind, 'Begin', place)) === null);
  const drawn = useRef<{ place: number; from: number } | null>(null);
  return (
    <div className={styles.day}>
      <div className={styles.dayHead}>
        <b>{weekDayName(day.weekDay, tag)}</b> {day.text.slice(5)}
        {day.special === null ? null : <div className={styles.special}>{day.special.name}</div>}
        {day.hours === 24 ? null : (
          <div className={styles.clock}>⏲ {texts.hours(format.number(day.hours))}</div>
        )}
      </div>
      <div
        ref={column}
        className={`${styles.column} ${kind === 'holiday' ? styles.holiday : ''}`}
        onPointerDown={(event) => {
          if (week.isReadOnly || free === undefined || event.target !== event.currentTarget) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drawn.current = { place: free, from: minuteAt(event.clientY) };
        }}
        onPointerMove={(event) => {
          if (drawn.current === null) return;
          const { place, from } = drawn.current;
          const to = minuteAt(event.clientY);
          if (to === from) return;
          week.onChange({
            [nameOf(kind, 'Begin', place)]: minuteText(Math.min(from, to)),
            [nameOf(kind, 'End', place)]: minuteText(Math.max(from, to)),
          });
        }}
        onPointerUp={() => {
          drawn.current = null;
        }}
      >
        {places.map((place) => (
          <Block key={place} {...{ kind, place, isFirst, week, minuteAt }} />
        ))}
      </div>
    </div>
  );
}

interface BlockProps {
  readonly kind: Kind;
  readonly place: (typeof places)[number];
  readonly isFirst: boolean;
  readonly week: WeekProps;
  readonly minuteAt: (clientY: number) => number;
}

function Block({ kind, place, isFirst, week, minuteAt }: BlockProps) {
  const begin = minutesAt(week.draft, nameOf(kind, 'Begin', place));
  const end = minutesAt(week.draft, nameOf(kind, 'End', place));
  if (begin === null || end === null || end <= begin) return null;
  const edge = (which: End) => (
    <Edge
      {...{ kind, place, which, isFirst, week, minuteAt }}
      value={which === 'Begin' ? begin : end}
      range={which === 'Begin' ? [0, end - snapMinutes] : [begin + snapMinutes, lastMinute]}
    />
  );
  return (
    <div
      className={styles.block}
      style={{ top: `${(begin / 1440) * 100}%`, height: `${((end - begin) / 1440) * 100}%` }}
    >
      {edge('Begin')}
      <span className={styles.blockText}>
        {minuteText(begin)}–{minuteText(end)}
      </span>
      {edge('End')}
    </div>
  );
}

interface EdgeProps extends BlockProps {
  readonly which: End;
  readonly value: number;
  readonly range: readonly [min: number, max: number];
}

function Edge({ kind, place, which, value, range: [min, max], isFirst, week, minuteAt }: EdgeProps) {
  const words = useFieldTexts();
  const isDragged = useRef(false);
  const name = nameOf(kind, which, place);
  const move = (minute: number): void =>
    week.onChange({ [name]: minuteText(Math.min(max, Math.max(min, minute))) });
  if (week.isReadOnly) return null;
  const pointing = {
    onPointerDown: (event: React.PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      isDragged.current = true;
    },
    onPointerMove: (event: React.PointerEvent) => {
      if (isDragged.current) move(minuteAt(event.clientY));
    },
    onPointerUp: () => {
      isDragged.current = false;
    },
  };
  const className = `${styles.edge} ${which === 'Begin' ? styles.edgeBegin : styles.edgeEnd}`;
  if (!isFirst) return <div className={className} aria-hidden="true" {...pointing} />;
  return (
    <div
      className={className}
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={words.label(`scheduleParam.${name}`)}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={minuteText(value)}
      onKeyDown={(event) => {
        const step = event.shiftKey ? 60 : snapMinutes;
        if (event.key === 'ArrowDown' || event.key === 'ArrowRight') move(value + step);
        else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') move(value - step);
        else return;
        event.preventDefault();
      }}
      {...pointing}
    />
  );
}
