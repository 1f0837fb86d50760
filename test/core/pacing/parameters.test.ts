// What each parameter of the contract's four methods does: in which direction it moves pacing, and how
// far. The law's ceiling is lifted where it would hide the method's own goal.
import { describe, expect, test } from 'vitest';
import type { PredictSettings } from '../../../src/core/campaign.ts';
import { decide } from '../../../src/core/pacing/decision.ts';
import { learn } from '../../../src/core/pacing/learn.ts';
import { empiricalDials, offHookDials } from '../../../src/core/pacing/methods.ts';
import { createPacer } from '../../../src/core/pacing/pacer.ts';
import { talkMean, talkScale } from '../../../src/core/pacing/talkTime.ts';
import { campanaPolicy, contractRules, lawDefault } from '../../../src/simulation/pace/campana.ts';
import { figuresOf } from '../../../src/simulation/pace/figures.ts';
import { lawWide, morning, own, run, runBy, secondsAfter, seenWith, sinceSeconds, taught } from './beats.ts';

type Completion = Extract<PredictSettings, { method: 'completion' }>;
const usage = (changed: object): PredictSettings => ({ ...contractRules.usage, ...changed });
const completion = (changed: object): Completion => ({ ...contractRules.completion, ...changed });
const day = { agents: 20, hours: 2 };

describe('lossRate', () => {
  test.each(['usage', 'completion'] as const)('is the loss that %s steers to', (method) => {
    const ruleWith = (lossRatePercent: number) =>
      method === 'usage'
        ? usage({ utilRatePercent: 100, lossRatePercent })
        : completion({ waitSeconds: 2, lossRatePercent });
    const [none, low, middle, high] = [0, 1, 3, 10].map((percent) => runBy(day, ruleWith(percent), lawWide));
    const progressive = runBy(day, { method: 'progressive' });
    expect(none?.abandoned).toBe(0);
    expect(none?.dials).toBe(progressive.dials);
    expect(low?.abandonment).toBeGreaterThan(0.005);
    expect(low?.abandonment).toBeLessThan(0.015);
    expect(middle?.abandonment).toBeGreaterThan(0.02);
    expect(middle?.abandonment).toBeLessThan(0.032);
    expect(high?.abandonment).toBeGreaterThan(0.05);
    expect(high?.abandonment).toBeLessThan(0.105);
    // What it buys: 24 points of usage for the first percent, two to three more up to 3, and so on.
    expect(low?.occupancy).toBeGreaterThan((none?.occupancy ?? 1) + 0.2);
    expect(middle?.occupancy).toBeGreaterThan((low?.occupancy ?? 1) + 0.015);
    expect(high?.occupancy).toBeGreaterThan((middle?.occupancy ?? 1) + 0.01);
  });
});

describe('utilRate', () => {
  test.each([
    [2, 40],
    [2, 60],
    [2, 75],
    [1, 40],
    [1, 60],
  ] as const)('method %i holds usage at %i %%', (utilRateMethod, utilRatePercent) => {
    const figures = runBy(day, usage({ utilRateMethod, utilRatePercent }));
    const reached = utilRateMethod === 1 ? figures.talkOccupancy : figures.occupancy;
    expect(Math.abs(reached * 100 - utilRatePercent)).toBeLessThan(2);
  });

  test('by talk alone asks for more calls than by talk and work', () => {
    const byTalk = runBy(day, usage({ utilRateMethod: 1, utilRatePercent: 60 }));
    const byBoth = runBy(day, usage({ utilRateMethod: 2, utilRatePercent: 60 }));
    // Wrap-up is a seventh of the handling time, and so much more is to be done.
    expect(byTalk.occupancy / byBoth.occupancy).toBeGreaterThan(1.08);
    expect(byTalk.occupancy / byBoth.occupancy).toBeLessThan(1.22);
  });
});

describe('waitTime', () => {
  test('lets people wait longer for an agent, and fewer be given up', () => {
    const waits = [0, 2, 5, 16];
    const runs = waits.map((waitSeconds) => {
      const figures = figuresOf(run(day, campanaPolicy('c', completion({ waitSeconds }), lawWide)));
      return { ...figures, late: figures.served - figures.servedInTime };
    });
    const [none, two, five, long] = runs;
    // Beyond the 2 s of the law somebody who is late is still served.
    expect([none?.late, two?.late]).toEqual([0, 0]);
    expect(five?.late).toBeGreaterThan(10);
    expect(long?.late).toBeGreaterThan(3 * (five?.late ?? 0));
    const givenUp = runs.map(({ answered, served }) => (answered - served) / answered);
    expect(givenUp[3]).toBeLessThan((givenUp[0] ?? 0) / 2);
    for (const share of givenUp) expect(share).toBeLessThan(0.032);
    expect((long?.occupancy ?? 0) - (none?.occupancy ?? 1)).toBeGreaterThan(0.02);
  });
});

describe('connRate', () => {
  test('counts like fifty calls beside those that were seen', () => {
    const { pacer, seen } = taught({ agents: 20, hours: 0.3 });
    const rateWith = (connRatePercent: number) =>
      decide(pacer, { ...seen }, completion({ connRatePercent }), lawDefault).outlook.answerRate;
    const { rate, rateCalls } = pacer.answering;
    expect(rateWith(0)).toBe(rate);
    for (const percent of [5, 25, 60, 99])
      expect(rateWith(percent)).toBeCloseTo((percent / 2 + rateCalls * rate) / (50 + rateCalls), 10);
  });

  test('makes the first beat bolder when few are expected to answer', () => {
    const placeWith = (connRatePercent: number) => {
      const [pacer, seen] = [createPacer(morning), seenWith({ idle: 30, staffed: 30 })];
      const rule = completion({ connRatePercent });
      learn(pacer, seen, [], rule, lawDefault);
      return decide(pacer, seen, rule, lawDefault).place;
    };
    expect(placeWith(10)).toBeGreaterThan(1.5 * placeWith(30));
    expect(placeWith(60)).toBeLessThan(placeWith(30));
  });
});

describe('outBoundRate', () => {
  const placeAt = (outBoundRatePercent: number): number => {
    const { pacer, seen } = taught({ agents: 40, hours: 0.3 });
    const beat = {
      ...seen,
      idle: 20,
      talkingSince: seen.talkingSince.slice(0, 20),
      dialedAt: [],
      waitingSince: [],
    };
    const rule = { ...contractRules.empirical, outBoundRatePercent };
    return decide(pacer, { ...beat, wrapUpSince: [], staffed: 40 }, rule, {
      ...lawDefault,
      abandonShareMax: 1,
    }).place;
  };

  test('is the share of the expected agents that is dialed for', () => {
    expect(placeAt(0)).toBe(0);
    const [less, more] = [placeAt(35), placeAt(70)];
    expect(less).toBeGreaterThan(10);
    expect(more / less).toBeGreaterThan(1.9);
    expect(more / less).toBeLessThan(2.1);
  });

  test('at 100 occupies and abandons more than at 70', () => {
    const dayAt = (outBoundRatePercent: number) =>
      runBy({ agents: 30, hours: 2 }, { ...contractRules.empirical, outBoundRatePercent }, lawWide);
    const [none, usual, full] = [dayAt(0), dayAt(70), dayAt(100)];
    expect(none.dials).toBe(0);
    expect(full.occupancy).toBeGreaterThan(usual.occupancy + 0.005);
    expect(full.abandonment).toBeGreaterThan(usual.abandonment + 0.02);
  });
});

describe('offHookRate', () => {
  test('scales the calls for each idle agent', () => {
    const { pacer, seen } = taught({ agents: 30, hours: 0.3 });
    const { outlook } = decide(pacer, { ...seen }, own, lawDefault);
    const flightAt = (percent: number, dialed = 0, waiting = 0) =>
      dialed +
      offHookDials(
        seenWith({
          idle: 6 + waiting,
          dialedAt: sinceSeconds(morning, dialed, 5),
          waitingSince: sinceSeconds(morning, waiting, 1),
        }),
        outlook,
        percent,
      ).place;
    expect(flightAt(50)).toBe(Math.floor(3 / outlook.answerRate));
    expect(flightAt(100)).toBe(Math.floor(6 / outlook.answerRate));
    expect(flightAt(200)).toBe(Math.floor(12 / outlook.answerRate));
    // Those that ring already count, and who waits takes an agent.
    expect(flightAt(100, 4)).toBe(flightAt(100));
    expect(flightAt(100, 0, 3)).toBe(flightAt(100));
  });

  test('moves usage and abandonment by tens of points between its ends', () => {
    const [half, whole, twice] = [50, 100, 200].map((offHookRatePercent) =>
      runBy({ agents: 30, hours: 2 }, { method: 'offHook', offHookRatePercent }, lawWide),
    );
    expect((whole?.occupancy ?? 0) - (half?.occupancy ?? 1)).toBeGreaterThan(0.07);
    expect((twice?.occupancy ?? 0) - (whole?.occupancy ?? 1)).toBeGreaterThan(0.03);
    expect(half?.abandonment).toBeLessThan(0.005);
    expect(twice?.abandonment).toBeGreaterThan((whole?.abandonment ?? 1) + 0.03);
  });
});

describe('minAvgCallTime and maxAvgCallTime', () => {
  const between = (minAvgCallSeconds: number, maxAvgCallSeconds: number) =>
    usage({ minAvgCallSeconds, maxAvgCallSeconds });

  test('give the first thirty talks their middle, then bound what was learned', () => {
    const pacer = createPacer(morning);
    expect(talkMean(pacer, between(50, 200))).toBe(125);
    pacer.talk.endsSeen = 29;
    expect(talkMean(pacer, between(50, 200))).toBe(125);
    pacer.talk.endsSeen = 30;
    expect(talkMean(pacer, between(50, 200))).toBe(pacer.talk.meanSeconds);
    expect(talkMean(pacer, between(100, 200))).toBe(100);
    expect(talkMean(pacer, between(50, 60))).toBe(60);
    expect(talkMean(pacer, between(120, 120))).toBe(120);
    expect(talkMean(pacer, own)).toBe(pacer.talk.meanSeconds);
    expect(talkScale(pacer, between(180, 180))).toBeCloseTo(180 / pacer.talk.meanSeconds, 10);
  });

  test('make agents be expected free sooner or later, and so more or fewer calls', () => {
    const at = secondsAfter(morning, 3600);
    const expected = (seconds: number) => {
      const { pacer } = taught({ agents: 40, hours: 0.3 });
      const rule = { ...contractRules.empirical, minAvgCallSeconds: seconds, maxAvgCallSeconds: seconds };
      const seen = { ...seenWith({ idle: 0, staffed: 40, talkingSince: sinceSeconds(at, 40, 60) }), at };
      learn(pacer, seen, [], rule, lawWide);
      const record = decide(pacer, seen, rule, lawWide);
      expect(record.talkSecondsMean).toBe(seconds);
      const wish = empiricalDials(seen, record.outlook, record.ringSecondsMean, 70);
      return { free: record.outlook.freeMean.at(-1) ?? 0, place: wish.place };
    };
    const [short, long] = [expected(50), expected(200)];
    // Four times as long: about a quarter or a half comes free within the horizon.
    expect(short.free / long.free).toBeGreaterThan(1.5);
    expect(short.free / long.free).toBeLessThan(5);
    expect(short.place).toBeGreaterThan(long.place);
  });
});
