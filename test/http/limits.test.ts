// The limit of requests: by address before anything is looked up, whatever becomes of the request and
// whatever name it claims; by key when its signature has been verified.
import { afterAll, describe, expect, test, vi } from 'vitest';
import { toVdnId } from '../../src/core/units.ts';
import { networkOf } from '../../src/http/callerAddress.ts';
import { createAccessKey } from '../../src/store/tenants/accessKeys.ts';
import { openWorld } from './api/world.ts';

const world = await openWorld();
const proxied = await openWorld({ behindProxy: true });
afterAll(async () => {
  await world.app.close();
  await proxied.app.close();
});

/** Statuses of `count` requests that come in one burst, shorter than a second of the limit. */
async function burst(
  count: number,
  ask: (at: number) => Promise<{ statusCode: number }>,
): Promise<Set<number>> {
  const answers = await Promise.all(Array.from({ length: count }, (_, at) => ask(at)));
  return new Set(answers.map(({ statusCode }) => statusCode));
}

const claimed = (at: number): string =>
  `auth-v2/AK0001${String(at)
    .padStart(16, 'A')
    .replace(/[0189]/g, 'B')}/2030-03-05T09:00:00.000Z/host/${'0'.repeat(64)}`;

describe('one address is told to wait', () => {
  test.each([
    ['where there is nothing', '/api/v1/nothing', {}],
    ['where there is no interface at all', '/rest/nothing', {}],
    ['without signing in', '/api/v1/session', {}],
  ])('%s', async (_where, url, headers) => {
    const remoteAddress = `192.0.2.${url.length}`;
    const statuses = await burst(4500, () => world.app.inject({ url, headers, remoteAddress }));
    expect(statuses).toContain(429);
  });

  test('with another claimed key in each request, and nothing is looked up for it', async () => {
    const queries = vi.spyOn(world.app.log, 'error');
    const statuses = await burst(4500, (at) =>
      world.app.inject({
        url: '/api/v1/vdns/1/users',
        headers: { authorization: claimed(at) },
        remoteAddress: '192.0.2.99',
      }),
    );
    expect(statuses).toContain(429);
    expect(queries).not.toHaveBeenCalled();
  });

  test('and what it claims takes nothing from the key of that name', async () => {
    const key = await createAccessKey(world.database, toVdnId(1), 'test', world.masterKey, world.clock.at);
    const url = '/api/v1/vdns/1';
    await burst(4500, () =>
      world.app.inject({
        url,
        headers: { authorization: `auth-v2/${key.ak}/2030-03-05T09:00:00.000Z/host/${'0'.repeat(64)}` },
        remoteAddress: '192.0.2.100',
      }),
    );
    const answer = await world.app.inject({
      url,
      headers: world.signed(key, 'GET', url),
      remoteAddress: '192.0.2.101',
    });
    expect(answer.statusCode).toBe(200);
  });
});

describe('where a request comes from', () => {
  const addressOf = async (of: typeof world, forwarded: string | undefined): Promise<string | undefined> => {
    await of.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
      payload: { vdnId: 1, user: 'auditor', password: 'wrong' },
      remoteAddress: '198.51.100.7',
    });
    const [row] = await of.database<{ address: string }[]>`
      select detail ->> 'address' as address from audit_entries
      where action = 'session.refuse' order by audit_id desc limit 1`;
    return row?.address;
  };

  test('is told by the connection, and by nothing that the client sends', async () => {
    expect(await addressOf(world, '203.0.113.5')).toBe('198.51.100.7');
  });

  test('is told by the nearest proxy, and by nothing that the client sent to it', async () => {
    expect(await addressOf(proxied, '10.0.0.1, 203.0.113.5')).toBe('203.0.113.5');
    expect(await addressOf(proxied, undefined)).toBe('198.51.100.7');
  });

  test.each([
    ['203.0.113.5', '203.0.113.5'],
    ['::ffff:203.0.113.5', '203.0.113.5'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', '192.0.2.1'],
    ['203.0.113.5:4711', '192.0.2.1'],
  ])('%s counts as %s', (ip, network) => {
    const socket = { remoteAddress: '192.0.2.1' } as Parameters<typeof networkOf>[0]['socket'];
    expect(networkOf({ ip, socket })).toBe(network);
  });
});
