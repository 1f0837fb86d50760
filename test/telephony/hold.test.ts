// Trouble on our side holds a gateway and costs no number an attempt; the far side's word opens it.
import { describe, expect, test } from 'vitest';
import { inBoth } from '../../src/core/language.ts';
import { toCallId, toMillis } from '../../src/core/units.ts';
import { failuresMax, GatewayHold, type Refusal, troubleOfHold } from '../../src/telephony/hold.ts';

const saying = inBoth('the trunk answers 503 Service Unavailable', '中继返回 503 Service Unavailable');
const ours: Refusal = { whose: 'ours', reason: 'placeFailed', saying };
const doubtful: Refusal = { whose: 'doubtful', reason: 'outOfCoverage', saying };
const silent: Refusal = { whose: 'silent', reason: 'noOutcome', saying };
const busy: Refusal = { whose: 'number', reason: 'busy', saying };
const call = (number: number) => toCallId(`1700000000-${number}`);
const failed = { kind: 'returned', isGatewayHeld: false };
const heldBack = { kind: 'returned', isGatewayHeld: true };

/** A gateway at which so many calls have failed in a row, each dialed at the tick at which it failed. */
function after(failures: number): GatewayHold {
  const hold = new GatewayHold();
  for (let number = 1; number <= failures; number++) hold.judge(call(number), ours, number, number);
  return hold;
}

/** What becomes of the trial call at this tick. */
function trial(hold: GatewayHold, refusal: Refusal, ticks: number) {
  expect(hold.isTrialDue(ticks)).toBe(true);
  hold.try(call(ticks));
  expect(hold.isTrialDue(ticks)).toBe(false);
  return hold.judge(call(ticks), refusal, ticks, ticks);
}

describe('a run of failures on our side', () => {
  test('holds the gateway at the fifth in a row, and each call comes back', () => {
    const hold = new GatewayHold();
    const judgments = Array.from({ length: failuresMax }, (_, number) =>
      hold.judge(call(number), ours, number, number),
    );
    expect(judgments).toEqual([failed, failed, failed, failed, heldBack]);
    expect(hold.held).toMatchObject({ saying, sinceTicks: 4, trialTicks: 1_004, isTrying: false });
  });

  test('is broken by any sign of the far side', () => {
    const hold = after(failuresMax - 1);
    hold.sign(5, 5);
    hold.judge(call(6), ours, 6, 6);
    expect(hold.held).toBe(null);
  });
});

describe('a gateway that is held', () => {
  test('takes one trial call after a pause, which doubles from a second to a minute', () => {
    const hold = after(failuresMax);
    const pauses: number[] = [];
    for (let round = 0; round < 8; round++) {
      const { sinceTicks, trialTicks } = hold.held ?? { sinceTicks: 0, trialTicks: 0 };
      const before = pauses.reduce((sum, pause) => sum + pause, sinceTicks);
      pauses.push(trialTicks - before);
      expect(hold.isTrialDue(trialTicks - 1)).toBe(false);
      expect(trial(hold, ours, trialTicks)).toEqual(heldBack);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  test('opens by a sign, and by a word on the number, and begins anew with the shortest pause', () => {
    const hold = after(failuresMax);
    trial(hold, ours, 1_005);
    hold.try(call(9));
    hold.sign(3_005, 3_200);
    expect(hold.held).toBe(null);
    const again = after(failuresMax);
    expect(trial(again, busy, 1_005)).toEqual({ kind: 'ended', reason: 'busy' });
    expect(again.held).toBe(null);
    for (let number = 1; number <= failuresMax; number++) again.judge(call(number), ours, 2_000, 2_000);
    expect(again.held).toMatchObject({ trialTicks: 3_000 });
  });

  test('is not opened by calls from before its failures, and not held longer by them', () => {
    const hold = after(failuresMax);
    hold.sign(0, 500);
    hold.judge(call(90), ours, 3, 600);
    expect(hold.held).toMatchObject({ sinceTicks: 5, trialTicks: 1_005 });
  });

  test('is opened by a call that was dialed between its failures and rings: the trunk works for others', () => {
    const hold = after(failuresMax);
    hold.sign(2, 500);
    expect(hold.held).toBe(null);
  });

  test('tries again after the same pause when the trial told nothing', () => {
    const hold = after(failuresMax);
    hold.try(call(7));
    hold.over(call(8), 1_500);
    expect(hold.held?.isTrying).toBe(true);
    hold.over(call(7), 2_000);
    expect(hold.held).toMatchObject({ isTrying: false, trialTicks: 3_000 });
  });

  test('may be held before any call, as its PBX says that the trunk is not there', () => {
    const hold = new GatewayHold();
    hold.hold(saying, 100);
    expect(troubleOfHold(hold.held, toMillis(50_100), 100)).toEqual({
      kind: 'held',
      reason: saying,
      since: 50_100,
      trialAt: 51_100,
    });
  });
});

describe('an answer that some networks give of a number and others of every call', () => {
  test('is believed once, and a second one in a row no more', () => {
    const hold = new GatewayHold();
    expect(hold.judge(call(1), doubtful, 1, 2)).toEqual({ kind: 'ended', reason: 'outOfCoverage' });
    expect(hold.judge(call(2), doubtful, 3, 4)).toEqual(failed);
    hold.sign(5, 6);
    expect(hold.judge(call(3), doubtful, 7, 8)).toEqual({ kind: 'ended', reason: 'outOfCoverage' });
  });

  test('holds the gateway when nothing else comes', () => {
    const hold = new GatewayHold();
    for (let number = 1; number <= failuresMax; number++) hold.judge(call(number), doubtful, number, number);
    expect(hold.held).not.toBe(null);
    expect(trial(hold, doubtful, 2_000)).toEqual(heldBack);
  });
});

describe('silence', () => {
  test('is the number’s while the far side speaks of others', () => {
    const hold = new GatewayHold();
    hold.sign(500, 1_000);
    expect(hold.judge(call(1), silent, 100, 30_100)).toEqual({ kind: 'ended', reason: 'noOutcome' });
  });

  test('is the gateway’s when nothing was heard since the dial', () => {
    const hold = new GatewayHold();
    hold.sign(10, 50);
    const judgments = [1, 2, 3, 4, 5].map((number) => hold.judge(call(number), silent, 100, 30_100));
    expect(judgments).toEqual([failed, failed, failed, failed, heldBack]);
  });
});
