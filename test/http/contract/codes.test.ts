// Every code of the seed's Table 14, and every further one of the other interfaces, is given over the
// wire by a request that breaks one thing, in both languages.
import { expect, test } from 'vitest';
import { codes } from '../../../src/contract/codes.ts';
import { saveSkillQueue } from '../../../src/store/agents/skillQueues.ts';
import { ivrCampaign, openDoor } from './door.ts';

const door = await openDoor({ ivrCampaignsMax: 4, skillCampaignsMax: 0, unfinishedNumbersMax: 1 });
const { call, database, vdnId } = door;
await saveSkillQueue(database, vdnId, { id: 5, name: 'Voice Skill Queue' });
const id = await door.addCampaign();
const paused = await door.addCampaign({ name: 'Paused', initStatus: 3 });
const full = await door.addCampaign({ name: 'Full' });
const ended = await door.addCampaign({ name: 'Ended', strEndTime: '2030-06-12 10:00:01' });
await call('POST', `/calldata/${full}`, { callDataList: [{ called: '1' }] });
door.pass(2000);
await door.addCampaign({ name: 'One more', strBeginTime: '2030-06-13 00:00:00' });
await call('POST', `/calldata/${id}`, { callDataList: [{ called: '1' }] });
await call('POST', `/holiday/${id}`, { name: 'Weekend', type: 1, week: '6,7' });
for (let at = 1; at < 20; at++)
  await call('POST', `/holiday/${id}`, { name: `Date ${at}`, type: 3, beginTime: '01-01', endTime: '01-01' });

const skillParam = { skillId: 5, outBoundType: 6 };
const preempted = { ...ivrCampaign, deviceType: 6, ivrParam: undefined, skillParam };
const modified = (change: object) => ['PUT', `/${id}`, { ...ivrCampaign, ...change }] as const;
const numbers = (count: number) => ({
  callDataList: Array.from({ length: count }, (_, at) => ({ called: `${at}` })),
});

const requests: Record<string, readonly [string, string, unknown?]> = {
  '0200000': ['GET', `/${id}`],
  '0200001': ['GET', `/calldata/${id}/1000000000000009999`],
  '0200002': modified({ strBeginTime: '2030-06-11 23:59:59' }),
  '0200003': ['POST', '', { ...preempted, name: 'Preempted' }],
  '0200004': ['POST', '', { ...ivrCampaign, name: 'A fifth' }],
  '0200005': modified({ name: 'Paused' }),
  '0200007': ['PUT', '/4711', ivrCampaign],
  '0200009': ['DELETE', `/${id}`],
  '0200011': ['PUT', `/${paused}/pause`],
  '0200013': ['POST', `/holiday/${id}`, { name: 'Weekend', type: 1, week: '1' }],
  '0200014': ['DELETE', `/holiday/${id}/4711`],
  '0200015': ['POST', `/holiday/${id}`, { name: 'A 21st', type: 1, week: '1' }],
  '0200016': ['PUT', `/${ended}`, { ...ivrCampaign, name: 'Ended' }],
  '0200017': ['POST', '', { ...preempted, name: 'No queue', skillParam: { ...skillParam, skillId: 6 } }],
  '0200018': ['POST', `/calldata/${id}`, { callDataList: [{ called: '1' }, { called: '1' }] }],
  '0200019': ['POST', `/calldata/${ended}`, numbers(1)],
  '0200020': ['POST', `/calldata/${full}`, numbers(1)],
  '0200022': ['POST', `/calldata/${id}`, numbers(1)],
  '0200029': ['POST', `/calldata/${id}`, numbers(21)],
  '0200030': ['POST', `/calldata/${id}`, { callDataList: [{ called: '1', recycleTime: 'soon' }] }],
  '02000001': modified({ name: ' ' }),
  '02000002': modified({ callerNo: '1008a' }),
  '02000003': modified({ name: 'x'.repeat(33) }),
  '02000004': ['GET', '/callresultdetail/1-'],
  '02000005': ['GET', `?status=0&deviceType=0&curPage=1&rowsPerPage=10&name=${'x'.repeat(31)}`],
  '02000006': modified({ maxAlertingTime: '20' }),
  '02000007': modified({ maxAlertingTime: 121 }),
  '02000008': ['GET', '/abc'],
  '02000009': modified({ strBeginTime: null }),
  '02000010': modified({ scheduleParam: { workdayBeginTime1: '08', workdayEndTime1: '18:00' } }),
  '02000011': ['GET', '?status=0&status=2&deviceType=0&curPage=1&rowsPerPage=10'],
};

test('the list is whole', () => {
  expect(Object.keys(requests).sort()).toEqual(Object.keys(codes).sort());
});

test.each(Object.entries(requests))('%s', async (code, request) => {
  const english = await call(...request);
  expect(english).toMatchObject({ status: 200, body: { resultCode: code, returnCode: code } });
  expect(english.body.returnDesc).toBe(english.body.resultDesc);
  if (code === '0200000') return;
  expect(english.body.resultDesc).toMatch(/^[\x20-\x7e]+$/);
  const [method, path, body] = request;
  const chinese = await call(method, path, body, { headers: { locale: 'zh_CN' } });
  expect(chinese.code).toBe(code);
  expect(chinese.body.resultDesc).toMatch(/[\u4e00-\u9fff]/);
});
