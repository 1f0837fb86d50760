// The settler over midnight, and when the database has been away.
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import type { CallEvent, CallFacts } from '../../../src/core/call.ts';
import { addSeconds, type Millis, toMillis } from '../../../src/core/units.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { claimContacts } from '../../../src/store/calls/claims.ts';
import { findResult } from '../../../src/store/calls/results.ts';
import { loadViews } from '../../../src/store/campaigns/views.ts';
import { ensurePartitions } from '../../../src/store/database/partitions.ts';
import { Driven, type LiveCall } from '../../../src/workers/leases/driven.ts';
import { Settler } from '../../../src/workers/results/settle.ts';
import { withDatabase } from '../../database.ts';
import { makeCampaign, makeVdn, numbersOf, takeLeases, vdnId } from '../world.ts';

const { database } = await withDatabase();
const midnight = toMillis(Date.UTC(2026, 10, 24));
const evening = addSeconds(midnight, -10);

beforeEach(async () => {
  await database`truncate vdns cascade`;
  await database`truncate contacts, calls, call_events`;
  await makeVdn(database, evening);
  await ensurePartitions(database, evening);
});

interface World {
  readonly settler: Settler;
  readonly lives: LiveCall[];
}

/** Calls claimed ten seconds before midnight, and a settler that follows them. */
async function claimed(count: number, rule: object | null): Promise<World> {
  const campaignId = await makeCampaign(database, evening, numbersOf(count, '00'));
  const policy = { rules: [{ dataType: null, rule }], noRetryCauses: [] };
  if (rule !== null)
    await database`update campaigns set retry_policy = ${JSON.stringify(policy)}::text::jsonb`;
  // Thousands of rows that nobody has counted yet would be claimed by a plan made for a handful.
  await database`analyze contacts`;
  const [lease] = await takeLeases(database, 'one', evening);
  const [view] = await loadViews(database, [{ vdnId, campaignId }]);
  if (lease === undefined || view === undefined) throw new Error('the campaign is not there');
  const driven = new Driven();
  const campaign = driven.take(lease, evening);
  campaign.retryPolicy = view.retryPolicy;
  const today = toMillis(midnight - 86_400_000);
  const contacts = await claimContacts(
    database,
    view.campaign,
    { owner: 'one', epoch: lease.epoch },
    count,
    { credit: 0, beatAt: evening },
    evening,
    today,
  );
  const lives = contacts.map((contact) => driven.follow(campaign, contact, evening, 20));
  const settler = new Settler({
    database,
    clock: { now: () => addSeconds(midnight, 20), ticks: () => 0, sleep: async () => undefined },
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
    driven,
  });
  return { settler, lives };
}

const endOf = (live: LiveCall, at: Millis, facts?: CallFacts): CallEvent => ({
  kind: 'ended',
  callId: live.call.id,
  at,
  reason: 'busy',
  ...(facts === undefined ? {} : { facts }),
});

test.each([
  ['used up its attempts of the old day: again on the new one', { days: 2, attemptsPerDay: 1 }, 600],
  ['had attempts left, on its only day: not again', { days: 1, attemptsPerDay: 3 }, null],
])('a call over midnight that %s', async (_name, rule, afterSeconds) => {
  const { settler, lives } = await claimed(1, { kind: 'ordinary', ...rule });
  const endedAt = addSeconds(midnight, 20);
  for (const live of lives) settler.hear(live, endOf(live, endedAt));
  await settler.stop();
  const [row] = await database<{ state: string; due_at: number }[]>`select state, due_at from contacts`;
  if (afterSeconds === null) expect(row?.state).toBe('done');
  else expect(row).toEqual({ state: 'waiting', due_at: addSeconds(endedAt, afterSeconds) });
});

test('a stop writes down all that was heard, however much it is', async () => {
  const { settler, lives } = await claimed(5_000, null);
  for (const live of lives) settler.hear(live, endOf(live, midnight));
  await settler.stop();
  expect(settler.pending).toBe(0);
  const [row] = await database`select calling, done from campaign_progress`;
  expect(row).toEqual({ calling: 0, done: 5_000 });
});

test('what the carrier knows of a call is kept with it, and a call without facts beside it has none', async () => {
  const { settler, lives } = await claimed(3, null);
  const [recorded, silent, hostile] = lives;
  if (recorded === undefined || silent === undefined || hostile === undefined) throw new Error('three calls');
  const recordPath = `1/1/20261123/${recorded.call.id}.wav`;
  settler.hear(
    recorded,
    endOf(recorded, midnight, {
      answeredBy: 'person',
      recordPath,
      flowVariables: { menu: '3', said: "it's" },
    }),
  );
  settler.hear(silent, endOf(silent, midnight));
  settler.hear(
    hostile,
    endOf(hostile, midnight, { answeredBy: null, recordPath: null, flowVariables: { menu: '\0\ud800' } }),
  );
  await settler.stop();
  expect(settler.pending).toBe(0);
  const rows = await database`
    select answered_by, record_path, flow_variables from calls order by call_id`;
  expect([...rows]).toEqual([
    { answered_by: 'person', record_path: recordPath, flow_variables: { menu: '3', said: "it's" } },
    { answered_by: null, record_path: null, flow_variables: null },
    { answered_by: null, record_path: null, flow_variables: { menu: '\ufffd' } },
  ]);
  const result = await findResult(database, vdnId, recorded.call.id);
  expect(result?.recordPath).toBe(recordPath);
});
