// The conditions between fields of a campaign, one by one, in words of the seed: what each breaks,
// which code answers, and that meaning is judged only when every shape is right (R1).
import { describe, expect, test } from 'vitest';
import { readAddCampaign, readModifyCampaign } from '../../../src/contract/read/readCampaign.ts';
import { judgeCallData, readNumbers } from '../../../src/contract/read/readNumber.ts';
import type { ReadContext, Reading } from '../../../src/contract/rules/violation.ts';
import { addSeconds, toMillis } from '../../../src/core/units.ts';
import { campaignBases } from '../bases.ts';
import { withValue } from '../withValue.ts';

const now = toMillis(Date.parse('2029-11-22T10:30:00Z'));
const context: ReadContext = { now, timeZone: 'UTC', apiTimes: 'local' };
const bases = campaignBases(now);
const baseOf = (deviceType: number): object => bases.find((base) => base.deviceType === deviceType) ?? {};
const method = (at: number): object => bases[at - 1] ?? {};

const found = (reading: Reading<unknown>): string[] =>
  reading.ok ? [] : reading.violations.map(({ code, path }) => `${code} ${path}`);

const modify = (base: object, changes: Record<string, unknown>, zone = context): string[] =>
  found(
    readModifyCampaign(
      Object.entries(changes).reduce((body, [path, value]) => withValue(body, path, value), base),
      zone,
    ),
  );

describe('begin and end', () => {
  const times = (begin: unknown, end: unknown) => ({ strBeginTime: begin, strEndTime: end });
  test.each([
    ['both left out', undefined, undefined, []],
    ['begin alone', '2029-11-23 00:00:00', undefined, ['02000009 strEndTime']],
    ['end alone', '', '2029-11-23 00:00:00', ['02000009 strBeginTime']],
    ['begin after end', '2029-11-24 00:00:01', '2029-11-24 00:00:00', ['02000009 strBeginTime']],
    ['begin equal to end', '2029-11-24 00:00:00', '2029-11-24 00:00:00', []],
    ['begin at 00:00 of today', '2029-11-22 00:00:00', '2029-11-24 00:00:00', []],
    ['begin yesterday', '2029-11-21 23:59:59', '2029-11-24 00:00:00', ['0200002 strBeginTime']],
    ['end now', '2029-11-22 00:00:00', '2029-11-22 10:30:00', []],
    ['end a second ago', '2029-11-22 00:00:00', '2029-11-22 10:29:59', ['02000007 strEndTime']],
    ['end without the blank (R9)', '2029-11-23 00:00:00', '2029-11-2400:00:00', []],
    ['a year beyond four digits of UTC', '2029-11-23 00:00:00', '9999-12-31 23:59:59', []],
  ])('%s', (_, begin, end, expected) => {
    expect(modify(baseOf(3), times(begin, end))).toEqual(expected);
  });

  test('today is a day of the VDN zone (R13)', () => {
    const tokyo = { ...context, timeZone: 'Asia/Tokyo', now: toMillis(Date.parse('2029-11-22T20:00:00Z')) };
    expect(modify(baseOf(3), times('2029-11-23 00:00:00', '2029-12-01 00:00:00'), tokyo)).toEqual([]);
    expect(modify(baseOf(3), times('2029-11-22 23:59:59', '2029-12-01 00:00:00'), tokyo)).toEqual([
      '0200002 strBeginTime',
    ]);
  });

  test('a VDN may write them in UTC (R13)', () => {
    const utc = { ...context, timeZone: 'Asia/Tokyo', apiTimes: 'utc' as const };
    const reading = readModifyCampaign(
      { ...baseOf(3), ...times('2029-11-23 00:00:00', '2029-12-01 00:00:00') },
      utc,
    );
    expect(reading.ok && reading.value.window?.beginAt).toBe(Date.parse('2029-11-23T00:00:00Z'));
  });

  test('a skipped wall time is the first instant after the gap (R13)', () => {
    const berlin = { ...context, timeZone: 'Europe/Berlin' };
    const reading = readModifyCampaign(
      { ...baseOf(3), ...times('2030-03-31 02:30:00', '2030-04-01 00:00:00') },
      berlin,
    );
    expect(reading.ok && reading.value.window?.beginAt).toBe(Date.parse('2030-03-31T01:00:00Z'));
  });
});

describe('segments', () => {
  const none = Object.fromEntries(
    [1, 2, 3].flatMap((n) => [
      [`workdayBeginTime${n}`, ''],
      [`workdayEndTime${n}`, null],
    ]),
  );
  test('no workday segment at all', () => {
    expect(modify(baseOf(3), { scheduleParam: none })).toEqual(['02000009 scheduleParam']);
    expect(modify(baseOf(3), { scheduleParam: {} })).toEqual(['02000009 scheduleParam']);
  });
  test('one segment is enough, in any place', () => {
    expect(
      modify(baseOf(3), { scheduleParam: { workdayBeginTime3: '00:00', workdayEndTime3: '23:59' } }),
    ).toEqual([]);
  });
  test('half a segment names the missing half', () => {
    expect(modify(baseOf(3), { scheduleParam: { workdayBeginTime1: '08:00' } })).toEqual([
      '02000009 scheduleParam.workdayEndTime1',
    ]);
  });
  test('segments may overlap (R12)', () => {
    const overlap = {
      workdayBeginTime1: '08:00',
      workdayEndTime1: '12:00',
      workdayBeginTime2: '09:00',
      workdayEndTime2: '10:00',
    };
    expect(modify(baseOf(3), { scheduleParam: overlap })).toEqual([]);
  });
});

describe('ranges that depend on other fields', () => {
  const preview = 'skillParam.previewParam.autoCallTime';
  test('maxAlertingTime is 9 or more for previewed calls, 5 or more for others', () => {
    expect(modify(baseOf(5), { maxAlertingTime: 8 })).toEqual(['02000007 maxAlertingTime']);
    expect(modify(baseOf(5), { maxAlertingTime: 9 })).toEqual([]);
    for (const type of [1, 2, 3, 6]) expect(modify(baseOf(type), { maxAlertingTime: 5 })).toEqual([]);
  });
  test('autoCallTime ends at maxAlertingTime minus 3', () => {
    expect(modify(baseOf(5), { maxAlertingTime: 20, [preview]: 17 })).toEqual([]);
    expect(modify(baseOf(5), { maxAlertingTime: 20, [preview]: 18 })).toEqual([`02000007 ${preview}`]);
  });
  test.each([
    [1, 'expPredictParam'],
    [2, 'agentPredictParam'],
    [3, 'connectPredictParam'],
  ])('algorithm %i: minAvgCallTime is not above maxAvgCallTime', (at, name) => {
    const path = `skillParam.predictParam.${name}`;
    expect(modify(method(at), { [`${path}.maxAvgCallTime`]: 60, [`${path}.minAvgCallTime`]: 61 })).toEqual([
      `02000009 ${path}.minAvgCallTime`,
    ]);
    expect(modify(method(at), { [`${path}.maxAvgCallTime`]: 60, [`${path}.minAvgCallTime`]: 60 })).toEqual(
      [],
    );
  });
  test('outBoundType equals deviceType', () => {
    for (const type of [2, 5, 6]) {
      for (const other of [2, 5, 6].filter((value) => value !== type)) {
        const { skillParam } = Object.fromEntries(Object.entries(baseOf(other)));
        expect(modify(baseOf(type), { skillParam, maxAlertingTime: 20 })).toEqual([
          '02000009 skillParam.outBoundType',
        ]);
      }
    }
  });
});

test('meaning is judged only when every shape is right', () => {
  const halfPair = { strBeginTime: '2029-11-23 00:00:00', strEndTime: '' };
  expect(modify(baseOf(3), { ...halfPair, callBackUrl: 'ftp://host.example' })).toEqual([
    '02000007 callBackUrl',
  ]);
});

test('what does not belong to the device type is neither judged nor kept (R5)', () => {
  const reading = readModifyCampaign({ ...baseOf(2), ivrParam: { callCount: 'many' } }, context);
  expect(reading.ok && reading.value.ivr).toBe(null);
  const preview = readModifyCampaign(withValue(baseOf(6), 'skillParam.predictParam', 'none'), context);
  expect(preview.ok && preview.value.skill?.predict).toBe(null);
});

test('add has begin and end, and may choose the first state (R14)', () => {
  const add = (changes: object) => readAddCampaign({ ...baseOf(3), ...changes }, context);
  expect(found(add({ strBeginTime: undefined, strEndTime: '' }))).toEqual([
    '02000001 strBeginTime',
    '02000001 strEndTime',
  ]);
  const states = [undefined, null, '', 0, 1, 3].map((initStatus) => add({ initStatus }));
  expect(states.map((reading) => reading.ok && reading.value.state)).toEqual([
    'started',
    'started',
    'started',
    'started',
    'draft',
    'paused',
  ]);
  expect(found(add({ initStatus: 2 }))).toEqual(['02000007 initStatus']);
});

test('callData is JSON text when the campaign runs an intelligent IVR', () => {
  const reading = readNumbers(
    {
      callDataList: [{ called: '1', callData: '{"a":1}' }, { called: '2', callData: '{a}' }, { called: '3' }],
    },
    context,
  );
  const numbers = reading.ok ? reading.value : [];
  expect(judgeCallData(numbers, 3)).toEqual([]);
  expect(judgeCallData(numbers, 1).map(({ code, path }) => `${code} ${path}`)).toEqual([
    '02000007 callDataList[1].callData',
  ]);
});

test('a second of now counts: an end that was half a second ago is earlier than now', () => {
  const later = { ...context, now: addSeconds(now, 0.5) };
  expect(
    modify(baseOf(3), { strBeginTime: '2029-11-22 00:00:00', strEndTime: '2029-11-22 10:30:00' }, later),
  ).toEqual(['02000007 strEndTime']);
});
