// Campaigns that want more than the carrier can take: each gets its share by weight, no wanted capacity
// stays unused, and no campaign is left out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowanceOf, type CarrierLoad, type Claimant, newClaimant } from '../../src/core/carrierShare.ts';
import { addSeconds, toMillis } from '../../src/core/units.ts';
import { type Limits, type Player, share } from './carrierWorld.ts';

const now = toMillis(1_000_000);
const load: CarrierLoad = {
  isUp: true,
  callsPerSecondMax: 100,
  channelsFree: 1_000,
  dueNext: 0,
  trouble: null,
  trialAt: null,
};
const carrier = { forAll: load, forAgents: load };
const claimant = (more: Partial<Claimant> = {}): Claimant => ({
  ...newClaimant,
  weight: 10,
  needsAgent: false,
  beatSeconds: 1,
  held: 0,
  late: 0,
  carried: 0,
  ...more,
});
const plenty = (player: Partial<Player> = {}): Player => ({
  weight: 10,
  beatSeconds: 1,
  wants: 1_000,
  callSeconds: 1,
  ...player,
});
const wide: Limits = { callsPerSecondMax: 50, channelsMax: 100_000 };

/** Calls a second of each player from the tenth second on. */
const paces = (players: readonly Player[], limits: Limits, seconds = 60): number[] =>
  share(players, limits, seconds).dialed.map(
    (instants) => instants.filter((at) => at >= 10).length / (seconds - 10),
  );

describe('calls a second', () => {
  it('are all for a campaign that is alone', () => {
    expect(allowanceOf(claimant(), [], carrier, now)).toMatchObject({
      callsMax: 100,
      limit: 'callsPerSecond',
    });
  });

  it('are shared by weight', () => {
    const others = [claimant({ weight: 30, wanted: 500 })];
    expect(allowanceOf(claimant(), others, carrier, now)).toMatchObject({ callsMax: 25, callsPerSecond: 25 });
  });

  it('that one does not want go to the others', () => {
    const others = [claimant({ weight: 100, wanted: 4 }), claimant({ wanted: 500 })];
    expect(allowanceOf(claimant(), others, carrier, now)).toMatchObject({ callsPerSecond: 48 });
  });

  it('count by the second, whatever the beats', () => {
    const others = [claimant({ beatSeconds: 3, wanted: 60 })];
    expect(allowanceOf(claimant(), others, carrier, now)).toMatchObject({ callsPerSecond: 80 });
  });

  it('for agents are those of the gateways where the agents are; the others get what is left', () => {
    const part = { forAll: load, forAgents: { ...load, callsPerSecondMax: 20 } };
    const agents = claimant({ needsAgent: true, wanted: 500 });
    expect(allowanceOf(agents, [claimant({ wanted: 500 })], part, now)).toMatchObject({ callsPerSecond: 20 });
    expect(allowanceOf(claimant(), [agents], part, now)).toMatchObject({ callsPerSecond: 80 });
    const modest = claimant({ needsAgent: true, wanted: 5 });
    expect(allowanceOf(claimant(), [modest], part, now)).toMatchObject({ callsPerSecond: 95 });
  });

  it('below one a beat are carried, and the next is foretold', () => {
    const slow = { ...load, callsPerSecondMax: 0.3 };
    const asked = allowanceOf(claimant(), [], { forAll: slow, forAgents: slow }, now);
    expect(asked).toMatchObject({ callsMax: 0, limit: 'callsPerSecond', nextAt: now + 3_000 });
    const [pace] = paces([plenty()], { callsPerSecondMax: 0.3, channelsMax: 10 }, 200);
    expect(pace).toBeCloseTo(0.3, 1);
  });

  it('are none while no gateway is up', () => {
    const down = { ...load, isUp: false, callsPerSecondMax: 0, channelsFree: 0 };
    expect(allowanceOf(claimant(), [], { forAll: load, forAgents: down }, now)).toMatchObject({
      callsMax: 100,
    });
    const asked = allowanceOf(claimant({ needsAgent: true }), [], { forAll: load, forAgents: down }, now);
    expect(asked).toMatchObject({ callsMax: 0, limit: 'gatewaysDown', nextAt: null });
  });

  it('are one trial call for all together while every gateway is held', () => {
    const held = { ...load, isUp: false, callsPerSecondMax: 0, channelsFree: 0, trialAt: addSeconds(now, 8) };
    const asked = (forAll: CarrierLoad) =>
      allowanceOf(claimant(), [claimant({ wanted: 500 })], { forAll, forAgents: forAll }, now);
    expect(asked(held)).toMatchObject({ callsMax: 0, limit: 'gatewaysDown', nextAt: held.trialAt });
    const due = { ...held, callsPerSecondMax: 1, channelsFree: 1, trialAt: now };
    expect(asked(due)).toMatchObject({ callsMax: 1, limit: 'gatewaysDown' });
  });

  it('are used up, by beats of any length together', () => {
    const players = [
      plenty({ weight: 10, beatSeconds: 3 }),
      plenty({ weight: 30 }),
      plenty({ weight: 10, beatSeconds: 2 }),
      plenty({ weight: 50, wants: 2 }),
    ];
    const [first = 0, second = 0, third = 0, modest = 0] = paces(players, wide);
    expect(modest).toBeCloseTo(2, 0);
    expect(first / third).toBeCloseTo(1, 1);
    expect(second / first).toBeCloseTo(3, 0);
    expect(first + second + third + modest).toBeGreaterThan(49);
  });

  it('go to one who comes later within a beat of the others, at no more than the pace', () => {
    const players = [plenty({ beatSeconds: 3 }), plenty({ wants: (seconds) => (seconds < 20 ? 0 : 1_000) })];
    const { dialed, latest } = share(players, wide, 40);
    const [early = [], late = []] = dialed;
    expect(late.filter((at) => at < 26).length).toBeGreaterThan(25 * 3);
    expect(early.filter((at) => at >= 26 && at < 40).length / 14).toBeCloseTo(25, -0.7);
    expect(latest).toBeLessThan(1);
  });

  it('reach a hundred campaigns where there is one a second', () => {
    const players = Array.from({ length: 100 }, () => plenty({ beatSeconds: 3 }));
    const { dialed, latest } = share(players, { callsPerSecondMax: 1, channelsMax: 100 }, 400);
    expect(Math.min(...dialed.map((instants) => instants.length))).toBeGreaterThanOrEqual(2);
    expect(dialed.flat().length).toBeGreaterThan(390);
    expect(latest).toBeLessThan(3);
  });
});

describe('channels', () => {
  it('are shared by weight, those that are held included', () => {
    const scarce = { ...load, channelsFree: 10 };
    const both = { forAll: scarce, forAgents: scarce };
    const holds = claimant({ held: 90, wanted: 50 });
    expect(allowanceOf(claimant(), [holds], both, now)).toMatchObject({ callsMax: 10, limit: 'channels' });
    expect(allowanceOf(holds, [claimant({ wanted: 50 })], both, now)).toMatchObject({
      callsMax: 0,
      channels: 50,
    });
  });

  it('come to the shares by weight as calls end, no matter which was first', () => {
    const players = [
      plenty({ callSeconds: 20, beatSeconds: 3 }),
      plenty({ weight: 30, callSeconds: 5, wants: (seconds) => (seconds < 30 ? 0 : 1_000) }),
    ];
    const limits = { callsPerSecondMax: 1_000, channelsMax: 40 };
    const { heldMean, heldMost } = share(players, limits, 200, 80);
    expect(heldMean[0]).toBeGreaterThan(8);
    expect(heldMean[0]).toBeLessThan(12);
    expect((heldMean[0] ?? 0) + (heldMean[1] ?? 0)).toBeGreaterThan(34);
    expect(heldMost).toBeLessThanOrEqual(40);
  });

  it('go round where there are fewer than campaigns', () => {
    const players = Array.from({ length: 7 }, (_, index) =>
      plenty({ weight: index === 0 ? 100 : 1, callSeconds: 3, beatSeconds: index % 2 === 0 ? 3 : 1 }),
    );
    const { dialed } = share(players, { callsPerSecondMax: 100, channelsMax: 2 }, 600);
    expect(Math.min(...dialed.map((instants) => instants.length))).toBeGreaterThan(5);
    expect(dialed.flat().length).toBeGreaterThan(200);
  });
});

it('on any day: within the limits, nothing wanted stays unused, and nobody is left out', () => {
  const player = fc.record({
    weight: fc.integer({ min: 1, max: 100 }),
    beatSeconds: fc.integer({ min: 1, max: 3 }),
    wants: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(500)),
    callSeconds: fc.integer({ min: 1, max: 20 }),
  });
  const limits = fc.record({
    callsPerSecondMax: fc.integer({ min: 1, max: 40 }),
    channelsMax: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(fc.array(player, { minLength: 1, maxLength: 8 }), limits, (players, most) => {
      const seconds = 150;
      const { dialed, heldMost, latest } = share(players, most, seconds);
      const all = dialed.flat().sort((one, other) => one - other);
      expect(heldMost).toBeLessThanOrEqual(most.channelsMax);
      // A call or two more than is due at once are dialed later, which at one a second takes a while.
      expect(latest).toBeLessThan(3 + 2 / most.callsPerSecondMax);
      for (let from = 0; from < seconds; from += 1) {
        const inSecond = all.filter((at) => at >= from && at < from + 1).length;
        expect(inSecond).toBeLessThanOrEqual(most.callsPerSecondMax * 1.25 + 1);
      }
      // What the limits and the wishes leave: calls a second, and channels by how long calls last.
      const wished = players.reduce((sum, one) => sum + one.wants / one.beatSeconds, 0);
      const longest = Math.max(...players.map((one) => one.callSeconds));
      // A channel that is free waits for a beat, and for whose turn it is.
      const byChannels = most.channelsMax / (longest + 6);
      const due = Math.min(wished, most.callsPerSecondMax, byChannels) * (seconds - 30);
      expect(all.length).toBeGreaterThan(due * 0.8 - 3);
      const weights = players.reduce((sum, { weight }) => sum + weight, 0);
      players.forEach(({ weight, wants, beatSeconds }, index) => {
        const fair = Math.min((weight / weights) * due, (wants / beatSeconds) * (seconds - 30));
        expect(dialed[index]?.length).toBeGreaterThanOrEqual(Math.floor(fair / 4));
      });
    }),
    { numRuns: 40 },
  );
});
