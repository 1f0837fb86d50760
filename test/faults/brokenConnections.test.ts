// The database ends hundreds of connections of a busy server, many of them just born, while every processor is
// taken. Losing a connection is an everyday matter: the server lives, and no call and no result is lost.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import { type Client, openClient } from '../../src/cli/client.ts';
import { openClock } from '../../src/clock.ts';
import { openDatabase } from '../../src/store/database/connection.ts';
import { emptyDatabase } from '../database.ts';
import { putBody } from '../http/api/world.ts';
import { rounds } from '../long.ts';
import { makeCampaign, numbersOf } from '../workers/world.ts';
import { dialsIn, expectNothingLostOrDoubled, untilAllTold } from './judgment.ts';
import { openReceiver } from './receiver.ts';
import { startServerProcess } from './serverProcess.ts';

const terminationsMin = rounds(100, 300);
const busyLoops = 4;
const directory = mkdtempSync(join(tmpdir(), 'campana-broken-'));
const { url: databaseUrl, drop } = await emptyDatabase();
const administrationUrl = new URL(databaseUrl);
administrationUrl.pathname = '/postgres';
const administration = openDatabase(administrationUrl.toString(), 1);
afterAll(async () => {
  await administration.end({ timeout: 5 });
  await drop();
  rmSync(directory, { recursive: true, force: true });
});

/** Keeps a processor busy until it is killed, or for five minutes if nobody does. */
const busyLoop = (): ChildProcess =>
  spawn(process.execPath, ['-e', 'const end = Date.now() + 300_000; while (Date.now() < end);']);

/** Ends one connection of the server: the youngest, which is still being opened, or any. */
async function terminateOne(isYoungest: boolean): Promise<number> {
  const rows = await administration<{ ended: boolean }[]>`
    select pg_terminate_backend(pid) as ended from (
      select pid from pg_stat_activity where datname = ${new URL(databaseUrl).pathname.slice(1)}
      order by ${isYoungest ? administration`backend_start desc` : administration`random()`} limit 1) as chosen`;
  return rows.filter(({ ended }) => ended).length;
}

/** Asks as integrators and pages do, again and again; what fails meanwhile is asked again. */
async function askUntil(signal: AbortSignal, client: Client, ids: readonly number[]): Promise<void> {
  for (let round = 0; !signal.aborted; round += 1) {
    const id = ids[round % ids.length];
    const url = 'http://127.0.0.1:9/results';
    const body = putBody(`asked ${id}`, { callerNo: String(1000 + round), callBackUrl: url });
    const asked = [
      client.send('PUT', `/rest/isales/v1/openapi/campaigns/1/${id}`, body),
      client.send('GET', '/api/v1/vdns/1/campaigns'),
      client.send('GET', `/api/v1/vdns/1/campaigns/${id}/numbers?limit=50`),
      client.send('GET', `/api/v1/vdns/1/campaigns/${id}/explain`),
    ];
    await Promise.allSettled(asked);
  }
}

test(`${terminationsMin} connections end under load: the server lives, and no call and no result is lost or doubled`, async () => {
  const receiver = await openReceiver();
  const journal = join(directory, 'dials');
  const dataDirectory = join(directory, 'data');
  const server = await startServerProcess({ databaseUrl, dataDirectory, journal });
  const { ak, sk } = JSON.parse(readFileSync(join(dataDirectory, 'bootstrap.json'), 'utf8'));
  const client = openClient({ url: new URL(server.url), vdnId: 1, key: { ak, sk } }, openClock(1));
  await client.send('PATCH', '/api/v1/vdns/1', { settings: { callbackTrustlist: ['127.0.0.1'] } });
  await client.send('PUT', '/api/v1/vdns/1/flows/1001', { description: 'plays', playSeconds: 2 });

  const database = openDatabase(databaseUrl, 2);
  const now = openClock(1).now();
  const pace = { ivr: { deviceSign: '1001', callCount: 20, callIntervalSeconds: 1 } };
  const settings = { ...pace, callBackUrl: receiver.url };
  await makeCampaign(database, now, numbersOf(20_000, '00'), settings);
  await makeCampaign(
    database,
    now,
    numbersOf(20_000, '10').map((called) => `8${called}`),
    settings,
  );
  const asked = await Promise.all([1, 2].map((n) => makeCampaign(database, now, [], { name: `asked ${n}` })));
  await database.end();
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(20), 30_000);

  const loops = Array.from({ length: busyLoops }, busyLoop);
  const ending = new AbortController();
  const asking = [1, 2, 3].map(() => askUntil(ending.signal, client, asked));
  let terminations = 0;
  try {
    while (terminations < terminationsMin && !server.hasEnded()) {
      terminations += await terminateOne(terminations % 3 !== 0);
      await delay(terminations % 10 === 0 ? 300 : 15);
    }
  } finally {
    ending.abort();
    for (const loop of loops) loop.kill('SIGKILL');
  }
  await Promise.all(asking);
  const fate = server.hasEnded() ? `ended after ${terminations}: ${server.lastWords()}` : 'lives';
  expect(fate).toBe('lives');

  const dialed = dialsIn(journal).length;
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(dialed + 20), 30_000);
  const judge = openDatabase(databaseUrl, 2);
  await judge`update campaigns set state = 'paused', revision = revision + 1`;
  await untilAllTold(judge);
  expect(await server.stop()).toBe(0);
  await receiver.close();
  await expectNothingLostOrDoubled(judge, journal, receiver, `${terminations} terminated connections`);
  await judge.end();
});
