// Requests made to hurt: wrong top levels, own `__proto__`, depth, width. Each gets its code, and
// nothing but the fields of the schema is ever looked at (R5).
import { expect, test } from 'vitest';
import { unreadable } from '../../src/contract/read/read.ts';
import {
  readAddCampaign,
  readDeleteCampaign,
  readModifyCampaign,
} from '../../src/contract/read/readCampaign.ts';
import { readNumbers } from '../../src/contract/read/readNumber.ts';
import { toMillis } from '../../src/core/units.ts';
import { campaignBases } from './bases.ts';
import { withValue } from './withValue.ts';

const now = toMillis(Date.parse('2029-11-22T10:30:00Z'));
const context = { now, timeZone: 'UTC', apiTimes: 'local' as const };
const base = campaignBases(now)[0] ?? {};

const codes = (body: unknown): unknown => {
  const reading = readModifyCampaign(body, context);
  return reading.ok ? 'accepted' : reading.violations.map(({ code, path }) => `${code} ${path}`);
};

test('a body that is not a JSON object is 02000008', () => {
  for (const body of [undefined, null, 1, 'text', true, [], [base]])
    expect(codes(body)).toEqual(['02000008 body']);
  expect(unreadable('noJson', '{')[0]).toMatchObject({ code: '02000008', received: '{' });
});

test('a delete may come without a body, and with one it is read', () => {
  expect(readDeleteCampaign(undefined)).toEqual({ ok: true, value: { archive: false } });
  expect(readDeleteCampaign({ archiveHistory: 1 })).toEqual({ ok: true, value: { archive: true } });
  expect(readDeleteCampaign([]).ok).toBe(false);
});

test('__proto__ is an unknown field like any other, and gives no field', () => {
  const text = JSON.stringify(base).replace(
    '{',
    '{"__proto__":{"name":"x","polluted":true},"constructor":1,"toString":[],',
  );
  expect(codes(JSON.parse(text))).toBe('accepted');
  const { name: _, ...nameless } = Object.fromEntries(Object.entries(base));
  expect(codes(JSON.parse(JSON.stringify(nameless).replace('{', '{"__proto__":{"name":"x"},')))).toEqual([
    '02000001 name',
  ]);
  expect('polluted' in {}).toBe(false);
  expect(codes(Object.create(base))).not.toBe('accepted');
});

test('depth and width of unknown fields do not matter; as values they are of the wrong type', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`field${at}`, at]));
  expect(codes({ ...wide, ...base, unknown: deep })).toBe('accepted');
  expect(codes(withValue(base, 'name', deep))).toEqual(['02000006 name']);
  expect(codes(withValue(base, 'scheduleParam', deep))).toEqual(['02000006 scheduleParam']);
});

test('huge numbers are out of range, and a huge list is not walked', () => {
  expect(codes(withValue(base, 'maxAlertingTime', JSON.parse('1e400')))).toEqual([
    '02000007 maxAlertingTime',
  ]);
  expect(codes(withValue(base, 'maxAlertingTime', JSON.parse('20.0')))).toBe('accepted');
  const reading = readNumbers({ callDataList: Array.from({ length: 100_000 }, () => 7) }, context);
  expect(reading.ok ? [] : reading.violations.map(({ code }) => code)).toEqual(['0200029']);
});

test('-0 is read as 0', () => {
  const path = 'skillParam.predictParam.expPredictParam.outBoundRate';
  const reading = readAddCampaign(withValue(base, path, -0), context);
  const predict = reading.ok ? reading.value.request.skill?.predict : null;
  // toMatchObject tells 0 from -0.
  expect(predict).toMatchObject({ outBoundRatePercent: 0 });
});
