// What comes over the wire from a PBX: read into the few facts that count, and nothing else can do harm.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBridges, readChannels, readEvent } from '../../../src/telephony/asterisk/ariMessages.ts';

const channel = {
  id: '1764000000-1001',
  name: 'PJSIP/carrier-0000001a',
  state: 'Up',
  creationtime: '2026-11-24T18:43:17.071+0000',
  channelvars: { CAMPANA_CALL: 'agent:1:20', AMDSTATUS: '' },
  dialplan: {
    context: 'campana',
    exten: 'call',
    priority: 3,
    app_name: 'Stasis',
    app_data: 'campana-x,transfer,5',
  },
};
const read = (message: unknown) => readEvent(JSON.stringify(message));

test('each event that counts is read, with its channel', () => {
  const facts = {
    id: '1764000000-1001',
    endpoint: 'carrier',
    state: 'Up',
    createdAt: Date.parse('2026-11-24T18:43:17.071Z'),
    variables: { CAMPANA_CALL: 'agent:1:20' },
    context: 'campana',
    application: 'Stasis',
    applicationData: 'campana-x,transfer,5',
  };
  expect(read({ type: 'StasisStart', application: 'campana-x', channel, args: ['transfer', '5'] })).toEqual({
    kind: 'started',
    application: 'campana-x',
    channel: facts,
    args: ['transfer', '5'],
  });
  expect(read({ type: 'ChannelStateChange', channel })).toEqual({ kind: 'changed', channel: facts });
  expect(read({ type: 'Dial', peer: channel, dialstatus: 'PROGRESS' })).toEqual({
    kind: 'progressed',
    channel: facts,
  });
  expect(read({ type: 'ChannelEnteredBridge', channel, bridge: { id: 'line-1-7' } })).toEqual({
    kind: 'entered',
    channel: facts,
    bridgeId: 'line-1-7',
  });
  expect(read({ type: 'ChannelDestroyed', channel, cause: 17, tech_cause: 486 })).toEqual({
    kind: 'destroyed',
    channel: facts,
    end: { cause: 17, techCause: 486 },
  });
  expect(read({ type: 'ChannelDestroyed', channel, cause: 17 })).toMatchObject({
    end: { cause: 17, techCause: null },
  });
  expect(read({ type: 'Dial', peer: channel, dialstatus: 'CANCEL', forwarded: { id: '7.1' } })).toEqual({
    kind: 'redirected',
    channel: facts,
    forwardedId: '7.1',
  });
});

test('other events, other shapes and no JSON at all are passed over', () => {
  expect(read({ type: 'ChannelVarset', channel })).toBe(null);
  expect(read({ type: 'Dial', peer: channel, dialstatus: 'ANSWER' })).toBe(null);
  expect(read({ type: 'StasisStart', channel: { id: 7 } })).toBe(null);
  expect(read(null)).toBe(null);
  expect(readEvent('{"type":')).toBe(null);
  fc.assert(fc.property(fc.json(), (frame) => void readEvent(frame)));
  fc.assert(fc.property(fc.anything(), (body) => void [readChannels(body), readBridges(body)]));
});

test('a channel that lacks what we look for has none of it', () => {
  expect(readChannels([{ id: 'x' }, 'y', null])).toEqual([
    {
      id: 'x',
      endpoint: '',
      state: '',
      createdAt: null,
      variables: {},
      context: '',
      application: '',
      applicationData: '',
    },
  ]);
});
