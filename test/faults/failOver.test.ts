// The database's first host dies under load and the standby takes its place: dialing and changes go on there by
// themselves, no call and no result is lost or doubled, and no change that was acknowledged is gone.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { openClient } from '../../src/cli/client.ts';
import { openClock } from '../../src/clock.ts';
import { toMillis } from '../../src/core/units.ts';
import { openDatabase } from '../../src/store/database/connection.ts';
import { putBody } from '../http/api/world.ts';
import { rounds } from '../long.ts';
import { makeCampaign, numbersOf } from '../workers/world.ts';
import { dialsIn, expectNothingLostOrDoubled, untilAllTold } from './judgment.ts';
import { openReceiver } from './receiver.ts';
import { startServerProcess } from './serverProcess.ts';
import { startPair } from './standby.ts';

const gapMillisMax = 10_000;
const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** The longest time without a dial, in milliseconds. */
function longestGap(journal: string): number {
  const instants = readFileSync(journal, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Number(line.split(' ')[2]));
  return Math.max(...instants.slice(1).map((at, index) => at - (instants[index] ?? at)));
}

test.each(Array.from({ length: rounds(1, 20) }, (_, round) => round + 1))(
  'fail-over %i: what was acknowledged is there, and dialing goes on within 10 s',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'campana-fail-over-'));
    chmodSync(directory, 0o711);
    directories.push(directory);
    const pair = await startPair(directory);
    const receiver = await openReceiver();
    const journal = join(directory, 'dials');
    const dataDirectory = join(directory, 'data');
    const server = await startServerProcess({ databaseUrl: pair.url, dataDirectory, journal });
    const { ak, sk } = JSON.parse(readFileSync(join(dataDirectory, 'bootstrap.json'), 'utf8'));
    const client = openClient({ url: new URL(server.url), vdnId: 1, key: { ak, sk } }, openClock(1));
    await client.send('PATCH', '/api/v1/vdns/1', { settings: { callbackTrustlist: ['127.0.0.1'] } });
    await client.send('PUT', '/api/v1/vdns/1/flows/1001', { description: 'plays', playSeconds: 2 });

    const before = openDatabase(pair.url, 2);
    const now = toMillis(openClock(1).now());
    await makeCampaign(before, now, numbersOf(20_000, '00'), {
      callBackUrl: receiver.url,
      ivr: { deviceSign: '1001', callCount: 20, callIntervalSeconds: 1 },
    });
    const changed = await makeCampaign(before, now, [], { name: 'changed' });
    await before.end();
    await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(20), 30_000);

    const acknowledged: string[] = [];
    const ending = new AbortController();
    const changing = (async () => {
      for (let change = 1; !ending.signal.aborted; change += 1) {
        const body = putBody('changed', { callerNo: String(change) });
        const url = `/rest/isales/v1/openapi/campaigns/1/${changed}`;
        const isSaved = await client.send('PUT', url, body).then(
          () => true,
          () => false,
        );
        if (isSaved) acknowledged.push(String(change));
        else await delay(50);
      }
    })();
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(50), 30_000);
    await pair.failOver();
    const [dialed, saved] = [dialsIn(journal).length, acknowledged.length];
    await vi.waitFor(() => expect(dialsIn(journal).length).toBeGreaterThan(dialed + 20), 30_000);
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(saved + 20), 30_000);
    ending.abort();
    await changing;

    const judge = openDatabase(pair.standbyUrl, 2);
    await judge`update campaigns set state = 'paused', revision = revision + 1`;
    await untilAllTold(judge);
    expect(server.hasEnded(), server.lastWords()).toBe(false);
    expect(await server.stop()).toBe(0);
    await receiver.close();
    const gap = longestGap(journal);
    await expectNothingLostOrDoubled(judge, journal, receiver, `a fail-over, ${gap} ms without a dial`);
    const kept = await judge<{ caller: string }[]>`
      select after -> 'settings' ->> 'callerNo' as caller from campaign_revisions where campaign_id = ${changed}`;
    const callers = new Set(kept.map(({ caller }) => caller));
    expect(acknowledged.filter((caller) => !callers.has(caller))).toEqual([]);
    expect(gap).toBeLessThan(gapMillisMax);
    await judge.end();
    await pair.stop();
  },
  180_000,
);
