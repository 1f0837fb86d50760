// An oracle for wall clocks that shares nothing with core/zone.ts: the changes of a zone's clock, as
// Intl.DateTimeFormat shows them, and rules R12 and R13 read literally on top of that table.
import type { Schedule } from '../../src/core/campaign.ts';
import type { SpecialDate } from '../../src/core/specialDate.ts';

/** From `at` on the wall shows UTC plus `offset` milliseconds; `before` is the offset until then. */
export interface ClockChange {
  readonly at: number;
  readonly before: number;
  readonly offset: number;
}

export interface WallClock {
  readonly zone: string;
  readonly firstOffset: number;
  readonly changes: readonly ClockChange[];
}

const minute = 60_000;
const day = 86_400_000;
/** No zone keeps an offset for less than this between 2020 and 2040 (Ramadan in Morocco: 28 days). */
const sampleStep = 12 * day;

/** Every change of the zone's clock between two instants, to the minute. */
export function readWallClock(zone: string, from: number, to: number): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsetAt = (at: number): number => {
    const [month = 0, dayOfMonth = 0, year = 0, hour = 0, minutes = 0, seconds = 0] = (
      format.format(at).match(/\d+/g) ?? []
    ).map(Number);
    return Date.UTC(year, month - 1, dayOfMonth, hour, minutes, seconds) - at;
  };
  const changes: ClockChange[] = [];
  const firstOffset = offsetAt(from);
  let before = firstOffset;
  for (let low = from; low < to; low += sampleStep) {
    const offset = offsetAt(low + sampleStep);
    if (offset === before) continue;
    let early = low;
    let late = low + sampleStep;
    while (late - early > minute) {
      const middle = early + Math.floor((late - early) / 2 / minute) * minute;
      if (offsetAt(middle) === before) early = middle;
      else late = middle;
    }
    changes.push({ at: late, before, offset });
    before = offset;
  }
  return { zone, firstOffset, changes };
}

/**
 * The furthest time the wall has shown up to `at`, as milliseconds of a UTC clock with that face.
 * While a clock that was set back repeats itself, that is the last millisecond before the change.
 */
export function furthestWall(clock: WallClock, at: number): number {
  let offset = clock.firstOffset;
  let furthest = Number.NEGATIVE_INFINITY;
  for (const change of clock.changes) {
    if (change.at > at) break;
    furthest = change.at - 1 + change.before;
    offset = change.offset;
  }
  return Math.max(furthest, at + offset);
}

/** What the wall shows at `at`, as milliseconds of a UTC clock with that face. */
export function shownWall(clock: WallClock, at: number): number {
  const change = clock.changes.findLast((candidate) => candidate.at <= at);
  return at + (change?.offset ?? clock.firstOffset);
}

/** R12 and R13, literally: the wall has reached the begin of a segment of its day and not yet its end. */
export function isOpen(
  schedule: Schedule,
  dates: readonly SpecialDate[],
  clock: WallClock,
  at: number,
): boolean {
  const wall = furthestWall(clock, at);
  const midnight = Math.floor(wall / day) * day;
  const segments = dates.some((date) => isHoliday(date, midnight)) ? schedule.holiday : schedule.workday;
  return segments.some(
    (segment) =>
      segment !== null && midnight + segment.begin * minute <= wall && wall < midnight + segment.end * minute,
  );
}

function isHoliday({ rule }: SpecialDate, midnight: number): boolean {
  const text = new Date(midnight).toISOString().slice(0, 10);
  if (rule.kind === 'week') return rule.days.includes(new Date(midnight).getUTCDay() || 7);
  if (rule.kind === 'date') return text >= rule.begin && text <= rule.end;
  const inYear = text.slice(5);
  return rule.begin <= rule.end
    ? inYear >= rule.begin && inYear <= rule.end
    : inYear >= rule.begin || inYear <= rule.end;
}
