// A database that takes connections and answers nothing, as a machine does that hangs: a stop ends
// nevertheless. And a server that cannot open its port dials nobody.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { toMillis } from '../../src/core/units.ts';
import { type Server, start } from '../../src/main.ts';
import { openDatabase } from '../../src/store/database/connection.ts';
import { startEmbedded } from '../../src/store/database/embedded.ts';
import { migrate } from '../../src/store/database/migrate.ts';
import { openSimulator } from '../../src/telephony/simulator.ts';
import { makeCampaign, makeVdn, numbersOf } from '../workers/world.ts';

const directory = mkdtempSync(join(tmpdir(), 'campana hung-'));
chmodSync(directory, 0o711);
const postgres = await startEmbedded(directory, { isDurable: false });
const database = openDatabase(postgres.url, 2);
await migrate(database);
await makeVdn(database, toMillis(Date.now()));
afterAll(async () => {
  await database.end({ timeout: 1 });
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
});

const dialed: string[] = [];

function startServer(name: string, listen: string): Promise<Server> {
  const reading = readConfig(
    {
      CAMPANA_DATABASE_URL: postgres.url,
      CAMPANA_DATA_DIR: join(directory, name),
      CAMPANA_LISTEN: listen,
      CAMPANA_LOG_LEVEL: 'silent',
    },
    [],
  );
  if (!reading.ok) throw new Error(reading.faults.join());
  return start(reading.config, {
    openDriver: (clock) => openSimulator(clock, { journal: ({ called }) => dialed.push(called) }),
  });
}

/** Sends a signal to every process of the database. */
function toPostgres(signal: NodeJS.Signals): void {
  const pidFile = join(directory, 'postgresql', 'cluster', 'postmaster.pid');
  const postmaster = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const children = readdirSync('/proc').filter((id) => {
    try {
      return (
        /^\d+$/.test(id) && readFileSync(`/proc/${id}/stat`, 'utf8').split(' ').at(3) === String(postmaster)
      );
    } catch {
      return false;
    }
  });
  for (const id of [postmaster, ...children.map(Number)]) process.kill(id, signal);
}

test('a port that is taken: the server does not open, and has not taken a campaign', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const campaignId = await makeCampaign(database, toMillis(Date.now()), numbersOf(5, '10'));
  const { port } = other.address() as AddressInfo;
  await expect(startServer('taken', `127.0.0.1:${port}`)).rejects.toThrow(/CAMPANA_LISTEN/);
  other.close();
  const [lease] =
    await database`select epoch::integer from campaign_leases where campaign_id = ${campaignId}`;
  expect(lease).toEqual({ epoch: 0 });
  await database`truncate vdns cascade`;
  await database`truncate contacts`;
  await makeVdn(database, toMillis(Date.now()));
});

test.runIf(process.platform === 'linux').each([
  ['of a process that is alone', ['alone']],
  ['of one that would hand over to another', ['one', 'two']],
])(
  'a database that hangs does not hold up a stop %s',
  async (_, names) => {
    await makeCampaign(database, toMillis(Date.now()), numbersOf(500, '10'), {
      ivr: { deviceSign: '1001', callCount: 10, callIntervalSeconds: 1 },
    });
    const servers: Server[] = [];
    for (const name of names) servers.push(await startServer(name, '127.0.0.1:0'));
    const before = dialed.length;
    await vi.waitFor(() => expect(dialed.length).toBeGreaterThan(before + 15), { timeout: 15_000 });
    toPostgres('SIGSTOP');
    try {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const startedAt = performance.now();
      await Promise.all(servers.map((server) => server.stop(500)));
      expect(performance.now() - startedAt).toBeLessThan(18_000);
    } finally {
      toPostgres('SIGCONT');
    }
  },
  60_000,
);
