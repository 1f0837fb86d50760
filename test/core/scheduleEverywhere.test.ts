// Schedules in every time zone, around every change of a clock from 2020 to 2040: a decision agrees
// with an oracle that reads Intl's wall clocks, and what it says about the next change is exact.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule, Segment } from '../../src/core/campaign.ts';
import { decideSchedule, type ScheduleDecision } from '../../src/core/schedule.ts';
import type { SpecialDate } from '../../src/core/specialDate.ts';
import { toMillis } from '../../src/core/units.ts';
import { dayOfInstant, instantOfWall, startOfDay, wallOfInstant } from '../../src/core/zone.ts';
import { furthestWall, isOpen, readWallClock, shownWall, type WallClock } from './wallClock.ts';

const from = Date.UTC(2020, 0, 1);
const to = Date.UTC(2041, 0, 1);
const minute = 60_000;
const hour = 60 * minute;
const quarter = 15 * minute;
const day = 24 * hour;

// What a zone shows before 2020 counts as well: a clock may repeat itself at the border.
const clocks = Intl.supportedValuesOf('timeZone').map((zone) => readWallClock(zone, from - 60 * day, to));

/** Zones with the same changes of the clock are one world; its expensive checks are made once. */
const worlds = [
  ...new Map(clocks.map((clock) => [JSON.stringify([clock.firstOffset, clock.changes]), clock])).values(),
];

const wallText = (wall: number): string => new Date(wall).toISOString().slice(0, 19).replace('T', ' ');

/** Ends of segments meet the quarters of an hour, where clocks change, and 23:59 often. */
const minuteOfDay = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 16 }).map((quarters) => quarters * 15) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 95 }).map((quarters) => quarters * 15) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1438 }) },
  { weight: 1, arbitrary: fc.constantFrom(1380, 1439) },
);
const segment: fc.Arbitrary<Segment> = fc
  .tuple(minuteOfDay, minuteOfDay)
  .filter(([one, other]) => one !== other)
  .map(([one, other]) => ({ begin: Math.min(one, other), end: Math.max(one, other) }));
const optionalSegment = fc.option(segment, { nil: null, freq: 3 });
const schedule: fc.Arbitrary<Schedule> = fc.record({
  workday: fc.tuple(segment, optionalSegment, optionalSegment),
  holiday: fc.tuple(optionalSegment, optionalSegment, optionalSegment),
});

const textOfDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** Special dates near an instant, of each kind. */
const datesNear = (at: number, days: readonly [number, number], kind: number): SpecialDate[] => {
  const begin = textOfDay(at + days[0] * day);
  const end = textOfDay(at + (days[0] + days[1]) * day);
  const base = { id: 1, name: 'special' };
  switch (kind) {
    case 0:
      return [{ ...base, rule: { kind: 'week', days: [((days[0] + 7) % 7) + 1, 7] } }];
    case 1:
      return [{ ...base, rule: { kind: 'date', begin, end } }];
    case 2:
      return [{ ...base, rule: { kind: 'yearly', begin: begin.slice(5), end: end.slice(5) } }];
    default:
      return [];
  }
};
const worldCase = fc.record({
  schedule,
  days: fc.tuple(fc.integer({ min: -2, max: 1 }), fc.integer({ min: 0, max: 2 })),
  kind: fc.integer({ min: 0, max: 3 }),
  // Minutes around the change of the clock at which decisions are asked for.
  offsets: fc.array(fc.integer({ min: -40 * 60, max: 40 * 60 }), { minLength: 2, maxLength: 2 }),
});
const cases = fc.sample(worldCase, { seed: 20201, numRuns: 2000 });

/** Calls `check` for each change of each clock with a case of its own; returns how many there were. */
function aroundEveryChange(
  among: readonly WallClock[],
  check: (
    clock: WallClock,
    changeAt: number,
    given: (typeof cases)[number],
    dates: readonly SpecialDate[],
  ) => void,
): number {
  let count = 0;
  for (const clock of among) {
    // A zone without changes is asked at two ordinary instants.
    const changes = clock.changes.map((change) => change.at).filter((at) => at >= from);
    for (const at of changes.length > 0 ? changes : [from + 100 * day, from + 5000 * day + 9 * hour]) {
      const given = cases[count % cases.length];
      if (given === undefined) throw new Error('no case');
      count += 1;
      check(clock, at, given, datesNear(at, given.days, given.kind));
    }
  }
  return count;
}

describe('in every zone, around every change of the clock from 2020 to 2040', () => {
  it('knows the zones and their changes', () => {
    expect(clocks.length).toBeGreaterThan(400);
    expect(worlds.length).toBeGreaterThan(70);
  });

  it('a decision is the one of the wall clock', () => {
    const faults: string[] = [];
    const count = aroundEveryChange(clocks, (clock, changeAt, given, dates) => {
      const instants = [
        changeAt - 1,
        changeAt,
        ...given.offsets.map((minutes) => changeAt + minutes * minute),
      ];
      for (const at of instants) {
        const decision = decideSchedule(given.schedule, dates, clock.zone, toMillis(at));
        const open = isOpen(given.schedule, dates, clock, at);
        const wall = wallText(furthestWall(clock, at));
        if (decision.open !== open || decision.day !== wall.slice(0, 10))
          faults.push(`${clock.zone} ${new Date(at).toISOString()} ${JSON.stringify(decision)}`);
      }
    });
    expect(faults).toEqual([]);
    expect(count).toBeGreaterThan(5000);
  });

  it('an announced opening or closing is the next one, to the millisecond', () => {
    const faults: string[] = [];
    aroundEveryChange(worlds, (clock, changeAt, given, dates) => {
      for (const minutes of given.offsets) {
        const at = changeAt + minutes * minute;
        const decision = decideSchedule(given.schedule, dates, clock.zone, toMillis(at));
        const wrong = faultOfChange(decision, given.schedule, dates, clock, at);
        if (wrong !== null) faults.push(`${clock.zone} ${new Date(at).toISOString()} ${wrong}`);
      }
    });
    expect(faults).toEqual([]);
  });

  it('each quarter of an hour of the wall is the first instant that shows it, and reads back', () => {
    const faults: string[] = [];
    aroundEveryChange(worlds, (clock, changeAt) => {
      const first = Math.floor(furthestWall(clock, changeAt) / quarter) * quarter - 2 * hour;
      for (let face = first; face < first + 5 * hour; face += quarter) {
        const at = instantOfWall(wallText(face), clock.zone);
        if (at === null || furthestWall(clock, at) < face || furthestWall(clock, at - 1) >= face)
          faults.push(`${clock.zone} ${wallText(face)} ${at}`);
      }
      for (const at of [changeAt, changeAt - 1, changeAt + 9 * day, changeAt - 9 * day]) {
        const shown = wallText(shownWall(clock, at));
        const today = dayOfInstant(toMillis(at), clock.zone);
        const begin = startOfDay(toMillis(at), clock.zone);
        if (wallOfInstant(toMillis(at), clock.zone) !== shown || today !== shown.slice(0, 10))
          faults.push(`${clock.zone} ${at} is not ${shown}`);
        if (begin > at || dayOfInstant(begin, clock.zone) !== today)
          faults.push(`${clock.zone} ${shown} begins ${begin}`);
      }
    });
    expect(faults).toEqual([]);
  });
});

/** What is wrong with the next change that a decision announces; null when it is right. */
function faultOfChange(
  decision: ScheduleDecision,
  given: Schedule,
  dates: readonly SpecialDate[],
  clock: WallClock,
  at: number,
): string | null {
  const next = decision.open ? decision.closesAt : decision.opensAt;
  const other = decision.open ? decision.opensAt : decision.closesAt;
  if (other !== null) return 'two changes announced';
  if (next !== null) {
    if (isOpen(given, dates, clock, next) === decision.open) return `nothing changes at ${next}`;
    if (isOpen(given, dates, clock, next - 1) !== decision.open) return `changed before ${next}`;
  }
  // Nothing changes in between: asked at each quarter and the minute before it, for three days.
  const last = Math.min(next ?? at + 3 * day, at + 3 * day);
  for (let between = Math.ceil(at / quarter) * quarter; between < last; between += quarter) {
    if (isOpen(given, dates, clock, between) !== decision.open) return `changed at ${between} already`;
  }
  return null;
}

describe('the search for the next opening', () => {
  it('finds the first open minute of any week, or says that there is none', () => {
    const clock = readWallClock('Asia/Kathmandu', from, from + 800 * day);
    fc.assert(
      fc.property(
        schedule,
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
        fc.integer({ min: 0, max: 300 * 24 * 60 }),
        (given, days, minutes) => {
          const dates: SpecialDate[] = [{ id: 1, name: 'week', rule: { kind: 'week', days } }];
          const at = from + minutes * minute;
          const decision = decideSchedule(given, dates, clock.zone, toMillis(at));
          if (decision.open) return;
          let expected: number | null = null;
          for (let next = at; next <= at + 9 * day && expected === null; next += minute)
            if (isOpen(given, dates, clock, next)) expected = next;
          expect(decision.opensAt).toBe(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});
