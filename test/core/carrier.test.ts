// What gateways leave together, and the bucket that keeps a pace even.
import { expect, test } from 'vitest';
import { roomOf, wholeShare } from '../../src/core/carrier.ts';
import { TokenBucket } from '../../src/core/tokenBucket.ts';
import { toMillis } from '../../src/core/units.ts';

const now = toMillis(1_000_000);
const near = {
  name: 'near',
  isUp: true,
  trouble: null,
  channels: 4,
  channelsMax: 10,
  callsPerSecondMax: 5,
  servesAgents: true,
};
const far = {
  name: 'far',
  isUp: true,
  trouble: null,
  channels: 0,
  channelsMax: 30,
  callsPerSecondMax: 20,
  servesAgents: false,
};

test('gateways that are up add up, for agents those where the agents are', () => {
  expect(roomOf([near, far], false, now)).toMatchObject({
    isUp: true,
    channelsFree: 36,
    callsPerSecondMax: 25,
  });
  expect(roomOf([near, far], true, now)).toMatchObject({ isUp: true, channelsFree: 6, callsPerSecondMax: 5 });
  expect(roomOf([{ ...near, isUp: false }, far], false, now)).toMatchObject({ channelsFree: 30 });
  expect(roomOf([{ ...near, isUp: false }, far], true, now)).toMatchObject({
    isUp: false,
    callsPerSecondMax: 0,
  });
});

test('adopted calls may be more than the channels, and leave none', () => {
  expect(roomOf([{ ...near, channels: 12 }], false, now).channelsFree).toBe(0);
});

test('who is alone with the carrier has all of it, by the nearer limit', () => {
  expect(wholeShare(roomOf([near], false, now), 3)).toMatchObject({ callsMax: 6, limit: 'channels' });
  expect(wholeShare(roomOf([near], false, now), 1)).toMatchObject({ callsMax: 5, limit: 'callsPerSecond' });
  expect(wholeShare(roomOf([], false, now), 1)).toMatchObject({ callsMax: 0, limit: 'gatewaysDown' });
});

test('a bucket tells when the next token comes, and a clock that is set back gives none', () => {
  const bucket = new TokenBucket(4, 1, toMillis(10_000));
  expect(bucket.millisUntilNext(toMillis(10_000))).toBe(0);
  expect(bucket.take(toMillis(10_000))).toBe(true);
  expect(bucket.millisUntilNext(toMillis(10_000))).toBe(250);
  expect(bucket.take(toMillis(9_000))).toBe(false);
  expect(bucket.take(toMillis(9_250))).toBe(true);
  expect(bucket.level(toMillis(60_000))).toBe(1);
});
