// Special dates over the wire (contract.md 5).
import { beforeEach, expect, test } from 'vitest';
import type { CampaignId } from '../../../src/core/units.ts';
import { openDoor } from './door.ts';

const door = await openDoor({ ivrCampaignsMax: 100 });
const { call } = door;

let id: CampaignId;
let campaigns = 0;

beforeEach(async () => {
  id = await door.addCampaign({ name: `Dates ${campaigns++}` });
});

const weekend = { name: 'Weekend', type: 1, week: '7,6' };
const nationalDay = { name: 'National Day', type: 2, beginTime: '2030-10-01', endTime: '2030-10-07' };
const newYear = { name: 'New Year', type: 3, beginTime: '01-01', endTime: '01-01' };

const add = (date: object) => call('POST', `/holiday/${id}`, date);
const list = async () => {
  const { body } = await call('GET', `/holiday/${id}`);
  const data: { id: number; name: string }[] = body.data ?? [];
  return data;
};

test('the three types are added, listed, modified and deleted', async () => {
  for (const date of [weekend, nationalDay, newYear]) expect((await add(date)).code).toBe('0200000');
  const [first, second, third] = await list();
  expect(first).toEqual({ id: expect.any(Number), ...weekend, week: '6,7', beginTime: null, endTime: null });
  expect(second).toEqual({ id: expect.any(Number), ...nationalDay, week: null });
  expect(third).toEqual({ id: expect.any(Number), ...newYear, week: null });

  const modified = { ...nationalDay, id: first?.id, name: 'Golden Week' };
  expect((await call('PUT', `/holiday/${id}`, modified)).code).toBe('0200000');
  expect((await list())[0]).toEqual({ ...modified, week: null });

  expect((await call('DELETE', `/holiday/${id}/${second?.id}`)).code).toBe('0200000');
  expect((await list()).map((date) => date.name)).toEqual(['Golden Week', 'New Year']);
  expect((await call('DELETE', `/holiday/${id}`)).code).toBe('0200000');
  expect(await list()).toEqual([]);
  expect((await call('DELETE', `/holiday/${id}`)).code).toBe('0200000');
});

test('a yearly date may go over New Year, a date with years may not go back', async () => {
  const turn = { name: 'Turn of the year', type: 3, beginTime: '12-24', endTime: '01-06' };
  expect((await add(turn)).code).toBe('0200000');
  expect(await list()).toEqual([{ id: expect.any(Number), ...turn, week: null }]);
  const back = await add({ ...nationalDay, endTime: '2030-09-30' });
  expect(back.code).toBe('02000009');
});

test('a name is unique in its campaign: 0200013', async () => {
  await add(weekend);
  await add(newYear);
  expect((await add({ ...nationalDay, name: 'Weekend' })).code).toBe('0200013');
  const [, second] = await list();
  expect((await call('PUT', `/holiday/${id}`, { ...newYear, id: second?.id, name: 'Weekend' })).code).toBe(
    '0200013',
  );
  expect((await call('PUT', `/holiday/${id}`, { ...newYear, id: second?.id })).code).toBe('0200000');
  id = await door.addCampaign({ name: 'Another' });
  expect((await add(weekend)).code).toBe('0200000');
});

test('one that does not exist: 0200014, also when it is of another campaign', async () => {
  await add(weekend);
  const [first] = await list();
  id = await door.addCampaign({ name: 'A third' });
  expect((await call('PUT', `/holiday/${id}`, { ...weekend, id: first?.id })).code).toBe('0200014');
  expect((await call('DELETE', `/holiday/${id}/${first?.id}`)).code).toBe('0200014');
});

test('twenty at most, also when many are added at once: 0200015', async () => {
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, at) => add({ ...newYear, name: `Date ${at}` })),
  );
  const codes = answers.map((answer) => answer.code);
  expect(codes.filter((code) => code === '0200000')).toHaveLength(20);
  expect(codes.filter((code) => code === '0200015')).toHaveLength(4);
});

test.each([
  ['a date that does not exist', { ...nationalDay, beginTime: '2030-02-30' }],
  ['a yearly date in the form of another type', { ...newYear, beginTime: '2030-01-01' }],
])('%s: 0200030', async (_what, date) => {
  expect((await add(date)).code).toBe('0200030');
});

test('no such campaign: 0200007', async () => {
  const answers = [
    await call('GET', '/holiday/99'),
    await call('POST', '/holiday/99', weekend),
    await call('PUT', '/holiday/99', { ...weekend, id: 1 }),
    await call('DELETE', '/holiday/99'),
    await call('DELETE', '/holiday/99/1'),
  ];
  expect(answers.map((answer) => answer.code)).toEqual(Array(5).fill('0200007'));
});
