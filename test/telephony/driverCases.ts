// What every driver owes to the rest of Campana, told as cases against the port alone. The
// simulated carrier and a real PBX with scripted phones behind it run the same cases; only the way
// time passes differs. The numbers end in the two digits that fix their fate (design.md 6).
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallEvent, EndReason } from '../../src/core/call.ts';
import { type CallId, toCallId, toVdnId } from '../../src/core/units.ts';
import type { AgentTelephone, Driver } from '../../src/telephony/driver.ts';

export interface DriverWorld {
  readonly driver: Driver;
  /** A flow that plays 8 seconds and hangs up. */
  readonly flowCode: string;
  /** Lets this much of the carrier's time pass, and comes back when it has. */
  pass(seconds: number): Promise<void>;
}

const kindsInOrder = ['ringing', 'answered', 'connected', 'waiting', 'ended'];

const telephone = (agentId: string): AgentTelephone => ({
  vdnId: toVdnId(1),
  agentId,
  endpoint: agentId,
  line: 'open',
});

/** Runs the cases; `open` is asked for a fresh carrier before each of them. */
export function driverCases(name: string, open: () => Promise<DriverWorld>): void {
  describe(`${name} as a driver`, () => {
    let world: DriverWorld;
    let heard: CallEvent[];
    let calls = 0;

    beforeEach(async () => {
      world = await open();
      heard = [];
      world.driver.listen((event) => heard.push(event));
    });
    afterEach(() => world.driver.close());

    const dial = (lastDigits: string, ringLimitSeconds = 20, flowCode = world.flowCode): CallId => {
      calls += 1;
      const callId = toCallId(`1700000000-${1000 + calls}`);
      world.driver.dial({
        callId,
        vdnId: toVdnId(1),
        called: `1380000${String(calls).padStart(4, '0')}${lastDigits}`,
        caller: '12345',
        ringLimitSeconds,
        destination: { kind: 'flow', flowCode, flow: { playSeconds: 8, transferSkillId: null } },
        machineDetection: null,
        recordName: null,
      });
      return callId;
    };
    const dialForAgent = (lastDigits: string, ringLimitSeconds = 20): CallId => {
      calls += 1;
      const callId = toCallId(`1700000000-${1000 + calls}`);
      world.driver.dial({
        callId,
        vdnId: toVdnId(1),
        called: `1380000${String(calls).padStart(4, '0')}${lastDigits}`,
        caller: '12345',
        ringLimitSeconds,
        destination: { kind: 'agent' },
        machineDetection: null,
        recordName: null,
      });
      return callId;
    };
    /** Lets time pass until the call has come so far, or for as long as any of these cases may need. */
    const until = async (callId: CallId, kind: CallEvent['kind']): Promise<void> => {
      for (let step = 0; step < 400 && !kindsOf(callId).includes(kind); step += 1) await world.pass(0.05);
      expect(kindsOf(callId)).toContain(kind);
    };
    const kindsOf = (callId: CallId) =>
      heard.filter((event) => event.callId === callId).map((event) => event.kind);
    const endOf = (callId: CallId): EndReason | null => {
      const end = heard.find((event) => event.callId === callId && event.kind === 'ended');
      return end?.kind === 'ended' ? end.reason : null;
    };

    test.each<[string, string, EndReason]>([
      ['00', 'is busy', 'busy'],
      ['02', 'does not exist', 'noSuchNumber'],
      ['03', 'is switched off', 'switchedOff'],
      ['04', 'is out of coverage', 'outOfCoverage'],
      ['05', 'is rejected', 'rejected'],
      ['08', 'cannot be placed', 'placeFailed'],
    ])('a number ending in %s %s, and nobody ever answered', async (digits, _, reason) => {
      const callId = dial(digits);
      await world.pass(10);
      expect(endOf(callId)).toBe(reason);
      expect(kindsOf(callId)).not.toContain('answered');
    });

    test('a dial returns at once; whatever becomes of it comes later, as an event', () => {
      dial('08');
      dial('10');
      expect(heard).toEqual([]);
    });

    test('a phone that nobody answers is released when it has rung for the limit', async () => {
      const callId = dial('01', 5);
      await world.pass(4.5);
      expect(kindsOf(callId)).toEqual(['ringing']);
      await world.pass(4);
      expect(kindsOf(callId)).toEqual(['ringing', 'ended']);
      expect(endOf(callId)).toBe('ringTimeout');
    });

    test('the flow has an answered customer at once, and a short talk ends normally', async () => {
      const callId = dial('10');
      await world.pass(30);
      expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'connected', 'ended']);
      expect(endOf(callId)).toBe('released');
    });

    test('an answering machine is answered and connected, and the flow ends it', async () => {
      const callId = dial('06');
      await world.pass(60);
      expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'connected', 'ended']);
      expect(endOf(callId)).toBe('released');
    });

    test('who hangs up at once after answering was never connected', async () => {
      const callId = dial('07');
      await world.pass(30);
      expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'ended']);
      expect(endOf(callId)).toBe('hungUpAfterAnswer');
    });

    test('a call whose outcome is never reported stays silent and does not hold a line for ever', async () => {
      const callId = dial('09', 10);
      await world.pass(5);
      expect((await world.driver.liveCalls()).has(callId)).toBe(true);
      await world.pass(10);
      expect(endOf(callId)).toBe(null);
      expect((await world.driver.liveCalls()).has(callId)).toBe(false);
    });

    test('our own hang-up while it rings counts as giving up the ringing', async () => {
      const callId = dial('01', 60);
      await world.pass(2);
      world.driver.hangUp(callId);
      await world.pass(2);
      expect(endOf(callId)).toBe('ringTimeout');
      expect((await world.driver.liveCalls()).has(callId)).toBe(false);
    });

    test('our own hang-up in a talk is a normal release', async () => {
      const callId = dial('10', 20);
      for (let step = 0; step < 200 && !kindsOf(callId).includes('connected'); step += 1)
        await world.pass(0.1);
      world.driver.hangUp(callId);
      await world.pass(1);
      expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'connected', 'ended']);
      expect(endOf(callId)).toBe('released');
    });

    test('a person meant for an agent waits after the answer, is joined at once, and the talk ends', async () => {
      const callId = dialForAgent('10');
      await until(callId, 'answered');
      expect(kindsOf(callId)).toEqual(['ringing', 'answered']);
      world.driver.connect(callId, telephone('1001'));
      await world.pass(0.5);
      expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'connected']);
      expect((await world.driver.liveCalls()).has(callId)).toBe(true);
      await world.pass(10);
      expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'connected', 'ended']);
      expect(endOf(callId)).toBe('released');
    });

    test('connect before the answer, twice, after the end or of a strange call changes nothing', async () => {
      const callId = dialForAgent('10');
      world.driver.connect(callId, telephone('1001'));
      world.driver.connect(toCallId('1700000000-2'), telephone('1001'));
      await until(callId, 'answered');
      world.driver.connect(callId, telephone('1001'));
      world.driver.connect(callId, telephone('1002'));
      await world.pass(20);
      world.driver.connect(callId, telephone('1001'));
      await world.pass(2);
      expect(heard.map((event) => event.kind)).toEqual(['ringing', 'answered', 'connected', 'ended']);
    });

    test('an agent who hangs up ends the talk normally', async () => {
      const callId = dialForAgent('10');
      await until(callId, 'answered');
      world.driver.connect(callId, telephone('1001'));
      await until(callId, 'connected');
      world.driver.hangUp(callId);
      await world.pass(1);
      expect(endOf(callId)).toBe('released');
      expect((await world.driver.liveCalls()).has(callId)).toBe(false);
    });

    test('a person who is let go without an announcement is abandoned at once', async () => {
      const callId = dialForAgent('10');
      await until(callId, 'answered');
      world.driver.abandon(callId, null);
      await world.pass(1);
      expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'ended']);
      expect(endOf(callId)).toBe('abandoned');
    });

    test('a person who hears the announcement is out of reach, and abandoned when it has played', async () => {
      const callId = dialForAgent('10');
      await until(callId, 'answered');
      world.driver.abandon(callId, world.flowCode);
      world.driver.connect(callId, telephone('1001'));
      world.driver.abandon(callId, world.flowCode);
      await world.pass(1);
      expect(kindsOf(callId)).toEqual(['ringing', 'answered']);
      await world.pass(15);
      expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'ended']);
      expect(endOf(callId)).toBe('abandoned');
    });

    test('abandon of a call that rings, that talks or that is not there changes nothing', async () => {
      const ringing = dialForAgent('01', 60);
      const talking = dialForAgent('10');
      await until(talking, 'answered');
      world.driver.connect(talking, telephone('1001'));
      await until(talking, 'connected');
      for (const callId of [ringing, talking, toCallId('1700000000-3')]) world.driver.abandon(callId, null);
      await world.pass(10);
      expect(endOf(ringing)).toBe(null);
      expect(endOf(talking)).toBe('released');
    });

    test('our own hang-up on a person who waits for an agent counts as abandoned', async () => {
      const callId = dialForAgent('10');
      await until(callId, 'answered');
      world.driver.hangUp(callId);
      await world.pass(1);
      expect(endOf(callId)).toBe('abandoned');
    });

    test('a machine that answers a call meant for an agent is let go, and not told as answered', async () => {
      const callId = dialForAgent('06');
      await world.pass(30);
      expect(kindsOf(callId)).toEqual(['ringing', 'ended']);
      expect(endOf(callId)).toBe('machine');
    });

    test('who hangs up at once is gone, however fast the agent is', async () => {
      const callId = dialForAgent('07');
      await until(callId, 'answered');
      world.driver.connect(callId, telephone('1001'));
      await world.pass(5);
      expect(endOf(callId)).toBe('hungUpAfterAnswer');
    });

    test('a hang-up of a call that is over, or was never there, changes nothing', async () => {
      const callId = dial('00');
      await world.pass(6);
      const before = heard.length;
      world.driver.hangUp(callId);
      world.driver.hangUp(toCallId('1700000000-1'));
      await world.pass(2);
      expect(heard.length).toBe(before);
    });

    test('the same call placed twice rings once, also when the first has ended', async () => {
      const callId = dial('00');
      const again = {
        callId,
        vdnId: toVdnId(1),
        called: '13800000010',
        caller: '1',
        ringLimitSeconds: 20,
        destination: { kind: 'flow' as const, flowCode: world.flowCode, flow: null },
        machineDetection: null,
        recordName: null,
      };
      world.driver.dial(again);
      await world.pass(6);
      world.driver.dial(again);
      await world.pass(30);
      expect(kindsOf(callId)).toEqual(['ended']);
    });

    test('the carrier knows which calls it holds, and its gateways hold them', async () => {
      const channels = () => world.driver.gateways().reduce((sum, gateway) => sum + gateway.channels, 0);
      const before = channels();
      const callIds = [dial('01'), dial('01'), dial('01')];
      await world.pass(2);
      expect(await world.driver.liveCalls()).toEqual(
        new Map(callIds.map((callId) => [callId, { vdnId: toVdnId(1), state: 'ringing', skillId: null }])),
      );
      expect(channels()).toBe(before + 3);
      await world.pass(25);
      expect(await world.driver.liveCalls()).toEqual(new Map());
    });

    test('the events of each of a hundred calls come in order, with times in order', async () => {
      const callIds = Array.from({ length: 100 }, (_, index) => dial(String(index).padStart(2, '0')));
      await world.pass(60);
      for (const callId of callIds) {
        const events = heard.filter((event) => event.callId === callId);
        const ranks = events.map((event) => kindsInOrder.indexOf(event.kind));
        expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
        const instants = events.map((event) => event.at);
        expect(instants).toEqual(instants.toSorted((one, other) => one - other));
      }
    });
  });
}
