// An unexpected exception ends the server in order: calls in the air are finished and reported, the
// campaign goes to others, the log has the stack, and a second exception cuts nothing short.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { toMillis } from '../../src/core/units.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, numbersOf } from '../workers/world.ts';
import { dialsIn, expectNothingLostOrDoubled } from './judgment.ts';
import { openReceiver } from './receiver.ts';
import { startServerProcess } from './serverProcess.ts';

const { database, url: databaseUrl } = await withDatabase();
const directory = mkdtempSync(join(tmpdir(), 'campana-unexpected-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('two exceptions out of nowhere: one orderly stop, exit code 1', async () => {
  const receiver = await openReceiver();
  const journal = join(directory, 'dials');
  const now = toMillis(Date.now());
  await makeVdn(database, now);
  await makeCampaign(database, now, numbersOf(2_000, '00'), {
    callBackUrl: receiver.url,
    ivr: { deviceSign: '1001', callCount: 20, callIntervalSeconds: 1 },
  });
  const server = await startServerProcess({ databaseUrl, dataDirectory: join(directory, 'data'), journal });
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(30), 30_000);

  process.kill(server.pid, 'SIGUSR2');
  await vi.waitFor(() => expect(server.lastWords()).toContain('a dependency broke'), 5_000);
  expect(server.hasEnded()).toBe(false);
  process.kill(server.pid, 'SIGUSR2');
  await vi.waitFor(() => expect(server.hasEnded()).toBe(true), 30_000);
  expect(await server.exitCode).toBe(1);
  expect(server.lastWords()).toMatch(/at process.*witnessedServer\.ts/);
  expect(server.lastWords().match(/the server stops/g)).toHaveLength(2);

  const [left] = await database`
    select p.calling, exists (select from nodes n where n.life = l.life) as held, q.last_sequence = q.acknowledged_sequence as told
    from campaign_progress p
    join notice_queues q using (vdn_id, campaign_id) join campaign_leases l using (vdn_id, campaign_id)`;
  expect(left).toEqual({ calling: 0, held: false, told: true });
  await receiver.close();
  await expectNothingLostOrDoubled(database, journal, receiver, 'two exceptions');
});
