// An HTTP door on a database of its own, with a clock that stands where the test puts it, and a
// client that signs. Requests go through app.inject: everything but the socket.
import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll } from 'vitest';
import type { Clock } from '../../../src/clock.ts';
import { type CampaignId, toCampaignId, toMillis, toVdnId, type VdnId } from '../../../src/core/units.ts';
import { type VdnSettings, vdnSettingsDefault } from '../../../src/core/vdn.ts';
import { buildApp } from '../../../src/http/app.ts';
import type { HttpDeps } from '../../../src/http/deps.ts';
import { lateDesk } from '../../../src/http/lateDesk.ts';
import { signatureOf } from '../../../src/http/signature.ts';
import type { Database } from '../../../src/store/database/connection.ts';
import { createAccessKey } from '../../../src/store/tenants/accessKeys.ts';
import { createVdn } from '../../../src/store/tenants/vdns.ts';
import { withDatabase } from '../../database.ts';

export const base = '/rest/isales/v1/openapi/campaigns';

export interface Key {
  readonly ak: string;
  readonly secret: string;
}

/** A fast machine makes more calls a second than one caller may (`requestsPerSecondMax` of http/app.ts). */
const callsOfOneCaller = 500;

export interface CallOptions {
  readonly key?: Key;
  /** Added to what is sent after signing; undefined takes a header away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** ISO text; the clock's now when absent, a millisecond apart for each call. */
  readonly timestamp?: string;
  readonly reading?: 'A' | 'B';
  readonly signedHeaders?: readonly string[];
  readonly signature?: (signature: string) => string;
  readonly contentType?: string;
}

export interface Answer {
  readonly status: number;
  // A test reads what it expects to be there.
  readonly body: Record<string, never> & {
    resultCode: string;
    resultDesc: string;
    returnCode: string;
    returnDesc: string;
  };
  readonly code: string;
}

export interface Door {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly deps: HttpDeps;
  readonly vdnId: VdnId;
  readonly key: Key;
  /** Moves the clock. */
  pass(milliseconds: number): void;
  now(): number;
  /** `path` after the VDN; a body that is no Buffer is sent as JSON. */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  addKey(vdnId: number, settings?: Partial<VdnSettings>): Promise<Key>;
  /** Adds an automatic campaign through the door. */
  addCampaign(changes?: object): Promise<CampaignId>;
}

/** 2030-06-12 is a Wednesday. */
export const startOfTest = Date.UTC(2030, 5, 12, 10, 0, 0);

/** An automatic campaign, open on workdays from 8 to 18. */
export const ivrCampaign = {
  name: 'Automatic',
  strBeginTime: '2030-06-12 00:00:00',
  strEndTime: '2030-07-12 23:59:59',
  deviceType: 3,
  callerNo: '10085',
  maxAlertingTime: 20,
  scheduleParam: { workdayBeginTime1: '08:00', workdayEndTime1: '18:00' },
  ivrParam: { deviceSign: '1001', callCount: 3, callInterval: 3 },
  callBackUrl: 'https://10.10.10.10/results',
};

/** Opens a door with VDN 1 and a key. Call it at the top level of a test file. */
export async function openDoor(settings: Partial<VdnSettings> = {}): Promise<Door> {
  const { database } = await withDatabase({ connectionsMax: 4 });
  return openDoorOn(database, settings);
}

export async function openDoorOn(database: Database, settings: Partial<VdnSettings> = {}): Promise<Door> {
  let at = startOfTest;
  let calls = 0;
  const clock: Clock = { now: () => toMillis(at), ticks: () => at, sleep: async () => undefined };
  const deps: HttpDeps = {
    database,
    clock,
    masterKey: randomBytes(32),
    log: pino({ level: 'silent' }),
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
    metrics: async () => 'campana_up 1\n',
    ready: async () => true,
  };
  const app = buildApp(deps);
  await app.ready();
  afterAll(() => app.close());

  const addKey = async (id: number, vdnSettings: Partial<VdnSettings> = {}): Promise<Key> => {
    const vdn = { id: toVdnId(id), name: `VDN ${id}`, settings: { ...vdnSettingsDefault, ...vdnSettings } };
    await createVdn(database, vdn, clock.now());
    return createAccessKey(database, vdn.id, 'test', deps.masterKey, clock.now());
  };
  const key = await addKey(1, settings);

  const call: Door['call'] = async (method, path, body, options = {}) => {
    const url = path.startsWith('/rest') ? path : `${base}/1${path}`;
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
    const headers: Record<string, string> = { host: '127.0.0.1:8080' };
    if (bytes.length > 0) {
      headers['content-type'] = options.contentType ?? 'application/json; charset=UTF-8';
      headers['content-length'] = String(bytes.length);
    }
    const names = options.signedHeaders ?? Object.keys(headers).sort();
    const timestamp = options.timestamp ?? new Date(at + calls++).toISOString();
    const [signedPath = '', query = ''] = url.split('?');
    const signer = options.key ?? key;
    const request = {
      method,
      path: signedPath,
      query,
      headers: names.map((name): [string, string] => [name, headers[name] ?? '']),
      body: bytes,
    };
    const signature = signatureOf(request, signer, timestamp, options.reading ?? 'A');
    const authorization = `auth-v2/${signer.ak}/${timestamp}/${names.join(';')}/${options.signature?.(signature) ?? signature}`;
    const sent: Record<string, string | undefined> = { ...headers, authorization, ...options.headers };
    const given = Object.fromEntries(
      Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const answer = await app.inject({
      method: method as 'GET',
      url,
      headers: given,
      remoteAddress: `127.0.${Math.floor(calls / callsOfOneCaller) % 256}.1`,
      ...(bytes.length > 0 ? { payload: bytes } : {}),
    });
    const parsed: Answer['body'] = answer.json();
    return { status: answer.statusCode, body: parsed, code: parsed.resultCode };
  };

  return {
    app,
    database,
    deps,
    vdnId: toVdnId(1),
    key,
    pass: (milliseconds) => {
      at += milliseconds;
    },
    now: () => at,
    call,
    addKey,
    addCampaign: async (changes = {}) => {
      const answer = await call('POST', '', { ...ivrCampaign, ...changes });
      if (answer.code !== '0200000') throw new Error(answer.body.resultDesc);
      const { id }: { id: number } = answer.body.returnObject ?? { id: 0 };
      return toCampaignId(id);
    },
  };
}
