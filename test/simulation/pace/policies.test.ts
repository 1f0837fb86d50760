// The rules that Campana is compared with do what their sources say: the careful one abandons nobody,
// the open loop loses what Erlang allows, and the faults that are kept can be seen.
import { expect, test } from 'vitest';
import type { Happening, Seen } from '../../../src/core/pacing/seen.ts';
import { toMillis } from '../../../src/core/units.ts';
import { figuresOf } from '../../../src/simulation/pace/figures.ts';
import { idleRatioPolicy } from '../../../src/simulation/pace/policies/idleRatio.ts';
import { vicidialPolicy } from '../../../src/simulation/pace/policies/vicidial.ts';
import { policies, policyNamed } from '../../../src/simulation/pace/policies.ts';
import { runScenario } from '../../../src/simulation/pace/run.ts';
import { baseScenario } from '../../../src/simulation/pace/scenario/scenario.ts';
import { scenarios } from '../../../src/simulation/pace/scenario/scenarios.ts';

function figuresUnder(name: string, id: string, hours: number) {
  const scenario = { ...(scenarios[id] ?? baseScenario), hours };
  const policy = policyNamed(name, scenario);
  if (policy === undefined) throw new Error(`no policy ${name}`);
  return figuresOf(runScenario(scenario, 1, policy));
}

test('progressive dialing abandons nobody and keeps agents waiting', () => {
  expect(figuresUnder('progressive', 'A20', 2)).toMatchObject({ abandoned: 0 });
  expect(figuresUnder('progressive', 'A20', 2).occupancy).toBeLessThan(0.65);
});

test('the open loop reaches what the loss formula allows', () => {
  const { occupancy, abandonment } = figuresUnder('openLoop', 'A100', 4);
  expect(Math.abs(occupancy - 0.881)).toBeLessThan(0.03);
  expect(abandonment).toBeLessThan(0.035);
});

test('every rule runs every kind of day and keeps agents busier than nobody dialing', () => {
  for (const name of Object.keys(policies)) {
    expect(figuresUnder(name, 'SHIFT40', 1).occupancy, name).toBeGreaterThan(0.25);
  }
});

test('no name, no rule', () => {
  expect(policyNamed('toString', baseScenario)).toBeUndefined();
  expect(policyNamed('idleRatio:', baseScenario)).toBeUndefined();
  expect(policyNamed('idleRatio:2.5', baseScenario)?.name).toBe('idleRatio:2.5');
});

const seenAt = (seconds: number, changes: Partial<Seen>): Seen => ({
  ...{ at: toMillis(seconds * 1000), idle: 0, staffed: 0, talkingSince: [], wrapUpSince: [], dialedAt: [] },
  ...{ foreignDialedAt: [], waitingSince: [], dialsMax: 1000, ringLimitSeconds: 25, ...changes },
});

test('the ratio rounds its fraction up in proportion, and takes waiting callers off', () => {
  const policy = idleRatioPolicy(1.25);
  const freed: Happening = { kind: 'wrappedUp', at: toMillis(0), seconds: 15 };
  const dials = Array.from({ length: 400 }, (_, beat) => policy.beat(seenAt(beat, { idle: 1 }), [freed]));
  expect(new Set(dials)).toEqual(new Set([1, 2]));
  expect(dials.filter((count) => count === 2).length / 400).toBeCloseTo(0.25, 1);
  expect(policy.beat(seenAt(500, { idle: 1, waitingSince: [toMillis(0)] }), [])).toBe(0);
});

test('the level of VICIdial rises while agents are idle, to its maximum, and falls to 1 over the limit', () => {
  const policy = vicidialPolicy('hardLimit', 8);
  const dialsAt = (seconds: number, happened: readonly Happening[] = []) =>
    policy.beat(seenAt(seconds, { idle: 10 }), happened);
  const firstMinute = Array.from({ length: 60 }, (_, second) => dialsAt(second));
  expect(firstMinute[0]).toBe(10);
  expect(Math.max(...firstMinute)).toBe(30);
  const answered: Happening = { kind: 'answered', at: toMillis(0), ringSeconds: 10 };
  const abandoned: Happening = { kind: 'abandoned', at: toMillis(0) };
  dialsAt(60, [...Array<Happening>(60).fill(answered), ...Array<Happening>(3).fill(abandoned)]);
  const later = Array.from({ length: 90 }, (_, second) => dialsAt(61 + second));
  expect(Math.max(...later.slice(-20))).toBe(10);
});
