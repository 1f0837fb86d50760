// The faults that pacing.md 8 was paid for with, each as it would show again: durations learned from
// the short calls alone, an answer rate of nothing, a control wound up before the first answers, eight
// hours over the ceiling, the volley at the start, agents who leave, and people taken for machines.
import { describe, expect, test } from 'vitest';
import { createControl, steer } from '../../../src/core/pacing/account.ts';
import { createAnswering, noteEnd, settleAnswering } from '../../../src/core/pacing/answering.ts';
import { decide } from '../../../src/core/pacing/decision.ts';
import { createDurations, noteDuration, settleDurations } from '../../../src/core/pacing/handlingTime.ts';
import { learn } from '../../../src/core/pacing/learn.ts';
import { limitsOf, targetForPacing } from '../../../src/core/pacing/limits.ts';
import { createPacer } from '../../../src/core/pacing/pacer.ts';
import type { PacingLaw } from '../../../src/core/pacing/rule.ts';
import { lawDefault } from '../../../src/simulation/pace/campana.ts';
import { figuresOf } from '../../../src/simulation/pace/figures.ts';
import { morning, own, run, runBy, secondsAfter, seenWith, sinceSeconds, watchedPolicy } from './beats.ts';

const constantly = (rate: number) => ({ kind: 'constant', rate }) as const;
/** What chance explains of a share: its two standard deviations. */
const chanceOver = (share: number, answered: number): number =>
  2 * Math.sqrt((share * (1 - share)) / answered);

describe('a: durations', () => {
  test('are learned from the calls that last as well as from those that have ended', () => {
    const at = secondsAfter(morning, 30);
    const learned = createDurations(90, 1);
    const fromEnded = createDurations(90, 1);
    for (let call = 0; call < 60; call += 1) {
      noteDuration(learned, 5 + (call % 25));
      noteDuration(fromEnded, 5 + (call % 25));
    }
    settleDurations(learned, sinceSeconds(at, 240, 30), at);
    settleDurations(fromEnded, [], at);
    expect(fromEnded.meanSeconds).toBeLessThan(45);
    expect(learned.meanSeconds).toBeGreaterThan(70);
  });

  test('do not make two hundred agents abandon at the start of the day', () => {
    const first = runBy({ agents: 200, hours: 0.25, answerRate: constantly(0.3) }, own);
    expect(first.abandonment).toBeLessThan(0.03 + chanceOver(0.03, first.answered));
    expect(first.occupancy).toBeGreaterThan(0.9);
  });
});

describe('b: the answer rate', () => {
  test('does not fall to nothing when refusals come before answers', () => {
    const answering = createAnswering();
    for (let call = 0; call < 200; call += 1) noteEnd(answering, false, 2, 25);
    const ringing = new Float64Array(30);
    ringing[5] = 800;
    settleAnswering(answering, ringing, 25);
    // Of 1,000 calls 200 were refused; by ended calls alone the rate would be 0.01.
    expect(answering.rate).toBeGreaterThan(0.03);
  });

  test('never sends thousands of calls on a beat or into flight', () => {
    let beatMost = 0;
    let flightMost = 0;
    let rateLeast = 1;
    const watched = watchedPolicy(
      () => ({ rule: own, law: lawDefault }),
      (pacer, seen, { place }) => {
        beatMost = Math.max(beatMost, place);
        flightMost = Math.max(flightMost, place + seen.dialedAt.length);
        rateLeast = Math.min(rateLeast, pacer.answering.rate);
      },
    );
    // Answers take 14 s here and refusals 2: the first quarter of a minute knows refusals alone.
    const ring = {
      person: { law: 'constant', seconds: 14 },
      machine: { law: 'constant', seconds: 18 },
      refused: { law: 'constant', seconds: 2 },
      noAnswer: null,
    } as const;
    run({ agents: 100, hours: 0.2, refusedShare: 0.5, ring }, watched);
    expect(rateLeast).toBeGreaterThan(0.03);
    expect(beatMost).toBeLessThan(1000);
    expect(flightMost).toBeLessThan(1500);
  });
});

describe('c: the control', () => {
  test('stands still before the first answers, and does not rise on answers that nothing held back', () => {
    const control = createControl();
    for (let beat = 0; beat < 30; beat += 1) steer(control, 0, 0, 1, 0.028, true);
    expect(control.logRisk).toBe(Math.log(0.03));
    steer(control, 100, 0, 1, 0.028, false);
    expect(control.logRisk).toBe(Math.log(0.03));
  });

  test('moves less on an abandoned call where answers come fast', () => {
    const stepAt = (answersPerSecond: number): number => {
      const control = { ...createControl(), answersPerSecond };
      steer(control, answersPerSecond, 1, 1, 0, true);
      return Math.log(0.03) - control.logRisk;
    };
    expect(stepAt(0.2)).toBeCloseTo(0.08, 3);
    // 60 answers within the delay of 15 s where 8 are felt at full gain.
    expect(stepAt(4) / stepAt(0.2)).toBeCloseTo(8 / 60, 2);
  });

  test('is not wound up by a thousand agents', () => {
    let riskMost = 0;
    const watched = watchedPolicy(
      () => ({ rule: own, law: lawDefault }),
      (pacer, _seen, { riskMax }) => {
        riskMost = Math.max(riskMost, riskMax, Math.exp(pacer.lawControl.logRisk));
      },
    );
    const figures = figuresOf(run({ agents: 1000, hours: 0.15, answerRate: constantly(0.2) }, watched));
    expect(riskMost).toBeLessThanOrEqual(0.3 + 1e-9);
    expect(figures.abandonment).toBeLessThan(0.03);
  });
});

describe('d: the balance of the account', () => {
  const limitAt = (answered: number, abandoned: number): number => {
    const pacer = createPacer(morning);
    pacer.hours.push({ hour: morning, answered, abandoned, machines: 0 });
    return limitsOf(pacer, seenWith({ idle: 0 }), own, lawDefault).law;
  };

  test('bends what a call may risk while the control has not moved', () => {
    expect(limitAt(90, 0) / limitAt(0, 0)).toBeGreaterThan(1.5);
    expect(limitAt(90, 6) / limitAt(0, 0)).toBeLessThan(0.5);
    expect(limitAt(90, 6)).toBeGreaterThan(0);
  });

  test('keeps five agents below the ceiling for eight hours', () => {
    expect(runBy({ agents: 5 }, own).abandonment).toBeLessThan(0.03);
  });
});

describe('e: the start of a shift', () => {
  test('risks less with everybody idle than with few', () => {
    const pacer = createPacer(morning);
    const limitWith = (idle: number) =>
      limitsOf(pacer, seenWith({ idle, staffed: 100 }), own, lawDefault).law;
    expect(limitWith(100) / limitWith(0)).toBeCloseTo(Math.exp(-5), 6);
    expect(limitWith(10) / limitWith(0)).toBeCloseTo(Math.exp(-0.5), 6);
  });

  test('abandons in its first two minutes no more than chance explains', () => {
    for (const agents of [20, 100, 400]) {
      const { abandoned, answered } = runBy({ agents, hours: 1 / 30 }, own);
      expect(abandoned).toBeLessThan(0.03 * answered + 3 * Math.sqrt(Math.max(4, 0.03 * answered)));
    }
  });
});

describe('f: agents who leave at the end of the shift', () => {
  const shifts = Array.from({ length: 30 }, (_, agent) => ({
    agents: 1,
    loginSeconds: 0,
    logoffSeconds: 3600 + agent * 60,
  }));

  test('are not seen from the moment at which no call dialed now would find them', () => {
    const staffedAt = new Map<number, number>();
    const watched = watchedPolicy(
      () => ({ rule: own, law: lawDefault }),
      (_pacer, seen) => staffedAt.set(seen.at / 1000, seen.staffed),
    );
    run({ agents: 30, hours: 1.6, shifts }, watched);
    expect(staffedAt.get(3570)).toBe(30);
    expect(staffedAt.get(3590)).toBe(29);
    expect(staffedAt.get(3600 + 600 - 10)).toBe(19);
  });

  test('are not dialed for: the end of the shift abandons no more than its middle', () => {
    let [middle, end, answered] = [0, 0, 0];
    for (const seed of [1, 2, 3]) {
      const whole = runBy({ agents: 30, hours: 1.6, shifts }, own, lawDefault, seed);
      const before = runBy({ agents: 30, hours: 1, shifts }, own, lawDefault, seed);
      middle += before.abandoned;
      end += whole.abandoned - before.abandoned;
      answered += whole.answered - before.answered;
    }
    expect(middle).toBeGreaterThan(0);
    expect(end / answered).toBeLessThan(0.03 + chanceOver(0.03, answered));
  });
});

describe('g: people taken for machines', () => {
  test('use up the ceiling before pacing does', () => {
    // 1,000 dials, 400 machines declared, 200 people; of those declared 1 or 2 % are people.
    expect(targetForPacing(0.03, 196, 4)).toBeCloseTo(0.01, 3);
    expect(targetForPacing(0.03, 192, 8)).toBe(0);
    expect(targetForPacing(0.03, 200, 0)).toBe(0.03);
    expect(targetForPacing(0.03, 0, 0)).toBe(0.03);
    expect(targetForPacing(0.03, 0, 1)).toBe(0);
  });

  test('are held to the ceiling together with the abandoned where their share is told', () => {
    const detection = { delaySeconds: 2.5, falsePositive: 0.01, falseNegative: 0.08 };
    const law: PacingLaw = { ...lawDefault, falseMachineShare: 0.01 };
    const untold = runBy({ agents: 30, hours: 3, detection }, own);
    const told = runBy({ agents: 30, hours: 3, detection }, own, law);
    expect(untold.abandonmentOfcom).toBeGreaterThan(0.03);
    expect(told.abandonmentOfcom).toBeLessThan(0.03);
    expect(told.occupancy).toBeGreaterThan(untold.occupancy - 0.04);
  });

  test('leave nothing to risk where they fill the ceiling: one call for each agent', () => {
    const law: PacingLaw = { ...lawDefault, falseMachineShare: 0.03 };
    const pacer = createPacer(morning);
    const seen = seenWith();
    learn(pacer, seen, [], own, law);
    expect(decide(pacer, seen, own, law).place).toBe(10);
  });
});
