// A campaign's day before it happens: pace, hours, finish, and the reason when it would not dial.
import { expect, test } from 'vitest';
import type { CampaignSettings, Schedule } from '../../src/core/campaign.ts';
import { toMillis } from '../../src/core/units.ts';
import { baseWorld } from '../../src/simulation/callee.ts';
import { type DayRequest, simulateDay } from '../../src/simulation/day.ts';

/** Monday. */
const monday = (hour: number, minute = 0) => toMillis(Date.UTC(2026, 5, 1, hour, minute));
const nineToSix: Schedule = {
  workday: [{ begin: 9 * 60, end: 12 * 60 }, { begin: 13 * 60, end: 18 * 60 }, null],
  holiday: [null, null, null],
};
const settings: CampaignSettings = {
  name: 'A day',
  description: null,
  beginAt: null,
  endAt: null,
  deviceType: 3,
  callerNo: '12345',
  maxAlertingSeconds: 25,
  schedule: nineToSix,
  ivr: { deviceSign: '1001', callCount: 30, callIntervalSeconds: 3 },
  skill: null,
  callBackUrl: 'http://example.com/results',
};
const request: DayRequest = {
  settings,
  specialDates: [],
  timeZone: 'UTC',
  numbers: 20_000,
  flow: { playSeconds: 20, transferSkillId: null },
  world: baseWorld,
  from: monday(9),
  hours: 24,
};
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

test('thirty calls in three seconds are 600 a minute, and 20,000 numbers last 34 minutes', () => {
  const day = simulateDay(request);
  expect(day.minutes.slice(0, 33).map((minute) => minute.calls)).toEqual(new Array(33).fill(600));
  expect(day.calls).toBe(20_000);
  expect(day.numbersLeft).toBe(0);
  expect(day.finishedAt).toBeGreaterThan(monday(9, 33));
  expect(day.finishedAt).toBeLessThan(monday(9, 35));
  expect(day.stoppedBy).toBe(null);
});

test('the sums agree: outcomes, minutes, and a peak that Little would expect', () => {
  const day = simulateDay(request);
  expect(sumOf(Object.values(day.outcomes))).toBe(day.calls);
  expect(sumOf(day.minutes.map((minute) => minute.calls))).toBe(day.calls);
  expect(sumOf(day.minutes.map((minute) => minute.connected))).toBe(day.connected);
  expect(day.outcomes.succeeded).toBe(day.connected);
  expect(day.connected / day.calls).toBeGreaterThan(0.41);
  expect(day.connected / day.calls).toBeLessThan(0.44);
  // Ten calls a second that last 20 to 30 s each.
  expect(day.inFlightPeak).toBeGreaterThan(200);
  expect(day.inFlightPeak).toBeLessThan(300);
});

test('outside the segments nothing is dialed, and the lunch break is kept', () => {
  const day = simulateDay({ ...request, from: monday(11, 50), numbers: 10_000 });
  const lunch = day.minutes.filter(({ at }) => at >= monday(12) && at < monday(13));
  expect(lunch).toEqual([]);
  expect(day.minutes.filter(({ at }) => at < monday(12)).length).toBe(10);
  expect(day.finishedAt).toBeGreaterThan(monday(13, 6));
});

test('a holiday without segments is skipped to the next day', () => {
  const specialDates = [
    { id: 1, name: 'A holiday', rule: { kind: 'date', begin: '2026-06-01', end: '2026-06-01' } },
  ] as const;
  const day = simulateDay({ ...request, specialDates, numbers: 100, hours: 48 });
  expect(day.minutes[0]?.at).toBe(monday(24 + 9));
});

test('what the hours do not suffice for is left over', () => {
  const day = simulateDay({ ...request, hours: 0.5 });
  expect(day.calls).toBe(18_000);
  expect(day.numbersLeft).toBe(2_000);
  expect(day.finishedAt).toBe(null);
});

test('a call a minute is a call a minute', () => {
  const slow = { ...settings, ivr: { deviceSign: '1001', callCount: 1, callIntervalSeconds: 60 } };
  const day = simulateDay({ ...request, settings: slow, numbers: 30 });
  expect(day.minutes.map((minute) => minute.calls)).toEqual(new Array(30).fill(1));
});

test('up to one call a beat the fraction is carried: eighteen a minute are eighteen a minute', () => {
  const uneven = { ...settings, ivr: { deviceSign: '1001', callCount: 18, callIntervalSeconds: 60 } };
  const day = simulateDay({ ...request, settings: uneven, numbers: 180 });
  expect(day.minutes.length).toBe(10);
  for (const minute of day.minutes) expect(Math.abs(minute.calls - 18)).toBeLessThanOrEqual(1);
});

test('a campaign that would not dial says which gate is closed', () => {
  const over = { ...settings, beginAt: monday(7), endAt: monday(8) };
  expect(simulateDay({ ...request, settings: over }).stoppedBy).toMatchObject({ gate: 'state' });
  const predicted = { ...settings, deviceType: 2, ivr: null } as const;
  const day = simulateDay({ ...request, settings: predicted });
  expect(day.stoppedBy).toMatchObject({ gate: 'agents' });
  expect(day.calls).toBe(0);
});

test('the same seed gives the same day', () => {
  expect(simulateDay(request)).toEqual(simulateDay(request));
  expect(simulateDay({ ...request, world: { ...baseWorld, seed: 2 } })).not.toEqual(simulateDay(request));
});
