// The catalog: both languages everywhere, one code for each problem, and each code of the seed's
// Table 14 reached by a request or a state that is named here.
import { expect, test } from 'vitest';
import { codeOfProblem, codes } from '../../src/contract/codes.ts';
import { problemAnswer } from '../../src/contract/envelope.ts';
import { readCallId, readVdnId } from '../../src/contract/read/readPath.ts';
import type { ReadContext, Reading } from '../../src/contract/rules/violation.ts';
import { isProblem, type Problem, type ProblemKind } from '../../src/core/problem.ts';
import { toMillis } from '../../src/core/units.ts';
import { campaignBases } from './bases.ts';
import type { InterfaceName } from './cases.ts';
import { readCase } from './read.ts';
import { withValue } from './withValue.ts';

const now = toMillis(Date.parse('2029-11-22T10:30:00Z'));
const context: ReadContext = { now, timeZone: 'UTC', apiTimes: 'local' };
const base = campaignBases(now)[0] ?? {};

const firstCode = (reading: Reading<unknown>): string | null =>
  reading.ok ? null : reading.violations[0].code;
const on = (name: InterfaceName, input: unknown) => firstCode(readCase(name, input, context));
const put = (path: string, value: unknown) => on('modifyCampaign', withValue(base, path, value));
const state = (problem: ProblemKind) => problemAnswer({ problem }, 'en_US').resultCode;

test('each code of Table 14 is reachable', () => {
  const table: Record<string, unknown> = {
    '0200001': state('noSuchNumber'),
    '0200002': put('strBeginTime', '2029-11-21 23:59:59'),
    '0200005': state('nameTaken'),
    '0200007': state('noSuchCampaign'),
    '0200016': state('campaignEnded'),
    '0200017': state('noSuchSkillQueue'),
    '02000001': put('name', ''),
    '02000002': put('callerNo', '10085a'),
    '02000003': put('name', 'x'.repeat(33)),
    '02000004': firstCode(readCallId('12')),
    '02000005': on('campaignList', { name: 'x'.repeat(31), status: '0', deviceType: '0' }),
    '02000006': put('maxAlertingTime', '20'),
    '02000007': put('maxAlertingTime', 4),
    '02000008': firstCode(readVdnId('abc')),
    '02000009': put('strEndTime', ''),
    '02000010': put('scheduleParam.workdayBeginTime1', '08'),
    '02000011': on('campaignList', { status: ['0', '2'], deviceType: '0' }),
  };
  expect(table).toEqual(Object.fromEntries(Object.keys(table).map((code) => [code, code])));
});

test('each problem has the code that the family documents for it', () => {
  expect(codeOfProblem).toEqual({
    noSuchCampaign: '0200007',
    campaignEnded: '0200016',
    deviceTypeFixed: '02000007',
    nameTaken: '0200005',
    noSuchSkillQueue: '0200017',
    passwordHidden: '02000007',
    campaignStarted: '0200009',
    wrongState: '0200011',
    skillCampaignsAtLimit: '0200003',
    ivrCampaignsAtLimit: '0200004',
    specialDateNameTaken: '0200013',
    noSuchSpecialDate: '0200014',
    specialDateChanged: '0200001',
    specialDatesAtLimit: '0200015',
    duplicateNumbers: '0200018',
    numbersNotAllowedNow: '0200019',
    tooManyNumbers: '0200020',
    tooFast: '0200022',
    tooManyInRequest: '0200029',
    wrongTimeFormat: '0200030',
    noSuchNumber: '0200001',
    noSuchCall: '0200001',
  });
});

test('every code speaks both languages', () => {
  for (const text of Object.values(codes)) {
    expect(text.en_US).toMatch(/\.$/);
    expect(text.zh_CN).toMatch(/[\u4e00-\u9fff].*。$/);
  }
});

test('a problem is told from what was hoped for', () => {
  const problem: Problem = { problem: 'tooFast' };
  expect([problem, { name: 'x' }, null, 'problem'].map(isProblem)).toEqual([true, false, false, false]);
});
