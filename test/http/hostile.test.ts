// Hostile values on every door: numbers that no column holds, instants outside the calendar, names that
// every JavaScript object has. Each route of /api/v1 and each interface of the contract is asked with each
// of them in each place. What comes back may be a refusal; it is never a failure of ours.
import * as fc from 'fast-check';
import type { TSchema } from 'typebox';
import { afterAll, describe, expect, test } from 'vitest';
import { interfaces } from '../../src/contract/interfaces.ts';
import { toVdnId } from '../../src/core/units.ts';
import type { ServedRoute } from '../../src/http/api/door/route.ts';
import { apiRoutes } from '../../src/http/api/index.ts';
import { authorizationOf } from '../../src/http/signature.ts';
import { createAccessKey } from '../../src/store/tenants/accessKeys.ts';
import { openFakeDesk } from './api/fakeDesk.ts';
import { openWorld } from './api/world.ts';

const world = await openWorld({ desk: openFakeDesk() });
afterAll(() => world.app.close());
const campaign = await world.addOneCampaign(1, 'the one that is asked about');
const administrator = await world.signIn(1, 'administrator');
const key = await createAccessKey(world.database, toVdnId(1), 'test', world.masterKey, world.clock.at);

const numbers = ['0', '-1', '1.5', '1e400', 'NaN', '١', ...[9, 10, 13, 15, 16, 18, 19, 20, 40].map(nines)];
const instants = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+23:59',
  '9999-12-31T23:59:59.999-23:59',
  '2030-02-30T00:00:00Z',
  '2030-01-01T24:00:00Z',
  '0000-01-01',
  '9999-12-31',
  '0000-01-01 00:00:00',
  '9999-12-31 23:59:59',
];
const places = ['999999999999999-1', '9999999999999-1', '0-0-9999999999999-', '1-5-9999999999999-1'];
const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];
const texts = ['', ' ', '\0', '\u202e', '\ud800', "'", '%', '%00', '../..', 'x'.repeat(2000), '😀'];
const hostile = [...numbers, ...instants, ...places, ...names, ...texts];
const hostileJson: unknown[] = [
  ...hostile,
  ...[1e300, -1e300, 2 ** 31, 2 ** 63, -0, 0.1],
  ...[null, true, [], {}, [[]], { constructor: 1 }, JSON.parse('{"__proto__":{"x":1}}')],
];

function nines(digits: number): string {
  return '9'.repeat(digits);
}

/** Property by property, what a schema of an object asks. */
const propertiesOf = (schema: TSchema): [string, TSchema][] =>
  'properties' in schema ? Object.entries(Object(schema.properties)) : [];

/** Some texts that a pattern lets through; none where it looks ahead or behind. */
const textsOf = (pattern: unknown, count: number): string[] =>
  typeof pattern !== 'string' || /\(\?[!<=]/.test(pattern)
    ? []
    : fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: count, seed: 1 });

const textsFor = (schema: TSchema): string[] => [...hostile, ...textsOf(Object(schema).pattern, 4)];

/** One value that the schema lets through, as far as a test can guess it. */
function fittingValue(schema: TSchema): unknown {
  const of = Object(schema);
  if ('const' in of) return of.const;
  if (Array.isArray(of.anyOf)) return fittingValue(of.anyOf[0]);
  if ('examples' in of && Array.isArray(of.examples)) return of.examples[0];
  switch (of.type) {
    case 'object':
      return fittingBody(schema);
    case 'array':
      return (of.minItems ?? 0) > 0 ? [fittingValue(of.items)] : [];
    case 'integer':
    case 'number':
      return of.minimum ?? 1;
    case 'boolean':
      return true;
    case 'string':
      return textsOf(of.pattern, 1)[0] ?? 'abc'.repeat(5).slice(0, Math.max(of.minLength ?? 3, 3));
    default:
      return null;
  }
}

const fittingBody = (schema: TSchema): Record<string, unknown> =>
  Object.fromEntries(propertiesOf(schema).map(([name, inner]) => [name, fittingValue(inner)]));

const fittingParams: Record<string, string> = {
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
  ofVdn: '2',
};

const pathOf = (route: ServedRoute, changed: string | null, value: string): string =>
  `/api${route.path.replace(/:([A-Za-z]+)/g, (_match, name: string) =>
    encode(name === changed ? value : (fittingParams[name] ?? '1')),
  )}`;

const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

async function askApi(route: ServedRoute, url: string, body: unknown): Promise<string[]> {
  const answer = await world.app.inject({
    method: route.method,
    url,
    headers: {
      cookie: administrator.cookie,
      'x-csrf-token': administrator.csrfToken,
      ...(route.takes === 'stream' ? { 'content-type': 'text/csv' } : { 'content-type': 'application/json' }),
    },
    payload: route.takes === 'stream' ? 'called\n' : body === undefined ? '' : JSON.stringify(body),
    remoteAddress: nextAddress(),
  });
  const sent = body === undefined ? '' : ` ${JSON.stringify(body)?.slice(0, 200)}`;
  // 503: this process does not seat the agents; that is what it should say.
  return answer.statusCode >= 500 && answer.statusCode !== 503
    ? [`${route.method} ${url.slice(0, 200)}${sent}: ${answer.statusCode}`]
    : [];
}

let asked = 0;
/** No caller asks more than its limit. */
function nextAddress(): string {
  asked += 1;
  return `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
}

/** What ends the session or locks out who asks is not for this test. */
const isHarmless = ({ method, path }: ServedRoute): boolean =>
  !(method === 'DELETE' && /\/sessions?$/.test(path)) && path !== '/v1/session/password';

const routes = apiRoutes().filter(isHarmless);

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s',
  (_name, route) => {
    const whole = route.body === null ? undefined : fittingBody(route.body);

    test('in the path', async () => {
      const faults: string[] = [];
      for (const [name, schema] of propertiesOf(route.params).filter(([name]) => name !== 'vdnId'))
        for (const value of textsFor(schema))
          faults.push(...(await askApi(route, pathOf(route, name, value), whole)));
      expect(faults).toEqual([]);
    });

    test('in the query', async () => {
      const faults: string[] = [];
      const path = pathOf(route, null, '');
      for (const [name, schema] of propertiesOf(route.query))
        for (const value of textsFor(schema))
          faults.push(...(await askApi(route, `${path}?${encode(name)}=${encode(value)}`, whole)));
      for (const name of names)
        faults.push(...(await askApi(route, `${path}?${name}=1&${name}[x]=1&x[${name}]=1`, whole)));
      expect(faults).toEqual([]);
    });

    test('in the body', async () => {
      if (route.body === null || whole === undefined) return;
      const faults: string[] = [];
      const path = pathOf(route, null, '');
      for (const [name] of propertiesOf(route.body))
        for (const value of hostileJson)
          faults.push(...(await askApi(route, path, { ...whole, [name]: value })));
      for (const name of names) faults.push(...(await askApi(route, path, { ...whole, [name]: { x: 1 } })));
      for (const value of hostileJson) faults.push(...(await askApi(route, path, value)));
      expect(faults).toEqual([]);
    });
  },
);

async function askContract(method: string, url: string, body: unknown): Promise<string[]> {
  const payload = body === undefined ? '' : JSON.stringify(body);
  const [path = '', query = ''] = url.split('?');
  const headers: [string, string][] = [['host', 'localhost:80']];
  const timestamp = new Date(world.clock.at + (asked % 800_000)).toISOString();
  const request = { method, path, query, headers, body: Buffer.from(payload) };
  const answer = await world.app.inject({
    method: method as 'GET',
    url,
    headers: {
      host: 'localhost:80',
      authorization: authorizationOf(request, key, timestamp),
      ...(payload === '' ? {} : { 'content-type': 'application/json' }),
    },
    payload,
    remoteAddress: nextAddress(),
  });
  return answer.statusCode >= 500 ? [`${method} ${url.slice(0, 200)} ${payload.slice(0, 200)}`] : [];
}

describe.each(interfaces.map((one) => [`${one.method} ${one.path}`, one] as const))('%s', (_name, one) => {
  const method = one.method.toUpperCase();
  const url = (changed: string | null, value: string): string =>
    one.path.replace(/\{([A-Za-z]+)\}/g, (_match, name: string) =>
      encode(
        name === changed ? value : name === 'vdnId' ? '1' : name === 'campaignId' ? String(campaign.id) : '1',
      ),
    );
  const whole = one.body === undefined ? undefined : fittingBody(one.body);

  test('in the path, the query and the body', async () => {
    const faults: string[] = [];
    const parameters = [...one.path.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name = '']) => name);
    for (const name of parameters.filter((name) => name !== 'vdnId'))
      for (const value of hostile) faults.push(...(await askContract(method, url(name, value), whole)));
    for (const [name] of one.query === undefined ? [] : propertiesOf(one.query))
      for (const value of hostile)
        faults.push(...(await askContract(method, `${url(null, '')}?${name}=${encode(value)}`, whole)));
    for (const name of names)
      faults.push(...(await askContract(method, `${url(null, '')}?${name}=1`, whole)));
    for (const [name] of one.body === undefined ? [] : propertiesOf(one.body))
      for (const value of hostileJson)
        faults.push(...(await askContract(method, url(null, ''), { ...whole, [name]: value })));
    for (const value of hostileJson) faults.push(...(await askContract(method, url(null, ''), value)));
    expect(faults).toEqual([]);
  });
});

describe('a signed header', () => {
  test.each(['constructor', 'hasownproperty', 'valueof', 'tostring'])(
    'of the name %s is one that is not there',
    async (name) => {
      for (const url of ['/rest/isales/v1/openapi/campaigns/1', '/api/v1/vdns/1/users']) {
        const signedHeaders = [name, 'host'].sort().join(';');
        const authorization = `auth-v2/${key.ak}/2030-03-05T09:00:00.000Z/${signedHeaders}/${'0'.repeat(64)}`;
        const answer = await world.app.inject({ method: 'GET', url, headers: { authorization } });
        expect(answer.statusCode).toBe(401);
      }
    },
  );
});
