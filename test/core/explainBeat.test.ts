// "Why 7 and not 9" from the record alone: the risk at each count, and what stood against the nine.
import { describe, expect, it } from 'vitest';
import { explainBeat } from '../../src/core/explainBeat.ts';
import { type PacingRecord, realsOfRecord, recordOfReals } from '../../src/core/pacing/record.ts';
import { horizonsSeconds } from '../../src/core/pacing/seen.ts';

const over = (of: (seconds: number) => number): number[] => horizonsSeconds.map(of);
const record: PacingRecord = {
  method: 'own',
  reason: 'riskLimit',
  place: 7,
  idle: 2,
  staffed: 20,
  talking: 15,
  wrapUp: 3,
  ringing: 6,
  foreignRinging: 0,
  waiting: 0,
  dialsMax: 500,
  talkSecondsMean: 90,
  wrapUpSecondsMean: 15,
  ringSecondsMean: 10,
  answered: 1_000,
  abandoned: 25,
  riskMax: 0.08,
  riskAtPlace: 0.07,
  riskAtNext: 0.09,
  usagePercent: 86,
  outlook: {
    freeMean: over((seconds) => 2 + seconds * 0.17),
    freeVariance: over((seconds) => seconds * 0.15),
    answersMean: over((seconds) => Math.min(1.5, seconds * 0.1)),
    answersVariance: over((seconds) => Math.min(1.1, seconds * 0.08)),
    reach: over((seconds) => 0.25 * (1 - Math.exp(-seconds / 10))),
    answerRate: 0.25,
    answerRateCalls: 400,
  },
};

describe('why 7 and not 9', () => {
  it('tells the risk at 7, 8, 9 and 10, which grows, and that the risk was the limit', () => {
    const explained = explainBeat(record, 9);
    expect(explained).toMatchObject({ asked: 9, placed: 7, reason: 'riskLimit', binding: 'riskLimit' });
    expect(explained.riskAt.map(({ dials }) => dials)).toEqual([7, 8, 9, 10]);
    const risks = explained.riskAt.map(({ risk }) => risk);
    expect(risks).toEqual(risks.toSorted((one, other) => one - other));
    expect(risks.every((risk) => risk > 0 && risk < 1)).toBe(true);
  });

  it('asks about one call more when nobody says how many', () => {
    expect(explainBeat(record)).toMatchObject({ asked: 8, placed: 7 });
  });

  it('finds nothing against a number that was placed', () => {
    expect(explainBeat(record, 5).binding).toBeNull();
    expect(explainBeat(record, 7).binding).toBeNull();
  });

  it('names what could be dialed at all before everything else, and that nobody was there before that', () => {
    expect(explainBeat({ ...record, dialsMax: 8 }, 9).binding).toBe('dialsMax');
    expect(explainBeat({ ...record, dialsMax: 8 }, 8).binding).toBe('riskLimit');
    expect(explainBeat({ ...record, staffed: 0, place: 0, reason: 'noAgents' }, 9).binding).toBe('noAgents');
    expect(explainBeat({ ...record, reason: 'usageReached' }, 9).binding).toBe('usageReached');
  });

  it('stays short however far the number asked about lies', () => {
    const { riskAt } = explainBeat({ ...record, dialsMax: 20_000 }, 10_000);
    expect(riskAt.length).toBeLessThanOrEqual(24);
    expect(riskAt.map(({ dials }) => dials)).toEqual(expect.arrayContaining([7, 8, 10_000]));
  });

  it('is the same from the numbers that the recorder keeps', () => {
    const kept = recordOfReals(realsOfRecord(record).map(Math.fround));
    expect(kept).not.toBeNull();
    if (kept === null) return;
    const [now, later] = [explainBeat(record, 9), explainBeat(kept, 9)];
    expect(later.binding).toBe(now.binding);
    later.riskAt.forEach(({ risk }, index) => {
      expect(risk).toBeCloseTo(now.riskAt[index]?.risk ?? 0, 5);
    });
  });
});
