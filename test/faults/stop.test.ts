// SIGTERM in mid-work, and a database that goes away: nothing is lost, and the server goes on.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { toMillis } from '../../src/core/units.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from '../workers/world.ts';
import { openReceiver } from './receiver.ts';
import { startServerProcess } from './serverProcess.ts';

const { database, url: databaseUrl } = await withDatabase();
const directory = mkdtempSync(join(tmpdir(), 'campana-stop-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const dialsIn = (journal: string): string[] => {
  try {
    return readFileSync(journal, 'utf8').trim().split('\n').filter(Boolean);
  } catch {
    return [];
  }
};
const patience = { timeout: 30_000, interval: 50 };

async function emptyWorld(): Promise<void> {
  await database`truncate vdns cascade`;
  await database`truncate calls, call_events, notices`;
  await makeVdn(database, toMillis(Date.now()));
}

test('SIGTERM: no call is placed any more, calls in the air are finished, leases are handed over', async () => {
  const receiver = await openReceiver();
  const journal = join(directory, 'sigterm');
  await emptyWorld();
  const campaignId = await makeCampaign(database, toMillis(Date.now()), numbersOf(5_000, '00'), {
    callBackUrl: receiver.url,
    ivr: { deviceSign: '1001', callCount: 60, callIntervalSeconds: 3 },
  });
  const server = await startServerProcess({ databaseUrl, dataDirectory: join(directory, 'one'), journal });
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(30), patience);
  expect(await server.stop()).toBe(0);

  const dialed = dialsIn(journal).length;
  const [state] = await database`
    select p.calling, p.waiting, q.last_sequence::integer as told, q.acknowledged_sequence::integer as delivered,
      exists (select from nodes n where n.life = l.life) as held
    from campaign_progress p
    join notice_queues q using (vdn_id, campaign_id) join campaign_leases l using (vdn_id, campaign_id)
    where p.vdn_id = ${vdnId} and p.campaign_id = ${campaignId}`;
  expect(state).toEqual({
    calling: 0,
    waiting: 5_000 - dialed,
    told: dialed,
    delivered: dialed,
    held: false,
  });
  expect(receiver.results.size).toBe(dialed);
  await receiver.close();
});

test('the database goes away and comes back: nothing is dialed that is not recorded, and dialing goes on', async () => {
  const receiver = await openReceiver();
  const journal = join(directory, 'database');
  await emptyWorld();
  await makeCampaign(database, toMillis(Date.now()), numbersOf(5_000, '00'), {
    callBackUrl: receiver.url,
    ivr: { deviceSign: '1001', callCount: 30, callIntervalSeconds: 1 },
  });
  const server = await startServerProcess({ databaseUrl, dataDirectory: join(directory, 'two'), journal });
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(30), patience);

  const name = new URL(databaseUrl).pathname.slice(1);
  const other = new URL(databaseUrl);
  other.pathname = '/postgres';
  const { openDatabase } = await import('../../src/store/database/connection.ts');
  const administration = openDatabase(other.toString(), 1);
  await administration.unsafe(`alter database ${name} allow_connections false`);
  await administration`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  const health = await fetch(`${server.url}/health/live`);
  expect(health.status).toBe(200);
  const started = Date.now();
  const answer = await fetch(`${server.url}/health/ready`);
  expect(answer.status).toBe(503);
  expect(Date.now() - started).toBeLessThan(5_000);
  // What was claimed for the present beat may still be dialed: it is recorded. Then it is quiet.
  await vi.waitFor(async () => {
    const before = dialsIn(journal).length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(dialsIn(journal).length).toBe(before);
  }, patience);
  const quiet = dialsIn(journal).length;

  await administration.unsafe(`alter database ${name} allow_connections true`);
  await administration.end({ timeout: 5 });
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(quiet + 30), patience);
  expect(await server.stop()).toBe(0);

  const rows = await database<{ called: string }[]>`select called from calls`;
  const dialed = dialsIn(journal).map((line) => line.split(' ')[1]);
  expect(new Set(dialed).size).toBe(dialed.length);
  expect(rows.map((row) => row.called).sort()).toEqual([...dialed].sort());
  await receiver.close();
});
