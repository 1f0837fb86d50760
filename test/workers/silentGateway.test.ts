// A start while a gateway does not answer: what it holds is unknown, so its people are not called again, and
// everybody else is.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Clock, openClock } from '../../src/clock.ts';
import { addSeconds, type CallId, type CampaignId, type Millis } from '../../src/core/units.ts';
import { createMetrics, type Metrics } from '../../src/metrics.ts';
import { callIdOf } from '../../src/store/calls/callIds.ts';
import { loadViews } from '../../src/store/campaigns/views.ts';
import { ensurePartitions } from '../../src/store/database/partitions.ts';
import type { HeldCall } from '../../src/telephony/driver.ts';
import { openSimulator } from '../../src/telephony/simulator.ts';
import { type Engine, startEngine } from '../../src/workers/engine.ts';
import { withDatabase } from '../database.ts';
import { makeCampaign, makeVdn, vdnId } from './world.ts';

const { database } = await withDatabase();
/** A comparison of five seconds comes every half of one. */
const speed = 10;
const patience = { timeout: 15_000, interval: 20 };
const [known, unknown, unclaimed] = ['13900000000', '13900000100', '13900000200'] as const;
const held = new Map<CallId, HeldCall>();
let silentGateways: string[];
let clock: Clock;
let engine: Engine;
let metrics: Metrics;
let dialed: string[];
let close: () => Promise<void>;

beforeEach(async () => {
  held.clear();
  silentGateways = ['south'];
  dialed = [];
  clock = openClock(speed);
  await database`truncate vdns cascade`;
  await database`truncate contacts, calls, call_events, notices`;
  await makeVdn(database, clock.now());
});

afterEach(() => close());

/** Two numbers, the second of which is in a call that an earlier life has placed. */
async function startAfter(claimedAt: Millis): Promise<{ campaignId: CampaignId; callId: CallId }> {
  await ensurePartitions(database, claimedAt);
  await ensurePartitions(database, clock.now());
  const campaignId = await makeCampaign(database, claimedAt, [known]);
  await addCall(campaignId, unknown, 7, claimedAt);
  const simulator = openSimulator(clock, { journal: ({ called }) => dialed.push(called) });
  const driver = {
    ...simulator,
    liveCalls: async () => {
      const { calls } = await simulator.liveCalls();
      return { calls: new Map([...calls, ...held]), silentGateways: [...silentGateways] };
    },
    gateways: () => [
      ...simulator.gateways(),
      {
        name: 'south',
        isUp: false,
        trouble: null,
        channels: 0,
        channelsMax: 9,
        callsPerSecondMax: 9,
        servesAgents: false,
      },
    ],
  };
  metrics = createMetrics();
  const log = pino({ level: 'silent' });
  engine = await startEngine({
    database,
    heartDatabase: database,
    clock,
    log,
    metrics,
    driver,
    owner: 'one',
    speed,
  });
  close = async () => {
    await engine.stop(0);
    await simulator.close();
  };
  return { campaignId, callId: callIdOf(claimedAt, '7') };
}

/** A number in a call that nobody follows. */
async function addCall(campaignId: CampaignId, called: string, id: number, claimedAt: Millis): Promise<void> {
  await database`
    insert into contacts (vdn_id, campaign_id, called, due_at, created_at, state, call_id, claimed_at, attempts,
      day_attempts, days_tried)
    values (${vdnId}, ${campaignId}, ${called}, ${claimedAt}, ${claimedAt}, 'calling', ${id}, ${claimedAt}, 1, 1, 1)`;
  await database`
    insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch, called, caller)
    select vdn_id, campaign_id, claimed_at, call_id, contact_id, 1, 1, 1, called, '10085'
    from contacts where call_id = ${id}`;
  await database`update campaign_progress set calling = calling + 1, calls = calls + 1`;
}

const outcomeOf = async (called: string): Promise<string | null> =>
  (await database<{ outcome: string | null }[]>`select outcome from calls where called = ${called}`)[0]
    ?.outcome ?? null;

const unknownAtSouth = async (): Promise<number> =>
  (await metrics.callsUnknown.get()).values.find(({ labels }) => labels.gateway === 'south')?.value ?? 0;

/** Two comparisons, in the clock's seconds. */
const comparisons = () => clock.sleep(11_000);

test('its calls are unknown and the others are dialed; when it is back without a call, that is lost', async () => {
  const { campaignId } = await startAfter(addSeconds(clock.now(), -100));
  await vi.waitFor(async () => expect(await outcomeOf(known)).toBe('busy'), patience);
  await vi.waitFor(async () => expect(await unknownAtSouth()).toBe(1), patience);
  await comparisons();
  expect(await outcomeOf(unknown)).toBe(null);
  const [view] = await loadViews(database, [{ vdnId, campaignId }]);
  if (view === undefined) throw new Error('the campaign is not there');
  expect(engine.share(view).basis?.unknown).toEqual({ count: 1, byGateway: new Map([['south', 1]]) });
  silentGateways = [];
  await vi.waitFor(async () => expect(await outcomeOf(unknown)).toBe('noOutcome'), patience);
  await vi.waitFor(async () => expect(await unknownAtSouth()).toBe(0), patience);
  expect(dialed).toEqual([known]);
}, 40_000);

test('a call that it still holds when it is back is taken up as it stands', async () => {
  const { callId } = await startAfter(addSeconds(clock.now(), -100));
  await vi.waitFor(async () => expect(await unknownAtSouth()).toBe(1), patience);
  silentGateways = [];
  held.set(callId, { vdnId, stage: 'inFlow', skillId: null, silentGateway: null });
  await vi.waitFor(async () => {
    const kinds = await database<
      { kind: string }[]
    >`select kind from call_events where call_id = 7 order by at`;
    expect(kinds.map(({ kind }) => kind)).toEqual(['answered', 'connected']);
  }, patience);
  expect(await outcomeOf(unknown)).toBe(null);
}, 40_000);

test('a call that was placed before any PBX would have ended it is lost at once', async () => {
  await startAfter(addSeconds(clock.now(), -4 * 3600 - 61));
  await vi.waitFor(async () => expect(await outcomeOf(unknown)).toBe('noOutcome'), patience);
}, 40_000);

test('a claim of this life whose answer was lost has been dialed by nobody: it is no unknown call', async () => {
  const { campaignId } = await startAfter(addSeconds(clock.now(), -100));
  await vi.waitFor(async () => expect(await unknownAtSouth()).toBe(1), patience);
  await addCall(campaignId, unclaimed, 8, clock.now());
  await vi.waitFor(async () => expect(await outcomeOf(unclaimed)).toBe('noOutcome'), patience);
  expect(await outcomeOf(unknown)).toBe(null);
}, 40_000);
