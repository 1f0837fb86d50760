// The flight recorder: every beat that placed a call or saw something new has its row, a long run of
// nothing has one a minute, and a database that is away costs old beats and no memory.
import { beforeEach, expect, test } from 'vitest';
import { inBoth } from '../../../src/core/language.ts';
import { decide } from '../../../src/core/pacing/decision.ts';
import { createPacer } from '../../../src/core/pacing/pacer.ts';
import type { PacingRecord } from '../../../src/core/pacing/record.ts';
import type { Plan } from '../../../src/core/plan.ts';
import { addSeconds, toCampaignId, toMillis } from '../../../src/core/units.ts';
import type { Database } from '../../../src/store/database/connection.ts';
import { ensurePartitions } from '../../../src/store/database/partitions.ts';
import { listPacingBeats } from '../../../src/store/pacing/pacingLog.ts';
import { FlightRecorder } from '../../../src/workers/dialing/flightRecorder.ts';
import { Driven } from '../../../src/workers/leases/driven.ts';
import { withDatabase } from '../../database.ts';
import { vdnId } from '../world.ts';

const { database } = await withDatabase();
const morning = toMillis(Date.UTC(2026, 10, 23, 9));
const campaignId = toCampaignId(7);
const lease = { vdnId, campaignId, epoch: '1' };

beforeEach(async () => {
  await ensurePartitions(database, morning);
  await database`truncate pacing_log`;
});

const nothing: PacingRecord = decide(
  createPacer(morning),
  {
    at: morning,
    idle: 0,
    staffed: 3,
    talkingSince: [morning, morning, morning],
    wrapUpSince: [],
    dialedAt: [],
    foreignDialedAt: [],
    waitingSince: [],
    dialsMax: 100,
    ringLimitSeconds: 20,
  },
  { method: 'progressive' },
  { abandonShareMax: 0.03, answerLimitSeconds: 2, block: { answered: 0, abandoned: 0 } },
);

const planOf = (record: PacingRecord): Plan => {
  const because = {
    gate: 'pacing',
    passed: record.place > 0,
    value: { reason: inBoth('', '') },
    nextAt: null,
  } as const;
  const pacing = { credit: 0, beatAt: null };
  const { place } = record;
  const rest = { wanted: place, throttledBy: null, beatSeconds: 1, closesAt: null };
  return { place, because, gates: [because], pacing, record, ...rest };
};

test('equal beats without a call have a row a minute, all others one each', async () => {
  const campaign = new Driven().take(lease, morning);
  const recorder = new FlightRecorder(database);
  const note = (seconds: number, record: PacingRecord) =>
    recorder.note(campaign, 1, planOf(record), record.place, addSeconds(morning, seconds));
  for (let second = 0; second < 150; second++) note(second, nothing);
  note(150, { ...nothing, talking: 2, idle: 1 });
  note(151, { ...nothing, place: 1 });
  note(152, { ...nothing, place: 1 });
  note(153, nothing);
  expect(recorder.latest(campaign)).toMatchObject({
    at: addSeconds(morning, 153),
    placed: 0,
    gate: 'pacing',
  });
  await recorder.pass();
  const rows = await listPacingBeats(database, vdnId, campaignId, morning, addSeconds(morning, 999), 100);
  const seconds = rows.map(({ at }) => (at - morning) / 1000);
  expect(seconds).toEqual([0, 60, 120, 150, 151, 152, 153]);
});

test('a beat whose agents are not known is none', () => {
  const campaign = new Driven().take(lease, morning);
  const recorder = new FlightRecorder(database);
  recorder.note(campaign, 1, { ...planOf(nothing), record: null }, 0, morning);
  expect(recorder.latest(campaign)).toBeNull();
});

test('while the database is away the newest beats are kept, and written when it is back', async () => {
  const campaign = new Driven().take(lease, morning);
  let isAway = true;
  const broken = new Proxy(database, {
    apply: (target, self, given) => {
      if (isAway) throw new Error('the database is away');
      return Reflect.apply(target, self, given);
    },
  }) as Database;
  const recorder = new FlightRecorder(broken);
  for (let second = 0; second < 25_000; second++)
    recorder.note(campaign, 1, planOf({ ...nothing, place: 1 }), 1, toMillis(morning + second));
  await expect(recorder.pass()).rejects.toThrow('away');
  isAway = false;
  await recorder.pass();
  const [row] = await database<{ rows: number; last: number }[]>`
    select count(*)::integer as rows, max(at) as last from pacing_log`;
  expect(row?.rows).toBeLessThanOrEqual(20_000);
  expect(row?.rows).toBeGreaterThanOrEqual(10_000);
  expect(row?.last).toBe(morning + 24_999);
});
