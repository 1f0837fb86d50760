// Calls that the carrier holds and says nothing of, and calls that it holds no longer.
import { expect, test } from 'vitest';
import type { CallEvent } from '../../src/core/call.ts';
import {
  addSeconds,
  type CallId,
  toCallId,
  toCampaignId,
  toContactId,
  toMillis,
} from '../../src/core/units.ts';
import { ensurePartitions } from '../../src/store/database/partitions.ts';
import type { Driver, HeldCall } from '../../src/telephony/driver.ts';
import { Driven, type LiveCall } from '../../src/workers/leases/driven.ts';
import { comparePass } from '../../src/workers/leases/recover.ts';
import { withDatabase } from '../database.ts';
import { vdnId } from './world.ts';

const startAt = toMillis(Date.UTC(2026, 10, 23, 9));

const { database } = await withDatabase();

function openWorld() {
  const driven = new Driven();
  const campaign = driven.take({ vdnId, campaignId: toCampaignId(1), epoch: '1' }, startAt);
  const held = new Map<CallId, HeldCall>();
  const silentGateways: string[] = [];
  const hungUp: CallId[] = [];
  const lost: CallId[] = [];
  const adopted: CallId[] = [];
  const heard: CallEvent[] = [];
  const strays = new Set<CallId>();
  const driver: Driver = {
    setGuard: () => undefined,
    dial: () => undefined,
    withdraw: () => undefined,
    connect: () => undefined,
    abandon: () => undefined,
    hangUp: (callId) => hungUp.push(callId),
    liveCalls: async () => ({ calls: new Map(held), silentGateways: [...silentGateways] }),
    gateways: () => [],
    listen: () => undefined,
    openLine: () => undefined,
    closeLine: () => undefined,
    listenToLines: () => undefined,
    listenToReturns: () => undefined,
    close: async () => undefined,
  };
  let now = startAt;
  /** What the machine's clock is set forward by. */
  let offset = 0;
  const clock = {
    now: () => toMillis(now + offset),
    ticks: () => now,
    sleep: async () => undefined,
  };
  const fence = { isOpen: () => true };
  const hear = (event: CallEvent) => void heard.push(event);
  const lose = (live: LiveCall) => void lost.push(live.call.id);
  return {
    campaign,
    held,
    silentGateways,
    adopted,
    heard,
    hungUp,
    lost,
    dial(callNumber: string): CallId {
      const contact = {
        contactId: toContactId(callNumber),
        callId: toCallId(`1-${callNumber}`),
        callNumber,
        called: '13900000010',
        caller: '10085',
        attempts: 1,
        dayAttempts: 1,
        daysTried: 1,
        failures: 0,
      };
      const live = driven.follow(campaign, contact, startAt, 20);
      live.call = { ...live.call, dialedAt: startAt };
      live.dialedTicks = clock.ticks();
      held.set(live.call.id, { vdnId, stage: 'ringing', skillId: null, silentGateway: null });
      return live.call.id;
    },
    setClock(seconds: number) {
      offset = seconds * 1000;
    },
    async compareAt(seconds: number) {
      now = addSeconds(startAt, seconds);
      const adopt = (live: LiveCall) => void adopted.push(live.call.id);
      await comparePass({ clock, database, driver, driven, fence, events: { hear, lose, adopt }, strays });
    },
  };
}

test('a call that is held too long without a word is hung up, and the carrier may still say how it ended', async () => {
  const world = openWorld();
  const callId = world.dial('1');
  await world.compareAt(34);
  expect([world.hungUp, world.lost]).toEqual([[], []]);
  await world.compareAt(36);
  expect([world.hungUp, world.lost]).toEqual([[callId], []]);
  await world.compareAt(41);
  expect(world.lost).toEqual([callId]);
});

test('a machine that hears its message is let hear it to its end, and not for ever', async () => {
  const world = openWorld();
  const callId = world.dial('1');
  world.held.set(callId, { vdnId, stage: 'lettingGo', skillId: null, silentGateway: null });
  await world.compareAt(94);
  expect([world.hungUp, world.lost, world.heard]).toEqual([[], [], []]);
  await world.compareAt(96);
  expect(world.hungUp).toEqual([callId]);
});

test('a call that is held no longer is lost at the second look, or at once when it is overdue', async () => {
  const world = openWorld();
  const [early, late] = [world.dial('1'), world.dial('2')];
  world.held.delete(early);
  await world.compareAt(10);
  expect(world.lost).toEqual([]);
  await world.compareAt(15);
  expect(world.lost).toEqual([early]);
  world.held.delete(late);
  await world.compareAt(36);
  expect(world.lost).toContain(late);
});

test('a clock that is set back does not make a lost call young again', async () => {
  const world = openWorld();
  const callId = world.dial('1');
  world.held.delete(callId);
  world.setClock(-3600);
  await world.compareAt(4);
  await world.compareAt(9);
  expect(world.lost).toEqual([]);
  await world.compareAt(14);
  expect(world.lost).toEqual([callId]);
});

test('a call that has come further than was heard makes up for its lost events', async () => {
  const world = openWorld();
  const [inFlow, waiting, handedOver] = [world.dial('1'), world.dial('2'), world.dial('3')];
  world.held.set(inFlow, { vdnId, stage: 'inFlow', skillId: null, silentGateway: null });
  world.held.set(waiting, { vdnId, stage: 'waiting', skillId: null, silentGateway: null });
  world.held.set(handedOver, { vdnId, stage: 'waiting', skillId: 5, silentGateway: null });
  await world.compareAt(10);
  const kindsOf = (callId: CallId) =>
    world.heard.filter((event) => event.callId === callId).map(({ kind }) => kind);
  expect(kindsOf(inFlow)).toEqual(['answered', 'connected']);
  expect(kindsOf(waiting)).toEqual(['answered']);
  expect(kindsOf(handedOver)).toEqual(['answered', 'connected', 'transferred']);
});

test('a person who waits on a line that nobody follows and no row holds open is hung up at the second look', async () => {
  const world = openWorld();
  const [waits, talks] = [toCallId('1700000000-77'), toCallId('1700000000-78')];
  world.held.set(waits, { vdnId, stage: 'waiting', skillId: null, silentGateway: null });
  world.held.set(talks, { vdnId, stage: 'connected', skillId: null, silentGateway: null });
  await world.compareAt(10);
  expect(world.hungUp).toEqual([]);
  await world.compareAt(15);
  expect(world.hungUp).toEqual([waits]);
});

test('a call whose row is open belongs to another process, and is left alone', async () => {
  const world = openWorld();
  const callId = toCallId(`${startAt / 1000}-79`);
  await ensurePartitions(database, startAt);
  await database`
    insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch, called, caller)
    values (${vdnId}, 1, ${startAt}, 79, 1, 1, 1, 1, '13900000010', '10085')`;
  world.held.set(callId, { vdnId, stage: 'ringing', skillId: null, silentGateway: null });
  await world.compareAt(10);
  await world.compareAt(15);
  expect(world.hungUp).toEqual([]);
});

test('who waits for an agent in a campaign that has none any more is hung up', async () => {
  const world = openWorld();
  const callId = world.dial('1');
  world.held.set(callId, { vdnId, stage: 'waiting', skillId: null, silentGateway: null });
  world.campaign.recovered = true;
  await world.compareAt(10);
  expect(world.hungUp).toEqual([callId]);
});

test('a call at a gateway that does not answer is not lost, however long it is silent there', async () => {
  const world = openWorld();
  const callId = world.dial('1');
  world.held.set(callId, { vdnId, stage: 'ringing', skillId: null, silentGateway: 'south' });
  for (const seconds of [36, 41, 4 * 3600]) await world.compareAt(seconds);
  expect([world.hungUp, world.lost]).toEqual([[], []]);
  expect(world.campaign.unknown).toEqual({ count: 1, byGateway: new Map([['south', 1]]) });
  // It is back, and says that the person has been in the flow all the time.
  world.held.set(callId, { vdnId, stage: 'inFlow', skillId: null, silentGateway: null });
  await world.compareAt(4 * 3600 - 10);
  expect(world.heard.map(({ kind }) => kind)).toEqual(['answered', 'connected']);
  expect(world.lost).toEqual([]);
  expect(world.campaign.unknown.count).toBe(0);
});

test('a call at a gateway that stays away is lost when no PBX would hold it any longer', async () => {
  const world = openWorld();
  const callId = world.dial('1');
  world.held.set(callId, { vdnId, stage: 'connected', skillId: null, silentGateway: 'south' });
  await world.compareAt(4 * 3600 + 59);
  expect(world.lost).toEqual([]);
  await world.compareAt(4 * 3600 + 60);
  expect(world.lost).toEqual([callId]);
});

test('a call that this life has placed and nobody holds is lost, whatever gateway does not answer', async () => {
  const world = openWorld();
  const callId = world.dial('1');
  world.held.delete(callId);
  world.silentGateways.push('south');
  await world.compareAt(10);
  await world.compareAt(15);
  expect(world.lost).toEqual([callId]);
});

test('who waits at a gateway that does not answer, and whom nobody follows, is not hung up meanwhile', async () => {
  const world = openWorld();
  const held = { vdnId, stage: 'waiting', skillId: null, silentGateway: 'south' } as const;
  world.held.set(toCallId('1700000000-80'), held);
  await world.compareAt(10);
  await world.compareAt(15);
  expect(world.hungUp).toEqual([]);
});
