// How calls are handled, at the two places where it is done: the dial request to the carrier, and the
// announcement when no agent is there.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClock } from '../../src/clock.ts';
import { callHandlingDefault, type MachineDetection } from '../../src/core/handling.ts';
import { toMillis } from '../../src/core/units.ts';
import { createMetrics } from '../../src/metrics.ts';
import { loadViews } from '../../src/store/campaigns/views.ts';
import type { DialRequest } from '../../src/telephony/driver.ts';
import { openSimulator } from '../../src/telephony/simulator.ts';
import { lookAtAgents } from '../../src/workers/dialing/agentBeat.ts';
import { Pacers } from '../../src/workers/dialing/pacers.ts';
import { startEngine } from '../../src/workers/engine.ts';
import { withDatabase } from '../database.ts';
import { offHook } from './agentWorld.ts';
import { DeskWorld, makeDeskVdn, startAt } from './deskWorld.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from './world.ts';

const { database } = await withDatabase();
const patience = { timeout: 20_000, interval: 20 };
let stops: (() => Promise<unknown>)[];

beforeEach(async () => {
  stops = [];
  await database`truncate vdns cascade`;
  await database`truncate calls, call_events, notices`;
});

afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

test('a change of handling reaches the carrier with the next beat, and calls before it are left alone', async () => {
  const now = toMillis(Date.now());
  await makeVdn(database, now);
  const campaignId = await makeCampaign(database, now, numbersOf(2_000, '02'), {
    ivr: { deviceSign: '1001', callCount: 10, callIntervalSeconds: 1 },
  });
  const dialed: DialRequest[] = [];
  const clock = openClock(20);
  const driver = openSimulator(clock, { journal: (request) => dialed.push(request) });
  const engine = await startEngine({
    database,
    heartDatabase: database,
    clock,
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    driver,
    owner: 'one',
    speed: 20,
  });
  stops.push(() => driver.close());
  stops.push(() => engine.stop(0));
  await vi.waitFor(() => expect(dialed.length).toBeGreaterThan(10), patience);
  expect(
    dialed.every(({ machineDetection, recordName }) => machineDetection === null && recordName === null),
  ).toBe(true);

  const machineDetection = { machine: 'hangUp', unsure: 'passOn', messageFlowCode: null } as const;
  // Fields that are missing have their defaults.
  await database`
    update campaigns set revision = 2, handling = ${{ machineDetection, recording: true }}
    where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  await vi.waitFor(() => expect(dialed.at(-1)?.machineDetection).toEqual(machineDetection), patience);
  const last = dialed.at(-1);
  const [call] = await database<{ day: string }[]>`
    select to_char(claimed_at at time zone 'UTC', 'YYYYMMDD') as day from calls
    where vdn_id = ${vdnId} and call_id = ${last?.callId.split('-')[1] ?? ''}`;
  expect(last?.recordName).toBe(`${vdnId}/${campaignId}/${call?.day}/${last?.callId}`);
});

test('a person for whom no agent is there hears the campaign’s announcement, else the VDN’s', async () => {
  await makeDeskVdn(database);
  const world = new DeskWorld(database);
  stops.push(() => world.desk.close());
  await world.lease();
  const campaign = world.campaign(1, 5);
  const [first, second] = [world.dial(campaign), world.dial(campaign)];
  world.answer(first);
  await world.wait(2);
  campaign.handling = { ...callHandlingDefault, abandonmentFlowCode: '1003' };
  world.answer(second);
  await world.wait(2);
  expect(world.letGo.map(({ flowCode }) => flowCode)).toEqual(['1001', '1003']);
});

test('pacing leaves room for people taken for machines while detection may hang up on them', async () => {
  await makeDeskVdn(database);
  const world = new DeskWorld(database);
  stops.push(() => world.desk.close());
  await world.lease();
  const skill = { skillId: 5, skillName: null, predict: offHook, preview: null };
  const campaignId = await makeCampaign(database, startAt, [], { deviceType: 2, ivr: null, skill });
  await database`
    update vdns set settings = settings || '{"falseMachinePercent": 2}'::jsonb where vdn_id = ${vdnId}`;
  await database`
    insert into live_answers (vdn_id, campaign_id, hour, answered, abandoned, machines)
    values (${vdnId}, ${campaignId}, ${startAt}, 980, 10, 480)`;
  const campaign = world.driven.take({ vdnId, campaignId, epoch: '1' }, startAt);
  const pacers = new Pacers(
    database,
    { now: () => startAt, ticks: () => startAt, sleep: async () => undefined },
    world.driven,
  );
  const shareWith = async (machineDetection: MachineDetection | null) => {
    await database`update campaigns set handling = ${JSON.stringify({ machineDetection })}::text::jsonb`;
    const [view] = await loadViews(database, [{ vdnId, campaignId }]);
    if (view === undefined) throw new Error('the campaign is not there');
    return (await lookAtAgents(world.desk, pacers, campaign, view, startAt))?.law.falseMachineShare;
  };
  expect(await shareWith(null)).toBe(0);
  // 2 % of 500 machines are 10 people, beside 1,000 who were passed on: both with the twenty supposed.
  expect(await shareWith({ machine: 'hangUp', unsure: 'passOn', messageFlowCode: null })).toBeCloseTo(
    10 / 1010,
    6,
  );
  expect(await shareWith({ machine: 'passOn', unsure: 'passOn', messageFlowCode: null })).toBe(0);
});

test('a machine that is not passed on is told to pacing', async () => {
  await makeDeskVdn(database);
  const world = new DeskWorld(database);
  stops.push(() => world.desk.close());
  await world.lease();
  const campaign = world.campaign(1, 5);
  world.end(world.dial(campaign), 'machine');
  world.end(world.dial(campaign), 'busy');
  expect(world.desk.takeHappenings(campaign).map(({ kind }) => kind)).toEqual([
    'machineMet',
    'notAnswered',
    'notAnswered',
  ]);
});
