// A supervisor tries a change, makes it, sees who did what, and goes one step back, while the
// campaign runs; and what two supervisors do to each other.
import { describe, expect, test } from 'vitest';
import { toMillis } from '../../../../src/core/units.ts';
import { openWorld, putBody } from '../world.ts';

const world = await openWorld();
const supervisor = await world.signIn(1, 'supervisor');
const { database } = world;

const path = (id: number, rest = '') => `/vdns/1/campaigns/${id}${rest}`;
const faster = { ivrParam: { deviceSign: '1001', callCount: 20, callInterval: 1 } };

/** Everything that a change could touch, as text. */
async function everything(): Promise<string> {
  const tables = [
    'campaigns',
    'campaign_revisions',
    'campaign_progress',
    'contacts',
    'audit_entries',
    'notices',
  ];
  const rows = await Promise.all(
    tables.map((table) => database`select to_jsonb(t) as row from ${database(table)} t order by 1`),
  );
  return JSON.stringify(rows);
}

async function addNumbers(campaignId: number, count: number): Promise<void> {
  await database`
    insert into contacts (vdn_id, campaign_id, due_at, called, created_at)
    select 1, ${campaignId}, ${world.clock.at}, '1390000' || lpad(n::text, 4, '0'), ${world.clock.at}
    from generate_series(1, ${count}) n`;
  await database`
    update campaign_progress set waiting = waiting + ${count} where vdn_id = 1 and campaign_id = ${campaignId}`;
}

describe('a dry run', () => {
  test('tells the changes and what could be called at once, and changes nothing', async () => {
    const { id } = await world.addOneCampaign(1, 'tried');
    await addNumbers(id, 7);
    const before = await everything();
    const answer = await world.ask(supervisor, 'POST', path(id, '/dry-run'), putBody('tried', faster));
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      accepted: true,
      changes: [{ path: 'ivr.callCount', before: 10, after: 20 }],
      callableNow: 7,
      nextOpening: null,
      state: 'started',
      revisionNow: 1,
    });
    expect(await everything()).toBe(before);
  });

  test('tells the next opening of a schedule that is closed now', async () => {
    const { id } = await world.addOneCampaign(1, 'closed');
    await addNumbers(id, 3);
    const scheduleParam = { workdayBeginTime1: '08:00', workdayEndTime1: '08:30' };
    const body = putBody('closed', { scheduleParam });
    const answer = await world.ask(supervisor, 'POST', path(id, '/dry-run'), body);
    expect(answer.json()).toMatchObject({ callableNow: 0, nextOpening: '2030-03-06T08:00:00.000Z' });
    expect(answer.json().changes).toContainEqual({
      path: 'schedule.workday.1.begin',
      before: 0,
      after: 480,
    });
  });

  test('answers the violations, or the problem, that would refuse the change', async () => {
    const { id } = await world.addOneCampaign(1, 'refused');
    const before = await everything();
    const tryIt = async (change: object) =>
      (await world.ask(supervisor, 'POST', path(id, '/dry-run'), putBody('refused', change))).json();
    expect(await tryIt({ maxAlertingTime: 4 })).toMatchObject({
      accepted: false,
      violations: [{ code: '02000007', path: 'maxAlertingTime', received: 4 }],
    });
    expect(await tryIt({ name: 'tried' })).toMatchObject({
      accepted: false,
      violations: [{ code: '0200005' }],
    });
    expect(await tryIt({ deviceType: 1 })).toMatchObject({
      accepted: false,
      violations: [{ code: '02000007', path: 'deviceType' }],
    });
    expect(await everything()).toBe(before);
  });

  test('of a campaign of another VDN, or of none, is a 404', async () => {
    const foreign = await world.addOneCampaign(2, 'foreign');
    for (const id of [foreign.id, 999_999]) {
      const answer = await world.ask(supervisor, 'POST', path(id, '/dry-run'), putBody('x'));
      expect(answer.statusCode).toBe(404);
    }
  });
});

describe('a change', () => {
  test('is a revision with its author, before and after', async () => {
    const { id } = await world.addOneCampaign(1, 'changed');
    const answer = await world.ask(supervisor, 'PUT', path(id), putBody('changed', faster));
    expect(answer.json()).toMatchObject({
      revision: 2,
      state: 'started',
      settings: { ivr: { callCount: 20 } },
      changes: [{ path: 'ivr.callCount', before: 10, after: 20 }],
    });
    const { items } = (await world.ask(supervisor, 'GET', path(id, '/revisions'))).json();
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      revision: 2,
      at: '2030-03-05T09:00:00.000Z',
      actor: 'user:supervisor',
      action: 'modify',
      before: { settings: { ivr: { callCount: 10 } }, state: 'started' },
      after: { settings: { ivr: { callCount: 20 } }, state: 'started' },
      effectiveAt: null,
      changes: [{ path: 'ivr.callCount', before: 10, after: 20 }],
    });
    expect(items[1]).toMatchObject({ revision: 1, action: 'add', before: null, changes: [] });
  });

  test('that changes nothing is no revision', async () => {
    const { id } = await world.addOneCampaign(1, 'twice');
    for (const changes of [[{ path: 'ivr.callCount', before: 10, after: 20 }], []]) {
      const answer = await world.ask(supervisor, 'PUT', path(id), putBody('twice', faster));
      expect(answer.json()).toMatchObject({ revision: 2, changes });
    }
    const audit = await database`
      select from audit_entries where vdn_id = 1 and subject = ${`campaign ${id}`} and action = 'campaign.modify'`;
    expect(audit).toHaveLength(1);
  });

  test('that was decided on an older revision is refused', async () => {
    const { id } = await world.addOneCampaign(1, 'contested');
    const first = await world.ask(supervisor, 'PUT', path(id), {
      ...putBody('contested', faster),
      ifRevision: 1,
    });
    expect(first.statusCode).toBe(200);
    const late = await world.ask(supervisor, 'PUT', path(id), { ...putBody('contested'), ifRevision: 1 });
    expect(late.statusCode).toBe(409);
    expect(late.json()).toMatchObject({
      type: 'urn:campana:problem:revisionChanged',
      detail: 'The campaign is at revision 2, not at 1.',
    });
    expect((await world.ask(supervisor, 'GET', path(id))).json().revision).toBe(2);
  });

  test('that breaks a rule carries the contract’s code', async () => {
    const { id } = await world.addOneCampaign(1, 'strict');
    const answer = await world.ask(supervisor, 'PUT', path(id), putBody('strict', { callerNo: 'abc' }));
    expect(answer.statusCode).toBe(422);
    expect(answer.json().violations).toMatchObject([{ code: '02000002', path: 'callerNo', received: 'abc' }]);
    const taken = await world.ask(supervisor, 'PUT', path(id), putBody('changed'));
    expect(taken.statusCode).toBe(409);
    const prototype = await world.app.inject({
      method: 'PUT',
      url: `/api/v1${path(id)}`,
      headers: {
        cookie: supervisor.cookie,
        'x-csrf-token': supervisor.csrfToken,
        'content-type': 'application/json',
      },
      payload: '{"__proto__":{"name":"x"}}',
    });
    expect(prototype.statusCode).toBe(422);
  });
});

describe('a step back', () => {
  test('is a new revision with the settings before, and a second one goes forward again', async () => {
    const { id } = await world.addOneCampaign(1, 'regretted');
    await world.ask(supervisor, 'PUT', path(id), putBody('regretted', faster));
    await world.ask(supervisor, 'POST', path(id, '/pause'));
    const back = await world.ask(supervisor, 'POST', path(id, '/rollback'), {});
    expect(back.json()).toMatchObject({
      revision: 4,
      state: 'paused',
      settings: { ivr: { callCount: 10 } },
      changes: [{ path: 'ivr.callCount', before: 20, after: 10 }],
    });
    const forward = await world.ask(supervisor, 'POST', path(id, '/rollback'));
    expect(forward.json()).toMatchObject({ revision: 5, settings: { ivr: { callCount: 20 } } });
    const { items } = (await world.ask(supervisor, 'GET', path(id, '/revisions?limit=2'))).json();
    expect(items.map((item: { action: string }) => item.action)).toEqual(['rollback', 'rollback']);
    const administrator = await world.signIn(1, 'administrator');
    const audit = (await world.ask(administrator, 'GET', '/vdns/1/audit?action=campaign.rollback')).json();
    expect(audit.items[0]).toMatchObject({
      actor: 'user:supervisor',
      subject: `campaign ${id}`,
      detail: { revision: 5 },
    });
  });

  test('to a named revision takes what that one brought', async () => {
    const { id } = await world.addOneCampaign(1, 'wandering');
    for (const callCount of [20, 30, 40]) {
      const ivrParam = { deviceSign: '1001', callCount, callInterval: 1 };
      await world.ask(supervisor, 'PUT', path(id), putBody('wandering', { ivrParam }));
    }
    const answer = await world.ask(supervisor, 'POST', path(id, '/rollback'), { revision: 2, ifRevision: 4 });
    expect(answer.json()).toMatchObject({ revision: 5, settings: { ivr: { callCount: 20 } } });
    const late = await world.ask(supervisor, 'POST', path(id, '/rollback'), { revision: 2, ifRevision: 4 });
    expect(late.statusCode).toBe(409);
    const none = await world.ask(supervisor, 'POST', path(id, '/rollback'), { revision: 77 });
    expect(none.statusCode).toBe(404);
  });

  test('is refused where the world has moved on', async () => {
    const first = await world.addOneCampaign(1, 'old name');
    expect((await world.ask(supervisor, 'POST', path(first.id, '/rollback'))).statusCode).toBe(409);
    await world.ask(supervisor, 'PUT', path(first.id), putBody('new name'));
    await world.addOneCampaign(1, 'old name');
    const taken = await world.ask(supervisor, 'POST', path(first.id, '/rollback'));
    expect(taken.statusCode).toBe(409);
    expect(taken.json().violations).toMatchObject([{ code: '0200005' }]);

    const beginAt = world.clock.at;
    const endAt = toMillis(beginAt + 30 * 60_000);
    const short = await world.addOneCampaign(1, 'short', { beginAt, endAt });
    const longer = { strBeginTime: '2030-03-05 09:00:00', strEndTime: '2030-03-06 09:00:00' };
    await world.ask(supervisor, 'PUT', path(short.id), putBody('short', longer));
    world.setClock(toMillis(beginAt + 40 * 60_000));
    const ended = await world.ask(supervisor, 'POST', path(short.id, '/rollback'));
    expect(ended.statusCode).toBe(409);
    expect((await world.ask(supervisor, 'GET', path(short.id))).json()).toMatchObject({
      state: 'started',
      revision: 2,
    });
    world.setClock(beginAt);
  });
});

describe('a campaign', () => {
  test('shows its settings, its progress and what goes on', async () => {
    const { id } = await world.addOneCampaign(1, 'shown', { endAt: null });
    await addNumbers(id, 4);
    const answer = (await world.ask(supervisor, 'GET', path(id))).json();
    expect(answer).toMatchObject({
      id,
      state: 'started',
      revision: 1,
      timeZone: 'UTC',
      settings: { name: 'shown', ivr: { callIntervalSeconds: 1 } },
      progress: { waiting: 4, calling: 0, done: 0, calls: 0, succeeded: 0, beatAt: null },
      live: { dialing: true, callsPerMinute: 0 },
    });
    const list = (await world.ask(supervisor, 'GET', '/vdns/1/campaigns?name=shown')).json();
    expect(list).toMatchObject({ total: 1, items: [{ id, progress: { waiting: 4 } }] });
  });

  test('is found among the drafts while it is one', async () => {
    const { id } = await world.addOneCampaign(1, 'drafted');
    await database`update campaigns set state = 'draft' where vdn_id = 1 and campaign_id = ${id}`;
    const { items } = (await world.ask(supervisor, 'GET', '/vdns/1/campaigns?state=draft')).json();
    expect(items).toMatchObject([{ id, state: 'draft' }]);
  });

  test('pauses and resumes, each once', async () => {
    const { id } = await world.addOneCampaign(1, 'paused');
    const press = async (button: string) =>
      (await world.ask(supervisor, 'POST', path(id, button))).statusCode;
    expect([await press('/pause'), await press('/pause')]).toEqual([200, 409]);
    expect((await world.ask(supervisor, 'GET', path(id))).json().live).toMatchObject({ dialing: false });
    expect([await press('/resume'), await press('/resume')]).toEqual([200, 409]);
  });

  test('explains itself and its numbers, by gate', async () => {
    const { id } = await world.addOneCampaign(1, 'explained');
    await addNumbers(id, 1);
    const whole = (await world.ask(supervisor, 'GET', path(id, '/explain'))).json();
    expect(whole.gates.map((gate: { gate: string }) => gate.gate).slice(0, 2)).toEqual(['state', 'dates']);
    const number = (await world.ask(supervisor, 'GET', path(id, '/explain?called=13900000001'))).json();
    expect(number.contact).toMatchObject({ state: 'waiting', dueAt: '2030-03-05T09:00:00.000Z' });
    const byId = await world.ask(
      supervisor,
      'GET',
      path(id, `/contacts/${number.contact.contactId}/explain`),
    );
    expect(byId.json()).toEqual(number);
    expect((await world.ask(supervisor, 'GET', path(id, '/explain?called=1'))).statusCode).toBe(404);
  });

  test('tells how its notices and its calls went', async () => {
    const { id } = await world.addOneCampaign(1, 'told');
    expect((await world.ask(supervisor, 'GET', path(id, '/notices'))).json()).toMatchObject({
      waiting: 0,
      delivered: 0,
      undelivered: 0,
      nextPushAt: null,
      items: [],
    });
    const resend = { fromSequence: '1', toSequence: '9' };
    expect((await world.ask(supervisor, 'POST', path(id, '/notices/resend'), resend)).json()).toEqual({
      resent: 0,
    });
    await database`insert into outcome_counts values (1, ${id}, '2030-03-04', '00537', 3)`;
    expect((await world.ask(supervisor, 'GET', path(id, '/outcomes'))).json()).toEqual({
      from: '2030-02-03',
      to: '2030-03-05',
      items: [{ day: '2030-03-04', cause: '00537', calls: 3 }],
    });
    expect((await world.ask(supervisor, 'GET', path(id, '/outcomes?from=2030-02-30'))).statusCode).toBe(400);
  });
});
