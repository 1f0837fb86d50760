// What is done is told, or it is not done: when the audit log takes no entry, no route leaves a change behind.
import { beforeAll, expect, test } from 'vitest';
import { openUploads } from '../uploads.ts';
import { putBody } from '../world.ts';

const { world, upload, path: importsPath } = await openUploads();
const { database } = world;
const supervisor = await world.signIn(1, 'supervisor');
const { id } = await world.addOneCampaign(1, 'told');
const paused = await world.addOneCampaign(1, 'paused');
const path = (rest = '') => `/vdns/1/campaigns/${id}${rest}`;
const pausedPath = (rest = '') => `/vdns/1/campaigns/${paused.id}${rest}`;
const day = { name: 'Eve', type: 2, beginTime: '2030-12-24', endTime: '2030-12-24' };
const faster = { ivrParam: { deviceSign: '1001', callCount: 20, callInterval: 1 } };
const newBody = {
  ...putBody('new'),
  strBeginTime: '2030-03-05 00:00:00',
  strEndTime: '2030-12-31 23:59:59',
};
let dateId: number;
let importId: string;

beforeAll(async () => {
  await world.ask(supervisor, 'PUT', path(), putBody('told', { description: 'changed once' }));
  await world.ask(supervisor, 'POST', pausedPath('/pause'));
  const dates = await world.ask(supervisor, 'POST', path('/special-dates'), { ...day, name: 'Old' });
  dateId = dates.json().items[0].id;
  importId = (await upload(id, 'called\n13900000001\n')).body.id;
  await database.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no entry'; end $$;
    create trigger refuse before insert on audit_entries for each row execute function refuse()`);
});

/** Everything that the routes could change, as text. */
async function everything(): Promise<string> {
  const tables = [
    'campaigns',
    'campaign_revisions',
    'campaign_progress',
    'contacts',
    'special_dates',
    'audit_entries',
  ];
  const rows = await Promise.all(
    tables.map((table) => database`select to_jsonb(t) as row from ${database(table)} t order by 1`),
  );
  return JSON.stringify(rows);
}

test.each([
  ['a new campaign', () => world.ask(supervisor, 'POST', '/vdns/1/campaigns', newBody)],
  ['a modification', () => world.ask(supervisor, 'PUT', path(), putBody('told', faster))],
  ['a change of handling', () => world.ask(supervisor, 'PATCH', path('/handling'), { weight: 20 })],
  ['a step back', () => world.ask(supervisor, 'POST', path('/rollback'), {})],
  ['a pause', () => world.ask(supervisor, 'POST', path('/pause'))],
  ['a resumption', () => world.ask(supervisor, 'POST', pausedPath('/resume'))],
  ['a deletion', () => world.ask(supervisor, 'DELETE', pausedPath())],
  ['a special date', () => world.ask(supervisor, 'POST', path('/special-dates'), day)],
  ['another special date', () => world.ask(supervisor, 'PUT', path(`/special-dates/${dateId}`), day)],
  ['a special date less', () => world.ask(supervisor, 'DELETE', path(`/special-dates/${dateId}`))],
  ['an undone import', () => world.ask(supervisor, 'DELETE', importsPath(id, `/${importId}`))],
])('%s', async (_, asked) => {
  const before = await everything();
  expect((await asked()).statusCode).toBe(500);
  expect(await everything()).toBe(before);
});

test('an import', async () => {
  const before = await everything();
  expect((await upload(id, 'called\n13900000002\n')).status).toBe(500);
  expect(await everything()).toBe(before);
});
