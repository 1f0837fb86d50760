// The demo's judge of the predicted campaign: it believes nothing that was not seen.
import { expect, test } from 'vitest';
import type { Look } from '../../../src/cli/demo/lines.ts';
import { lineOf } from '../../../src/cli/demo/lines.ts';
import type { PredictedTour } from '../../../src/cli/demo/predicted.ts';
import { judgePredicted } from '../../../src/cli/demo/predictedReport.ts';
import { exampleRequest, plainNumbersCsv } from '../../../src/cli/demo/requests.ts';
import { decideSchedule } from '../../../src/core/schedule.ts';
import { toMillis } from '../../../src/core/units.ts';

const look: Look = {
  second: 200,
  talking: 15,
  idle: 2,
  wrapUp: 3,
  ringing: 14,
  waiting: 0,
  answered: 105,
  abandoned: 2,
  method: 'offHook',
  reason: 'riskLimit',
};
const change = {
  what: 'predictMethod 2',
  revision: 3,
  changedAt: '2030-06-01T14:00:00.000Z',
  effectiveAt: '2030-06-01T14:00:00.700Z',
};
const tour: PredictedTour = {
  campaignId: 2,
  numbers: ['13800000111'],
  asWritten: '02000003: name is too long',
  shortened: '{"resultCode":"0200000"}',
  looks: [look],
  changes: [change, { ...change, what: 'predictMethod 5', revision: 4 }],
  told: 400,
  kept: {
    calls: 410,
    calling: 10,
    waiting: 2590,
    results: 400,
    noticesWaiting: 0,
    noticesUndelivered: 0,
    callsByCause: new Map(),
  },
  witness: null,
};
const results = new Map(
  Array.from({ length: 400 }, (_, index) => {
    const callId = `1900000000-${index}`;
    return [callId, { called: `138${index}`, callId, cause: '00000' }];
  }),
);

test('when all is well it says occupancy, abandonment and how soon each change took effect', () => {
  const { lines, faults } = judgePredicted(tour, results, 1);
  expect(faults).toEqual([]);
  const text = lines.join('\n');
  expect(text).toContain('predictMethod 2: in effect 0.70 s later');
  expect(text).toContain('400 results; 0 lost, 0 doubled');
  expect(text).toContain('Nothing is missing.');
});

test('a lost result, a number called twice, a late change and a missing one are faults', () => {
  const twice = new Map(
    [...results].map(([id, result], index) => [id, { ...result, called: String(index % 399) }]),
  );
  const late = { ...change, effectiveAt: '2030-06-01T14:00:03.100Z' };
  const { faults } = judgePredicted({ ...tour, told: 399, changes: [late] }, twice, 1);
  expect(faults).toEqual([
    'the change to predictMethod 2 took effect after 3.10 s',
    '1 of 2 changes were made',
    '1 ended calls have no result',
    '1 numbers were called twice',
  ]);
});

test('idle agents all day, or more calls abandoned than the limit and chance allow, are faults', () => {
  const idle = { ...look, talking: 0, wrapUp: 0, idle: 20 };
  expect(judgePredicted({ ...tour, looks: [idle] }, results, 1).faults).toHaveLength(3);
  const careless = { ...look, answered: 100, abandoned: 8 };
  expect(judgePredicted({ ...tour, looks: [careless] }, results, 1).faults).toHaveLength(1);
  expect(judgePredicted({ ...tour, looks: [] }, results, 1).faults).toHaveLength(1);
});

test('with a real carrier each call has its INVITE and each talk its recording, or it is a fault', () => {
  const invite = { at: 0, callId: 'sip-1', called: '13800000111', caller: '10085' };
  const call = { called: '13800000111', cause: '00000', recordPath: '1/2/x.wav', recordedSeconds: 9 };
  const witness = { invites: [invite], telephoneInvites: [{ ...invite, called: '1001' }], calls: [call] };
  const { faults, lines } = judgePredicted({ ...tour, witness }, results, 1);
  expect(faults).toEqual([]);
  expect(lines.join('\n')).toContain('1 INVITEs for these 1 calls');
  const bad = { ...witness, invites: [], calls: [{ ...call, recordedSeconds: null }] };
  expect(judgePredicted({ ...tour, witness: bad }, results, 1).faults).toHaveLength(2);
});

test('a line shows agents, calls, occupancy, abandonment and the reason', () => {
  expect(lineOf([look])).toBe(
    '  03:20  talking 15  wrap-up  3  idle  2  ringing 14  occupancy 90 %  abandoned 2 of 105  off-hook rate: one more is too risky',
  );
});

test('the example may dial at the hour that its zone is given, in its own segments', () => {
  const { scheduleParam } = exampleRequest('x', {}, 'http://127.0.0.1:9/', toMillis(0), 'UTC');
  expect([scheduleParam.workdayBeginTime2, scheduleParam.workdayEndTime2]).toEqual(['13:00', '17:30']);
  const schedule = {
    workday: [{ begin: 480, end: 690 }, { begin: 780, end: 1050 }, null],
    holiday: [null, null, null],
  } as const;
  const at = toMillis(Date.UTC(2030, 5, 3, 14, 59));
  expect(decideSchedule(schedule, [], 'UTC', at).open).toBe(true);
});

test('plain numbers all draw their fates, each once', () => {
  const { numbers, csv } = plainNumbersCsv(3_000);
  expect(new Set(numbers).size).toBe(3_000);
  expect(numbers.filter((number) => Number(number.slice(-2)) <= 10)).toEqual([]);
  expect(csv.split('\n')).toHaveLength(3_002);
});
