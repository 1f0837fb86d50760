// A call at a PBX: how it ended, how far it has come when a new life finds it, and what is read off its
// channel at the end.
import { describe, expect, test } from 'vitest';
import type { EndReason } from '../../../src/core/call.ts';
import type { MachineDetection } from '../../../src/core/handling.ts';
import { addSeconds, toCallId, toMillis, toVdnId } from '../../../src/core/units.ts';
import { Ari } from '../../../src/telephony/asterisk/ari.ts';
import type { AriChannel } from '../../../src/telephony/asterisk/ariMessages.ts';
import {
  adoptedLeg,
  endOf as endOfLeg,
  factsOf,
  heldCallOf,
  type Leg,
  type LegStage,
  newLeg,
  reactionTo,
} from '../../../src/telephony/asterisk/leg.ts';
import { noteText } from '../../../src/telephony/asterisk/names.ts';

const dialedAt = toMillis(Date.UTC(2026, 10, 24, 9));
const callId = toCallId('1764000000-1001');
const vdnId = toVdnId(7);
/** Never asked for anything here. */
const ari = new Ari(
  { url: 'http://127.0.0.1:9/ari', user: 'campana', password: 'secret', certificate: null },
  'campana-test',
  {
    compare: async () => undefined,
    opened: () => undefined,
    closed: () => undefined,
    event: () => undefined,
    mayAsk: () => true,
  },
);

const plain = { kind: 'agent', vdnId, ringLimitSeconds: 20, flowCode: null, detection: null } as const;

function leg(stage: LegStage, more: Partial<Leg> = {}, detection: MachineDetection | null = null): Leg {
  const made = newLeg({ callId, ari, note: { ...plain, detection }, dialedAt });
  return Object.assign(made, { stage }, more);
}

const endOf = (of: Leg, cause: number, seconds: number): EndReason => {
  const end = endOfLeg(of, { cause, techCause: null }, addSeconds(dialedAt, seconds));
  return typeof end === 'string' ? end : end.reason;
};

describe('a call that nobody answered', () => {
  test('after the ring limit, and after our own hang-up, we gave up ringing whatever the network says', () => {
    expect(endOf(leg('ringing', { rang: true }), 19, 20)).toBe('ringTimeout');
    expect(endOf(leg('ringing', { rang: true }), 19, 19)).toBe('noAnswer');
    expect(endOf(leg('ringing', { rang: true, isHangUpAsked: true }), 16, 3)).toBe('ringTimeout');
  });

  test('a ring limit that passes without any sign of the far side is silence, and not a phone that rings', () => {
    expect(endOfLeg(leg('ringing'), { cause: 19, techCause: 480 }, addSeconds(dialedAt, 20))).toMatchObject({
      whose: 'silent',
      reason: 'noOutcome',
    });
  });
});

describe('a call that was answered', () => {
  test.each<[string, Leg, EndReason]>([
    ['while it was listened who is there', leg('detecting'), 'hungUpAfterAnswer'],
    ['in the flow before it counted as connected', leg('inFlow'), 'hungUpAfterAnswer'],
    ['in the flow', leg('inFlow', { isConnected: true }), 'released'],
    ['in a talk', leg('connected'), 'released'],
    ['as a machine', leg('machine'), 'machine'],
    ['in the announcement', leg('lettingGo'), 'abandoned'],
    ['in the announcement after a flow', leg('lettingGo', { skillId: 5 }), 'queueTimeout'],
    ['where there is no such flow', leg('faulty'), 'systemFault'],
  ])('ends %s', (_, of, reason) => {
    expect(endOf(of, 16, 10)).toBe(reason);
  });

  test('who waits for an agent leaves at once, later, or is hung up by us', () => {
    const waitingSince = addSeconds(dialedAt, 5);
    expect(endOf(leg('waiting', { waitingSince }), 16, 5.3)).toBe('hungUpAfterAnswer');
    expect(endOf(leg('waiting', { waitingSince }), 16, 9)).toBe('hungUpInQueue');
    expect(endOf(leg('waiting', { waitingSince, skillId: 5 }), 16, 5.3)).toBe('hungUpInQueue');
    expect(endOf(leg('joining', { waitingSince }), 16, 9)).toBe('hungUpInQueue');
    expect(endOf(leg('waiting', { waitingSince, isHangUpAsked: true }), 16, 9)).toBe('abandoned');
    expect(endOf(leg('waiting', { waitingSince, skillId: 5, isHangUpAsked: true }), 16, 9)).toBe(
      'queueTimeout',
    );
  });
});

const channel = (more: Partial<AriChannel> = {}): AriChannel => ({
  id: callId,
  endpoint: 'carrier',
  state: 'Up',
  createdAt: dialedAt,
  variables: { CAMPANA_CALL: noteText(plain) },
  context: 'campana',
  application: 'Stasis',
  applicationData: 'campana-test',
  ...more,
});

const flowVariables = { CAMPANA_CALL: noteText({ ...plain, kind: 'flow', flowCode: '1001' }) };

describe('a call that a new life finds', () => {
  test.each<[string, AriChannel, boolean, ReturnType<typeof heldCallOf>['stage'], number | null]>([
    ['rings', channel({ state: 'Ringing', application: '' }), false, 'ringing', null],
    ['waits for an agent', channel(), false, 'waiting', null],
    ['talks', channel(), true, 'connected', null],
    ['is examined', channel({ application: 'AMD', applicationData: '' }), false, 'ringing', null],
    ['was found to be a person', channel({ applicationData: 'x,detected,HUMAN' }), false, 'waiting', null],
    [
      'was found to be a machine',
      channel({ applicationData: 'x,detected,MACHINE' }),
      false,
      'lettingGo',
      null,
    ],
    [
      'hears the announcement',
      channel({ context: 'campana-flows', application: 'Wait' }),
      false,
      'lettingGo',
      null,
    ],
    [
      'is in its flow',
      channel({ context: 'campana-flows', application: 'Playback', variables: flowVariables }),
      false,
      'inFlow',
      null,
    ],
    [
      'was transferred by its flow',
      channel({ applicationData: 'x,transfer,5', variables: flowVariables }),
      false,
      'waiting',
      5,
    ],
    [
      'talks after its flow',
      channel({ applicationData: 'x,transfer,5', variables: flowVariables }),
      true,
      'connected',
      5,
    ],
  ])('%s', (_, found, isJoined, stage, skillId) => {
    const adopted = adoptedLeg(callId, ari, found, isJoined, addSeconds(dialedAt, 30));
    expect(adopted && heldCallOf(adopted, null)).toEqual({ vdnId, stage, skillId, silentGateway: null });
  });

  test.each([
    ['a message that is left at the end of a flow’s call', 'flow', 'MACHINE', 'leaveMessage', 'machine'],
    ['a message for what may be a person', 'agent', 'NOTSURE', 'leaveMessage', 'machine'],
    ['the announcement, for a machine that was passed on', 'agent', 'MACHINE', 'passOn', 'abandoned'],
    ['the flow, for a machine that was passed on', 'flow', 'MACHINE', 'passOn', 'released'],
  ] as const)('hears %s, and has ended by it', (_, kind, AMDSTATUS, reaction, reason) => {
    const detection = { machine: reaction, unsure: reaction, messageFlowCode: '1004' };
    const flowCode = kind === 'flow' ? '1001' : null;
    const variables = { CAMPANA_CALL: noteText({ ...plain, kind, flowCode, detection }), AMDSTATUS };
    const found = channel({ context: 'campana-flows', application: 'Playback', variables });
    const adopted = adoptedLeg(callId, ari, found, false, addSeconds(dialedAt, 8));
    expect(adopted && endOf(adopted, 16, 10)).toBe(reason);
  });

  test('a channel without our note is no call of ours, whatever its id', () => {
    expect(adoptedLeg(callId, ari, channel({ variables: {} }), false, dialedAt)).toBe(null);
    expect(
      adoptedLeg(callId, ari, channel({ variables: { CAMPANA_CALL: 'agent:x:1' } }), false, dialedAt),
    ).toBe(null);
  });

  test('what was asked for machines is kept on the channel, and done by the process that comes after', () => {
    const detection = { machine: 'leaveMessage', unsure: 'passOn', messageFlowCode: '1004' } as const;
    const variables = { CAMPANA_CALL: noteText({ ...plain, detection }), AMDSTATUS: 'NOTSURE' };
    const found = channel({ variables, applicationData: 'x,detected,NOTSURE' });
    const adopted = adoptedLeg(callId, ari, found, false, dialedAt);
    expect(adopted?.note).toEqual({ ...plain, detection });
    expect(adopted && reactionTo(adopted)).toBe('passOn');
    expect(reactionTo(leg('detecting', { answeredBy: 'machine' }, detection))).toBe('leaveMessage');
    expect(reactionTo(leg('detecting', { answeredBy: 'person' }, detection))).toBe('passOn');
  });
});

describe('what is read off the channel at the end', () => {
  const variables = {
    ...flowVariables,
    CAMPANA_RECORD: '7/3/20261124/1764000000-1001',
    AMDSTATUS: 'HUMAN',
    CAMPANA_RESULT: 'pressed 1',
    LANGUAGE_CHOSEN: 'x'.repeat(1000),
  };

  test('the recording, who answered, and what the flow set; no variable of our own', () => {
    const facts = factsOf(leg('inFlow', { answeredAt: dialedAt }), channel({ variables }));
    expect(facts).toEqual({
      answeredBy: 'person',
      recordPath: '7/3/20261124/1764000000-1001.wav',
      flowVariables: { CAMPANA_RESULT: 'pressed 1', LANGUAGE_CHOSEN: 'x'.repeat(256) },
    });
  });

  test('a call that nobody answered has no recording', () => {
    expect(factsOf(leg('ringing'), channel({ variables }))).toEqual({
      answeredBy: null,
      recordPath: null,
      flowVariables: {},
    });
  });
});
