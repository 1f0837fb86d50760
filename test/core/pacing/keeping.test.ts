// What is kept: the pacer over a restart, which then decides as before, and the record of a beat, from
// which a month later the same numbers are read.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/core/pacing/decision.ts';
import { learn } from '../../../src/core/pacing/learn.ts';
import { countAnswers, createPacer } from '../../../src/core/pacing/pacer.ts';
import {
  pacingMethods,
  pacingReasons,
  realsOfRecord,
  recordLength,
  recordOfReals,
} from '../../../src/core/pacing/record.ts';
import { horizonsSeconds } from '../../../src/core/pacing/seen.ts';
import { restorePacer, savePacer } from '../../../src/core/pacing/snapshot.ts';
import { contractRules, lawDefault } from '../../../src/simulation/pace/campana.ts';
import { own, secondsAfter, seenWith, sinceSeconds, taught } from './beats.ts';

describe('a pacer that is saved', () => {
  test('decides after the restart as it would have without', () => {
    for (const rule of [own, contractRules.empirical, contractRules.offhook]) {
      const { pacer, seen } = taught({ agents: 30, hours: 0.6 }, rule);
      const restored = restorePacer(JSON.parse(JSON.stringify(savePacer(pacer))), seen.at, seen.at);
      countAnswers(restored, pacer.hours);
      const beat = seenWith({
        at: secondsAfter(seen.at, 1),
        idle: 4,
        staffed: 30,
        talkingSince: sinceSeconds(seen.at, 26, 70),
        dialedAt: sinceSeconds(seen.at, 10, 6),
      });
      learn(pacer, beat, [], rule, lawDefault);
      learn(restored, beat, [], rule, lawDefault);
      const [went, came] = [decide(pacer, beat, rule, lawDefault), decide(restored, beat, rule, lawDefault)];
      expect(Math.abs(came.place - went.place)).toBeLessThanOrEqual(1);
      expect(came.riskMax).toBeCloseTo(went.riskMax, 4);
      expect(came.outlook.answerRate).toBeCloseTo(went.outlook.answerRate, 4);
      expect(came.outlook.reach.at(-1)).toBeCloseTo(went.outlook.reach.at(-1) ?? 0, 3);
      // The times until agents come free were last brought up to date at another instant.
      expect(came.outlook.freeMean.at(-1)).toBeCloseTo(went.outlook.freeMean.at(-1) ?? 0, 0);
    }
  });

  test('counts for less the older it is, and keeps its shape for years', () => {
    const { pacer, seen } = taught({ agents: 30, hours: 0.6 });
    const snapshot = savePacer(pacer);
    const knownAfter = (hours: number) => {
      const at = secondsAfter(seen.at, hours * 3600);
      const restored = restorePacer(snapshot, seen.at, at);
      const beat = seenWith({ at, idle: 20, staffed: 30 });
      learn(restored, beat, [], own, lawDefault);
      const record = decide(restored, beat, own, lawDefault);
      expect(realsOfRecord(record).every(Number.isFinite)).toBe(true);
      return { calls: record.outlook.answerRateCalls, record };
    };
    const calls = [0, 1, 12].map((hours) => knownAfter(hours).calls);
    expect(calls[1]).toBeLessThan((calls[0] ?? 0) / 2);
    expect(calls[2]).toBeLessThan(3);
    for (const days of [50, 400, 4000]) {
      const { record } = knownAfter(days * 24);
      expect(record.place).toBeGreaterThanOrEqual(20);
      expect(record.talkSecondsMean).toBeCloseTo(knownAfter(0).record.talkSecondsMean, -1);
    }
  });

  test('in another shape, or with a number that is none, begins anew', () => {
    const { pacer, seen } = taught({ agents: 5, hours: 0.2 });
    const { reals } = savePacer(pacer);
    const anew = JSON.stringify(savePacer(createPacer(seen.at)));
    const broken = [
      [],
      reals.slice(1),
      [...reals, 0],
      reals.with(3, Number.NaN),
      reals.with(-1, Number.POSITIVE_INFINITY),
    ];
    for (const values of broken) {
      const restored = restorePacer({ version: 1, reals: values }, seen.at, seen.at);
      expect(JSON.stringify(savePacer(restored))).toBe(anew);
    }
    expect(JSON.stringify(savePacer(restorePacer({ version: 1, reals }, seen.at, seen.at)))).not.toBe(anew);
  });
});

describe('the record of a beat', () => {
  test('is read back from the reals of the database as it was, to seven digits', () => {
    const { pacer, seen } = taught({ agents: 30, hours: 0.4 });
    const real = fc.double({ min: 0, max: 1e6, noNaN: true });
    const curve = fc.array(real, { minLength: horizonsSeconds.length, maxLength: horizonsSeconds.length });
    const known = decide(pacer, seen, own, lawDefault);
    fc.assert(
      fc.property(
        fc.constantFrom(...pacingMethods),
        fc.constantFrom(...pacingReasons),
        real,
        fc.integer({ min: 0, max: 100_000 }),
        curve,
        (method, reason, riskMax, place, freeMean) => {
          const record = {
            ...known,
            method,
            reason,
            riskMax,
            place,
            outlook: { ...known.outlook, freeMean },
          };
          const reals = realsOfRecord(record);
          expect(reals.length).toBe(recordLength);
          const read = recordOfReals(reals.map(Math.fround));
          expect(read).toMatchObject({ method, reason, place });
          const back = read === null ? [] : realsOfRecord(read);
          back.forEach((value, index) => {
            expect(Math.abs(value - (reals[index] ?? 0))).toBeLessThanOrEqual(
              6e-8 * Math.abs(reals[index] ?? 0) + 1e-37,
            );
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is none where numbers are missing or name nothing', () => {
    const { pacer, seen } = taught({ agents: 5, hours: 0.1 });
    const reals = realsOfRecord(decide(pacer, seen, own, lawDefault));
    expect(recordOfReals([])).toBeNull();
    expect(recordOfReals(reals.slice(0, -1))).toBeNull();
    expect(recordOfReals(reals.with(0, 99))).toBeNull();
    expect(recordOfReals(reals.with(1, -1))).toBeNull();
    expect(recordOfReals([...reals, 7])).toEqual(recordOfReals(reals));
  });
});
