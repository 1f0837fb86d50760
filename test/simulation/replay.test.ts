// A replay against a day of which everything is known, because it was simulated: played as it was it must
// come out as it was, and played with other settings as the very world would have answered them.
import { describe, expect, test } from 'vitest';
import type { PacingRule } from '../../src/core/pacing/rule.ts';
import type { RecordedDay } from '../../src/core/recordedDay.ts';
import { baseScenario } from '../../src/simulation/pace/scenario/scenario.ts';
import { recordedFigures } from '../../src/simulation/replay/figures.ts';
import { shiftsOf, worldOfDay } from '../../src/simulation/replay/world.ts';
import { replayDay } from '../../src/simulation/replay.ts';
import { recordRun } from './replay/recordedRun.ts';

const offHook = (offHookRatePercent: number): PacingRule => ({ method: 'offHook', offHookRatePercent });
const morning = 9 * 3600;
const scenario = { ...baseScenario, agents: 20, hours: 2 };
const day = recordRun(scenario, 42, offHook(60), morning);

describe('a day of twenty agents', () => {
  const replay = replayDay(day, { rule: offHook(100), ringLimitSeconds: 25 }, 2);

  test('is found where agents were there', () => {
    expect(replay).toMatchObject({ fromSeconds: morning, toSeconds: morning + 2 * 3600 });
  });

  test('comes out as it was when it is played as it was', () => {
    expect(replay).not.toBeNull();
    const { recorded, asItWas } = replay ?? fail();
    expect(Math.abs((asItWas.occupancyPercent ?? 0) - (recorded.occupancyPercent ?? 0))).toBeLessThan(2.5);
    expect(Math.abs((asItWas.abandonPercent ?? 0) - (recorded.abandonPercent ?? 0))).toBeLessThan(1);
    expect(asItWas.dials / recorded.dials).toBeCloseTo(1, 1);
    expect(asItWas.served / recorded.served).toBeCloseTo(1, 1);
    expect(asItWas.agentWaitSecondsMean ?? 0).toBeCloseTo(recorded.agentWaitSecondsMean ?? 0, -1);
  });

  test('comes out with other settings as that world would have been with them', () => {
    const truth = recordRun(scenario, 43, offHook(100), morning);
    const would = recordedFigures(truth, morning, morning + 2 * 3600);
    const { asItWas, withOther } = replay ?? fail();
    expect(withOther.occupancyPercent ?? 0).toBeGreaterThan((asItWas.occupancyPercent ?? 0) + 1);
    expect(Math.abs((withOther.occupancyPercent ?? 0) - (would.occupancyPercent ?? 0))).toBeLessThan(2.5);
  });
});

const fail = (): never => {
  throw new Error('there is no replay');
};

test('a setting that changed during the day changes during the replay', () => {
  const half = morning + 3600;
  const [rule] = day.rules;
  const changed: RecordedDay = {
    ...day,
    rules: [rule ?? fail(), { fromSeconds: half, revision: 2, rule: offHook(0), ringLimitSeconds: 25 }],
  };
  const replay = replayDay(changed, { rule: offHook(60), ringLimitSeconds: 25 }, 1) ?? fail();
  expect(replay.asItWas.dials).toBeLessThan(replay.withOther.dials * 0.6);
});

test('where the campaign was closed nothing is dialed, however it is set', () => {
  const { at, placed, gate } = day.beats;
  const whole = replayDay(day, { rule: offHook(200), ringLimitSeconds: 25 }, 1) ?? fail();
  const closedAfter = (seconds: number) => gate.map((_, beat) => (beat < seconds ? 'pacing' : 'segment'));
  for (const beats of [
    { at, placed, gate: closedAfter(1800) },
    // Nobody drove the campaign any more.
    { at: at.slice(0, 1800), placed: placed.slice(0, 1800), gate: gate.slice(0, 1800) },
  ]) {
    const replay = replayDay({ ...day, beats }, { rule: offHook(200), ringLimitSeconds: 25 }, 1) ?? fail();
    expect(replay.withOther.dials).toBeLessThan(whole.withOther.dials * 0.35);
    expect(replay.withOther.dials).toBeGreaterThan(0);
  }
});

test('a day without agents or without calls cannot be replayed', () => {
  const nobody = { ...day, staffing: day.staffing.map(() => 0) };
  expect(replayDay(nobody, { rule: offHook(100), ringLimitSeconds: 25 }, 1)).toBeNull();
  const none: number[] = [];
  const silent = { ...day, calls: { ...day.calls, dialedAt: none, met: [] } };
  expect(replayDay(silent, { rule: offHook(100), ringLimitSeconds: 25 }, 1)).toBeNull();
});

test('agents come and go as the minutes say', () => {
  expect(shiftsOf([2, 2.4, 3, 2.2, 0, 1], 0, 360)).toEqual([
    { agents: 1, loginSeconds: 0, logoffSeconds: 180 },
    { agents: 1, loginSeconds: 0, logoffSeconds: 240 },
    { agents: 1, loginSeconds: 120, logoffSeconds: 240 },
    { agents: 1, loginSeconds: 300, logoffSeconds: null },
  ]);
});

test('the world has the rates of the quarters and the durations of the day', () => {
  const { scenario: world } = worldOfDay(day, 25) ?? fail();
  expect(world.answerRate).toMatchObject({ kind: 'steps', everySeconds: 900 });
  const rates = world.answerRate.kind === 'steps' ? world.answerRate.rates : [];
  expect(rates).toHaveLength(8);
  expect(rates.every((rate) => Math.abs(rate - 0.25) < 0.07)).toBe(true);
  expect(world.talk).toMatchObject({ law: 'empirical' });
  expect(world.machineShare).toBeCloseTo(0.25, 1);
  expect(world.refusedShare).toBeCloseTo(0.15, 1);
  // Nobody hung up by themselves in that world.
  expect(world.patience).toBeNull();
});
