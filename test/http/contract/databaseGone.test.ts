// The database goes away and comes back: the API answers 500 within moments, lives, and recovers.
import { createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { buildApp } from '../../../src/http/app.ts';
import { openDatabase } from '../../../src/store/database/connection.ts';
import { withDatabase } from '../../database.ts';
import { ivrCampaign, openDoorOn } from './door.ts';

const { database, url } = await withDatabase({ connectionsMax: 4 });
const door = await openDoorOn(database);
const id = await door.addCampaign();

const name = new URL(url).pathname.slice(1);
const adminUrl = new URL(url);
adminUrl.pathname = '/postgres';
const admin = openDatabase(adminUrl.toString(), 1);
afterAll(() => admin.end());

const failure = {
  status: 500,
  body: {
    resultCode: '500',
    resultDesc: 'Internal error. Try again later.',
    returnCode: '500',
    returnDesc: 'Internal error. Try again later.',
  },
};

test('without a database every request is 500 within moments; with it again all is well', async () => {
  await admin.unsafe(`alter database ${name} allow_connections false`);
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  for (let round = 0; round < 3; round++) {
    const startedAt = performance.now();
    const answers = await Promise.all([
      door.call('PUT', `/${id}`, ivrCampaign),
      door.call('GET', `/${id}`),
      ...Array.from({ length: 20 }, (_, at) =>
        door.call('PUT', `/${id}`, { ...ivrCampaign, callerNo: `${at}` }),
      ),
    ]);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    for (const answer of answers) expect(answer).toMatchObject(failure);
  }
  expect((await door.app.inject('/health/live')).statusCode).toBe(200);

  await admin.unsafe(`alter database ${name} allow_connections true`);
  await expect.poll(async () => (await door.call('GET', `/${id}`)).code, { timeout: 5000 }).toBe('0200000');
  expect((await door.call('PUT', `/${id}`, ivrCampaign)).code).toBe('0200000');
});

test('connections that break between two requests are made anew', async () => {
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  await expect.poll(async () => (await door.call('GET', `/${id}`)).code, { timeout: 5000 }).toBe('0200000');
});

test('a database that takes connections and never answers is 500 as well', async () => {
  const silent = createServer((socket) => void socket.on('error', () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const unanswered = openDatabase(`postgres://postgres@127.0.0.1:${port}/x`, 2);
  try {
    const app = buildApp({ ...door.deps, database: unanswered });
    await app.ready();
    const startedAt = performance.now();
    const authorization = `auth-v2/AK0001AAAAAAAAAAAAAAAA/${new Date(door.now()).toISOString()}/host/00`;
    const answer = await app.inject({
      method: 'GET',
      url: '/rest/isales/v1/openapi/campaigns/1/1',
      headers: { host: 'x', authorization },
    });
    expect(answer.statusCode).toBe(500);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    await app.close();
  } finally {
    await unanswered.end({ timeout: 0 });
    silent.close();
  }
});
