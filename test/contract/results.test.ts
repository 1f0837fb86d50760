// Results as they are pushed, listed, shown and asked for (contract.md 4.2, 7, 9 and 10; R18).
import { expect, test } from 'vitest';
import { readDeleteNumbers, readNumbers } from '../../src/contract/read/readNumber.ts';
import { readExceptionQuery, readResultQuery } from '../../src/contract/read/readResult.ts';
import { writeAddedNumbers, writeNumber } from '../../src/contract/write/writeNumber.ts';
import {
  writeDayOfFailures,
  writeNotices,
  writeResult,
  writeResultDetail,
} from '../../src/contract/write/writeResult.ts';
import type { CallResult } from '../../src/core/result.ts';
import { toCallId, toCampaignId, toContactId, toMillis, toVdnId } from '../../src/core/units.ts';

const at = (text: string) => toMillis(Date.parse(text));
const berlin = { now: at('2030-03-31T12:00:00Z'), timeZone: 'Europe/Berlin', apiTimes: 'local' as const };

const result: CallResult = {
  vdnId: toVdnId(11),
  campaignId: toCampaignId(46),
  callId: toCallId('1644464743-1388'),
  contactId: toContactId('1803096731904991234'),
  called: '13800000010',
  sessionId: null,
  customField: null,
  claimedAt: at('2030-01-01T23:30:00.700Z'),
  ringingAt: at('2030-01-01T23:30:02Z'),
  answeredAt: at('2030-01-01T23:30:08Z'),
  connectedAt: null,
  endedAt: at('2030-01-01T23:30:13Z'),
  cause: '00000',
  outcome: 'succeeded',
  attempt: 1,
  final: true,
  recordPath: null,
};

const failed: CallResult = {
  ...result,
  cause: '00603',
  outcome: 'noAnswer',
  answeredAt: null,
  sessionId: 's',
  customField: 'c',
};

test('a push is a bare array; customField and recordPath are always there', () => {
  expect(JSON.parse(writeNotices([result, failed], 'Europe/Berlin'))).toEqual([
    {
      campaignId: '46',
      sessionId: '',
      called: '13800000010',
      callTimeStr: '2030-01-02 00:30:00',
      callStatus: 6,
      failCode: '00000',
      vdnId: 11,
      callId: '1644464743-1388',
      customField: '',
      recordPath: '',
    },
    expect.objectContaining({ callStatus: 5, failCode: '00603', sessionId: 's', customField: 'c' }),
  ]);
});

test('a listed result has its external code, a detailed one its times', () => {
  expect(writeResult(result, 'UTC')).toMatchObject({
    resultCode: 'OB99999',
    failCode: '00000',
    campaignId: '46',
  });
  expect(writeResult(failed, 'UTC')).toMatchObject({ resultCode: 'OB00603' });
  expect(writeResultDetail(result, 'UTC')).toMatchObject({
    ackBeginTime: '2030-01-01 23:30:02',
    callBeginTime: '2030-01-01 23:30:08',
    callEndTime: '2030-01-01 23:30:13',
    callStatus: 6,
  });
  expect(writeResultDetail(failed, 'UTC')).toMatchObject({ callBeginTime: '', callStatus: 5 });
  expect(writeDayOfFailures({ day: '2030-01-01', callsByCause: { '01040': 2 } })).toEqual({
    statDate: '2030-01-01',
    failData: { '01040': 2 },
  });
});

test('days of a query are days of the VDN, both included, an hour shorter in spring', () => {
  const reading = readResultQuery({ beginTime: '2030-03-30', endTime: '2030-03-31' }, berlin);
  expect(reading.ok && reading.value.dialed).toEqual({
    from: at('2030-03-29T23:00:00Z'),
    before: at('2030-03-31T22:00:00Z'),
  });
  const last = readResultQuery({ beginTime: '9999-12-31', endTime: '9999-12-31' }, berlin);
  expect(last.ok && last.value.dialed?.before).toBeLessThanOrEqual(Date.parse('9999-12-31T23:59:59Z'));
});

test('pages: 500 final results, 100 attempts, 2000 rows when no page is asked for', () => {
  const query = (body: object) => {
    const reading = readResultQuery(body, berlin);
    return reading.ok
      ? [reading.value.page, reading.value.rowsPerPage]
      : reading.violations.map(({ code, path }) => `${code} ${path}`);
  };
  expect(query({})).toEqual([1, 2000]);
  expect(query({ pageNum: 3 })).toEqual([3, 100]);
  expect(query({ pageSize: 500 })).toEqual([1, 500]);
  expect(query({ pageSize: 501 })).toEqual(['02000007 pageSize']);
  expect(query({ pageSize: 100, showDetail: 1 })).toEqual([1, 100]);
  expect(query({ pageSize: 101, showDetail: 1 })).toEqual(['02000007 pageSize']);
});

test('exception statistics are of today unless days are given', () => {
  const reading = readExceptionQuery({ campaignId: '46' }, { ...berlin, now: at('2030-03-31T22:30:00Z') });
  expect(reading).toEqual({
    ok: true,
    value: { campaignId: 46, days: { begin: '2030-04-01', end: '2030-04-01' } },
  });
});

test('recycle types: up to the day, on the day, in the second', () => {
  const filter = (recycleType?: string) => {
    const reading = readDeleteNumbers({ recycleTime: '2030-03-31 12:00:00', recycleType }, berlin);
    return reading.ok ? reading.value.recycled : null;
  };
  const [dayStart, dayEnd] = [at('2030-03-30T23:00:00Z'), at('2030-03-31T22:00:00Z')];
  expect(filter('1')).toEqual({ from: null, before: dayEnd });
  expect(filter('2')).toEqual({ from: dayStart, before: dayEnd });
  for (const type of ['3', undefined]) {
    expect(filter(type)).toEqual({ from: at('2030-03-31T10:00:00Z'), before: at('2030-03-31T10:00:01Z') });
  }
  const needs = readDeleteNumbers({ called: '1', recycleType: '1' }, berlin);
  expect(needs.ok ? [] : needs.violations.map(({ code, path }) => `${code} ${path}`)).toEqual([
    '02000009 recycleType',
  ]);
  const nothing = readDeleteNumbers({ archiveHistory: 1 }, berlin);
  expect(nothing.ok ? [] : nothing.violations.map(({ code, path }) => `${code} ${path}`)).toEqual([
    '02000009 body',
  ]);
});

test('numbers are read with their defaults and written with their ids', () => {
  const reading = readNumbers({ callDataList: [{ called: '138', customField: '' }] }, berlin);
  const contact = {
    called: '138',
    caller: null,
    sessionId: null,
    customField: null,
    callData: null,
    recycleAt: null,
    priority: 3,
  };
  expect(reading).toEqual({ ok: true, value: [contact] });
  const id = toContactId('1803096731904991234');
  const added = [{ called: '138', dataId: '1803096731904991234' }];
  expect(writeAddedNumbers([{ id, called: '138' }], 7)).toEqual({
    totalSize: 7,
    dataIdList: added,
    datalist: added,
  });
  const written = writeNumber({ ...contact, id, state: 'done', attempts: 2, cause: '00603' }, 'UTC');
  expect(written).toMatchObject({ dataId: id, calledNos: [{ calledNo: '138', type: '' }] });
  expect(written.properties).toContainEqual({
    propCode: 'failCode',
    propName: 'Cause of the latest attempt',
    propValue: '00603',
  });
});
