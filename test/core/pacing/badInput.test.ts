// Days that go wrong: nobody there, everybody gone at once, no answers for an hour, a clock that jumps.
// Pacing neither stalls nor dials in volleys, and whatever it is shown, it answers with a whole number
// within its bounds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/core/pacing/decision.ts';
import { learn } from '../../../src/core/pacing/learn.ts';
import { createPacer } from '../../../src/core/pacing/pacer.ts';
import { realsOfRecord } from '../../../src/core/pacing/record.ts';
import type { PacingRule } from '../../../src/core/pacing/rule.ts';
import type { Happening, Seen } from '../../../src/core/pacing/seen.ts';
import { savePacer } from '../../../src/core/pacing/snapshot.ts';
import { toMillis } from '../../../src/core/units.ts';
import { campanaPolicy, contractRules, lawDefault } from '../../../src/simulation/pace/campana.ts';
import { figuresOf } from '../../../src/simulation/pace/figures.ts';
import { morning, own, run, runBy, secondsAfter, seenWith, taught, watchedPolicy } from './beats.ts';

const rules: readonly PacingRule[] = [own, { method: 'progressive' }, ...Object.values(contractRules)];
const constantly = (rate: number) => ({ kind: 'constant', rate }) as const;

describe('agents', () => {
  test('none: no call, and the reason says so', () => {
    const pacer = createPacer(morning);
    for (const rule of rules) {
      const seen = seenWith({ idle: 0, staffed: 0 });
      learn(pacer, seen, [], rule, lawDefault);
      expect(decide(pacer, seen, rule, lawDefault)).toMatchObject({ place: 0, reason: 'noAgents' });
    }
  });

  test.each(rules.map((rule) => [rule.method, rule] as const))(
    'one: %s serves and abandons nobody',
    (_name, rule) => {
      const { served, abandoned, answered } = runBy({ agents: 1, hours: 1 }, rule);
      expect(served).toBeGreaterThan(10);
      expect(abandoned).toBeLessThanOrEqual(Math.max(1, 0.03 * answered));
    },
  );

  test('all leaving at once: the calls before stop in time, and none follow', () => {
    let lastDialAt = 0;
    const watched = watchedPolicy(
      () => ({ rule: own, law: lawDefault }),
      (_pacer, seen, { place }) => {
        if (place > 0) lastDialAt = seen.at / 1000;
      },
    );
    const shifts = [{ agents: 20, loginSeconds: 0, logoffSeconds: 1800 }];
    const figures = figuresOf(run({ agents: 20, hours: 0.7, shifts }, watched));
    expect(lastDialAt).toBeLessThan(1800 - 20);
    expect(figures.abandoned).toBeLessThan(0.03 * figures.answered + 6);
  });
});

describe('answers', () => {
  test('none for the first hour: calls in flight are bounded, and nobody is rung by hundreds after it', () => {
    const answerRate = { kind: 'steps', rates: [0, 0.25], everySeconds: 3600 } as const;
    const figures = runBy({ agents: 20, hours: 1.3, answerRate }, own);
    expect(figures.linesPeak).toBeLessThan(1000);
    expect(figures.dials).toBeLessThan(40_000);
    expect(figures.abandoned).toBeLessThan(20);
    expect(figures.served).toBeGreaterThan(100);
  });

  test('none for an hour of the day: as if the lines came back at any time', () => {
    const points = [
      [0, 0.25],
      [1799, 0.25],
      [1800, 0],
      [5399, 0],
      [5400, 0.25],
    ] as const;
    for (const rule of [own, contractRules.offhook]) {
      const figures = runBy({ agents: 20, hours: 2, answerRate: { kind: 'points', points } }, rule);
      expect(figures.linesPeak).toBeLessThan(400);
      // Before the fault was mended 481 of 1,426 found nobody, and 2,500 calls were in flight.
      expect(figures.abandoned).toBeLessThan(70);
      expect(figures.served).toBeGreaterThan(400);
    }
  });

  test('from everybody: no more calls than agents who are free or soon will be', () => {
    const figures = runBy({ agents: 20, hours: 1, answerRate: constantly(1) }, own);
    expect(figures.abandonment).toBeLessThan(0.03);
    expect(figures.occupancy).toBeGreaterThan(0.8);
  });
});

describe('talks', () => {
  test('of a second: nobody waits, nothing piles up', () => {
    const second = { law: 'constant', seconds: 1 } as const;
    const figures = runBy({ agents: 20, hours: 0.5, talk: second, wrap: second }, own);
    expect(figures.abandonment).toBeLessThan(0.03);
    expect(figures.served).toBeGreaterThan(1500);
    expect(figures.linesPeak).toBeLessThan(250);
  });

  test('of an hour: the agents are kept busy', () => {
    const talk = { law: 'constant', seconds: 3600 } as const;
    const figures = runBy({ agents: 20, hours: 2.5, talk }, own);
    expect(figures.abandoned).toBeLessThan(5);
    expect(figures.occupancy).toBeGreaterThan(0.9);
  });
});

test('a list that ends: every number is dialed, and then nothing more is wanted', () => {
  const list = { leads: 300, retryAfterSeconds: 300, attemptsMax: 2 };
  const outcome = run({ agents: 20, hours: 1.5, list }, campanaPolicy('own', own));
  expect(outcome.callsAtEnd).toEqual({ inFlight: 0, waiting: 0 });
  expect(outcome.endSeconds).toBeLessThan(1.5 * 3600);
  expect(figuresOf(outcome).dials).toBeGreaterThan(300);
  const pacer = createPacer(morning);
  const seen = seenWith({ dialsMax: 0 });
  learn(pacer, seen, [], own, lawDefault);
  expect(decide(pacer, seen, own, lawDefault)).toMatchObject({ place: 0, reason: 'dialsMax' });
});

describe('a clock that jumps', () => {
  test.each([3600, -3600, 86_400, -86_400])('by %i s neither stalls pacing nor loosens it', (jumpSeconds) => {
    const { pacer, seen } = taught({ agents: 20, hours: 0.4 });
    const fresh = {
      talkingSince: [],
      wrapUpSince: [],
      dialedAt: [],
      waitingSince: [],
      idle: 10,
      staffed: 10,
    };
    const before = decide(pacer, { ...seen, ...fresh }, own, lawDefault);
    const rate = pacer.answering.rate;
    for (let beat = 1; beat <= 5; beat += 1) {
      const at = secondsAfter(seen.at, jumpSeconds + beat);
      // Calls and talks that began before it look an hour old, or seem to begin in the future.
      const jumped = { ...seen, at };
      learn(pacer, jumped, [], own, lawDefault);
      const record = decide(pacer, jumped, own, lawDefault);
      expect(record.place).toBeLessThanOrEqual(40);
      expect(realsOfRecord(record).every(Number.isFinite)).toBe(true);
    }
    const after = decide(
      pacer,
      { ...seen, ...fresh, at: secondsAfter(seen.at, jumpSeconds + 5) },
      own,
      lawDefault,
    );
    expect(after.place).toBeGreaterThanOrEqual(10);
    expect(after.place).toBeLessThanOrEqual(2 * before.place);
    expect(Math.abs(pacer.answering.rate - rate)).toBeLessThan(0.08);
    // A day later the account of the last 24 hours is another one.
    const account = jumpSeconds === 86_400 ? [0, 0] : [before.answered, before.abandoned];
    expect([after.answered, after.abandoned]).toEqual(account);
  });
});

const agoMillis = fc.array(fc.integer({ min: -60_000, max: 7_200_000 }), { maxLength: 40 });
const beats = fc.array(
  fc.record({
    stepSeconds: fc.oneof(fc.constant(1), fc.integer({ min: -90_000, max: 90_000 })),
    idle: fc.double({ min: 0, max: 50, noNaN: true }),
    busyMore: fc.double({ min: 0, max: 5, noNaN: true }),
    talking: agoMillis,
    wrapUp: agoMillis,
    dialed: agoMillis,
    foreign: agoMillis,
    waiting: agoMillis,
    dialsMax: fc.integer({ min: 0, max: 10_000 }),
    ringLimitSeconds: fc.integer({ min: 5, max: 120 }),
    happened: fc.array(
      fc.record({
        kind: fc.constantFrom(
          'answered',
          'notAnswered',
          'connected',
          'abandoned',
          'leftEarly',
          'talked',
          'wrappedUp',
        ),
        seconds: fc.double({ min: -10, max: 20_000, noNaN: true }),
      }),
      { maxLength: 30 },
    ),
  }),
  { minLength: 1, maxLength: 12 },
);

const happeningOf = (at: Seen['at'], kind: Happening['kind'], seconds: number): Happening => {
  switch (kind) {
    case 'answered':
    case 'notAnswered':
      return { kind, at, ringSeconds: seconds };
    case 'connected':
      return { kind, at, waitSeconds: seconds };
    case 'talked':
    case 'wrappedUp':
      return { kind, at, seconds };
    case 'abandoned':
    case 'machineMet':
    case 'leftEarly':
      return { kind, at };
  }
};

test('whatever it is shown, a decision is a whole number in bounds, and asking changes nothing', () => {
  fc.assert(
    fc.property(
      beats,
      fc.constantFrom(...rules),
      fc.constantFrom(0, 0.03, 1),
      (days, rule, abandonShareMax) => {
        const law = { ...lawDefault, abandonShareMax };
        const pacer = createPacer(morning);
        let at = morning;
        for (const day of days) {
          at = secondsAfter(at, day.stepSeconds);
          const since = (ago: readonly number[]) => ago.map((millis) => toMillis(at - millis));
          const seen: Seen = {
            at,
            idle: day.idle,
            staffed: day.idle + day.talking.length + day.wrapUp.length + day.busyMore,
            talkingSince: since(day.talking),
            wrapUpSince: since(day.wrapUp),
            dialedAt: since(day.dialed),
            foreignDialedAt: since(day.foreign),
            waitingSince: since(day.waiting),
            dialsMax: day.dialsMax,
            ringLimitSeconds: day.ringLimitSeconds,
          };
          learn(
            pacer,
            seen,
            day.happened.map(({ kind, seconds }) => happeningOf(at, kind, seconds)),
            rule,
            law,
          );
          const known = JSON.stringify({ ...pacer, answering: savePacer(pacer) });
          const record = decide(pacer, { ...seen }, rule, law);
          expect(decide(pacer, seen, rule, law)).toEqual(record);
          expect(JSON.stringify({ ...pacer, answering: savePacer(pacer) })).toBe(known);
          expect(Number.isInteger(record.place)).toBe(true);
          expect(record.place).toBeGreaterThanOrEqual(0);
          expect(record.place).toBeLessThanOrEqual(seen.dialsMax);
          const crowd = Math.floor((2 * seen.staffed) / record.outlook.answerRate);
          expect(record.place).toBeLessThanOrEqual(Math.max(0, crowd - seen.dialedAt.length));
          expect(realsOfRecord(record).every(Number.isFinite)).toBe(true);
          for (const risk of [
            record.riskMax,
            record.riskAtPlace,
            record.riskAtNext,
            record.outlook.answerRate,
          ]) {
            expect(risk).toBeGreaterThanOrEqual(0);
            expect(risk).toBeLessThanOrEqual(1 + 1e-6);
          }
        }
      },
    ),
    { numRuns: 80 },
  );
});
