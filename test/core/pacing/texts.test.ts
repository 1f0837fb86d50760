// The sentences of pacing: one for each reason, in both languages, and none of them empty of numbers.
import { describe, expect, test } from 'vitest';
import { type PacingReason, type PacingRecord, pacingReasons } from '../../../src/core/pacing/record.ts';
import { horizonsSeconds } from '../../../src/core/pacing/seen.ts';
import { beatSentence, type DecidedBeat, otherDialsSentence } from '../../../src/core/pacing/texts.ts';

const flat = (value: number) => horizonsSeconds.map(() => value);
const recordOf = (reason: PacingReason, change: Partial<PacingRecord> = {}): PacingRecord => ({
  method: 'own',
  reason,
  place: 2,
  idle: 3.5,
  staffed: 10,
  talking: 5,
  wrapUp: 1,
  ringing: 6,
  foreignRinging: 0,
  waiting: 1,
  dialsMax: 40,
  talkSecondsMean: 90,
  wrapUpSecondsMean: 15,
  ringSecondsMean: 10,
  answered: 1000,
  abandoned: 31,
  riskMax: 0.03,
  riskAtPlace: 0.029,
  riskAtNext: 0.041,
  usagePercent: 71.25,
  outlook: {
    freeMean: flat(4),
    freeVariance: flat(1),
    answersMean: flat(1.5),
    answersVariance: flat(1),
    reach: horizonsSeconds.map((seconds) => Math.min(0.25, seconds / 50)),
    answerRate: 0.25,
    answerRateCalls: 12,
  },
  ...change,
});
const beat = (record: PacingRecord, change: Partial<DecidedBeat> = {}): DecidedBeat => ({
  record,
  placed: record.place,
  gate: 'pacing',
  ...change,
});

test.each(pacingReasons)('%s is told in both languages', (reason) => {
  const english = beatSentence(beat(recordOf(reason)), 'en_US');
  const chinese = beatSentence(beat(recordOf(reason)), 'zh_CN');
  expect(english).toMatch(/^2 calls, because [a-z0-9].*\. Of 10 agents 3\.5 are idle/);
  expect(english).not.toMatch(/[\u4e00-\u9fff]|undefined|NaN/);
  expect(chinese).toMatch(/^外呼 2 个，原因：.+。座席共 10 人/);
  expect(chinese).not.toMatch(/[a-z]{4}|NaN/);
});

test.each([
  [7, 'an 8th'],
  [0, 'even one'],
  [1, 'a 2nd'],
  [2, 'a 3rd'],
  [10, 'an 11th'],
  [11, 'a 12th'],
  [20, 'a 21st'],
  [79, 'an 80th'],
])('after %i calls comes %s', (place, words) => {
  expect(beatSentence(beat(recordOf('riskLimit', { place })), 'en_US')).toContain(
    `because ${words} would find no agent with a probability of 4.1 %, where 3.0 % is allowed`,
  );
});

test('one is spoken of as one', () => {
  const alone = recordOf('riskLimit', { staffed: 1, idle: 1, talking: 1, wrapUp: 1, ringing: 1 });
  expect(beatSentence(beat(alone), 'en_US')).toContain(
    'Of 1 agent 1 is idle, 1 talks and 1 wraps up; 1 call in flight',
  );
});

test('a closed gate is the reason, in words and not by its name', () => {
  const closed = beat(recordOf('riskLimit'), { placed: 0, gate: 'segment' });
  expect(beatSentence(closed, 'en_US')).toMatch(/^No calls, because it is outside the hours of a workday\./);
  expect(beatSentence(closed, 'zh_CN')).toMatch(/^未外呼，原因：不在工作日的外呼时段内。/);
  expect(otherDialsSentence(closed, 9, 'en_US')).toBe('Not 9, because it is outside the hours of a workday.');
});

test('fewer numbers than pacing wanted are told', () => {
  const short = beat(recordOf('riskLimit', { place: 9 }), { placed: 4 });
  expect(beatSentence(short, 'en_US')).toContain(
    'Pacing wanted 9; numbers, channels and the calls a second left only 4.',
  );
});

describe('another number of calls', () => {
  const risky = beat(recordOf('riskLimit'));
  test.each([
    [2, /^2 is the number that was placed\.$/],
    [
      30,
      /^Not 30: a 30th call would find no agent with a probability of \d+\.\d %, where 3\.0 % is allowed\.$/,
    ],
    [41, /^41 could not be placed: numbers, channels and the calls a second left 40\.$/],
    [1, /^1 would have been fewer than possible: the first call would find no agent/],
    [0, /^0 would have been fewer than possible/],
  ])('%i', (dials, sentence) => {
    expect(otherDialsSentence(risky, dials, 'en_US')).toMatch(sentence);
    expect(otherDialsSentence(risky, dials, 'zh_CN')).toMatch(/[\u4e00-\u9fff]/);
  });

  test('that the risk would allow is not wanted for the reason of the beat', () => {
    const used = beat(recordOf('usageReached', { riskMax: 0.5 }));
    expect(otherDialsSentence(used, 3, 'en_US')).toMatch(
      /^Not 3, because agent usage has reached the setting with 71\.3 %.*would allow it\.$/,
    );
  });
});
