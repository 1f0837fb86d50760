// SIGTERM to one of two processes, as in a rolling restart: the other goes on to dial at once, and the one that
// stops settles what it has placed. The carriers' journals are the judge.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { toMillis } from '../../src/core/units.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, numbersOf } from '../workers/world.ts';
import { dialsIn, expectNothingLostOrDoubled, untilAllTold } from './judgment.ts';
import { openReceiver } from './receiver.ts';
import { startServerProcess } from './serverProcess.ts';

const { database, url: databaseUrl } = await withDatabase();
const directory = mkdtempSync(join(tmpdir(), 'campana-hand-over-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const patience = { timeout: 30_000, interval: 20 };

test('the other process dials within a second and a half, and nothing is lost or doubled', async () => {
  const receiver = await openReceiver();
  await makeVdn(database, toMillis(Date.now()));
  // Calls that ring and talk for seconds are in the air when the process is told to stop.
  for (const [prefix, fate] of [
    ['', '00'],
    ['86', '10'],
  ] as const)
    await makeCampaign(
      database,
      toMillis(Date.now()),
      numbersOf(2_000, fate).map((called) => `${prefix}${called}`),
      { callBackUrl: receiver.url, ivr: { deviceSign: '1001', callCount: 20, callIntervalSeconds: 1 } },
    );
  const journal = join(directory, 'dials');
  const start = (name: string) =>
    startServerProcess({ databaseUrl, dataDirectory: join(directory, name), journal });
  const first = await start('one');
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(20), patience);
  const second = await start('two');
  const before = dialsIn(journal).length;
  await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(before + 60), patience);

  const stoppedAt = Date.now();
  expect(await first.stop()).toBe(0);
  // Some calls of that moment ring or talk longer than the grace of 10 s.
  expect(Date.now() - stoppedAt).toBeLessThan(12_000);
  const instants = readFileSync(journal, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Number(line.split(' ')[2]));
  const around = instants.filter((at) => at > stoppedAt - 1_000).sort((one, other) => one - other);
  const gaps = around.slice(1).map((at, index) => at - (around[index] ?? at));
  expect(around.at(-1)).toBeGreaterThan(stoppedAt + 2_000);
  expect(Math.max(...gaps), 'milliseconds without a dial').toBeLessThan(1_500);

  await database`update campaigns set state = 'paused', revision = revision + 1`;
  await untilAllTold(database);
  expect(await second.stop()).toBe(0);
  await expectNothingLostOrDoubled(database, journal, receiver, 'a hand-over');
  // A busy callee says so within the grace: none of these calls was taken for lost.
  const lost = await database`
    select called from calls where cause = '34608' and called like '%00' order by called`;
  expect(lost).toEqual([]);
  await receiver.close();
}, 120_000);
