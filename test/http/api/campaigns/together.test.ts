// Settings and the handling of calls are changed in one request: both or neither, as one revision.
import { expect, test } from 'vitest';
import { callHandlingDefault } from '../../../../src/core/handling.ts';
import { openWorld, putBody } from '../world.ts';

const world = await openWorld();
const supervisor = await world.signIn(1, 'supervisor');
const faster = { ivrParam: { deviceSign: '1001', callCount: 20, callInterval: 1 } };
const path = (id: number, rest = '') => `/vdns/1/campaigns/${id}${rest}`;
const bothChanges = [
  { path: 'ivr.callCount', before: 10, after: 20 },
  { path: 'handling.weight', before: 10, after: 30 },
];

test('a change of both is one revision with one entry in the audit log', async () => {
  const { id } = await world.addOneCampaign(1, 'both');
  const body = { ...putBody('both', faster), handling: { weight: 30 }, ifRevision: 1 };
  expect((await world.ask(supervisor, 'PUT', path(id), body)).json()).toMatchObject({
    revision: 2,
    settings: { ivr: { callCount: 20 } },
    handling: { ...callHandlingDefault, weight: 30 },
    changes: bothChanges,
  });
  const { items } = (await world.ask(supervisor, 'GET', path(id, '/revisions'))).json();
  expect(items).toMatchObject([{ revision: 2, action: 'modify', changes: bothChanges }, { revision: 1 }]);
  const entries = await world.database`
    select action, detail from audit_entries where vdn_id = 1 and subject = ${`campaign ${id}`}`;
  expect(entries).toEqual([{ action: 'campaign.modify', detail: { revision: 2 } }]);
});

test('a handling that is refused leaves the settings as they were', async () => {
  const { id } = await world.addOneCampaign(1, 'half');
  const body = { ...putBody('half', faster), handling: { abandonmentFlowCode: '9999' } };
  const answer = await world.ask(supervisor, 'PUT', path(id), body);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().violations).toMatchObject([{ path: 'handling.abandonmentFlowCode' }]);
  expect((await world.ask(supervisor, 'GET', path(id))).json()).toMatchObject({
    revision: 1,
    settings: { ivr: { callCount: 10 } },
  });
});

test('a name that is taken leaves the handling as it was', async () => {
  await world.addOneCampaign(1, 'taken');
  const { id } = await world.addOneCampaign(1, 'free');
  const body = { ...putBody('taken'), handling: { weight: 30 } };
  expect((await world.ask(supervisor, 'PUT', path(id), body)).statusCode).toBe(409);
  expect((await world.ask(supervisor, 'GET', path(id))).json()).toMatchObject({
    revision: 1,
    handling: callHandlingDefault,
  });
});

test('a dry run tries both together', async () => {
  const { id } = await world.addOneCampaign(1, 'tried');
  const tryIt = async (change: object, handling: object) =>
    (
      await world.ask(supervisor, 'POST', path(id, '/dry-run'), { ...putBody('tried', change), handling })
    ).json();
  expect(await tryIt(faster, { weight: 30 })).toMatchObject({
    accepted: true,
    changes: bothChanges,
    revisionNow: 1,
  });
  expect(await tryIt({ maxAlertingTime: 4 }, { abandonmentFlowCode: '9999' })).toMatchObject({
    accepted: false,
    violations: [{ path: 'maxAlertingTime' }, { path: 'handling.abandonmentFlowCode' }],
  });
});
