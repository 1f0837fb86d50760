// The main process of the embedded database is killed under a dialing server: the server lives, says what
// happened, starts the database again, and goes on without losing or doubling a call.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { toMillis } from '../../src/core/units.ts';
import { openDatabase } from '../../src/store/database/connection.ts';
import { startEmbedded } from '../../src/store/database/embedded.ts';
import { makeCampaign, numbersOf } from '../workers/world.ts';
import { dialsIn, expectNothingLostOrDoubled, untilAllTold } from './judgment.ts';
import { openReceiver } from './receiver.ts';
import { startServerProcess } from './serverProcess.ts';

const directory = mkdtempSync(join(tmpdir(), 'campana-embedded-dies-'));
chmodSync(directory, 0o711);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('the postmaster is killed: it is started again, and dialing goes on', async () => {
  const receiver = await openReceiver();
  const journal = join(directory, 'dials');
  const server = await startServerProcess({ dataDirectory: directory, journal });
  // The running one is adopted: that is how to learn its address.
  const database = openDatabase((await startEmbedded(directory)).url, 2);
  await database`update vdns set settings = settings || '{"callbackTrustlist": ["127.0.0.1"]}'`;
  await makeCampaign(database, toMillis(Date.now()), numbersOf(2_000, '00'), {
    callBackUrl: receiver.url,
    ivr: { deviceSign: '1001', callCount: 10, callIntervalSeconds: 1 },
  });
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(20), 30_000);

  const pidFile = join(directory, 'postgresql', 'cluster', 'postmaster.pid');
  process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
  await vi.waitFor(() => expect(server.lastWords()).toContain('the embedded database has ended'), 10_000);
  await vi.waitFor(() => expect(server.lastWords()).toContain('the embedded database runs again'), 60_000);
  const dialed = dialsIn(journal).length;
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(dialed + 20), 30_000);
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);

  await database`update campaigns set state = 'paused', revision = revision + 1`;
  await untilAllTold(database);
  await expectNothingLostOrDoubled(database, journal, receiver, 'a killed postmaster');
  await database.end();
  expect(await server.stop()).toBe(0);
  await receiver.close();
});
