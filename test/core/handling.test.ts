// How calls are handled: what a change leaves as it is, what detection begins with, and which handlings
// make no sense.
import { describe, expect, test } from 'vitest';
import {
  type CallHandling,
  callHandlingDefault,
  changedHandling,
  handlingFaults,
} from '../../src/core/handling.ts';
import { differences } from '../../src/core/revise.ts';

const leaving: CallHandling = {
  weight: 30,
  abandonmentFlowCode: '1003',
  machineDetection: { machine: 'leaveMessage', unsure: 'passOn', messageFlowCode: '1004' },
  recording: true,
};

test('what is not given stays as it is', () => {
  expect(changedHandling(leaving, {})).toEqual(leaving);
  expect(changedHandling(leaving, { weight: 1 })).toEqual({ ...leaving, weight: 1 });
  expect(changedHandling(leaving, { abandonmentFlowCode: null, recording: false })).toEqual({
    ...leaving,
    abandonmentFlowCode: null,
    recording: false,
  });
});

test('the same change twice is the same handling', () => {
  const patch = { weight: 50, machineDetection: { machine: 'hangUp' } } as const;
  const once = changedHandling(leaving, patch);
  expect(changedHandling(once, patch)).toEqual(once);
});

describe('machine detection', () => {
  test('begins with hanging up on machines and passing on what may be a person', () => {
    expect(changedHandling(callHandlingDefault, { machineDetection: {} }).machineDetection).toEqual({
      machine: 'hangUp',
      unsure: 'passOn',
      messageFlowCode: null,
    });
  });

  test('goes with null', () => {
    expect(changedHandling(leaving, { machineDetection: null }).machineDetection).toBeNull();
  });

  test('lets go of a message that no reaction leaves any more', () => {
    expect(changedHandling(leaving, { machineDetection: { machine: 'passOn' } }).machineDetection).toEqual({
      machine: 'passOn',
      unsure: 'passOn',
      messageFlowCode: null,
    });
    expect(
      changedHandling(leaving, { machineDetection: { machine: 'hangUp', unsure: 'leaveMessage' } })
        .machineDetection?.messageFlowCode,
    ).toBe('1004');
  });
});

test('a message is there when, and only when, a reaction leaves it', () => {
  const path = 'machineDetection.messageFlowCode';
  const silent = changedHandling(callHandlingDefault, { machineDetection: { unsure: 'leaveMessage' } });
  expect(handlingFaults(silent, [])).toMatchObject([
    { path, rule: { en_US: expect.stringMatching('must be given') } },
  ]);
  const idle = changedHandling(callHandlingDefault, { machineDetection: { messageFlowCode: '1004' } });
  expect(handlingFaults(idle, [])).toMatchObject([
    { path, rule: { en_US: expect.stringMatching('must be absent') }, received: '1004' },
  ]);
  expect(handlingFaults(leaving, [])).toEqual([]);
});

test('a flow that the VDN does not have is told where it is named, all of them at once', () => {
  expect(handlingFaults(leaving, ['1003', '1004'])).toMatchObject([
    { path: 'abandonmentFlowCode', received: '1003' },
    { path: 'machineDetection.messageFlowCode', received: '1004' },
  ]);
  expect(handlingFaults(leaving, ['1001'])).toEqual([]);
});

test('changes are told by path', () => {
  const after = changedHandling(leaving, { weight: 31, machineDetection: { messageFlowCode: '1005' } });
  expect(differences(leaving, after, 'handling')).toEqual([
    { path: 'handling.weight', before: 30, after: 31 },
    { path: 'handling.machineDetection.messageFlowCode', before: '1004', after: '1005' },
  ]);
});
