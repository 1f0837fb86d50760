// What every driver owes to the rest of Campana, told as cases against the port alone. The simulated
// carrier and a real PBX with scripted telephones behind it run the same cases; only the way time passes
// differs. Here are the calls of flows, and what is true of any call.
import { describe, expect, test } from 'vitest';
import type { EndReason } from '../../src/core/call.ts';
import { type CallId, toCallId } from '../../src/core/units.ts';
import { driverAgentCases } from './driverAgentCases.ts';
import { type DriverWorld, type Stage, useStage, vdnId } from './driverStage.ts';

const kindsInOrder = ['ringing', 'answered', 'connected', 'waiting', 'transferred', 'ended'];

/** Runs the cases; `open` is asked for a fresh carrier before each of them. */
export function driverCases(name: string, open: () => Promise<DriverWorld>): void {
  describe(`${name} as a driver`, () => {
    const stage = useStage(open);
    driverCallCases(stage);
    driverAgentCases(stage);
  });
}

function driverCallCases(stage: Stage): void {
  const { dial, endOf, hear, held, kindsOf, pass } = stage;

  test.each<[string, string, EndReason]>([
    ['00', 'is busy', 'busy'],
    ['02', 'does not exist', 'noSuchNumber'],
    ['03', 'is switched off', 'switchedOff'],
    ['04', 'is out of coverage', 'outOfCoverage'],
    ['05', 'is rejected', 'rejected'],
    ['08', 'cannot be placed', 'placeFailed'],
  ])('a number ending in %s %s, and nobody ever answered', async (digits, _, reason) => {
    const callId = dial(digits);
    await hear(callId, 'ended');
    expect(endOf(callId)).toBe(reason);
    expect(kindsOf(callId)).not.toContain('answered');
  });

  test('a dial returns at once; whatever becomes of it comes later, as an event', () => {
    dial('08');
    dial('10');
    expect(stage.heard).toEqual([]);
  });

  test('a phone that nobody answers is released when it has rung for the limit', async () => {
    const callId = dial('01', { ringLimitSeconds: 5 });
    await hear(callId, 'ringing');
    await pass(4);
    expect(kindsOf(callId)).toEqual(['ringing']);
    await hear(callId, 'ended');
    expect(kindsOf(callId)).toEqual(['ringing', 'ended']);
    expect(endOf(callId)).toBe('ringTimeout');
  });

  test('the flow has an answered customer at once, and a short talk ends normally', async () => {
    const callId = dial('10');
    await hear(callId, 'ended');
    expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'connected', 'ended']);
    expect(endOf(callId)).toBe('released');
  });

  test('an answering machine is answered and connected, and the flow ends it', async () => {
    const callId = dial('06');
    await hear(callId, 'ended');
    expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'connected', 'ended']);
    expect(endOf(callId)).toBe('released');
  });

  test('who hangs up at once after answering was never connected', async () => {
    const callId = dial('07');
    await hear(callId, 'ended');
    expect(kindsOf(callId).filter((kind) => kind !== 'ringing')).toEqual(['answered', 'ended']);
    expect(endOf(callId)).toBe('hungUpAfterAnswer');
  });

  test('a call of which the network says nothing does not hold a line for ever', async () => {
    const callId = dial('09', { ringLimitSeconds: 5 });
    await pass(1);
    expect(await held(callId)).toEqual([{ vdnId, stage: 'ringing', skillId: null, silentGateway: null }]);
    await stage.world.until(async () => (await held(callId))[0] === null, 20);
    expect(await held(callId)).toEqual([null]);
    // A carrier that gives up itself can tell it; one that has heard nothing has nothing to tell.
    expect([null, 'ringTimeout']).toContain(endOf(callId));
    expect(kindsOf(callId)).not.toContain('answered');
  });

  test('our own hang-up while it rings counts as giving up the ringing', async () => {
    const callId = dial('01', { ringLimitSeconds: 60 });
    await hear(callId, 'ringing');
    stage.world.driver.hangUp(callId);
    await hear(callId, 'ended');
    expect(endOf(callId)).toBe('ringTimeout');
    expect(await held(callId)).toEqual([null]);
  });

  test('our own hang-up in a flow is a normal release', async () => {
    const callId = dial('10');
    await hear(callId, 'connected');
    stage.world.driver.hangUp(callId);
    await hear(callId, 'ended');
    expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'connected', 'ended']);
    expect(endOf(callId)).toBe('released');
  });

  test('a hang-up of a call that is over, or was never there, changes nothing', async () => {
    const callId = dial('00');
    await hear(callId, 'ended');
    const before = stage.heard.length;
    stage.world.driver.hangUp(callId);
    stage.world.driver.hangUp(toCallId('1700000000-1'));
    await pass(1);
    expect(stage.heard.length).toBe(before);
  });

  test('the same call placed twice rings once, also when the first has ended', async () => {
    const callId = dial('00');
    const again = {
      callId,
      vdnId,
      called: '13800000010',
      caller: '1',
      ringLimitSeconds: 20,
      destination: { kind: 'flow' as const, flowCode: stage.world.flowCode, flow: null },
      machineDetection: null,
      recordName: null,
    };
    stage.world.driver.dial(again);
    await hear(callId, 'ended');
    stage.world.driver.dial(again);
    await pass(2);
    expect(kindsOf(callId)).toEqual(['ended']);
  });

  test('a run of failures on our side holds the gateway, calls come back, and a trial opens it', async () => {
    const { driver, setTrouble, until } = stage.world;
    const gateway = () => driver.gateways()[0];
    const becauseOf = (callId: CallId) => stage.returned.find((one) => one.callId === callId)?.because;
    await setTrouble(true);
    const causes: (string | undefined)[] = [];
    for (let failures = 0; failures < 6; failures++) {
      const callId = dial('00');
      await until(() => becauseOf(callId) !== undefined, 10);
      causes.push(becauseOf(callId));
    }
    expect(causes).toEqual(['failed', 'failed', 'failed', 'failed', 'gatewayHeld', 'notAsked']);
    expect(gateway()).toMatchObject({
      isUp: false,
      channels: 0,
      trouble: { kind: 'held', reason: { en_US: 'the trunk answers 503 Service Unavailable' } },
    });
    await setTrouble(false);
    await pass(1.5);
    // The second call waits for what the trial tells.
    const [trial, second] = [dial('01', { ringLimitSeconds: 5 }), dial('00')];
    await hear(trial, 'ringing');
    expect(becauseOf(second)).toBe('notAsked');
    expect(gateway()).toMatchObject({ isUp: true, trouble: null });
    const next = dial('00');
    await hear(next, 'ended');
    expect(endOf(next)).toBe('busy');
    expect(stage.heard.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
  });

  test('the carrier knows which calls it holds, and its gateways hold them', async () => {
    const channels = () => stage.world.driver.gateways().reduce((sum, gateway) => sum + gateway.channels, 0);
    const before = channels();
    const callIds = [1, 2, 3].map(() => dial('01', { ringLimitSeconds: 5 }));
    for (const callId of callIds) await hear(callId, 'ringing');
    const ringing = { vdnId, stage: 'ringing', skillId: null, silentGateway: null };
    expect(await held(...callIds)).toEqual([ringing, ringing, ringing]);
    expect(channels()).toBe(before + 3);
    for (const callId of callIds) await hear(callId, 'ended');
    expect(await held(...callIds)).toEqual([null, null, null]);
    expect(channels()).toBe(before);
  });

  test('the events of each of a hundred calls come in order, with times in order', async () => {
    const callIds = Array.from({ length: 100 }, (_, index) =>
      dial(String(index).padStart(2, '0'), { ringLimitSeconds: 5 }),
    );
    // Of the one that ends in 09 nothing need be told; one that fails on our side comes back.
    const hasReturned = (callId: string) => stage.returned.some((one) => one.callId === callId);
    const isOver = (callId: CallId) => endOf(callId) !== null || hasReturned(callId);
    const areOver = () => callIds.filter(isOver).length >= callIds.length - 1;
    await stage.world.until(areOver, 60);
    expect(areOver()).toBe(true);
    for (const callId of callIds) {
      const events = stage.heard.filter((event) => event.callId === callId);
      const ranks = events.map((event) => kindsInOrder.indexOf(event.kind));
      expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
      const instants = events.map((event) => event.at);
      expect(instants).toEqual(instants.toSorted((one, other) => one - other));
    }
  });
}
