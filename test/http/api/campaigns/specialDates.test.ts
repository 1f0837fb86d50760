// Campaigns and special dates added by people with a session, judged as the contract judges them.
import { expect, test } from 'vitest';
import { specialDateOf } from '../../../../src/core/calendarDay.ts';
import { openWorld, putBody } from '../world.ts';

const world = await openWorld();
const supervisor = await world.signIn(1, 'supervisor');
const auditor = await world.signIn(1, 'auditor');
const addBody = (name: string, change: object = {}) => ({
  ...putBody(name),
  strBeginTime: '2030-03-05 00:00:00',
  strEndTime: '2030-12-31 23:59:59',
  ...change,
});

test('a supervisor adds a campaign as a draft, and its name is then taken', async () => {
  const add = () => world.ask(supervisor, 'POST', '/vdns/1/campaigns', addBody('added', { initStatus: 1 }));
  const answer = await add();
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toMatchObject({ state: 'draft', revision: 1, settings: { name: 'added' } });
  const again = await add();
  expect([again.statusCode, again.json().type]).toEqual([409, 'urn:campana:problem:alreadyThere']);
});

test('what breaks a rule of the contract is told by its path', async () => {
  const answer = await world.ask(supervisor, 'POST', '/vdns/1/campaigns', addBody('x', { callerNo: 'abc' }));
  expect(answer.statusCode).toBe(422);
  expect(answer.json().violations).toMatchObject([{ path: 'callerNo', code: '02000002' }]);
});

test('special dates are added, changed and deleted, and each answer shows all of them', async () => {
  const { id } = await world.addOneCampaign(1, 'dated');
  const path = `/vdns/1/campaigns/${id}/special-dates`;
  const added = await world.ask(supervisor, 'POST', path, { name: 'Weekend', type: 1, week: '6,7' });
  const [date] = added.json().items;
  expect(date).toMatchObject({ name: 'Weekend', rule: { kind: 'week', days: [6, 7] } });
  const other = { name: 'New Year', type: 3, beginTime: '12-24', endTime: '12-31' };
  const changed = await world.ask(supervisor, 'PUT', `${path}/${date.id}`, other);
  const rule = { kind: 'yearly', begin: '12-24', end: '12-31' };
  expect(changed.json()).toEqual({ items: [{ id: date.id, name: 'New Year', rule }] });
  expect((await world.ask(auditor, 'GET', path)).json()).toEqual(changed.json());
  expect((await world.ask(auditor, 'DELETE', `${path}/${date.id}`)).statusCode).toBe(403);
  expect((await world.ask(supervisor, 'DELETE', `${path}/${date.id}`)).json()).toEqual({ items: [] });
  const gone = await world.ask(supervisor, 'DELETE', `${path}/${date.id}`);
  expect(gone.statusCode).toBe(404);
});

test('a yearly date over New Year rules on both sides of it', async () => {
  const { id } = await world.addOneCampaign(1, 'turn of the year');
  const path = `/vdns/1/campaigns/${id}/special-dates`;
  const turn = { name: 'Turn', type: 3, beginTime: '12-24', endTime: '01-06' };
  const added = await world.ask(supervisor, 'POST', path, turn);
  expect(added.statusCode).toBe(200);
  const { items } = added.json();
  expect(items).toMatchObject([{ rule: { kind: 'yearly', begin: '12-24', end: '01-06' } }]);
  const holds = (text: string) => {
    const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
    return specialDateOf(items, { year, month, day, weekDay: 1 }) !== null;
  };
  expect(['2030-12-23', '2030-12-24', '2030-12-31', '2031-01-06', '2031-01-07'].map(holds)).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

test('a special date is not replaced by somebody who saw another one there', async () => {
  const { id } = await world.addOneCampaign(1, 'shared dates');
  const path = `/vdns/1/campaigns/${id}/special-dates`;
  const added = await world.ask(supervisor, 'POST', path, { name: 'Feast', type: 1, week: '6' });
  const { id: dateId, ...seen } = added.json().items[0];
  const replace = (week: string, ifIs: object) =>
    world.ask(supervisor, 'PUT', `${path}/${dateId}`, { name: 'Feast', type: 1, week, ifIs });
  expect((await replace('7', seen)).statusCode).toBe(200);
  const late = await replace('1', seen);
  expect([late.statusCode, late.json().type]).toEqual([409, 'urn:campana:problem:revisionChanged']);
  const present = (await world.ask(supervisor, 'GET', path)).json().items[0];
  expect(present.rule).toEqual({ kind: 'week', days: [7] });
  expect((await replace('1', { name: 'Feast', rule: present.rule })).statusCode).toBe(200);
  expect((await replace('2', { name: 'Feast' })).statusCode).toBe(400);
});

test('a special date with an unreal day or a name twice is refused', async () => {
  const { id } = await world.addOneCampaign(1, 'misdated');
  const path = `/vdns/1/campaigns/${id}/special-dates`;
  const day = { name: 'Day', type: 2, beginTime: '2030-02-30', endTime: '2030-03-01' };
  const unreal = await world.ask(supervisor, 'POST', path, day);
  expect(unreal.json().violations).toMatchObject([{ path: 'beginTime', code: '0200030' }]);
  const real = { ...day, beginTime: '2030-02-28' };
  expect((await world.ask(supervisor, 'POST', path, real)).statusCode).toBe(200);
  expect((await world.ask(supervisor, 'POST', path, real)).statusCode).toBe(409);
});

test('a campaign is added with its special dates in one step, or not at all', async () => {
  const christmas = { name: 'Christmas', type: 3, beginTime: '12-24', endTime: '12-26' };
  const today = { name: 'Today', type: 2, beginTime: '2030-03-05', endTime: '2030-03-05' };
  const add = (name: string, specialDates: unknown) =>
    world.ask(supervisor, 'POST', '/vdns/1/campaigns', addBody(name, { initStatus: 0, specialDates }));
  const added = await add('feasts', [christmas, today]);
  expect(added.json()).toMatchObject({ state: 'started' });
  const { id } = added.json();
  const dates = await world.ask(auditor, 'GET', `/vdns/1/campaigns/${id}/special-dates`);
  expect(dates.json().items).toMatchObject([{ name: 'Christmas' }, { name: 'Today' }]);

  const unreal = await add('unreal feasts', [christmas, { ...today, beginTime: '2030-02-30' }]);
  expect(unreal.json().violations).toMatchObject([{ path: 'specialDates[1].beginTime', code: '0200030' }]);
  const twice = await add('feasts twice', [christmas, christmas]);
  expect(twice.json().violations).toMatchObject([{ path: 'specialDates[1].name', code: '0200013' }]);
  const many = await add(
    'many feasts',
    Array.from({ length: 21 }, (_, at) => ({ ...christmas, name: `${at}` })),
  );
  expect(many.json().violations).toMatchObject([{ path: 'specialDates' }]);
  const noList = await add('no list', 'Christmas');
  expect(noList.statusCode).toBe(400);
  for (const name of ['unreal feasts', 'feasts twice', 'many feasts', 'no list']) {
    const found = await world.ask(auditor, 'GET', `/vdns/1/campaigns?name=${encodeURIComponent(name)}`);
    expect(found.json().items).toEqual([]);
  }
});
