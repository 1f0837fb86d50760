// A door with /api/v1 for one test file: a database of its own, a clock that stands where the test
// puts it, a first administrator, and short ways to sign in and to ask.
import type { LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { type Millis, toMillis, toVdnId } from '../../../src/core/units.ts';
import type { Role } from '../../../src/core/user.ts';
import { vdnSettingsDefault } from '../../../src/core/vdn.ts';
import { hashPassword } from '../../../src/http/api/password.ts';
import { cookieName } from '../../../src/http/api/sessionToken.ts';
import { buildApp } from '../../../src/http/app.ts';
import { createUser } from '../../../src/store/users.ts';
import { createVdn } from '../../../src/store/vdns.ts';
import { withDatabase } from '../../database.ts';

export const passwordOfAll = 'correct horse battery';

export interface Asking {
  readonly cookie: string;
  readonly csrfToken: string;
}

export async function openWorld() {
  const { database } = await withDatabase();
  const clock = { at: toMillis(Date.parse('2030-03-05T09:00:00Z')) };
  const masterKey = Buffer.alloc(32, 7);
  const app = buildApp({
    database,
    clock: { now: () => clock.at, sleep: async () => undefined },
    masterKey,
    log: pino({ level: process.env.CAMPANA_TEST_LOG ?? 'silent' }),
    carrierBudget: () => ({ channelsFree: null, callsPerSecondMax: null }),
    metrics: async () => '',
    ready: async () => true,
  });
  await app.ready();
  const passwordHash = await hashPassword(passwordOfAll);

  const addVdn = async (id: number): Promise<void> => {
    const vdn = { id: toVdnId(id), name: `VDN ${id}`, settings: vdnSettingsDefault };
    await createVdn(database, vdn, clock.at);
    for (const role of ['administrator', 'supervisor', 'agent', 'auditor'] as const)
      await addUser(id, role, role);
  };
  const addUser = (vdnId: number, name: string, role: Role) =>
    createUser(database, toVdnId(vdnId), { name, role, passwordHash }, clock.at);

  const signIn = async (vdnId: number, user: string): Promise<Asking> => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { vdnId, user, password: passwordOfAll },
    });
    const cookie = answer.cookies.find(({ name }) => name === cookieName)?.value ?? '';
    return { cookie: `${cookieName}=${cookie}`, csrfToken: answer.json().csrfToken };
  };

  /** Asks as `who`; a body is sent as JSON. */
  const ask = (
    who: Asking | null,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> =>
    app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...(who === null ? {} : { cookie: who.cookie, 'x-csrf-token': who.csrfToken }), ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });

  await addVdn(1);
  await addVdn(2);
  const setClock = (at: Millis) => {
    clock.at = at;
  };
  return { app, database, clock, setClock, masterKey, addUser, signIn, ask };
}
