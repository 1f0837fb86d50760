// A door with /api/v1 for one test file: a database of its own, a clock that stands where the test
// puts it, a first administrator, and short ways to sign in and to ask.
import assert from 'node:assert';
import type { LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { cookieName } from '../../../src/api/routes/sessions.ts';
import type { CampaignSettings } from '../../../src/core/campaign.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { type Millis, toMillis, toVdnId } from '../../../src/core/units.ts';
import type { Role } from '../../../src/core/user.ts';
import { vdnSettingsDefault } from '../../../src/core/vdn.ts';
import { hashPassword } from '../../../src/http/api/tenants/password.ts';
import { buildApp } from '../../../src/http/app.ts';
import type { HttpDeps } from '../../../src/http/deps.ts';
import { lateDesk } from '../../../src/http/lateDesk.ts';
import { authorizationOf } from '../../../src/http/signature.ts';
import { addCampaign } from '../../../src/store/campaigns/newCampaigns.ts';
import { createUser } from '../../../src/store/tenants/users.ts';
import { createVdn, findVdn } from '../../../src/store/tenants/vdns.ts';
import { withDatabase } from '../../database.ts';
import { watchAnswers } from './answers.ts';

export const passwordOfAll = 'correct horse battery';

export interface Asking {
  readonly cookie: string;
  readonly csrfToken: string;
}

/** `given`: what the file's tests put in the place of the ordinary. */
export async function openWorld(given: Partial<HttpDeps> = {}) {
  const { database } = await withDatabase();
  const clock = { at: toMillis(Date.parse('2030-03-05T09:00:00Z')) };
  const masterKey = Buffer.alloc(32, 7);
  const app = buildApp({
    database,
    clock: { now: () => clock.at, ticks: () => clock.at, sleep: async () => undefined },
    masterKey,
    log: pino({ level: process.env.CAMPANA_TEST_LOG ?? 'silent' }),
    isCarrierSimulated: () => true,
    gateways: () => [],
    carrierShare: () => null,
    agentsView: () => null,
    desk: lateDesk(() => null),
    pacing: () => null,
    callsByStage: () => null,
    hasLockedRows: () => false,
    callbackRefusal: async () => null,
    consoleDirectory: '/nowhere',
    metrics: async () => '',
    ready: async () => true,
    ...given,
  });
  watchAnswers(app);
  await app.ready();
  const passwordHash = await hashPassword(passwordOfAll);

  const addVdn = async (id: number): Promise<void> => {
    const vdn = {
      id: toVdnId(id),
      name: `VDN ${id}`,
      settings: { ...vdnSettingsDefault, ivrCampaignsMax: 1000 },
    };
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

  /** A started IVR campaign, open all day every day. */
  const addOneCampaign = async (vdnId: number, name: string, settings: Partial<CampaignSettings> = {}) => {
    const vdn = await findVdn(database, toVdnId(vdnId));
    assert(vdn !== null);
    const author = { actor: 'user:test', now: clock.at };
    const added = await addCampaign(database, vdn, { ...ivrSettings(name), ...settings }, 'started', author);
    assert(!isProblem(added));
    return added;
  };

  /** The Authorization header and its fellows, as a client of the key would send them. */
  const signed = (
    key: { ak: string; secret: string },
    method: string,
    url: string,
    body = '',
    headers: Record<string, string> = {},
  ): Record<string, string> => {
    const all: Record<string, string> = { host: 'localhost:80', ...headers };
    const [path = '', query = ''] = url.split('?');
    const sorted = Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1));
    const request = { method, path, query, headers: sorted, body: Buffer.from(body) };
    signatures += 1;
    const timestamp = new Date(clock.at + signatures).toISOString();
    return { ...all, authorization: authorizationOf(request, key, timestamp) };
  };
  let signatures = 0;

  await addVdn(1);
  await addVdn(2);
  const setClock = (at: Millis) => {
    clock.at = at;
  };
  return { app, database, clock, setClock, masterKey, addUser, signIn, ask, addOneCampaign, signed };
}

const allDay = [{ begin: 0, end: 1439 }, null, null] as const;

export const ivrSettings = (name: string): CampaignSettings => ({
  name,
  description: null,
  beginAt: null,
  endAt: null,
  deviceType: 3,
  callerNo: '4008001234',
  maxAlertingSeconds: 30,
  schedule: { workday: allDay, holiday: allDay },
  ivr: { deviceSign: '1001', callCount: 10, callIntervalSeconds: 1 },
  skill: null,
  callBackUrl: 'http://127.0.0.1:9/results',
});

/** The body of the contract's PUT for `ivrSettings`, with what is to be different. */
export const putBody = (name: string, change: object = {}): object => ({
  name,
  deviceType: 3,
  callerNo: '4008001234',
  maxAlertingTime: 30,
  scheduleParam: {
    workdayBeginTime1: '00:00',
    workdayEndTime1: '23:59',
    holidayBeginTime1: '00:00',
    holidayEndTime1: '23:59',
  },
  ivrParam: { deviceSign: '1001', callCount: 10, callInterval: 1 },
  callBackUrl: 'http://127.0.0.1:9/results',
  ...change,
});
