// A process that is suspended until its leases are gone, and then goes on: another has taken over
// meanwhile. Nobody is called twice for one attempt or after the call was settled, and every call has one
// end and one result.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import { toMillis } from '../../src/core/units.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, numbersOf } from '../workers/world.ts';
import { openReceiver } from './receiver.ts';
import { startServerProcess } from './serverProcess.ts';

const { database, url: databaseUrl } = await withDatabase();
const directory = mkdtempSync(join(tmpdir(), 'campana-suspended-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const again = { kind: 'byResult', results: [{ result: 4, retryNumber: 2, callIntervalSeconds: 1 }] };

const idOf = database`extract(epoch from date_trunc('second', claimed_at))::bigint || '-' || call_id`;
const endedIds = async (): Promise<string[]> =>
  (await database<{ id: string }[]>`select ${idOf} as id from calls where ended_at is not null`).map(
    ({ id }) => id,
  );

test('a process is suspended beyond its leases and goes on', async () => {
  const receiver = await openReceiver();
  const now = toMillis(Date.now());
  await makeVdn(database, now);
  const settings = {
    callBackUrl: receiver.url,
    ivr: { deviceSign: '1001', callCount: 30, callIntervalSeconds: 3 },
  };
  const ids = [await makeCampaign(database, now, numbersOf(3_000, '00'), settings)];
  ids.push(
    await makeCampaign(
      database,
      now,
      numbersOf(3_000, '07').map((n) => `86${n}`),
      settings,
    ),
  );
  const policy = JSON.stringify({ rules: [{ dataType: null, rule: again }], noRetryCauses: [] });
  await database`update campaigns set retry_policy = ${policy}::text::jsonb`;
  const journals = ['one', 'two'].map((name) => join(directory, `${name}.dials`));
  const [one, two] = await Promise.all(
    journals.map((journal, index) =>
      startServerProcess({
        databaseUrl,
        dataDirectory: join(directory, `data ${index}`),
        journal,
        lineMillis: 500,
      }),
    ),
  );
  if (one === undefined || two === undefined) throw new Error('no servers');
  const dialsOf = (journal: string): string[] =>
    readFileSync(journal, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean);
  const dials = (): string[] => journals.flatMap(dialsOf);
  await vi.waitFor(() => expect(dials().length).toBeGreaterThan(40), { timeout: 20_000 });
  const isOne = dialsOf(journals[0] ?? '').length > 0;
  const [first, second] = isOne ? [one, two] : [two, one];
  const journalOfFirst = journals[isOne ? 0 : 1] ?? '';
  process.kill(first.pid, 'SIGSTOP');
  await delay(13_000);
  const settled = new Set(await endedIds());
  const dialedAsleep = dialsOf(journalOfFirst).length;
  process.kill(first.pid, 'SIGCONT');
  await delay(3_000);
  await database`update campaigns set state = 'paused', revision = revision + 1`;
  await vi.waitFor(
    async () => {
      const [row] = await database`
        select sum(calling)::integer as calling, (select sum(last_sequence - acknowledged_sequence)::integer
          from notice_queues) as waiting from campaign_progress`;
      expect(row).toEqual({ calling: 0, waiting: 0 });
    },
    { timeout: 30_000, interval: 200 },
  );
  expect(await Promise.all([first.stop(), second.stop()])).toEqual([0, 0]);
  await receiver.close();

  const dialedAwake = dialsOf(journalOfFirst).slice(dialedAsleep);
  expect(
    dialedAwake.filter((line) => settled.has(line.split(' ')[0] ?? '')),
    'dialed although settled',
  ).toEqual([]);
  const dialedIds = dials().map((line) => line.split(' ')[0] ?? '');
  expect(new Set(dialedIds).size, 'one call dialed twice').toBe(dialedIds.length);
  const calls = await database<{ id: string; ended: boolean }[]>`
    select ${idOf} as id, ended_at is not null as ended from calls`;
  const known = new Set(calls.map(({ id }) => id));
  expect(dialedIds.filter((id) => !known.has(id))).toEqual([]);
  expect(calls.every(({ ended }) => ended)).toBe(true);
  expect(
    [...known].filter((id) => !receiver.results.has(id)),
    'results lost',
  ).toEqual([]);
  for (const id of ids) {
    const [counted] = await database`
      select count(*) filter (where state = 'waiting')::integer as waiting,
        count(*) filter (where state = 'calling')::integer as calling,
        count(*) filter (where state = 'done')::integer as done from contacts where campaign_id = ${id}`;
    const [kept] = await database`
      select waiting, calling, done from campaign_progress where campaign_id = ${id}`;
    expect(kept).toEqual(counted);
  }
}, 120_000);
