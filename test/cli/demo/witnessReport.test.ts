// The carrier as a second witness: a call that it has not seen is a fault, and so is one that the database
// does not have.
import { expect, test } from 'vitest';
import type { Witness } from '../../../src/cli/demo/witness.ts';
import {
  faultsOfInvites,
  faultsOfRecordings,
  invitesPerMinute,
  lineOfInvites,
  lineOfRecordings,
  lineOfTelephones,
} from '../../../src/cli/demo/witnessReport.ts';

const startAt = Date.parse('2030-06-01T14:00:00.000Z');
const invite = (called: string, second = 0) => ({
  at: startAt + second * 1000,
  callId: `${called}@${second}`,
  called,
  caller: '10085',
});
const call = (called: string) => ({
  called,
  cause: '00000',
  recordPath: `1/2/20300601/${called}.wav`,
  recordedSeconds: 12.4,
});
const witness: Witness = {
  invites: ['13800000020', '13800000117'].map((called) => invite(called)),
  telephoneInvites: ['1001', '1002'].map((called) => invite(called)),
  calls: [
    call('13800000020'),
    { ...call('13800000117'), cause: '00537', recordPath: '', recordedSeconds: null },
  ],
};

test('when each call came to the carrier and who talked was recorded, nothing is said against it', () => {
  expect([...faultsOfInvites(witness), ...faultsOfRecordings(witness)]).toEqual([]);
  expect(lineOfInvites(witness)).toContain('2 INVITEs for these 2 calls');
  expect(lineOfRecordings(witness)).toContain('1 recordings, 12 s of sound');
  expect(lineOfTelephones(witness)).toContain('each of the 2 telephones was called once');
});

test('a number rung twice, one rung for no call, and a call that never came are seen, whatever the sums are', () => {
  const [first = invite('')] = witness.invites;
  expect(faultsOfInvites({ ...witness, invites: [first, first] })).toEqual([
    'the carrier saw more INVITEs than there are calls to 1 numbers',
    'the carrier saw fewer INVITEs than there are calls to 1 numbers',
  ]);
  expect(faultsOfInvites({ ...witness, calls: [] })).toEqual([
    'the carrier saw more INVITEs than there are calls to 2 numbers',
  ]);
});

test('a talk without sound is a fault, and a line that was called again is told', () => {
  const [talk = call('')] = witness.calls;
  const silent = {
    ...witness,
    calls: [
      { ...talk, recordedSeconds: 0 },
      { ...talk, recordedSeconds: null },
    ],
  };
  expect(faultsOfRecordings(silent)).toEqual(['2 talks have no recording']);
  const again = { ...witness, telephoneInvites: [...witness.telephoneInvites, invite('1001', 9)] };
  expect(lineOfTelephones(again)).toContain('2 telephones were called 3 times: lines were lost');
});

test('the pace is counted in INVITEs before and after the change, without the last beat', () => {
  const before = Array.from({ length: 12 }, (_, second) => invite('1', second));
  const after = Array.from({ length: 40 }, (_, third) => invite('1', 12 + third / 3));
  const seen = { ...witness, invites: [...before, ...after] };
  expect(invitesPerMinute(seen, '2030-06-01T14:00:12.000Z', 3)).toEqual({ before: 60, after: 180 });
  expect(invitesPerMinute(seen, null, 3)).toEqual({ before: null, after: null });
  expect(invitesPerMinute({ ...seen, invites: [] }, '2030-06-01T14:00:12.000Z', 3).after).toBeNull();
});
