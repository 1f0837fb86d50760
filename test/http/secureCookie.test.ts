// The cookie of a session over TLS: tied to this very host by its name, and no other name is looked at.
import { afterAll, describe, expect, test } from 'vitest';
import { openWorld, passwordOfAll } from './api/world.ts';

const world = await openWorld({ behindProxy: true });
afterAll(() => world.app.close());

const signIn = () =>
  world.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { vdnId: 1, user: 'auditor', password: passwordOfAll },
  });
const whoAmI = (cookie: string) => world.app.inject({ url: '/api/v1/session', headers: { cookie } });

describe('over TLS a session', () => {
  test('is in a cookie of this host alone', async () => {
    expect((await signIn()).headers['set-cookie']).toMatch(
      /^__Host-campana_session=1\.[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  test('is not taken from a cookie that a neighbor of the domain could have set', async () => {
    const token = String((await signIn()).headers['set-cookie']).split(/[=;]/)[1];
    expect((await whoAmI(`__Host-campana_session=${token}`)).statusCode).toBe(200);
    expect((await whoAmI(`campana_session=${token}`)).statusCode).toBe(401);
  });
});
