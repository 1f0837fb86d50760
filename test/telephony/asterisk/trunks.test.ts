// Gateways without a PBX: who takes a call, when, and what becomes of it when a PBX goes away.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inBoth } from '../../../src/core/language.ts';
import { type CallId, toCallId, toVdnId } from '../../../src/core/units.ts';
import type { GatewaySettings } from '../../../src/telephony/asterisk/gateway.ts';
import { Trunks } from '../../../src/telephony/asterisk/trunks.ts';
import type { DialRequest } from '../../../src/telephony/driver.ts';
import { manualClock } from '../manualClock.ts';

const gateway = (name: string, more: Partial<GatewaySettings> = {}): GatewaySettings => ({
  name,
  ariUrl: `http://127.0.0.1/${name}`,
  user: 'campana',
  password: 'secret',
  trunk: 'carrier',
  callsPerSecondMax: 10,
  channelsMax: 100,
  servesAgents: true,
  certificate: null,
  ...more,
});

const gone = inBoth('gone', '断开');

const flow = { kind: 'flow', flowCode: '1001', flow: null } as const;

const request = (number: number, destination: DialRequest['destination'] = flow): DialRequest => ({
  callId: toCallId(`1700000000-${number}`),
  vdnId: toVdnId(1),
  called: `4930${number}`,
  caller: '100',
  ringLimitSeconds: 30,
  destination,
  machineDetection: null,
  recordName: null,
});

interface Placed {
  readonly gateway: string;
  readonly callId: CallId;
  readonly at: number;
}

function world(...settings: GatewaySettings[]) {
  const clock = manualClock(1_000_000);
  const placed: Placed[] = [];
  const returned: CallId[] = [];
  const told: string[] = [];
  const trunks = new Trunks(settings, clock, {
    place: ({ name }, { callId }) => placed.push({ gateway: name, callId, at: clock.now() }),
    giveBack: ({ callId }) => returned.push(callId),
    held: (name, because) => told.push(because === null ? `${name} opened` : `${name}: ${because.en_US}`),
  });
  const open = () => {
    for (const { ariUrl } of settings) trunks.setUp(ariUrl);
  };
  const dial = (from: number, to: number, destination?: DialRequest['destination']) => {
    for (let number = from; number <= to; number++) trunks.dial(request(number, destination));
  };
  const byGateway = () =>
    placed.reduce(
      (sum, one) => sum.set(one.gateway, (sum.get(one.gateway) ?? 0) + 1),
      new Map<string, number>(),
    );
  return { clock, trunks, placed, returned, told, open, dial, byGateway };
}

describe('one gateway', () => {
  test('places its calls evenly inside the second', async () => {
    const { clock, placed, open, dial } = world(gateway('carrier'));
    open();
    dial(1, 10);
    await clock.advance(2_000);
    const gaps = placed.slice(1).map(({ at }, position) => at - (placed[position]?.at ?? 0));
    expect(placed).toHaveLength(10);
    expect(gaps.every((gap) => gap >= 99 && gap <= 101)).toBe(true);
  });

  test('gives back what would wait longer than a second', async () => {
    const { clock, placed, returned, open, dial } = world(gateway('carrier'));
    open();
    dial(1, 14);
    expect(returned).toHaveLength(3);
    await clock.advance(1_000);
    expect(placed).toHaveLength(11);
  });

  test('holds no more calls than it has channels, and takes another when one is over', () => {
    const { trunks, placed, returned, open, dial } = world(
      gateway('carrier', { channelsMax: 2, callsPerSecondMax: 100 }),
    );
    open();
    dial(1, 3);
    expect(returned).toEqual(['1700000000-3']);
    expect(trunks.gateways()).toMatchObject([{ name: 'carrier', channels: 2, channelsMax: 2 }]);
    trunks.release(toCallId('1700000000-1'));
    dial(4, 4);
    expect(placed.map(({ callId }) => callId)).toEqual(['1700000000-1', '1700000000-2', '1700000000-4']);
  });

  test('counts a call that an earlier life has placed', () => {
    const { trunks, returned, open, dial } = world(gateway('carrier', { channelsMax: 1 }));
    open();
    trunks.adopt(toCallId('1700000000-7'), 'carrier');
    dial(8, 8);
    expect(returned).toHaveLength(1);
    expect(trunks.gatewayOf(toCallId('1700000000-7'))?.name).toBe('carrier');
    trunks.release(toCallId('1700000000-7'));
    expect(trunks.gateways()).toMatchObject([{ channels: 0 }]);
  });

  test('a PBX that cannot keep up gets no more than it answers, and its own pace is told as the limit', async () => {
    const { clock, trunks, placed, open, dial } = world(
      gateway('carrier', { callsPerSecondMax: 1_000, channelsMax: 2_000 }),
    );
    open();
    for (let number = 1; number <= 900; number += 1) {
      dial(number, number);
      await clock.advance(1);
      // It answers one request in five milliseconds: 200 a second.
      if (number % 5 === 0) trunks.answered('carrier');
    }
    await clock.advance(100);
    expect(placed.length).toBeLessThanOrEqual(128 + 180);
    const [{ callsPerSecondMax } = { callsPerSecondMax: 0 }] = trunks.gateways();
    expect(callsPerSecondMax).toBeGreaterThan(100);
    expect(callsPerSecondMax).toBeLessThanOrEqual(200);
    const unanswered = placed.length - 180;
    for (let answers = 0; answers < unanswered; answers += 1) trunks.answered('carrier');
    expect(trunks.gateways()).toMatchObject([{ callsPerSecondMax: 1_000 }]);
    await clock.advance(1_000);
    expect(placed.length).toBeGreaterThan(128 + 180);
  });

  test('does not place a call twice, nor one that is over before its token came', async () => {
    const { clock, trunks, placed, open, dial } = world(gateway('carrier'));
    open();
    dial(1, 3);
    dial(1, 3);
    trunks.release(toCallId('1700000000-2'));
    await clock.advance(1_000);
    expect(placed.map(({ callId }) => callId)).toEqual(['1700000000-1', '1700000000-3']);
  });

  test('gives calls back while its PBX does not answer', () => {
    const { trunks, placed, returned, dial } = world(gateway('carrier'));
    dial(1, 1);
    expect(returned).toEqual(['1700000000-1']);
    expect(trunks.gateways()).toMatchObject([{ isUp: false }]);
    trunks.setUp('http://127.0.0.1/carrier');
    dial(2, 2);
    expect(placed).toHaveLength(1);
  });

  test('gives back what waits in its line when its PBX goes away', async () => {
    const { clock, trunks, placed, returned, open, dial } = world(gateway('carrier'));
    open();
    dial(1, 3);
    trunks.setDown('http://127.0.0.1/carrier', gone);
    expect(returned).toEqual(['1700000000-2', '1700000000-3']);
    trunks.setUp('http://127.0.0.1/carrier');
    await clock.advance(2_000);
    expect(placed).toHaveLength(1);
    expect(trunks.gateways()).toMatchObject([{ channels: 1 }]);
  });

  test('places nothing more once it is stopped', async () => {
    const { clock, trunks, placed, open, dial } = world(gateway('carrier'));
    open();
    dial(1, 5);
    trunks.stop();
    dial(6, 6);
    await clock.advance(2_000);
    expect(placed).toHaveLength(1);
  });
});

describe('several gateways', () => {
  test('share calls by the room that they have', async () => {
    const { clock, byGateway, open, dial } = world(
      gateway('small', { callsPerSecondMax: 10 }),
      gateway('large', { callsPerSecondMax: 40 }),
    );
    open();
    dial(1, 50);
    await clock.advance(1_000);
    expect(byGateway().get('small')).toBeGreaterThanOrEqual(9);
    expect(byGateway().get('large')).toBeGreaterThanOrEqual(39);
  });

  test('leave alone the one that has no channel', () => {
    const { byGateway, open, dial } = world(
      gateway('full', { channelsMax: 1, callsPerSecondMax: 100 }),
      gateway('free', { callsPerSecondMax: 100 }),
    );
    open();
    dial(1, 5);
    expect(byGateway()).toEqual(
      new Map([
        ['free', 4],
        ['full', 1],
      ]),
    );
  });

  test('take over the calls that wait at one that goes down, and give back what is too much', async () => {
    const { clock, trunks, placed, returned, open, dial } = world(gateway('one'), gateway('other'));
    open();
    dial(1, 20);
    expect(placed).toHaveLength(2);
    trunks.setDown('http://127.0.0.1/one', gone);
    await clock.advance(2_000);
    const settled = [...placed.map(({ callId }) => callId), ...returned];
    expect(new Set(settled).size).toBe(20);
    expect(settled).toHaveLength(20);
    expect(placed.slice(2).every((one) => one.gateway === 'other')).toBe(true);
    expect(trunks.gateways()).toMatchObject([{ isUp: false }, { isUp: true }]);
  });

  test('call for agents only where the agents are', () => {
    const { byGateway, returned, trunks, open, dial } = world(
      gateway('far', { servesAgents: false, callsPerSecondMax: 200 }),
      gateway('near', { callsPerSecondMax: 200 }),
    );
    open();
    dial(1, 5, { kind: 'agent' });
    dial(6, 8, { kind: 'flow', flowCode: '1002', flow: { playSeconds: 3, transferSkillId: 5 } });
    expect(byGateway()).toEqual(new Map([['near', 8]]));
    trunks.setDown('http://127.0.0.1/near', gone);
    dial(9, 9, { kind: 'agent' });
    expect(returned).toEqual(['1700000000-9']);
  });

  test('leave the agents’ PBX to calls for agents while another takes the rest', () => {
    const { byGateway, open, dial } = world(
      gateway('near', { callsPerSecondMax: 200 }),
      gateway('far', { servesAgents: false, channelsMax: 3, callsPerSecondMax: 200 }),
    );
    open();
    dial(1, 3);
    expect(byGateway()).toEqual(new Map([['far', 3]]));
    dial(4, 4);
    expect(byGateway().get('near')).toBe(1);
  });
});

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('dial'), count: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('end'), count: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('turn'), count: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass'), count: fc.integer({ min: 1, max: 400 }) }) },
);

test('on any day: never over rate and channels, no call lost or placed twice, and nobody waits for ever', async () => {
  const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40 })), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(sizes, fc.array(step, { minLength: 5, maxLength: 40 }), async (limits, steps) => {
      const settings = limits.map(([callsPerSecondMax, channelsMax], position) =>
        gateway(`g${position}`, { callsPerSecondMax, channelsMax }),
      );
      const { clock, trunks, placed, returned, open } = world(...settings);
      open();
      let dialed = 0;
      const up = settings.map(() => true);
      const ended = new Set<CallId>();
      for (const { kind, count } of steps) {
        if (kind === 'dial') for (let i = 0; i < count; i++) trunks.dial(request(dialed++));
        else if (kind === 'pass') await clock.advance(count);
        else if (kind === 'end')
          for (const { callId } of placed.filter((one) => !ended.has(one.callId)).slice(0, count)) {
            ended.add(callId);
            trunks.release(callId);
          }
        else if (count < settings.length) {
          up[count] = !up[count];
          const ariUrl = settings[count]?.ariUrl ?? '';
          if (up[count] === true) trunks.setUp(ariUrl);
          else trunks.setDown(ariUrl, gone);
        }
        for (const { name, channelsMax } of settings)
          expect(
            placed.filter((one) => one.gateway === name && !ended.has(one.callId)).length,
          ).toBeLessThanOrEqual(channelsMax);
      }
      // A call that waits has its turn within the second that a line is long.
      await clock.advance(2_000);
      const told = [...placed.map(({ callId }) => callId), ...returned];
      expect(told).toHaveLength(dialed);
      expect(new Set(told).size).toBe(dialed);
      for (const { name, callsPerSecondMax } of settings) {
        const instants = placed.filter((one) => one.gateway === name).map(({ at }) => at);
        const burst = Math.max(1, callsPerSecondMax * 0.05);
        instants.forEach((from, first) => {
          instants.slice(first).forEach((to, position) => {
            expect(position + 1).toBeLessThanOrEqual((callsPerSecondMax * (to - from)) / 1000 + burst + 1e-6);
          });
        });
      }
    }),
    { numRuns: 60 },
  );
});
