// A supervisor says how the calls of a running campaign are handled: it is a change like any other, with
// its revision, its dry run and its way back, and the contract's own PUT leaves it alone.
import { describe, expect, test } from 'vitest';
import { callHandlingDefault } from '../../../../src/core/handling.ts';
import { toMillis } from '../../../../src/core/units.ts';
import { openWorld, putBody } from '../world.ts';

const world = await openWorld();
const [administrator, supervisor] = [
  await world.signIn(1, 'administrator'),
  await world.signIn(1, 'supervisor'),
];
const { database } = world;
const path = (id: number, rest = '') => `/vdns/1/campaigns/${id}${rest}`;
const change = (id: number, patch: object) => world.ask(supervisor, 'PATCH', path(id, '/handling'), patch);
const flow = (method: 'PUT' | 'DELETE', code: string, vdnId = 1) =>
  world.ask(
    administrator,
    method,
    `/vdns/${vdnId}/flows/${code}`,
    method === 'PUT' ? { description: 'An announcement', playSeconds: 5 } : undefined,
  );
for (const code of ['1003', '1004']) await flow('PUT', code);

const leaving = { machine: 'leaveMessage', messageFlowCode: '1004' };

test('a new campaign is handled by default, and shows it', async () => {
  const { id } = await world.addOneCampaign(1, 'new');
  expect((await world.ask(supervisor, 'GET', path(id))).json().handling).toEqual(callHandlingDefault);
  const list = (await world.ask(supervisor, 'GET', '/vdns/1/campaigns?name=new')).json();
  expect(list.items).toMatchObject([{ id, handling: callHandlingDefault }]);
});

test('a change is a revision with its author, its changes and an audit entry', async () => {
  const { id } = await world.addOneCampaign(1, 'changed');
  const answer = await change(id, { weight: 40, machineDetection: leaving, recording: true });
  expect(answer.json()).toMatchObject({
    revision: 2,
    handling: {
      weight: 40,
      machineDetection: { machine: 'leaveMessage', unsure: 'passOn', messageFlowCode: '1004' },
      recording: true,
    },
    changes: [
      { path: 'handling.weight', before: 10, after: 40 },
      { path: 'handling.machineDetection', before: null },
      { path: 'handling.recording', before: false, after: true },
    ],
  });
  const { items } = (await world.ask(supervisor, 'GET', path(id, '/revisions'))).json();
  expect(items[0]).toMatchObject({
    action: 'handling',
    actor: 'user:supervisor',
    before: { handling: callHandlingDefault },
    after: { handling: { weight: 40 }, state: 'started' },
    changes: answer.json().changes,
  });
  const audit = await world.ask(administrator, 'GET', '/vdns/1/audit?action=campaign.handling');
  expect(audit.json().items).toMatchObject([{ subject: `campaign ${id}`, detail: { revision: 2 } }]);
});

test('that changes nothing is no revision, and one that was decided on an older revision is refused', async () => {
  const { id } = await world.addOneCampaign(1, 'twice');
  expect((await change(id, { weight: 20 })).json()).toMatchObject({ revision: 2 });
  expect((await change(id, { weight: 20 })).json()).toMatchObject({ revision: 2, changes: [] });
  const late = await change(id, { weight: 30, abandonmentFlowCode: '1003', ifRevision: 1 });
  expect(late.statusCode).toBe(409);
  expect(late.json().detail).toBe('The campaign is at revision 2, not at 1.');
});

test('two supervisors who change different parts at once both have their way', async () => {
  const { id } = await world.addOneCampaign(1, 'contested');
  const answers = await Promise.all([
    change(id, { weight: 20 }),
    change(id, { abandonmentFlowCode: '1003' }),
    change(id, { recording: true }),
  ]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect((await world.ask(supervisor, 'GET', path(id))).json()).toMatchObject({
    revision: 4,
    handling: { weight: 20, abandonmentFlowCode: '1003', recording: true },
  });
});

test('the contract’s PUT leaves it alone', async () => {
  const { id } = await world.addOneCampaign(1, 'kept');
  await change(id, { weight: 70, abandonmentFlowCode: '1003' });
  const ivrParam = { deviceSign: '1001', callCount: 20, callInterval: 1 };
  const put = await world.ask(supervisor, 'PUT', path(id), putBody('kept', { ivrParam }));
  expect(put.json()).toMatchObject({
    revision: 3,
    handling: { weight: 70, abandonmentFlowCode: '1003' },
    changes: [{ path: 'ivr.callCount' }],
  });
});

describe('refused, with a sentence and without a trace:', () => {
  test.each([
    [{ weight: 0 }, 'weight must be at least 1.'],
    [{ weight: 101 }, 'weight must be at most 100.'],
    [{ weight: 1.5 }, 'weight must be a whole number.'],
    [{ weight: null }, 'weight must be a whole number.'],
    [{ recording: 'on' }, 'recording must be true or false.'],
    [{ abandonmentFlowCode: '9999' }, 'abandonmentFlowCode must be the code of a flow.'],
    [{ abandonmentFlowCode: 'a b' }, 'abandonmentFlowCode must be 1 to 64 letters, digits, - and _.'],
    [{ abandonmentFlowCode: 1003 }, 'abandonmentFlowCode must be string or null.'],
    [
      { machineDetection: { machine: 'hangup' } },
      'machineDetection.machine must be hangUp, leaveMessage or passOn.',
    ],
    [{ machineDetection: { mashine: 'hangUp' } }, 'machineDetection.mashine is not known here.'],
    [
      { machineDetection: { machine: 'leaveMessage' } },
      'machineDetection.messageFlowCode must be given when a reaction is leaveMessage.',
    ],
    [
      { machineDetection: { machine: 'passOn', messageFlowCode: '1004' } },
      'machineDetection.messageFlowCode must be absent when no reaction is leaveMessage.',
    ],
    [
      { machineDetection: { unsure: 'leaveMessage', messageFlowCode: '9999' } },
      'machineDetection.messageFlowCode must be the code of a flow.',
    ],
    [{ color: 'red' }, 'color is not known here.'],
  ])('%j', async (patch, sentence) => {
    const { id } = await world.addOneCampaign(1, `refused ${JSON.stringify(patch)}`);
    const answer = await change(id, patch);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toBe(sentence);
    expect((await world.ask(supervisor, 'GET', path(id))).json()).toMatchObject({
      revision: 1,
      handling: callHandlingDefault,
    });
  });

  test('a flow of another VDN', async () => {
    const foreign = await world.signIn(2, 'administrator');
    const body = { description: 'Theirs', playSeconds: 5 };
    expect((await world.ask(foreign, 'PUT', '/vdns/2/flows/2001', body)).statusCode).toBe(201);
    const { id } = await world.addOneCampaign(1, 'curious');
    expect((await change(id, { abandonmentFlowCode: '2001' })).statusCode).toBe(400);
  });

  test('a campaign of another VDN, and none', async () => {
    const foreign = await world.addOneCampaign(2, 'foreign');
    for (const id of [foreign.id, 999_999]) {
      expect((await change(id, { weight: 20 })).statusCode).toBe(404);
      expect((await world.ask(supervisor, 'POST', path(id, '/handling/dry-run'), {})).statusCode).toBe(404);
    }
  });

  test('one that has ended', async () => {
    const beginAt = world.clock.at;
    const { id } = await world.addOneCampaign(1, 'over', { beginAt, endAt: toMillis(beginAt + 60_000) });
    world.setClock(toMillis(beginAt + 60_000));
    const answer = await change(id, { weight: 20 });
    const tried = await world.ask(supervisor, 'POST', path(id, '/handling/dry-run'), { weight: 20 });
    world.setClock(beginAt);
    expect(answer.statusCode).toBe(409);
    expect(answer.json().violations).toMatchObject([{ code: '0200016' }]);
    expect(tried.json()).toMatchObject({
      accepted: false,
      violations: [{ code: '0200016' }],
      revisionNow: 1,
    });
  });
});

test('a dry run tells the changes, or the faults, and changes nothing', async () => {
  const { id } = await world.addOneCampaign(1, 'tried');
  const tryIt = async (patch: object) =>
    (await world.ask(supervisor, 'POST', path(id, '/handling/dry-run'), patch)).json();
  expect(await tryIt({ weight: 15, abandonmentFlowCode: '1003' })).toEqual({
    accepted: true,
    changes: [
      { path: 'handling.weight', before: 10, after: 15 },
      { path: 'handling.abandonmentFlowCode', before: null, after: '1003' },
    ],
    handling: { ...callHandlingDefault, weight: 15, abandonmentFlowCode: '1003' },
    revisionNow: 1,
  });
  expect(await tryIt({ abandonmentFlowCode: '9999' })).toMatchObject({
    accepted: false,
    violations: [{ path: 'abandonmentFlowCode', received: '9999' }],
  });
  expect((await world.ask(supervisor, 'GET', path(id))).json()).toMatchObject({ revision: 1 });
});

describe('a step back', () => {
  test('takes settings and handling together, whichever was changed last', async () => {
    const { id } = await world.addOneCampaign(1, 'regretted');
    const back = async () => (await world.ask(supervisor, 'POST', path(id, '/rollback'))).json();
    await change(id, { weight: 60 });
    const ivrParam = { deviceSign: '1001', callCount: 20, callInterval: 1 };
    await world.ask(supervisor, 'PUT', path(id), putBody('regretted', { ivrParam }));
    expect(await back()).toMatchObject({ settings: { ivr: { callCount: 10 } }, handling: { weight: 60 } });
    await change(id, { weight: 80 });
    await world.ask(supervisor, 'POST', path(id, '/pause'));
    expect(await back()).toMatchObject({
      state: 'paused',
      handling: { weight: 60 },
      changes: [{ path: 'handling.weight', before: 80, after: 60 }],
    });
    expect(
      (await world.ask(supervisor, 'POST', path(id, '/rollback'), { revision: 1 })).json(),
    ).toMatchObject({ handling: { weight: 10 } });
  });

  test('to a flow that is gone is refused', async () => {
    const { id } = await world.addOneCampaign(1, 'moved on');
    await flow('PUT', '1005');
    await change(id, { abandonmentFlowCode: '1005' });
    await change(id, { abandonmentFlowCode: null });
    expect((await flow('DELETE', '1005')).statusCode).toBe(204);
    const answer = await world.ask(supervisor, 'POST', path(id, '/rollback'));
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toBe('abandonmentFlowCode must be the code of a flow.');
  });

  test('past the first handling ever is a step to the default, and an old revision by its number keeps the present one', async () => {
    const { id } = await world.addOneCampaign(1, 'old');
    // Rows that are older than the handling of calls.
    await database`update campaigns set handling = '{}' where vdn_id = 1 and campaign_id = ${id}`;
    await database`update campaign_revisions set after = after - 'handling' where vdn_id = 1 and campaign_id = ${id}`;
    expect((await change(id, { weight: 90 })).json().changes).toEqual([
      { path: 'handling.weight', before: 10, after: 90 },
    ]);
    const { items } = (await world.ask(supervisor, 'GET', path(id, '/revisions'))).json();
    expect(items[0]).toMatchObject({ before: { handling: null }, changes: [{ path: 'handling.weight' }] });
    const kept = await world.ask(supervisor, 'POST', path(id, '/rollback'), { revision: 1 });
    expect(kept.json()).toMatchObject({ revision: 2, handling: { weight: 90 }, changes: [] });
    const back = await world.ask(supervisor, 'POST', path(id, '/rollback'));
    expect(back.json()).toMatchObject({ revision: 3, handling: { weight: 10 } });
  });
});

describe('a flow that a campaign names', () => {
  test('stays, until no campaign that has not ended does', async () => {
    const beginAt = world.clock.at;
    const endAt = toMillis(beginAt + 60_000);
    const { id } = await world.addOneCampaign(1, 'naming', { beginAt, endAt });
    await flow('PUT', '1006');
    await change(id, { machineDetection: { unsure: 'leaveMessage', messageFlowCode: '1006' } });
    const refused = await flow('DELETE', '1006');
    expect(refused.statusCode).toBe(409);
    expect(refused.json().detail).toBe(`The handling of calls of campaign ${id} names this flow.`);
    world.setClock(endAt);
    const allowed = await flow('DELETE', '1006');
    world.setClock(beginAt);
    expect(allowed.statusCode).toBe(204);
  });

  test('is never deleted under the change that names it', async () => {
    const { id } = await world.addOneCampaign(1, 'racing');
    for (let round = 0; round < 10; round += 1) {
      await flow('PUT', '1007');
      const [named, deleted] = await Promise.all([
        change(id, { abandonmentFlowCode: '1007' }),
        flow('DELETE', '1007'),
      ]);
      expect([named.statusCode, deleted.statusCode]).toBeOneOf([
        [200, 409],
        [400, 204],
      ]);
      await change(id, { abandonmentFlowCode: null });
    }
  });
});
