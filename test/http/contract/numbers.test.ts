// Numbers over the wire: adding under limits that hold for several requests at once, deleting,
// showing one (contract.md 7).
import { beforeEach, describe, expect, test } from 'vitest';
import type { CampaignId } from '../../../src/core/units.ts';
import { type Answer, openDoor } from './door.ts';

const door = await openDoor({ unfinishedNumbersMax: 50, ivrCampaignsMax: 100 });
const { call, database, vdnId } = door;

let id: CampaignId;
let campaigns = 0;

beforeEach(async () => {
  id = await door.addCampaign({ name: `Numbers ${campaigns++}` });
});

const numbers = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({ called: `1390000${String(from + at).padStart(4, '0')}` }));
const add = (callDataList: object[]) => call('POST', `/calldata/${id}`, { callDataList });
const idsOf = (answer: Answer) => {
  const { dataIdList }: { dataIdList: { called: string; dataId: string }[] } = answer.body.returnObject ?? {
    dataIdList: [],
  };
  return dataIdList;
};
const progress = async () => {
  const [row] = await database<{ waiting: number; done: number }[]>`
    select waiting, done from campaign_progress where vdn_id = ${vdnId} and campaign_id = ${id}`;
  const [count] = await database<{ waiting: number }[]>`
    select count(*)::integer as waiting from contacts
    where vdn_id = ${vdnId} and campaign_id = ${id} and state = 'waiting'`;
  expect(row?.waiting).toBe(count?.waiting);
  return row;
};

test('numbers are added in their order, with ids of 19 digits, and counted', async () => {
  const answer = await add([{ called: '13900000002' }, { called: '13900000001', priority: '1' }]);
  expect(answer.body).toMatchObject({ resultCode: '0200000', returnObject: { totalSize: 2 } });
  expect(idsOf(answer).map((item) => item.called)).toEqual(['13900000002', '13900000001']);
  for (const { dataId } of idsOf(answer)) expect(dataId).toMatch(/^\d{19}$/);
  door.pass(1000);
  expect((await add(numbers(20, 100))).body.returnObject).toMatchObject({ totalSize: 22 });
  expect(await progress()).toEqual({ waiting: 22, done: 0 });
});

test('one number is shown with everything that was given', async () => {
  const data = {
    called: '*13900000001#',
    caller: '10086',
    sessionId: 'session 1',
    customField: '国庆 batch',
    recycleTime: '2030-07-01 10:00:00',
    callData: '{"fullName":"Ann"}',
    priority: '5',
  };
  const [added] = idsOf(await add([data]));
  const { body } = await call('GET', `/calldata/${id}/${added?.dataId}`);
  const shown: { propCode: string; propValue: unknown }[] = Object(body.data).properties;
  const values = Object.fromEntries(shown.map(({ propCode, propValue }) => [propCode, propValue]));
  const { called, ...rest } = data;
  expect(values).toMatchObject({ ...rest, state: 'waiting', attempts: 0, failCode: null });
  expect(body.data).toMatchObject({ dataId: added?.dataId, calledNos: [{ calledNo: called }] });
  const other = await door.addCampaign({ name: 'Other' });
  expect((await call('GET', `/calldata/${other}/${added?.dataId}`)).code).toBe('0200001');
  expect((await call('GET', `/calldata/99/${added?.dataId}`)).code).toBe('0200007');
});

describe('what is refused, and adds nothing', () => {
  test.each([
    ['an empty list', [], '02000001'],
    ['21 numbers', numbers(21), '0200029'],
    ['a number twice', [...numbers(1), ...numbers(1)], '0200018'],
    ['a letter in a number', [{ called: '1390000000a' }], '02000002'],
    ['a number too long', [{ called: '1'.repeat(25) }], '02000003'],
    ['no called number', [{ caller: '1' }], '02000001'],
    ['a number that is no text', [{ called: 13900000001 }], '02000006'],
    ['a priority out of range', [{ called: '1', priority: '6' }], '02000007'],
    ['a time that is none', [{ called: '1', recycleTime: '2030-02-30 10:00:00' }], '0200030'],
  ])('%s', async (_what, list, code) => {
    expect((await add(list)).code).toBe(code);
    expect(await progress()).toEqual({ waiting: 0, done: 0 });
  });

  test('call data that is no JSON, for an intelligent flow only', async () => {
    expect((await add([{ called: '1', callData: 'plain' }])).code).toBe('0200000');
    id = await door.addCampaign({ name: 'Intelligent', deviceType: 1 });
    const answer = await add([{ called: '1', callData: 'plain' }]);
    expect(answer.code).toBe('02000007');
    expect(answer.body.resultDesc).toMatch(/^callDataList\[0\]\.callData: /);
  });

  test('an unknown campaign, one that has ended; a paused one and a draft take numbers', async () => {
    expect((await call('POST', '/calldata/99', { callDataList: numbers(1) })).code).toBe('0200007');
    for (const initStatus of [1, 3]) {
      id = await door.addCampaign({ name: `State ${initStatus}`, initStatus });
      expect((await add(numbers(1))).code).toBe('0200000');
    }
    id = await door.addCampaign({
      name: 'Ends',
      strEndTime: new Date(door.now() + 2000).toISOString().slice(0, 19).replace('T', ' '),
    });
    door.pass(3000);
    expect((await add(numbers(1))).code).toBe('0200019');
  });
});

test('a second request within a second is 0200022, whatever came at once', async () => {
  const answers = await Promise.all([0, 1, 2, 3, 4].map((at) => add(numbers(2, at * 10))));
  expect(answers.map((answer) => answer.code).sort()).toEqual(['0200000', ...Array(4).fill('0200022')]);
  door.pass(999);
  expect((await add(numbers(2, 900))).code).toBe('0200022');
  door.pass(1);
  expect((await add(numbers(2, 900))).code).toBe('0200000');
  expect(await progress()).toEqual({ waiting: 4, done: 0 });
});

test('the unfinished numbers never pass the setting of the VDN', async () => {
  for (const at of [0, 1]) {
    expect((await add(numbers(20, at * 20))).code).toBe('0200000');
    door.pass(1000);
  }
  expect((await add(numbers(11, 40))).code).toBe('0200020');
  expect((await add(numbers(10, 40))).code).toBe('0200000');
  expect(await progress()).toEqual({ waiting: 50, done: 0 });
});

describe('deleting', () => {
  const remove = (filter: object) => call('POST', `/calldata/${id}/delete`, filter);
  const left = async () => {
    await progress();
    const rows = await database<{ called: string }[]>`
      select called from contacts where vdn_id = ${vdnId} and campaign_id = ${id} and state = 'waiting' order by called`;
    return rows.map((row) => row.called);
  };

  beforeEach(async () => {
    await add([
      { called: '1', sessionId: 's', recycleTime: '2030-07-01 10:00:00' },
      { called: '2', sessionId: 's', customField: 'c', recycleTime: '2030-07-01 23:59:59' },
      { called: '3', customField: 'c', recycleTime: '2030-07-02 00:00:00' },
      { called: '4' },
    ]);
  });

  test('is not allowed while the campaign is executing', async () => {
    expect((await remove({ called: '1' })).code).toBe('0200009');
    expect(await left()).toEqual(['1', '2', '3', '4']);
  });

  test.each([
    ['by number', { called: '1' }, ['2', '3', '4']],
    ['by session', { sessionId: 's' }, ['3', '4']],
    ['by both', { sessionId: 's', customField: 'c' }, ['1', '3', '4']],
    ['by a day and those before', { recycleTime: '2030-07-01 12:00:00', recycleType: '1' }, ['3', '4']],
    ['by a day', { recycleTime: '2030-07-02 12:00:00', recycleType: '2' }, ['1', '2', '4']],
    ['by a second', { recycleTime: '2030-07-01 10:00:00', recycleType: '3' }, ['2', '3', '4']],
    ['of none that meets it', { called: '9' }, ['1', '2', '3', '4']],
  ])('%s', async (_what, filter, rest) => {
    await call('PUT', `/${id}/pause`);
    expect((await remove(filter)).code).toBe('0200000');
    expect(await left()).toEqual(rest);
  });

  test('archived numbers stay as done; those in a call and those done are not touched', async () => {
    await call('PUT', `/${id}/pause`);
    await database`update contacts set state = 'calling' where campaign_id = ${id} and called = '2'`;
    await database`update campaign_progress set waiting = 3, calling = 1 where campaign_id = ${id}`;
    expect((await remove({ sessionId: 's', archiveHistory: 1 })).code).toBe('0200000');
    expect(await left()).toEqual(['3', '4']);
    expect(await progress()).toEqual({ waiting: 2, done: 1 });
  });

  test('in steps when there are many', async () => {
    await database`
      insert into contacts (vdn_id, campaign_id, called, custom_field, due_at, created_at)
      select ${vdnId}, ${id}, 'x' || n, 'many', ${door.now()}, ${door.now()} from generate_series(1, 10001) as n`;
    await database`update campaign_progress set waiting = waiting + 10001 where campaign_id = ${id}`;
    await call('PUT', `/${id}/pause`);
    expect((await remove({ customField: 'many' })).code).toBe('0200000');
    expect(await left()).toEqual(['1', '2', '3', '4']);
  });

  test('of an unknown campaign is 0200007', async () => {
    expect((await call('POST', '/calldata/99/delete', { called: '1' })).code).toBe('0200007');
  });
});
