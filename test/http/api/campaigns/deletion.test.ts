// Deleting a campaign: not while it is started; then it is gone at once, its rows a minute later unless
// they are kept as history, and what it did stays in the audit log.
import { describe, expect, test } from 'vitest';
import { toMillis } from '../../../../src/core/units.ts';
import { purgeDeletedCampaigns } from '../../../../src/store/campaigns/purge.ts';
import { openWorld } from '../world.ts';

const world = await openWorld();
const [administrator, supervisor, auditor] = await Promise.all([
  world.signIn(1, 'administrator'),
  world.signIn(1, 'supervisor'),
  world.signIn(1, 'auditor'),
]);
const { database } = world;

const path = (id: number, rest = '') => `/vdns/1/campaigns/${id}${rest}`;
const remove = (id: number, query = '', who = supervisor) => world.ask(who, 'DELETE', path(id, query));

async function pausedCampaign(name: string): Promise<number> {
  const { id } = await world.addOneCampaign(1, name);
  expect((await world.ask(supervisor, 'POST', path(id, '/pause'))).statusCode).toBe(200);
  await database`
    insert into contacts (vdn_id, campaign_id, due_at, called, created_at)
    values (1, ${id}, ${world.clock.at}, '13900000001', ${world.clock.at})`;
  return id;
}

const rowsOf = async (id: number): Promise<unknown> =>
  (
    await database`
      select (select count(*)::integer from campaigns where campaign_id = ${id}) as campaigns,
        (select count(*)::integer from contacts where campaign_id = ${id}) as contacts,
        (select count(*)::integer from campaign_revisions where campaign_id = ${id}) as revisions`
  )[0];

describe('is refused, and nothing is changed', () => {
  test('while the campaign is started, in words', async () => {
    const { id } = await world.addOneCampaign(1, 'started');
    const answer = await remove(id);
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({
      type: 'urn:campana:problem:wrongState',
      detail: expect.stringMatching(/started/i),
    });
    expect((await world.ask(supervisor, 'GET', path(id))).json()).toMatchObject({
      state: 'started',
      revision: 1,
    });
  });

  test('where there is none: in this VDN, or any more', async () => {
    const foreign = await world.addOneCampaign(2, 'foreign');
    expect((await remove(foreign.id)).statusCode).toBe(404);
    expect((await remove(999_999)).statusCode).toBe(404);
    const id = await pausedCampaign('twice');
    expect((await remove(id)).statusCode).toBe(204);
    expect((await remove(id)).statusCode).toBe(404);
  });

  test('from an auditor, and for a word that is not known', async () => {
    const id = await pausedCampaign('kept');
    expect((await remove(id, '', auditor)).statusCode).toBe(403);
    expect((await remove(id, '?archive=perhaps')).statusCode).toBe(400);
    expect((await remove(id, '?force=yes')).statusCode).toBe(400);
    expect((await world.ask(supervisor, 'GET', path(id))).statusCode).toBe(200);
  });
});

test('a paused campaign is gone at once, its name is free, and its rows go a minute later', async () => {
  const id = await pausedCampaign('gone');
  const answer = await remove(id);
  expect([answer.statusCode, answer.body]).toEqual([204, '']);
  for (const rest of ['', '/calls', '/calls.csv', '/revisions', '/explain', '/imports', '/notices']) {
    expect((await world.ask(supervisor, 'GET', path(id, rest))).statusCode, rest).toBe(404);
  }
  expect((await world.ask(supervisor, 'GET', '/vdns/1/campaigns?name=gone')).json().total).toBe(0);
  await world.addOneCampaign(1, 'gone');
  expect(await rowsOf(id)).toMatchObject({ campaigns: 1, contacts: 1 });
  while (!(await purgeDeletedCampaigns(database, toMillis(world.clock.at + 61_000))));
  expect(await rowsOf(id)).toEqual({ campaigns: 0, contacts: 0, revisions: 0 });
});

test('one that has ended can be deleted, and a draft', async () => {
  const ended = await world.addOneCampaign(1, 'ended', {
    beginAt: toMillis(world.clock.at - 2000),
    endAt: toMillis(world.clock.at - 1000),
  });
  expect((await remove(ended.id)).statusCode).toBe(204);
  const { id } = await world.addOneCampaign(1, 'draft');
  await database`update campaigns set state = 'draft' where campaign_id = ${id}`;
  expect((await remove(id)).statusCode).toBe(204);
});

test('history is kept when it is asked for', async () => {
  const id = await pausedCampaign('history');
  expect((await remove(id, '?archive=yes')).statusCode).toBe(204);
  while (!(await purgeDeletedCampaigns(database, toMillis(world.clock.at + 61_000))));
  // Added, paused, deleted.
  expect(await rowsOf(id)).toEqual({ campaigns: 1, contacts: 1, revisions: 3 });
  expect((await world.ask(supervisor, 'GET', path(id))).statusCode).toBe(404);
});

test('the audit log tells who deleted what', async () => {
  const id = await pausedCampaign('told');
  await remove(id, '?archive=yes');
  const { items } = (
    await world.ask(administrator, 'GET', '/vdns/1/audit?action=campaign.delete&limit=1')
  ).json();
  expect(items[0]).toMatchObject({
    actor: 'user:supervisor',
    subject: `campaign ${id}`,
    detail: { name: 'told', archive: true },
  });
});
