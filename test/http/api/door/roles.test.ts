// The permissions of each role, derived from the list of routes: each route is asked by each role, without
// a session, and by a user and a key of another VDN. A new route is in the list, so it is in this test.
import { describe, expect, test } from 'vitest';
import { toVdnId } from '../../../../src/core/units.ts';
import { allows, type Role, roles } from '../../../../src/core/user.ts';
import type { ServedRoute } from '../../../../src/http/api/door/route.ts';
import { apiRoutes } from '../../../../src/http/api/index.ts';
import { createAccessKey } from '../../../../src/store/tenants/accessKeys.ts';
import { openFakeDesk } from '../fakeDesk.ts';
import { type Asking, openWorld } from '../world.ts';

const world = await openWorld({ desk: openFakeDesk() });
const campaign = await world.addOneCampaign(1, 'the guarded one');
const routes = apiRoutes();
const guarded = routes.filter((route) => route.permission !== 'public');

const sessions = new Map<string, Promise<Asking>>();

/** A password check costs its time, so a session is kept; but one route ends it. */
function sessionOf(vdnId: number, role: Role, route: ServedRoute): Promise<Asking> {
  if (route.method === 'DELETE' && /\/sessions?$/.test(route.path)) {
    // It ends sessions, perhaps all that are kept.
    sessions.clear();
    return world.signIn(vdnId, role);
  }
  const name = `${vdnId} ${role}`;
  const session = sessions.get(name) ?? world.signIn(vdnId, role);
  sessions.set(name, session);
  return session;
}

const ask = async (who: Role | Asking | null, route: ServedRoute) => {
  const asking = typeof who === 'string' ? await sessionOf(1, who, route) : who;
  const url = pathOf(route);
  return world.app.inject({
    method: route.method,
    url,
    headers: {
      ...(asking === null ? {} : { cookie: asking.cookie, 'x-csrf-token': asking.csrfToken }),
      ...(route.takes === 'stream' ? { 'content-type': 'text/csv' } : {}),
    },
    ...(route.takes === 'stream' ? { payload: 'called\n' } : route.body === null ? {} : { payload: {} }),
  });
};

/** Ids that exist nowhere but for VDN and campaign, so that nothing is destroyed by the asking. */
function pathOf(route: ServedRoute): string {
  const values: Record<string, string> = {
    vdnId: '1',
    id: String(campaign.id),
    ak: `AK0001${'A'.repeat(16)}`,
    name: 'nobody',
    skillId: '999',
    agentId: 'agent',
    code: 'nothing',
    importId: '999',
    dateId: '1',
    dataId: '999',
    day: '2030-03-05',
    sessionId: '0123456789abcdef',
    ofVdn: '1',
  };
  return `/api${route.path.replace(/:([A-Za-z]+)/g, (_match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the test knows no value for :${name}`);
    return value;
  })}`;
}

const titleOf = (route: ServedRoute) => `${route.method} ${route.path}`;

test('only signing in is public', () => {
  expect(routes.filter((route) => route.permission === 'public').map(titleOf)).toEqual(['POST /v1/session']);
});

test('an agent has a session, and works', () => {
  const open = guarded.filter((route) => route.permission !== 'public' && allows('agent', route.permission));
  const ownWork = (route: ServedRoute) => route.path.startsWith('/v1/vdns/:vdnId/agents/:agentId/work');
  expect(open.filter((route) => !ownWork(route)).map((route) => route.path)).toEqual([
    '/v1/session',
    '/v1/session/password',
    '/v1/session',
    '/v1/sessions',
    '/v1/sessions/:sessionId',
    '/v1/sessions',
  ]);
});

test('an auditor changes nothing but their own password', () => {
  const changing = guarded.filter(
    (route) => route.method !== 'GET' && route.permission !== 'public' && allows('auditor', route.permission),
  );
  expect(changing.map(titleOf)).toEqual([
    'PUT /v1/session/password',
    'DELETE /v1/session',
    'DELETE /v1/sessions/:sessionId',
    'DELETE /v1/sessions',
    'POST /v1/vdns/:vdnId/campaigns/:id/dry-run',
    'POST /v1/vdns/:vdnId/campaigns/:id/handling/dry-run',
  ]);
});

describe.each(guarded.map((route) => [titleOf(route), route] as const))('%s', (_title, route) => {
  test.each(roles)('%s', async (role) => {
    const answer = await ask(role, route);
    const isRefused =
      answer.statusCode === 403 && answer.json().type === 'urn:campana:problem:permissionMissing';
    expect(isRefused).toBe(route.permission !== 'public' && !allows(role, route.permission));
    expect(answer.statusCode).not.toBe(401);
    expect(answer.statusCode).toBeLessThan(500);
  });

  test('nobody', async () => {
    expect((await ask(null, route)).statusCode).toBe(401);
  });

  test('a session without its token against forged requests', async () => {
    if (route.method === 'GET') return;
    const { cookie } = await sessionOf(1, 'administrator', route);
    const answer = await ask({ cookie, csrfToken: 'none' }, route);
    expect(answer.json().type).toBe('urn:campana:problem:csrfTokenMissing');
  });

  test('an administrator of another VDN', async () => {
    if (!route.path.includes(':vdnId')) return;
    const answer = await ask(await sessionOf(2, 'administrator', route), route);
    expect(answer.statusCode).toBe(403);
    expect(answer.json().type).toBe('urn:campana:problem:otherVdn');
  });

  test('a key of another VDN', async () => {
    if (!route.path.includes(':vdnId')) return;
    const key = await createAccessKey(world.database, toVdnId(2), 'test', world.masterKey, world.clock.at);
    const isStream = route.takes === 'stream';
    const headers = world.signed(
      key,
      route.method,
      pathOf(route),
      '',
      isStream ? { 'content-type': 'text/csv' } : {},
    );
    const answer = await world.app.inject({
      method: route.method,
      url: pathOf(route),
      headers,
      ...(isStream ? { payload: 'called\n' } : {}),
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().type).toBe('urn:campana:problem:otherVdn');
  });
});

test('a key is an administrator of its own VDN, once for each signature', async () => {
  const key = await createAccessKey(world.database, toVdnId(1), 'test', world.masterKey, world.clock.at);
  const url = '/api/v1/vdns/1/users';
  const headers = world.signed(key, 'GET', url);
  const answer = await world.app.inject({ method: 'GET', url, headers });
  expect(answer.statusCode).toBe(200);
  const again = await world.app.inject({ method: 'GET', url, headers });
  expect(again.statusCode).toBe(401);
  expect(again.json().type).toBe('urn:campana:problem:signatureRefused');
  const body = JSON.stringify({ name: 'Skill' });
  const put = '/api/v1/vdns/1/skill-queues/77';
  const write = await world.app.inject({
    method: 'PUT',
    url: put,
    headers: world.signed(key, 'PUT', put, body, { 'content-type': 'application/json' }),
    payload: body,
  });
  expect(write.statusCode).toBe(201);
  const forged = await world.app.inject({
    method: 'PUT',
    url: put,
    headers: world.signed(key, 'PUT', put, body, { 'content-type': 'application/json' }),
    payload: JSON.stringify({ name: 'Other' }),
  });
  expect(forged.statusCode).toBe(401);
});
