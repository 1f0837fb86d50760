// Wall clocks of a tenant: each story is a place where daylight saving or a calendar does something
// that a simple reading gets wrong.
import { describe, expect, it } from 'vitest';
import { type Millis, toMillis } from '../../src/core/units.ts';
import {
  dayOfInstant,
  firstInstantOf,
  instantOfWall,
  isTimeZone,
  startOfDay,
  wallOddity,
  wallOfInstant,
  zonedAt,
  zonedText,
} from '../../src/core/zone.ts';

const utc = (text: string): Millis => toMillis(Date.parse(text));

describe('a wall time read as an instant', () => {
  const stories: [story: string, zone: string, wall: string, instant: string][] = [
    ['an ordinary summer day', 'Europe/Berlin', '2026-07-01 09:00:00', '2026-07-01T07:00:00Z'],
    ['the hour skipped in spring', 'Europe/Berlin', '2026-03-29 02:30:00', '2026-03-29T01:00:00Z'],
    ['the first skipped minute', 'Europe/Berlin', '2026-03-29 02:00:00', '2026-03-29T01:00:00Z'],
    ['the first minute after the gap', 'Europe/Berlin', '2026-03-29 03:00:00', '2026-03-29T01:00:00Z'],
    ['the hour that happens twice', 'Europe/Berlin', '2026-10-25 02:30:00', '2026-10-25T00:30:00Z'],
    ['the first minute after it', 'Europe/Berlin', '2026-10-25 03:00:00', '2026-10-25T02:00:00Z'],
    ['the American spring', 'America/New_York', '2026-03-08 02:15:00', '2026-03-08T07:00:00Z'],
    ['the American autumn', 'America/New_York', '2026-11-01 01:15:00', '2026-11-01T05:15:00Z'],
    ['a gap of half an hour', 'Australia/Lord_Howe', '2026-10-04 02:10:00', '2026-10-03T15:30:00Z'],
    ['half an hour twice', 'Australia/Lord_Howe', '2026-04-05 01:45:00', '2026-04-04T14:45:00Z'],
    ['an offset of 5:45', 'Asia/Kathmandu', '2026-01-01 00:00:00', '2025-12-31T18:15:00Z'],
    ['a midnight that is skipped', 'America/Santiago', '2026-09-06 00:00:00', '2026-09-06T04:00:00Z'],
    ['clocks set back in Ramadan', 'Africa/Casablanca', '2026-02-15 02:30:00', '2026-02-15T01:30:00Z'],
    ['a whole day that is skipped', 'Pacific/Apia', '2011-12-30 12:00:00', '2011-12-30T10:00:00Z'],
    ['a leap day', 'UTC', '2028-02-29 23:59:59', '2028-02-29T23:59:59Z'],
  ];
  it.each(stories)('%s', (_story, zone, wall, instant) => {
    expect(instantOfWall(wall, zone)).toBe(utc(instant));
  });

  it.each([
    '2026-02-30 00:00:00',
    '2027-02-29 00:00:00',
    '2026-00-10 00:00:00',
    '2026-13-01 00:00:00',
    '2026-04-31 00:00:00',
    '2026-01-01 24:00:00',
    '2026-01-01 00:60:00',
    '2026-01-01 00:00:60',
    '2026-01-01T00:00:00',
    '2026-01-0100:00:00',
    '2026-1-1 0:00:00',
    '2026-01-01 00:00',
    '2026-01-01 00:00:00 ',
    '2026-01-01 00:00:00\n',
    '+02026-01-01 00:00:00',
    '٢٠٢٦-٠١-٠١ ٠٠:٠٠:٠٠',
    '',
  ])('%j is no wall time', (text) => {
    expect(instantOfWall(text, 'UTC')).toBeNull();
  });
});

describe('an instant on the wall', () => {
  it.each([
    ['UTC', '2026-03-08T03:59:59.999+00:00'],
    ['America/New_York', '2026-03-07T22:59:59.999-05:00'],
    ['America/St_Johns', '2026-03-08T00:29:59.999-03:30'],
    ['Asia/Shanghai', '2026-03-08T11:59:59.999+08:00'],
    ['Asia/Kathmandu', '2026-03-08T09:44:59.999+05:45'],
  ])('is written with its offset in %s', (zone, text) => {
    const at = utc('2026-03-08T03:59:59.999Z');
    expect(zonedText(at, zone)).toBe(text);
    expect(Date.parse(text)).toBe(at);
  });

  it('shows time and day of the zone, whole seconds only', () => {
    const at = utc('2026-03-08T03:59:59.999Z');
    expect(wallOfInstant(at, 'America/New_York')).toBe('2026-03-07 22:59:59');
    expect(dayOfInstant(at, 'America/New_York')).toBe('2026-03-07');
    expect(wallOfInstant(toMillis(-1), 'UTC')).toBe('1969-12-31 23:59:59');
  });

  it('finds the start of its day, where midnight is skipped the first instant of the day', () => {
    expect(startOfDay(utc('2026-09-06T15:00:00Z'), 'America/Santiago')).toBe(utc('2026-09-06T04:00:00Z'));
    expect(startOfDay(utc('2026-10-25T20:00:00Z'), 'Europe/Berlin')).toBe(utc('2026-10-24T22:00:00Z'));
    expect(startOfDay(utc('2011-12-31T00:00:00Z'), 'Pacific/Apia')).toBe(utc('2011-12-30T10:00:00Z'));
  });

  it.each(['UTC', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kathmandu'])(
    'finds the start of every day of two years in %s, whatever was asked before',
    (zone) => {
      for (
        let at = utc('2026-01-01T00:00:00Z');
        at < utc('2028-01-01T00:00:00Z');
        at = toMillis(at + 25_000_000)
      )
        expect(startOfDay(at, zone)).toBe(
          firstInstantOf(zonedAt(at, zone).toPlainDate().toPlainDateTime(), zone),
        );
    },
  );
});

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'Asia/Calcutta', 'Etc/GMT+5', 'US/Pacific'])('%s is one', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });
  it.each(['', 'europe/berlin', '+01:00', 'Z', 'Europe/Atlantis', 'UTC ', '2026-01-01T00:00Z[UTC]'])(
    '%j is none',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});

it.each([
  ['Europe/Berlin', '2026-03-29 01:59:59', null],
  ['Europe/Berlin', '2026-03-29 02:00:00', 'skipped'],
  ['Europe/Berlin', '2026-03-29 02:59:59', 'skipped'],
  ['Europe/Berlin', '2026-03-29 03:00:00', null],
  ['Europe/Berlin', '2026-10-25 01:59:59', null],
  ['Europe/Berlin', '2026-10-25 02:00:00', 'repeated'],
  ['Europe/Berlin', '2026-10-25 02:59:59', 'repeated'],
  ['Europe/Berlin', '2026-10-25 03:00:00', null],
  ['Australia/Lord_Howe', '2026-10-04 02:10:00', 'skipped'],
  ['UTC', '2026-10-25 02:30:00', null],
  ['Europe/Berlin', '2026-02-30 02:30:00', null],
  ['Europe/Berlin', 'half past two', null],
] as const)('in %s the time %s is %s', (zone, wall, oddity) => {
  expect(wallOddity(wall, zone)).toBe(oddity);
});
