// How long the tour is, and which numbers it dials: over a real carrier all within two minutes, and no talk
// without an end.
import { expect, test } from 'vitest';
import { realLengths, realPeople, simulatedLengths } from '../../../src/cli/demo/lengths.ts';
import { lineOfProgress } from '../../../src/cli/demo/lines.ts';
import { numbersCsv, pace, realNumbersCsv } from '../../../src/cli/demo/requests.ts';

const sum = (watched: Record<string, number>): number => Object.values(watched).reduce((a, b) => a + b, 0);

test('the faster the world, the shorter the tour may be; with real calls it has three minutes', () => {
  expect(simulatedLengths(10).tourMillisMax).toBe(87_000);
  expect(simulatedLengths(1).tourMillisMax).toBe(645_000);
  expect(realLengths.tourMillisMax).toBe(180_000);
});

test('dialing and watching over a real carrier leave room in two minutes for what begins and ends them', () => {
  const { ivr, predicted } = realLengths;
  const slowly = (ivr.callsBeforeChange / pace.before) * pace.intervalSeconds;
  const fast = ((ivr.numbers - ivr.callsBeforeChange) / pace.after) * pace.intervalSeconds;
  expect(slowly + fast + sum(predicted.watchedSeconds) + realPeople.talkSeconds).toBeLessThan(120);
});

test('over a real carrier the twenty fates come first, and nobody else has one', () => {
  const { numbers } = numbersCsv(realLengths.ivr.numbers, realLengths.ivr.fates);
  const digits = numbers.map((number) => Number(number.slice(-2)));
  expect(digits.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, fate) => fate));
  expect(Math.min(...digits.slice(20))).toBe(20);
  expect(new Set(numbers).size).toBe(realLengths.ivr.numbers);
});

test('of the people for agents four in ten answer, at two lengths of talk, and all hang up by themselves', () => {
  const { numbers, csv } = realNumbersCsv(600);
  const fates = numbers.map((number) => number.slice(-2));
  const share = (isSo: (fate: string) => boolean) => fates.filter(isSo).length / fates.length;
  expect(new Set(numbers).size).toBe(600);
  expect(csv.split('\n')).toHaveLength(602);
  const isLong = (fate: string) => Number(fate) > 19;
  expect(share((fate) => isLong(fate) || fate === '10')).toBeCloseTo(5 / 12, 1);
  expect(share((fate) => fate === '10')).toBeGreaterThan(0.1);
  // 06 and 11 would stay until an agent hangs up, and those of the demo never do.
  expect(fates.filter((fate) => ['06', '11', '14', '15'].includes(fate))).toEqual([]);
});

test('a line of progress shows what Campana, the carrier and the receiver have counted', () => {
  expect(lineOfProgress({ second: 65.9, calls: 57, calling: 11, invites: 57, results: 8 })).toBe(
    '  01:05  calls 57  in progress 11  INVITEs at the carrier 57  results received  8',
  );
});
