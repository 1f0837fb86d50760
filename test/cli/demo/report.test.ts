// The demo's judge sees a loss, a doubled result and a change that took no effect.
import { expect, test } from 'vitest';
import { judge } from '../../../src/cli/demo/report.ts';
import { numbersCsv, zoneOfAfternoon } from '../../../src/cli/demo/requests.ts';
import type { Tour } from '../../../src/cli/demo/tour.ts';
import { toMillis } from '../../../src/core/units.ts';

const { numbers } = numbersCsv(39, 11);
/** Four beats of three calls, then three beats of nine. */
const claimSeconds = [
  ...[1000, 1003, 1006, 1009].flatMap((second) => [second, second, second]),
  ...[1012, 1015, 1018].flatMap((second) => Array.from({ length: 9 }, () => second)),
];
const results = new Map(
  numbers.map((called, index) => {
    const callId = `${claimSeconds[index]}-${index}`;
    return [callId, { called, callId, cause: index % 2 === 0 ? '00000' : '00537' }];
  }),
);
const tour: Tour = {
  campaignId: 1,
  numbers,
  effectiveSecond: 1012,
  effectiveAt: '1970-01-01T00:16:52.000Z',
  changedAt: '1970-01-01T00:16:50.000Z',
  kept: {
    calls: 39,
    calling: 0,
    waiting: 0,
    results: 39,
    noticesWaiting: 0,
    noticesUndelivered: 0,
    callsByCause: new Map([
      ['00000', 20],
      ['00537', 19],
    ]),
  },
  witness: null,
};

test('when all is well it says the pace before and after, and that nothing is missing', () => {
  const { lines, faults } = judge(tour, results, 0);
  expect(faults).toEqual([]);
  const text = lines.join('\n');
  expect(text).toMatch(/before the PUT +60\n/);
  expect(text).toMatch(/after the PUT +180\n/);
  expect(text).toContain('Nothing is missing.');
});

test('one lost result is seen from three sides', () => {
  const fewer = new Map([...results].slice(1));
  expect(judge(tour, fewer, 0).faults).toEqual([
    'no result came for 1 numbers, the first of them …0100',
    'the database counts 39 calls, 38 results came',
    'cause 00000: 19 received, 20 in the database',
  ]);
});

test('a change without effect and waiting notices are faults', () => {
  const bad: Tour = {
    ...tour,
    effectiveAt: null,
    effectiveSecond: null,
    kept: { ...tour.kept, noticesWaiting: 1, waiting: 2, results: 38 },
  };
  expect(judge(bad, results, 0).faults).toHaveLength(5);
});

test('the carrier is a second witness of every call and of the pace', () => {
  const invites = numbers.map((called, index) => ({
    at: ((claimSeconds[index] ?? 0) + (index % 3)) * 1000,
    callId: `sip-${index}`,
    called,
    caller: '10085',
  }));
  const calls = numbers.map((called) => ({ called, cause: '00000', recordPath: '', recordedSeconds: null }));
  const witness = { invites, telephoneInvites: [], calls };
  const seen = judge({ ...tour, witness }, results, 0);
  expect(seen.faults).toEqual([]);
  expect(seen.lines.join('\n')).toContain('before the PUT  60, by the INVITEs at the carrier 60');
  expect(seen.lines.join('\n')).toContain('39 INVITEs for these 39 calls');
  const slow = { ...witness, invites: invites.map((one) => ({ ...one, at: 1_000_000 })).slice(1) };
  expect(judge({ ...tour, witness: slow }, results, 0).faults).toEqual([
    'the carrier saw fewer INVITEs than there are calls to 1 numbers',
    'the pace at the carrier did not rise',
  ]);
});

test('the demo has eleven fated numbers first, each number once, and lives in the afternoon', () => {
  const made = numbersCsv(300, 11).numbers;
  expect(new Set(made).size).toBe(300);
  expect(made.slice(0, 11).map((number) => number.slice(-2))).toEqual(
    Array.from({ length: 11 }, (_, fate) => String(fate).padStart(2, '0')),
  );
  expect(made.slice(11).filter((number) => Number(number.slice(-2)) <= 10)).toEqual([]);
  for (let hour = 0; hour < 24; hour += 1) {
    const zone = zoneOfAfternoon(toMillis(Date.UTC(2030, 5, 1, hour, 59, 59)));
    const shown = new Intl.DateTimeFormat('en', { hour: 'numeric', hour12: false, timeZone: zone });
    expect(shown.format(Date.UTC(2030, 5, 1, hour, 59, 59))).toBe('14');
  }
});
