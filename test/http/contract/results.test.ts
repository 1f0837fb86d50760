// Results over the wire, of calls that are written straight into the database (contract.md 10, 4.2).
import { expect, test } from 'vitest';
import { toMillis } from '../../../src/core/units.ts';
import { ensurePartitions } from '../../../src/store/database/partitions.ts';
import { openDoor, startOfTest } from './door.ts';

const door = await openDoor();
const { call, database, vdnId } = door;
await ensurePartitions(database, toMillis(startOfTest));
const id = await door.addCampaign();
const dialedAt = startOfTest - 3_600_000;

/** A finished call, `seconds` after the first. */
const addCall = (
  callId: number,
  seconds: number,
  cause: string,
  rest: { final?: boolean; session?: string; ended?: boolean } = {},
) =>
  database`
    insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch, called,
      caller, session_id, ringing_at, answered_at, connected_at, ended_at, outcome, cause, final)
    values (${vdnId}, ${id}, ${dialedAt + seconds * 1000 + 123}, ${callId}, 7, 1, 1, 1, '13900000001', '10085',
      ${rest.session ?? null}, ${dialedAt + seconds * 1000 + 1000}, ${cause === '00000' ? dialedAt + 5000 : null},
      ${null}, ${rest.ended === false ? null : dialedAt + 65_000}, 'succeeded', ${cause}, ${rest.final ?? true})`;

await addCall(1001, 0, '00537', { final: false });
await addCall(1002, 10, '00000', { session: 'ann' });
await addCall(1003, 20, '00603', { session: 'bob' });
await addCall(1004, 30, '00603', { ended: false });

const query = (body: object) => call('POST', `/callresult/${id}`, body);
const callIds = async (body: object) => {
  const answer = await query(body);
  const data: { callId: string }[] = answer.body.data ?? [];
  return data.map((row) => row.callId.split('-')[1]);
};

test('the final results are the default, every attempt is there on request, open calls never', async () => {
  expect(await callIds({})).toEqual(['1002', '1003']);
  expect(await callIds({ showDetail: 1 })).toEqual(['1001', '1002', '1003']);
  const { body } = await query({});
  expect(body).toMatchObject({
    totalCount: 2,
    data: [
      {
        campaignId: String(id),
        sessionId: 'ann',
        called: '13900000001',
        callTimeStr: '2030-06-12 09:00:10',
        callStatus: 6,
        failCode: '00000',
        resultCode: 'OB99999',
        vdnId: 1,
        callId: `${dialedAt / 1000 + 10}-1002`,
        recordPath: '',
      },
      { callStatus: 5, failCode: '00603' },
    ],
  });
});

test('filters and pages', async () => {
  expect(await callIds({ sessionId: 'bob' })).toEqual(['1003']);
  expect(await callIds({ customField: 'none' })).toEqual([]);
  expect(await callIds({ pageSize: 1, pageNum: 2 })).toEqual(['1003']);
  expect(await callIds({ beginTime: '2030-06-12', endTime: '2030-06-12' })).toEqual(['1002', '1003']);
  expect(await callIds({ beginTime: '2030-06-10', endTime: '2030-06-11' })).toEqual([]);
});

test('one result in detail, by its id', async () => {
  const { body } = await call('GET', `/callresultdetail/${dialedAt / 1000 + 10}-1002`);
  expect(body.data).toMatchObject({
    called: '13900000001',
    ackBeginTime: '2030-06-12 09:00:11',
    callBeginTime: '2030-06-12 09:00:05',
    callEndTime: '2030-06-12 09:01:05',
    callStatus: 6,
    failCode: '00000',
    resultCode: 'OB99999',
  });
  for (const wrong of [
    `${dialedAt / 1000 + 11}-1002`,
    `${dialedAt / 1000 + 30}-1004`,
    '1-999999999999999999',
  ])
    expect((await call('GET', `/callresultdetail/${wrong}`)).code).toBe('0200001');
});

test('a call of another VDN is not to be seen', async () => {
  const key = await door.addKey(2);
  const path = `/rest/isales/v1/openapi/campaigns/2/callresultdetail/${dialedAt / 1000 + 10}-1002`;
  expect((await call('GET', path, undefined, { key })).code).toBe('0200001');
});

test('failures are counted by day and cause; today when no days are given', async () => {
  await database`
    insert into outcome_counts (vdn_id, campaign_id, day, cause, calls) values
      (${vdnId}, ${id}, '2030-06-11', '00537', 4), (${vdnId}, ${id}, '2030-06-12', '00603', 1),
      (${vdnId}, ${id}, '2030-06-12', '00537', 2), (${vdnId}, ${id}, '2030-06-12', '00000', 9)`;
  const today = [{ statDate: '2030-06-12', failData: { '00537': 2, '00603': 1 } }];
  const statistics = (rest = '') => call('GET', `/failcategorystatistics?campaignId=${id}${rest}`);
  expect((await statistics()).body.data).toEqual(today);
  expect((await statistics('&startDate=2030-06-01&endDate=2030-06-30')).body.data).toEqual([
    { statDate: '2030-06-11', failData: { '00537': 4 } },
    ...today,
  ]);
  expect((await statistics('&startDate=2030-06-01')).code).toBe('02000009');
  expect((await call('GET', '/failcategorystatistics?campaignId=99')).code).toBe('0200007');
  expect((await call('POST', '/callresult/99', {})).code).toBe('0200007');
});
