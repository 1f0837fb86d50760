// A disk that really runs full under the embedded database: a small file system in memory, which only root
// may mount. Every request learns of it, the log says it once, and when there is room again everything goes
// on.
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { type Client, openClient } from '../../src/cli/client.ts';
import { upload } from '../../src/cli/demo/scene.ts';
import { openClock } from '../../src/clock.ts';
import { startEmbedded } from '../../src/store/database/embedded.ts';
import { putBody } from '../http/api/world.ts';
import { dialsIn } from './judgment.ts';
import { startServerProcess } from './serverProcess.ts';

const mounted: string[] = [];
const directories: string[] = [];
afterAll(() => {
  for (const directory of mounted) spawnSync('umount', [directory]);
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A directory on a disk of its own; null when this user may not mount one. */
function smallDisk(megabytes: number): string | null {
  const directory = mkdtempSync(join(tmpdir(), 'campana-full-'));
  directories.push(directory);
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'campana', directory];
  if (spawnSync('mount', options).status !== 0) return null;
  mounted.push(directory);
  chmodSync(directory, 0o711);
  return directory;
}

/** Takes all the room there is. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  const block = Buffer.alloc(4096, 'x');
  try {
    for (;;) writeSync(handle, block);
  } catch {
    // Full: that was the purpose.
  }
  closeSync(handle);
}

const disk = smallDisk(150);
const cannotMount = disk === null ? ' (skipped: mounting a file system is not allowed here)' : '';

async function readyAnswer(url: string): Promise<{ status: number; reason?: string }> {
  const answer = await fetch(`${url}/health/ready`);
  const { reason } = (await answer.json()) as { reason?: string };
  return { status: answer.status, ...(reason === undefined ? {} : { reason }) };
}

/** The HTTP status and the words of a refused import. */
async function importAnswer(client: Client, campaignId: number): Promise<string> {
  const rows = Array.from({ length: 20_000 }, (_, n) => `139${String(n).padStart(8, '0')}`);
  return upload(client, campaignId, `called\n${rows.join('\n')}\n`).then(
    () => 'imported',
    (error: Error) => error.message,
  );
}

test.skipIf(disk === null)(`a disk that runs full is told, and its end too${cannotMount}`, async () => {
  const directory = disk ?? '';
  const journal = join(tmpdir(), `campana-full-${process.pid}.dials`);
  directories.push(journal);
  const server = await startServerProcess({ dataDirectory: directory, journal });
  const { ak, sk } = JSON.parse(readFileSync(join(directory, 'bootstrap.json'), 'utf8'));
  const client = openClient({ url: new URL(server.url), vdnId: 1, key: { ak, sk } }, openClock(1));
  await client.send('PUT', '/api/v1/vdns/1/flows/1001', { description: 'plays', playSeconds: 1 });
  const contract = '/rest/isales/v1/openapi/campaigns/1';
  const dates = { strBeginTime: '2020-01-01 00:00:00', strEndTime: '2099-01-01 00:00:00' };
  const begun = {
    ...putBody('full'),
    ...dates,
    strBeginTime: `${new Date().toISOString().slice(0, 10)} 00:00:00`,
  };
  await client.send('POST', contract, begun);
  await upload(
    client,
    1,
    `called\n${Array.from({ length: 900 }, (_, n) => `1380000${1000 + n}00`).join('\n')}\n`,
  );
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(10), 30_000);

  const filling = join(directory, 'filling');
  fill(filling);
  expect(await importAnswer(client, 1)).toMatch(/HTTP 507.*The disk of the database is full/);
  expect(await readyAnswer(server.url)).toEqual({
    status: 503,
    reason: expect.stringContaining('The disk of the database is full'),
  });
  // Many writes fail meanwhile, of beats and of requests.
  for (let round = 0; round < 5; round += 1) await importAnswer(client, 1);
  expect(server.lastWords().match(/The disk of the database is full/g)).toHaveLength(1);

  rmSync(filling);
  await vi.waitFor(async () => expect((await readyAnswer(server.url)).status).toBe(200), 30_000);
  expect(await importAnswer(client, 1)).toBe('imported');
  const dialed = dialsIn(journal).length;
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(dialed + 20), 30_000);
  expect(await server.stop()).toBe(0);
  const called = dialsIn(journal).map((dial) => dial.called);
  expect(new Set(called).size).toBe(called.length);
});

test.skipIf(disk === null)(`a start without room says so${cannotMount}`, async () => {
  const directory = smallDisk(20) ?? '';
  await expect(startEmbedded(directory)).rejects.toThrow(/^The disk that holds .* is full: make room/);
});
