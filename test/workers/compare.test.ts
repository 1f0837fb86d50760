// Calls that the carrier holds and says nothing of, and calls that it holds no longer.
import { expect, test } from 'vitest';
import {
  addSeconds,
  type CallId,
  toCallId,
  toCampaignId,
  toContactId,
  toMillis,
} from '../../src/core/units.ts';
import type { Driver } from '../../src/telephony/driver.ts';
import { Driven, type LiveCall } from '../../src/workers/driven.ts';
import { comparePass } from '../../src/workers/recover.ts';
import { vdnId } from './world.ts';

const startAt = toMillis(Date.UTC(2026, 10, 23, 9));

function openWorld() {
  const driven = new Driven();
  const expiresAt = addSeconds(startAt, 3600);
  const campaign = driven.take({ vdnId, campaignId: toCampaignId(1), epoch: '1', expiresAt }, startAt);
  const held = new Set<CallId>();
  const hungUp: CallId[] = [];
  const lost: CallId[] = [];
  const driver: Driver = {
    dial: () => undefined,
    connect: () => undefined,
    abandon: () => undefined,
    hangUp: (callId) => hungUp.push(callId),
    liveCalls: async () => new Map([...held].map((callId) => [callId, { state: 'ringing', skillId: null }])),
    gateways: () => [],
    listen: () => undefined,
    openLine: () => undefined,
    closeLine: () => undefined,
    listenToLines: () => undefined,
    close: async () => undefined,
  };
  let now = startAt;
  const clock = { now: () => now, sleep: async () => undefined };
  const lose = (live: LiveCall) => void lost.push(live.call.id);
  return {
    held,
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
      };
      const live = driven.follow(campaign, contact, startAt, 20);
      live.call = { ...live.call, dialedAt: startAt };
      held.add(live.call.id);
      return live.call.id;
    },
    async compareAt(seconds: number) {
      now = addSeconds(startAt, seconds);
      await comparePass({ clock, driver, driven, settler: { lose } });
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
