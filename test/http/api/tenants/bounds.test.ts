// What the operator lets VDNs set: where results may go, which numbers may be dialed, how telephones are
// called. No administrator of a VDN passes it, and no access key changes it.
import { beforeAll, describe, expect, test } from 'vitest';
import { toVdnId } from '../../../../src/core/units.ts';
import { createAccessKey } from '../../../../src/store/tenants/accessKeys.ts';
import { openWorld } from '../world.ts';

const world = await openWorld();
const operator = await world.signIn(1, 'administrator');
const tenant = await world.signIn(2, 'administrator');

const setOf = (vdnId: number, settings: object) =>
  world.ask(vdnId === 1 ? operator : tenant, 'PATCH', `/vdns/${vdnId}`, { settings });
const bound = (vdnId: number, body: object) => world.ask(operator, 'PUT', `/bounds/${vdnId}`, body);
const settingsOf = async (vdnId: number) =>
  (await world.ask(vdnId === 1 ? operator : tenant, 'GET', `/vdns/${vdnId}`)).json().settings;

describe('the trustlist of a VDN', () => {
  test('of the operator’s own may name anything', async () => {
    expect(
      (await setOf(1, { callbackTrustlist: ['127.0.0.1', '10.0.0.0/8', 'crm.internal'] })).statusCode,
    ).toBe(200);
    await setOf(1, { callbackTrustlist: [] });
  });

  test.each(['0.0.0.0/0', '::/0', '127.0.0.1', 'localhost', '10.0.0.5', 'crm.internal', '::ffff:127.0.0.1'])(
    'of another cannot name %s while the operator has allowed nothing',
    async (entry) => {
      const answer = await setOf(2, { callbackTrustlist: ['10.0.0.0/33', entry].slice(1) });
      expect(answer.statusCode).toBe(400);
      expect(answer.json().violations[0]).toMatchObject({
        path: 'settings.callbackTrustlist.0',
        received: entry,
      });
      expect((await settingsOf(2)).callbackTrustlist).toEqual([]);
    },
  );

  test('of another may name what lies within the operator’s bound, and loopback only by that word', async () => {
    expect(
      (await bound(2, { callbackTrustlist: ['10.0.0.0/8', 'crm.internal', '0.0.0.0/0'] })).statusCode,
    ).toBe(200);
    expect((await setOf(2, { callbackTrustlist: ['10.7.0.0/16', 'CRM.internal'] })).statusCode).toBe(200);
    for (const entry of ['127.0.0.1', 'localhost', 'other.internal', 'fd00::/8'])
      expect((await setOf(2, { callbackTrustlist: [entry] })).statusCode).toBe(400);
    await bound(2, { callbackTrustlist: ['127.0.0.1'] });
    expect((await setOf(2, { callbackTrustlist: ['127.0.0.1'] })).statusCode).toBe(200);
    expect((await setOf(2, { callbackTrustlist: ['127.0.0.0/8'] })).statusCode).toBe(400);
  });

  test('is cut back when the bound is', async () => {
    await bound(2, { callbackTrustlist: ['10.0.0.0/8', '192.168.0.0/16'] });
    await setOf(2, { callbackTrustlist: ['10.7.0.0/16', '192.168.5.5'] });
    await bound(2, { callbackTrustlist: ['192.168.0.0/16'] });
    expect((await settingsOf(2)).callbackTrustlist).toEqual(['192.168.5.5']);
  });

  test('that the operator gives a new VDN is at the same time its bound', async () => {
    const made = await world.ask(operator, 'POST', '/vdns', {
      id: 31,
      name: 'Thirty-one',
      settings: { callbackTrustlist: ['10.3.0.0/16'], allowedPrefixes: ['0044'] },
      administrator: { name: 'first', password: 'correct horse battery' },
    });
    expect(made.statusCode).toBe(201);
    expect((await world.ask(operator, 'GET', '/bounds/31')).json()).toEqual({
      callbackTrustlist: ['10.3.0.0/16'],
      allowedPrefixes: ['0044'],
      telephonePrefix: '',
    });
    const first = await world.signIn(31, 'first');
    const patch = (settings: object) => world.ask(first, 'PATCH', '/vdns/31', { settings });
    expect((await patch({ callbackTrustlist: ['10.0.0.0/8'] })).statusCode).toBe(400);
    expect((await patch({ allowedPrefixes: [] })).statusCode).toBe(400);
    expect((await patch({ allowedPrefixes: ['00441632'] })).statusCode).toBe(200);
  });
});

describe('prefixes that the operator has set', () => {
  let key: { ak: string; secret: string };
  beforeAll(async () => {
    key = await createAccessKey(world.database, toVdnId(2), 'stolen', world.masterKey, world.clock.at);
    expect((await bound(2, { allowedPrefixes: ['0044', '0049'] })).statusCode).toBe(200);
  });

  test.each([[[]], [['00']], [['0044', '0033']], [['']], [['0']]])(
    'cannot be widened to %j with a stolen key, nor emptied',
    async (allowedPrefixes) => {
      const url = '/api/v1/vdns/2';
      const payload = JSON.stringify({ settings: { allowedPrefixes } });
      const json = { 'content-type': 'application/json' };
      const headers = world.signed(key, 'PATCH', url, payload, json);
      expect((await world.app.inject({ method: 'PATCH', url, headers, payload })).statusCode).toBe(400);
      expect((await settingsOf(2)).allowedPrefixes).toEqual(['0044', '0049']);
    },
  );

  test('may be narrowed by the VDN, and the bound rules again when it is narrowed itself', async () => {
    expect((await setOf(2, { allowedPrefixes: ['00441', '0049'] })).statusCode).toBe(200);
    expect((await bound(2, { allowedPrefixes: ['0044'] })).statusCode).toBe(200);
    expect((await settingsOf(2)).allowedPrefixes).toEqual(['00441']);
    // Nothing at all would mean everything.
    const none = await bound(2, { allowedPrefixes: ['0033'] });
    expect(none.statusCode).toBe(409);
    expect((await settingsOf(2)).allowedPrefixes).toEqual(['00441']);
  });
});

describe('a bound is set', () => {
  test('by nobody but an administrator of VDN 1 who has signed in', async () => {
    const key = await createAccessKey(
      world.database,
      toVdnId(1),
      'of the house',
      world.masterKey,
      world.clock.at,
    );
    const url = '/api/v1/bounds/2';
    const payload = JSON.stringify({ allowedPrefixes: [] });
    const headers = world.signed(key, 'PUT', url, payload, { 'content-type': 'application/json' });
    expect((await world.app.inject({ method: 'PUT', url, headers, payload })).statusCode).toBe(403);
    const body = { allowedPrefixes: [] };
    expect((await world.ask(tenant, 'PUT', '/bounds/2', body)).statusCode).toBe(403);
    expect((await world.ask(await world.signIn(1, 'supervisor'), 'PUT', '/bounds/2', body)).statusCode).toBe(
      403,
    );
    expect((await world.ask(tenant, 'GET', '/bounds/1')).statusCode).toBe(403);
    expect((await world.ask(tenant, 'GET', '/bounds/2')).statusCode).toBe(200);
  });

  test('and stands in the audit log of both VDNs', async () => {
    await bound(2, { telephonePrefix: '' });
    const entriesOf = async (who: typeof tenant, vdnId: number) =>
      (await world.ask(who, 'GET', `/vdns/${vdnId}/audit?action=vdn.bound`)).json().items;
    expect((await entriesOf(operator, 1))[0]).toMatchObject({
      actor: 'user:administrator',
      subject: 'vdn 2',
    });
    expect((await entriesOf(tenant, 2))[0]).toMatchObject({ actor: 'user:administrator of VDN 1' });
  });
});

describe('a telephone', () => {
  const put = (vdnId: number, agentId: string, endpoint?: string) =>
    world.ask(vdnId === 1 ? operator : tenant, 'PUT', `/vdns/${vdnId}/agents/${agentId}`, {
      name: agentId,
      skills: [],
      ...(endpoint === undefined ? {} : { telephone: { endpoint } }),
    });

  test('of another VDN cannot be named, whether it has an agent yet or not', async () => {
    expect((await put(2, '7001', 'vdn1-7001')).statusCode).toBe(400);
    expect((await bound(1, { telephonePrefix: 'house-' })).statusCode).toBe(200);
    const answer = await put(2, '7001', 'HOUSE-7001');
    expect(answer.statusCode).toBe(400);
    expect(answer.json().violations[0].path).toBe('telephone.endpoint');
  });

  test('has the VDN’s prefix by itself, and no other', async () => {
    expect((await bound(2, { telephonePrefix: 'second-' })).statusCode).toBe(200);
    expect((await put(2, '7002')).json().telephone.endpoint).toBe('second-7002');
    expect((await put(2, '7003', '7003')).statusCode).toBe(400);
    expect((await put(2, '7003', 'second-x')).statusCode).toBe(201);
  });

  test('prefix is refused when another VDN’s begins alike, or a telephone of another VDN does', async () => {
    expect((await bound(1, { telephonePrefix: 'sec' })).statusCode).toBe(409);
    await bound(1, { telephonePrefix: '' });
    await put(1, '7004', 'shared-1');
    expect((await bound(2, { telephonePrefix: 'shared-' })).statusCode).toBe(409);
  });
});
