// The calendar of a campaign, in stories: workdays and holidays, and the days on which the clock on
// the wall jumps. The property over all zones is in scheduleEverywhere.test.ts.
import { describe, expect, it } from 'vitest';
import type { Schedule, Segments } from '../../src/core/campaign.ts';
import { decideSchedule } from '../../src/core/schedule.ts';
import type { SpecialDate, SpecialDateRule } from '../../src/core/specialDate.ts';
import { type Millis, toMillis } from '../../src/core/units.ts';

const utc = (text: string): Millis => toMillis(Date.parse(text));
const iso = (at: Millis | null): string | null => (at === null ? null : new Date(at).toISOString());

const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
/** `09:00-12:00`, up to three of them. */
function segments(...texts: string[]): Segments {
  const [one = null, two = null, three = null] = texts.map((text) => ({
    begin: minutes(text.slice(0, 5)),
    end: minutes(text.slice(6)),
  }));
  return [one, two, three];
}
const workdays = (...texts: string[]): Schedule => ({ workday: segments(...texts), holiday: segments() });
const date = (rule: SpecialDateRule, name = 'a special date'): SpecialDate => ({ id: 1, name, rule });

describe('an ordinary week in Berlin', () => {
  const schedule = workdays('09:00-12:00', '13:00-18:00');
  const weekend = date({ kind: 'week', days: [6, 7] }, 'weekend');
  const decide = (at: string) => decideSchedule(schedule, [weekend], 'Europe/Berlin', utc(at));

  it('is open in a segment, and says until when', () => {
    expect(decide('2026-06-10T08:30:00Z')).toEqual({
      open: true,
      dayKind: 'workday',
      day: '2026-06-10',
      specialDate: null,
      segment: { begin: 540, end: 720 },
      closesAt: utc('2026-06-10T10:00:00Z'),
      opensAt: null,
    });
  });

  it('opens with the first millisecond of a segment and is closed with that of its end', () => {
    expect(decide('2026-06-10T06:59:59.999Z').open).toBe(false);
    expect(decide('2026-06-10T07:00:00.000Z').open).toBe(true);
    expect(decide('2026-06-10T09:59:59.999Z').open).toBe(true);
    expect(decide('2026-06-10T10:00:00.000Z').open).toBe(false);
  });

  it('says over lunch when the afternoon begins', () => {
    expect(iso(decide('2026-06-10T10:15:00Z').opensAt)).toBe('2026-06-10T11:00:00.000Z');
  });

  it('says on Friday evening and on Sunday that Monday is next, and why Sunday is closed', () => {
    expect(iso(decide('2026-06-12T20:00:00Z').opensAt)).toBe('2026-06-15T07:00:00.000Z');
    expect(decide('2026-06-14T08:00:00Z')).toMatchObject({
      open: false,
      dayKind: 'holiday',
      day: '2026-06-14',
      specialDate: 'weekend',
      segment: null,
      closesAt: null,
      opensAt: utc('2026-06-15T07:00:00Z'),
    });
  });

  it('keeps office hours over the change of the clock', () => {
    expect(iso(decide('2026-03-27T20:00:00Z').opensAt)).toBe('2026-03-30T07:00:00.000Z');
    expect(iso(decide('2026-10-23T20:00:00Z').opensAt)).toBe('2026-10-26T08:00:00.000Z');
  });
});

describe('segments that touch or overlap', () => {
  const decide = (schedule: Schedule, at: string) => decideSchedule(schedule, [], 'UTC', utc(at));

  it('count as their union', () => {
    const schedule = workdays('10:00-12:00', '09:00-11:00', '12:00-14:00');
    expect(iso(decide(schedule, '2026-06-10T09:30:00Z').closesAt)).toBe('2026-06-10T14:00:00.000Z');
    expect(decide(schedule, '2026-06-10T12:00:00Z').open).toBe(true);
  });

  it('leave the last minute of a day closed', () => {
    const schedule = workdays('00:00-23:59');
    expect(iso(decide(schedule, '2026-06-10T09:30:00Z').closesAt)).toBe('2026-06-10T23:59:00.000Z');
    expect(iso(decide(schedule, '2026-06-10T23:59:30Z').opensAt)).toBe('2026-06-11T00:00:00.000Z');
  });
});

describe('holidays', () => {
  it('have their own segments', () => {
    const schedule: Schedule = { workday: segments('09:00-18:00'), holiday: segments('11:00-13:00') };
    const decision = decideSchedule(
      schedule,
      [date({ kind: 'date', begin: '2026-05-01', end: '2026-05-01' }, 'May Day')],
      'UTC',
      utc('2026-05-01T09:30:00Z'),
    );
    expect(decision).toMatchObject({ open: false, dayKind: 'holiday', specialDate: 'May Day' });
    expect(iso(decision.opensAt)).toBe('2026-05-01T11:00:00.000Z');
  });

  it('without segments of their own are closed, and without any workday nothing ever opens', () => {
    const always = date({ kind: 'week', days: [1, 2, 3, 4, 5, 6, 7] });
    const decision = decideSchedule(workdays('09:00-18:00'), [always], 'UTC', utc('2026-05-01T09:30:00Z'));
    expect(decision).toMatchObject({ open: false, opensAt: null });
  });

  const holidayAt = (rule: SpecialDateRule, at: string): boolean =>
    decideSchedule(workdays('00:00-23:59'), [date(rule)], 'Asia/Kathmandu', utc(at)).dayKind === 'holiday';

  it('by date include both ends, and their days are those of the zone', () => {
    const rule: SpecialDateRule = { kind: 'date', begin: '2026-10-01', end: '2026-10-07' };
    expect(holidayAt(rule, '2026-09-30T18:14:59Z')).toBe(false);
    expect(holidayAt(rule, '2026-09-30T18:15:00Z')).toBe(true);
    expect(holidayAt(rule, '2026-10-07T18:14:59Z')).toBe(true);
    expect(holidayAt(rule, '2026-10-07T18:15:00Z')).toBe(false);
  });

  it('by yearly date come again, also over the turn of the year', () => {
    const rule: SpecialDateRule = { kind: 'yearly', begin: '12-24', end: '01-06' };
    expect(holidayAt(rule, '2026-12-23T12:00:00Z')).toBe(false);
    expect(holidayAt(rule, '2026-12-24T12:00:00Z')).toBe(true);
    expect(holidayAt(rule, '2027-01-06T12:00:00Z')).toBe(true);
    expect(holidayAt(rule, '2027-01-07T12:00:00Z')).toBe(false);
    expect(holidayAt(rule, '2031-12-31T12:00:00Z')).toBe(true);
  });

  it('on 29 February exist in leap years only', () => {
    const rule: SpecialDateRule = { kind: 'yearly', begin: '02-29', end: '02-29' };
    expect(holidayAt(rule, '2027-02-28T12:00:00Z')).toBe(false);
    expect(holidayAt(rule, '2027-03-01T12:00:00Z')).toBe(false);
    expect(holidayAt(rule, '2028-02-29T12:00:00Z')).toBe(true);
  });

  it('are passed over by the search for the next opening, a month of them as well', () => {
    const closedMonth = date({ kind: 'date', begin: '2026-08-01', end: '2026-08-31' });
    const decision = decideSchedule(
      workdays('09:00-10:00'),
      [closedMonth],
      'Europe/Berlin',
      utc('2026-07-31T12:00:00Z'),
    );
    expect(iso(decision.opensAt)).toBe('2026-09-01T07:00:00.000Z');
  });
});

describe('a clock that jumps', () => {
  const decide = (zone: string, at: string, ...texts: string[]) =>
    decideSchedule(workdays(...texts), [], zone, utc(at));

  it('leaves a segment inside the gap empty', () => {
    const decision = decide('Europe/Berlin', '2026-03-29T01:00:00Z', '02:10-02:50');
    expect(decision).toMatchObject({ open: false, opensAt: utc('2026-03-30T00:10:00Z') });
  });

  it('opens a segment that begins in the gap right after it', () => {
    const decision = decide('America/New_York', '2026-03-08T06:30:00Z', '02:30-04:00');
    expect(iso(decision.opensAt)).toBe('2026-03-08T07:00:00.000Z');
  });

  it('does not open a segment a second time when its time comes again', () => {
    const at = (text: string) => decide('Europe/Berlin', text, '02:00-02:30');
    expect(at('2026-10-25T00:15:00Z').open).toBe(true);
    expect(at('2026-10-25T01:15:00Z')).toMatchObject({ open: false, opensAt: utc('2026-10-26T01:00:00Z') });
  });

  it('keeps a segment open that ends after the repeated hour', () => {
    const decision = decide('Europe/Berlin', '2026-10-25T01:15:00Z', '02:30-03:30');
    expect(decision).toMatchObject({ open: true, closesAt: utc('2026-10-25T02:30:00Z') });
  });

  it('may jump by half an hour', () => {
    const decision = decide('Australia/Lord_Howe', '2026-10-03T15:00:00Z', '02:15-03:00');
    expect(decision).toMatchObject({ open: false, opensAt: utc('2026-10-03T15:30:00Z') });
    expect(iso(decide('Australia/Lord_Howe', '2026-10-03T15:30:00Z', '02:15-03:00').closesAt)).toBe(
      '2026-10-03T16:00:00.000Z',
    );
  });

  it('may jump at midnight: the day begins at 01:00', () => {
    const decision = decide('America/Santiago', '2026-09-06T03:59:30Z', '00:30-02:00');
    expect(decision).toMatchObject({ open: false, day: '2026-09-05', opensAt: utc('2026-09-06T04:00:00Z') });
  });

  it('may fall back at midnight: the evening comes twice and is dialed once', () => {
    const evening = (text: string) => decide('America/Santiago', text, '22:00-23:59');
    expect(iso(evening('2026-04-05T01:30:00Z').closesAt)).toBe('2026-04-05T02:59:00.000Z');
    expect(evening('2026-04-05T03:30:00Z')).toMatchObject({ open: false, day: '2026-04-04' });
  });

  it('may skip the last minute of a day, so that two days join', () => {
    // Nuuk goes from 23:00 to 00:00 of the next day.
    const decision = decide('America/Nuuk', '2026-03-29T00:30:00Z', '20:00-23:59', '00:00-02:00');
    expect(decision).toMatchObject({ open: true, closesAt: utc('2026-03-29T03:00:00Z') });
  });

  it('may repeat a midnight: the new day keeps the first one', () => {
    // Newfoundland went from 00:01 back to 23:01 of the day before.
    const at = (text: string) => decide('America/St_Johns', text, '00:00-08:00');
    expect(at('2010-11-07T02:29:59Z')).toMatchObject({ open: false, day: '2010-11-06' });
    expect(at('2010-11-07T02:30:00Z')).toMatchObject({ open: true, day: '2010-11-07' });
    expect(at('2010-11-07T03:15:00Z')).toMatchObject({ open: true, closesAt: utc('2010-11-07T11:30:00Z') });
  });

  it('may set back in Ramadan and forward after it', () => {
    const at = (text: string) => decide('Africa/Casablanca', text, '09:00-17:00');
    expect(iso(at('2026-02-14T20:00:00Z').opensAt)).toBe('2026-02-15T09:00:00.000Z');
    expect(iso(at('2026-03-22T20:00:00Z').opensAt)).toBe('2026-03-23T08:00:00.000Z');
  });

  it('may skip a whole day, which then never opens', () => {
    const decision = decide('Pacific/Apia', '2011-12-30T05:00:00Z', '09:00-17:00');
    expect(decision).toMatchObject({ open: false, day: '2011-12-29', opensAt: utc('2011-12-30T19:00:00Z') });
  });
});
