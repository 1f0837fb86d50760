// kill -9 at random moments, again and again, while the server dials, settles and delivers. Three
// witnesses that the server cannot talk to judge it: the file of dials, the callback receiver, the rows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { toMillis } from '../../src/core/units.ts';
import { withDatabase } from '../database.ts';
import { rounds } from '../long.ts';
import { makeCampaign, makeVdn } from '../workers/world.ts';
import { dialsIn, expectNothingLostOrDoubled, untilAllTold } from './judgment.ts';
import { openReceiver } from './receiver.ts';
import { startServerProcess } from './serverProcess.ts';

const { database, url: databaseUrl } = await withDatabase();
const kills = Number(process.env.CAMPANA_TEST_KILLS ?? rounds(20, 100));
/** Printed with a failure, so that the same moments can be tried again. */
const seed = Number(process.env.CAMPANA_TEST_SEED ?? Date.now() % 1_000_000);
/** The world runs faster than real time: a call of half a minute is over in a second. */
const speed = 20;
const lifeMillisMax = 900;

const directory = mkdtempSync(join(tmpdir(), 'campana-kill-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A small generator: the moments of the kills need no better chance than this. */
function chanceFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const fates = ['00', '07', '10', '11', '12', '13'];
const numbers = (prefix: string, count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) => `${prefix}${String(index).padStart(6, '0')}${fates[index % fates.length]}`,
  );

test(`${kills} kills: no dial twice for one attempt, no result and no notice lost`, async () => {
  const receiver = await openReceiver();
  const journal = join(directory, 'dials');
  const now = toMillis(Date.now());
  await makeVdn(database, now);
  const settings = {
    callBackUrl: receiver.url,
    ivr: { deviceSign: '1001', callCount: 30, callIntervalSeconds: 3 },
  };
  await makeCampaign(database, now, numbers('131', 20_000), settings);
  await makeCampaign(database, now, numbers('132', 20_000), settings);
  const retried = await makeCampaign(database, now, numbers('133', 300), settings);
  await database`
    update campaigns set retry_policy = ${{
      rules: [
        {
          dataType: null,
          rule: { kind: 'byResult', results: [{ result: 4, retryNumber: 2, callIntervalSeconds: 5 }] },
        },
      ],
      noRetryCauses: [],
    }} where campaign_id = ${retried}`;

  const chance = chanceFrom(seed);
  const options = { databaseUrl, dataDirectory: join(directory, 'data'), journal, speed };
  for (let kill = 0; kill < kills; kill++) {
    const server = await startServerProcess(options);
    await delay(chance() * lifeMillisMax);
    await server.kill();
  }
  const server = await startServerProcess(options);
  await database`update campaigns set state = 'paused', revision = revision + 1`;
  await untilAllTold(database);
  expect(await server.stop()).toBe(0);
  await receiver.close();

  const story = `seed ${seed}: ${kills} kills`;
  expect(dialsIn(journal).length, story).toBeGreaterThan(kills * 5);
  const isRetried = (called: string): boolean => called.startsWith('133');
  await expectNothingLostOrDoubled(database, journal, receiver, story, isRetried);
});
