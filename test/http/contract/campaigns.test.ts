// The campaign interfaces over the wire, on a real database.
import { beforeEach, describe, expect, test } from 'vitest';
import { toMillis } from '../../../src/core/units.ts';
import { saveSkillQueue } from '../../../src/store/agents/skillQueues.ts';
import { purgeDeletedCampaigns } from '../../../src/store/campaigns/purge.ts';
import { seedExample } from '../../contract/bases.ts';
import { ivrCampaign, openDoor } from './door.ts';

const door = await openDoor({ skillCampaignsMax: 3, ivrCampaignsMax: 4 });
const { call, database, vdnId } = door;
await saveSkillQueue(database, vdnId, { id: 5, name: 'Voice Skill Queue' });

const predicted = { ...seedExample(toMillis(door.now())), name: 'Predicted' };

beforeEach(async () => {
  await database`delete from contacts where vdn_id = ${vdnId}`;
  await database`delete from campaigns where vdn_id = ${vdnId}`;
});

const revisions = (campaignId: number) =>
  database<{ revision: number; actor: string; action: string; before: never; after: never }[]>`
    select revision, actor, action, lag(after) over (order by revision) as before, after
    from campaign_revisions where vdn_id = ${vdnId} and campaign_id = ${campaignId} order by revision`;

test('a campaign is added, shown, listed, changed, paused, resumed and deleted', async () => {
  const added = await call('POST', '', ivrCampaign);
  expect(added).toMatchObject({
    status: 200,
    body: { resultCode: '0200000', resultDesc: '', returnCode: '0200000', returnDesc: '' },
  });
  const { id }: { id: number } = added.body.returnObject ?? { id: 0 };

  const details = await call('GET', `/${id}`);
  expect(details.body.returnObject).toMatchObject({
    id,
    name: 'Automatic',
    status: 2,
    strBeginTime: '2030-06-12 00:00:00',
    strEndTime: '2030-07-12 23:59:59',
    scheduleParam: { workdayBeginTime1: '08:00', workdayEndTime1: '18:00', workdayBeginTime2: null },
    skillParam: null,
    ivrParam: { deviceSign: '1001', callCount: 3, callInterval: 3 },
  });

  const list = await call('GET', '?status=0&deviceType=0&curPage=1&rowsPerPage=10');
  expect(list.body).toMatchObject({
    curPage: 1,
    totalSize: 1,
    rowsPerPage: 10,
    curSkillQueueCount: 0,
    curIvrCount: 1,
    data: [{ id, name: 'Automatic', status: 2, deviceType: 3, callerNo: '10085' }],
  });

  const faster = { ...ivrCampaign, ivrParam: { ...ivrCampaign.ivrParam, callCount: 30 } };
  expect((await call('PUT', `/${id}`, faster)).body).toEqual({
    resultCode: '0200000',
    resultDesc: '',
    returnCode: '0200000',
    returnDesc: '',
  });
  expect((await call('PUT', `/${id}/pause`)).code).toBe('0200000');
  expect((await call('PUT', `/${id}/pause`)).code).toBe('0200011');
  expect((await call('PUT', `/${id}/resume`)).code).toBe('0200000');
  expect((await call('PUT', `/${id}/resume`)).code).toBe('0200011');
  expect((await call('DELETE', `/${id}`)).code).toBe('0200009');
  expect((await call('PUT', `/${id}/pause`)).code).toBe('0200000');
  expect((await call('DELETE', `/${id}`, { archiveHistory: 1 })).code).toBe('0200000');
  expect((await call('GET', `/${id}`)).code).toBe('0200007');

  const history = await revisions(id);
  expect(history.map(({ revision, action }) => [revision, action])).toEqual([
    [1, 'add'],
    [2, 'modify'],
    [3, 'pause'],
    [4, 'resume'],
    [5, 'pause'],
    [6, 'delete'],
  ]);
  expect(history[1]).toMatchObject({
    actor: `key:${door.key.ak}`,
    before: { state: 'started', settings: { ivr: { callCount: 3 } } },
    after: { state: 'started', settings: { ivr: { callCount: 30 } } },
  });
});

test('a new campaign has its progress, its lease and its queue of notices', async () => {
  const id = await door.addCampaign();
  const [row] = await database`
    select p.waiting, l.owner, l.epoch, q.last_sequence from campaign_progress p
    join campaign_leases l using (vdn_id, campaign_id) join notice_queues q using (vdn_id, campaign_id)
    where p.vdn_id = ${vdnId} and p.campaign_id = ${id}`;
  expect(row).toEqual({ waiting: 0, owner: '', epoch: '0', last_sequence: '0' });
});

test('what needs a driver is announced on the channel that the workers listen to', async () => {
  const heard: string[] = [];
  const { unlisten } = await database.listen('campana', (text) => heard.push(text));
  const id = await door.addCampaign();
  await call('PUT', `/${id}/pause`);
  await call('PUT', `/${id}/resume`);
  await call('POST', `/calldata/${id}`, { callDataList: [{ called: '1' }] });
  const expected = Array(3).fill(`1:${id}`);
  await expect.poll(() => heard, { timeout: 5000 }).toEqual(expected);
  await unlisten();
});

test('the same PUT twice is one revision, and details sent back change nothing', async () => {
  const id = await door.addCampaign();
  const changed = { ...ivrCampaign, callerNo: '10086' };
  await call('PUT', `/${id}`, changed);
  await call('PUT', `/${id}`, changed);
  const { body } = await call('GET', `/${id}`);
  expect((await call('PUT', `/${id}`, body.returnObject)).code).toBe('0200000');
  expect(await revisions(id)).toHaveLength(2);
});

test('initStatus 1 is a draft, which resume starts; 3 is paused', async () => {
  const draft = await door.addCampaign({ initStatus: 1 });
  const paused = await door.addCampaign({ initStatus: 3, name: 'Paused' });
  const statusOf = async (id: number) => (await call('GET', `/${id}`)).body.returnObject;
  expect(await statusOf(draft)).toMatchObject({ status: 1 });
  expect(await statusOf(paused)).toMatchObject({ status: 3 });
  expect((await call('PUT', `/${draft}/pause`)).code).toBe('0200011');
  expect((await call('PUT', `/${draft}/resume`)).code).toBe('0200000');
  expect(await statusOf(draft)).toMatchObject({ status: 2 });
});

test('what was deleted outright goes in steps, what was archived stays', async () => {
  const gone = await door.addCampaign({ initStatus: 1 });
  const kept = await door.addCampaign({ initStatus: 1, name: 'Kept' });
  for (const id of [gone, kept]) {
    await database`
      insert into contacts (vdn_id, campaign_id, called, due_at, created_at)
      select ${vdnId}, ${id}, 'x' || n, ${door.now()}, ${door.now()} from generate_series(1, 5001) as n`;
  }
  await call('DELETE', `/${gone}`);
  await call('DELETE', `/${kept}`, { archiveHistory: 1 });
  const aMinuteLater = toMillis(door.now() + 60_000);
  expect(await purgeDeletedCampaigns(database, toMillis(door.now()))).toBe(true);
  const steps = [];
  for (let step = 0; step < 3; step++) steps.push(await purgeDeletedCampaigns(database, aMinuteLater));
  expect(steps).toEqual([false, false, true]);
  const left = await database`select campaign_id, count(*)::integer from contacts group by campaign_id`;
  expect([...left]).toEqual([{ campaign_id: kept, count: 5001 }]);
});

describe('stored state is judged last, with its own code', () => {
  test('no such campaign: 0200007, whatever is asked of it', async () => {
    expect((await call('PUT', '/99', ivrCampaign)).code).toBe('0200007');
    expect((await call('GET', '/99')).code).toBe('0200007');
    expect((await call('DELETE', '/99')).code).toBe('0200007');
    expect((await call('PUT', '/99/pause')).code).toBe('0200007');
    expect((await call('GET', '/99999999999')).code).toBe('0200007');
  });

  test('ended: 0200016 for a change, and it can be deleted', async () => {
    const id = await door.addCampaign({ strEndTime: '2030-06-12 10:00:01' });
    door.pass(2000);
    const later = { ...ivrCampaign, strEndTime: '2030-07-12 23:59:59' };
    expect((await call('PUT', `/${id}`, later)).code).toBe('0200016');
    expect((await call('PUT', `/${id}/pause`)).code).toBe('0200011');
    expect((await call('PUT', `/${id}/resume`)).code).toBe('0200011');
    const list = await call('GET', '?status=4&deviceType=0&curPage=1&rowsPerPage=10');
    expect(list.body).toMatchObject({ totalSize: 1, curIvrCount: 0, data: [{ id, status: 4 }] });
    expect((await call('DELETE', `/${id}`)).code).toBe('0200000');
  });

  test('another device type: 02000007', async () => {
    const id = await door.addCampaign();
    const answer = await call('PUT', `/${id}`, { ...ivrCampaign, deviceType: 1 });
    expect(answer.code).toBe('02000007');
    expect(answer.body.resultDesc).toMatch(/^deviceType: /);
  });

  test('a name that another campaign has: 0200005; a deleted one frees its name', async () => {
    const first = await door.addCampaign({ initStatus: 3 });
    expect((await call('POST', '', ivrCampaign)).code).toBe('0200005');
    const second = await door.addCampaign({ name: 'Second' });
    expect((await call('PUT', `/${second}`, ivrCampaign)).code).toBe('0200005');
    expect((await call('PUT', `/${second}`, { ...ivrCampaign, name: 'automatic' })).code).toBe('0200000');
    await call('DELETE', `/${first}`);
    expect((await call('PUT', `/${second}`, ivrCampaign)).code).toBe('0200000');
  });

  test('a skill queue that does not exist: 0200017', async () => {
    const skillParam = { ...predicted.skillParam, skillId: 6 };
    expect((await call('POST', '', { ...predicted, skillParam })).code).toBe('0200017');
    const added = await call('POST', '', predicted);
    const { id }: { id: number } = added.body.returnObject ?? { id: 0 };
    expect((await call('PUT', `/${id}`, { ...predicted, skillParam })).code).toBe('0200017');
    expect((await call('PUT', `/${id}`, predicted)).code).toBe('0200000');
  });
});

test('the limits of active campaigns hold by kind, also when many are added at once', async () => {
  const adds = (body: object) =>
    Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        call('POST', '', { ...body, name: `Many ${at} ${JSON.stringify(body).length}` }),
      ),
    );
  const ivr = (await adds(ivrCampaign)).map((answer) => answer.code).sort();
  expect(ivr).toEqual([...Array(4).fill('0200000'), ...Array(2).fill('0200004')]);
  const skill = (await adds(predicted)).map((answer) => answer.code).sort();
  expect(skill).toEqual([...Array(3).fill('0200000'), ...Array(3).fill('0200003')]);
});

test('many campaigns at once under one name: one is added', async () => {
  const codes = (await Promise.all(Array.from({ length: 4 }, () => call('POST', '', ivrCampaign)))).map(
    (answer) => answer.code,
  );
  expect(codes.sort()).toEqual(['0200000', '0200005', '0200005', '0200005']);
});

test('PUTs at once on one campaign are revisions one after another, none lost', async () => {
  const id = await door.addCampaign();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) => call('PUT', `/${id}`, { ...ivrCampaign, callerNo: `1000${at}` })),
  );
  expect(answers.every((answer) => answer.code === '0200000')).toBe(true);
  const history = await revisions(id);
  expect(history.map((entry) => entry.revision)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  history.slice(1).forEach((entry, at) => {
    expect(entry.before).toEqual(history[at]?.after);
  });
});

test('two campaigns that take the same name at once: one gets it', async () => {
  const first = await door.addCampaign({ name: 'First' });
  const second = await door.addCampaign({ name: 'Second' });
  const answers = await Promise.all([first, second].map((id) => call('PUT', `/${id}`, ivrCampaign)));
  expect(answers.map((answer) => answer.code).sort()).toEqual(['0200000', '0200005']);
});

test('the list filters and pages, the newest first', async () => {
  const draft = await door.addCampaign({ name: 'Spring draft', initStatus: 1 });
  const paused = await door.addCampaign({ name: 'Spring paused', initStatus: 3 });
  const early = await door.addCampaign({ name: 'Autumn', strEndTime: '2030-06-20 00:00:00' });
  const ids = async (query: string) => {
    const { body } = await call('GET', `?${query}&rowsPerPage=10&curPage=0`);
    const data: { id: number }[] = body.data ?? [];
    return data.map((item) => item.id);
  };
  expect(await ids('status=0&deviceType=0')).toEqual([early, paused, draft]);
  expect(await ids('status=2&deviceType=3')).toEqual([early]);
  expect(await ids('status=3&deviceType=0')).toEqual([paused]);
  expect(await ids('status=0&deviceType=2')).toEqual([]);
  expect(await ids('status=0&deviceType=0&name=Spring')).toEqual([paused, draft]);
  expect(await ids('status=0&deviceType=0&name=%25')).toEqual([]);
  expect(await ids('status=0&deviceType=0&endTime=2030-06-20+00:00:00')).toEqual([early]);
  const second = await call('GET', '?status=0&deviceType=0&curPage=2&rowsPerPage=2');
  expect(second.body).toMatchObject({ totalSize: 3, curPage: 2, data: [{ id: draft }] });
});
