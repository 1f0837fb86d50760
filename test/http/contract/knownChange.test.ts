// A PUT is written in one round trip when this process knows the campaign. What it knows may be out of date:
// another process may have changed the campaign meanwhile, or somebody holds its row.
import { afterAll, expect, test } from 'vitest';
import type { CampaignId } from '../../../src/core/units.ts';
import { changeCampaign } from '../../../src/store/campaigns/campaigns.ts';
import { prepareKnownChange } from '../../../src/store/campaigns/knownChange.ts';
import { openDatabase } from '../../../src/store/database/connection.ts';
import { withDatabase } from '../../database.ts';
import { ivrCampaign, openDoorOn } from './door.ts';

const { database, url } = await withDatabase({ connectionsMax: 4 });
const door = await openDoorOn(database);
const { vdnId } = door;
/** What another process does: it shares no memory with the door. */
const elsewhere = openDatabase(url, 2);
afterAll(() => elsewhere.end());

let names = 0;
/** A campaign that the door has changed, and so knows. */
async function knownCampaign(): Promise<{ readonly id: CampaignId; readonly body: typeof ivrCampaign }> {
  names += 1;
  const body = { ...ivrCampaign, name: `known ${names}` };
  const id = await door.addCampaign(body);
  expect((await door.call('PUT', `/${id}`, { ...body, callerNo: '1' })).code).toBe('0200000');
  return { id, body };
}

const revisionsOf = (id: CampaignId) => database<{ revision: number; action: string }[]>`
  select revision, action from campaign_revisions where campaign_id = ${id} order by revision`;

const stored = async (id: CampaignId) =>
  (
    await database<{ state: string; revision: number; settings: Record<string, unknown> }[]>`
      select state, revision, settings from campaigns where campaign_id = ${id}`
  )[0];

test('each change is one revision, with what came before it', async () => {
  const { id, body } = await knownCampaign();
  for (const callerNo of ['2', '3']) {
    const answer = await door.call('PUT', `/${id}`, { ...body, callerNo, description: `by ${callerNo}` });
    expect(answer.code).toBe('0200000');
  }
  await door.call('PUT', `/${id}`, { ...body, callerNo: '4' });
  expect(await stored(id)).toMatchObject({
    revision: 5,
    settings: { callerNo: '4', description: 'by 3' },
  });
  expect(await revisionsOf(id)).toHaveLength(5);
});

test('a change that somebody else has made since is kept', async () => {
  const { id, body } = await knownCampaign();
  const subject = { vdnId, campaignId: id, name: null, skillId: null };
  await changeCampaign(
    elsewhere,
    subject,
    { actor: 'user:x', now: door.deps.clock.now() },
    ({ campaign }) => ({
      settings: { ...campaign.settings, description: 'from elsewhere' },
      action: 'modify',
    }),
  );
  expect((await door.call('PUT', `/${id}`, { ...body, callerNo: '9' })).code).toBe('0200000');
  expect(await stored(id)).toMatchObject({
    revision: 4,
    settings: { callerNo: '9', description: 'from elsewhere' },
  });
});

test('a change that a fail-over has put in the place of a lost one is kept, although the revision is the same', async () => {
  const { id, body } = await knownCampaign();
  await elsewhere`
    update campaigns set settings = settings || '{"description": "after the fail-over"}', updated_at = ${door.now() + 1}
    where campaign_id = ${id}`;
  expect((await door.call('PUT', `/${id}`, { ...body, callerNo: '9' })).code).toBe('0200000');
  expect((await stored(id))?.settings).toMatchObject({ callerNo: '9', description: 'after the fail-over' });
});

test('a campaign that was deleted elsewhere is not there', async () => {
  const { id, body } = await knownCampaign();
  await elsewhere`update campaigns set deleted_at = ${door.now()} where campaign_id = ${id}`;
  expect((await door.call('PUT', `/${id}`, { ...body, callerNo: '9' })).body.resultDesc).toContain(
    String(id),
  );
  expect((await stored(id))?.revision).toBe(2);
});

test('pause and resume go the same way, and a resumption is told', async () => {
  const { id } = await knownCampaign();
  const heard: string[] = [];
  const { unlisten } = await elsewhere.listen('campana', (text) => heard.push(text));
  for (const [action, state] of [
    ['pause', 'paused'],
    ['resume', 'started'],
    ['pause', 'paused'],
  ] as const) {
    expect((await door.call('PUT', `/${id}/${action}`)).code).toBe('0200000');
    expect((await stored(id))?.state).toBe(state);
  }
  await expect.poll(() => heard).toEqual([`1:${id}`]);
  expect((await revisionsOf(id)).map(({ action }) => action)).toEqual([
    'add',
    'modify',
    'pause',
    'resume',
    'pause',
  ]);
  await unlisten();
});

test('a queue that was deleted since is missed', async () => {
  await database`insert into skill_queues (vdn_id, skill_id, name) values (1, 7, 'sales')`;
  const { ivrParam: _, ...rest } = ivrCampaign;
  const body = {
    ...rest,
    name: 'with a queue',
    deviceType: 6,
    skillParam: { skillId: 7, outBoundType: 6 },
  };
  const id = await door.addCampaign(body);
  expect((await door.call('PUT', `/${id}`, { ...body, callerNo: '1' })).code).toBe('0200000');
  await elsewhere`delete from skill_queues where skill_id = 7`;
  const answer = await door.call('PUT', `/${id}`, { ...body, callerNo: '2' });
  expect(answer.body.resultDesc).toContain('skillParam.skillId');
  expect((await stored(id))?.settings).toMatchObject({ callerNo: '1' });
});

test('a request that is sent twice is done once, at whatever moment the second one comes', async () => {
  const { id, body } = await knownCampaign();
  const timestamp = new Date(door.now() + 500).toISOString();
  const send = (callerNo: string) => door.call('PUT', `/${id}`, { ...body, callerNo }, { timestamp });
  const answers = await Promise.all(Array.from({ length: 6 }, () => send('5')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401]);
  expect((await send('5')).status).toBe(401);
  expect(await revisionsOf(id)).toHaveLength(3);
});

test('a signature that was used is told first, also where more is wrong', async () => {
  const { id } = await knownCampaign();
  const timestamp = new Date(door.now() + 700).toISOString();
  const send = () => door.call('PUT', `/${id}`, { name: '' }, { timestamp });
  expect((await send()).status).toBe(200);
  expect((await send()).status).toBe(401);
});

test('changes of one campaign that come together are all kept', async () => {
  const { id, body } = await knownCampaign();
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) => door.call('PUT', `/${id}`, { ...body, callerNo: `77${index}` })),
  );
  expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['0200000']));
  expect((await revisionsOf(id)).map(({ revision }) => revision)).toEqual(
    Array.from({ length: 14 }, (_, index) => index + 1),
  );
});

test('a locked row is waited for, and then the change is made', async () => {
  const { id, body } = await knownCampaign();
  let answer: ReturnType<typeof door.call> | undefined;
  await elsewhere.begin(async (transaction) => {
    await transaction`select from campaigns where campaign_id = ${id} for update`;
    answer = door.call('PUT', `/${id}`, { ...body, callerNo: '6' });
    const waits = () => database`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(waits).toHaveLength(1);
  });
  expect((await answer)?.code).toBe('0200000');
  expect(await stored(id)).toMatchObject({ revision: 3, settings: { callerNo: '6' } });
});

test('it really is one round trip, and waits for no row that is locked', async () => {
  const { id } = await knownCampaign();
  const subject = { vdnId, campaignId: id, name: null, skillId: null };
  const now = door.deps.clock.now();
  const change = (signature: string, callerNo: string) =>
    prepareKnownChange(database, subject, { actor: 'key:x', now }, ({ campaign }) => ({
      settings: { ...campaign.settings, callerNo },
      action: 'modify',
    }))?.({ vdnId, signature, expiresAt: now });
  expect(await change('first', '11')).toEqual({ isSaved: true, isFirstUse: true });
  expect(await change('first', '12')).toEqual({ isSaved: false, isFirstUse: false });
  await elsewhere.begin(async (transaction) => {
    await transaction`select from campaigns where campaign_id = ${id} for update`;
    expect(await change('second', '13')).toEqual({ isSaved: false, isFirstUse: true });
  });
  // What would change nothing, or be refused, is left to those who read first.
  expect(change('third', '11')).toBeUndefined();
  expect(await stored(id)).toMatchObject({ revision: 3, settings: { callerNo: '11' } });
});
