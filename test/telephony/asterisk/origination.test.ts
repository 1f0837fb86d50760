// Texts from outside on their way into a dial string, a header or the dialplan: hostile ones do not get
// there, and harmless ones get there as they are.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toCallId, toVdnId } from '../../../src/core/units.ts';
import { faultOf, originationOf } from '../../../src/telephony/asterisk/origination.ts';
import type { DialRequest } from '../../../src/telephony/driver.ts';

const request = (more: Partial<DialRequest> = {}): DialRequest => ({
  callId: toCallId('1764000000-1001'),
  vdnId: toVdnId(1),
  called: '13800000010',
  caller: '+4930123',
  ringLimitSeconds: 20,
  destination: { kind: 'agent' },
  machineDetection: null,
  recordName: null,
  ...more,
});

const note = {
  kind: 'agent',
  vdnId: toVdnId(1),
  ringLimitSeconds: 20,
  flowCode: null,
  detection: null,
} as const;

const hostile = [
  '',
  '1234@evil.example',
  '123&PJSIP/9000@carrier',
  '123/n',
  ['$', '{SYSTEM(reboot)}'].join(''),
  '123,1,Hangup',
  '123;user=phone',
  '123"',
  '123\r\nX-Evil: 1',
  '123<sip:1>',
  '１２３',
  '1 2',
  '1'.repeat(25),
];

describe('hostile texts', () => {
  test.each(hostile)('%j is neither dialed nor shown as the caller', (text) => {
    expect(faultOf(request({ called: text }))).toBe('called');
    expect(faultOf(request({ caller: text }))).toBe('caller');
  });

  test.each([...hostile.filter((text) => !/^1+$/.test(text)), '../1001', 's,1', '1001.wav'])(
    '%j names no flow and no message',
    (text) => {
      expect(faultOf(request({ destination: { kind: 'flow', flowCode: text, flow: null } }))).toBe(
        'flowCode',
      );
      const machineDetection = { machine: 'leaveMessage', unsure: 'passOn', messageFlowCode: text } as const;
      expect(faultOf(request({ machineDetection }))).toBe('messageFlowCode');
    },
  );

  test.each(['../../etc/passwd', '/abs', 'a//b', 'a b', 'a,b', 'a)', '1/2/3/4/5/6/7'])(
    '%j is no recording',
    (text) => {
      expect(faultOf(request({ recordName: text }))).toBe('recordName');
    },
  );

  test('whatever passes holds nothing but the characters of a number', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9*#+]{1,24}$/)),
        (text) => {
          const { query } = originationOf(request({ called: text }), note, 'carrier', 'campana-test');
          if (faultOf(request({ called: text })) === null)
            expect(query.endpoint).toMatch(/^PJSIP\/[0-9*#+]{1,24}@carrier$/);
        },
      ),
    );
  });
});

describe('what Asterisk is asked for', () => {
  test('a call enters the dialplan, which hands it to us as soon as we are there', () => {
    expect(originationOf(request(), note, 'carrier', 'campana-test')).toEqual({
      query: {
        endpoint: 'PJSIP/13800000010@carrier',
        callerId: '+4930123',
        timeout: 20,
        context: 'campana',
        extension: 'call',
        priority: 1,
      },
      variables: {
        'TIMEOUT(absolute)': '14400',
        CAMPANA_APP: 'campana-test',
        FORWARD_CONTEXT: 'campana-no-redirects',
        CAMPANA_CALL: 'agent:1:20::::',
      },
    });
  });

  test('that it is recorded, examined or for a flow stands in its variables', () => {
    const asked = request({
      destination: { kind: 'flow', flowCode: '1001', flow: null },
      machineDetection: { machine: 'hangUp', unsure: 'passOn', messageFlowCode: null },
      recordName: '1/7/20261124/1764000000-1001',
    });
    expect(faultOf(asked)).toBe(null);
    expect(
      originationOf(
        asked,
        { ...note, kind: 'flow', flowCode: '1001', detection: asked.machineDetection },
        'carrier',
        'campana-test',
      ),
    ).toEqual({
      query: {
        endpoint: 'PJSIP/13800000010@carrier',
        callerId: '+4930123',
        timeout: 20,
        context: 'campana',
        extension: 'call',
        priority: 1,
      },
      variables: {
        CAMPANA_APP: 'campana-test',
        FORWARD_CONTEXT: 'campana-no-redirects',
        'TIMEOUT(absolute)': '14400',
        CAMPANA_CALL: 'flow:1:20:1001:hangUp:passOn:',
        CAMPANA_FLOW: '1001',
        CAMPANA_DETECT: 'yes',
        CAMPANA_RECORD: '1/7/20261124/1764000000-1001',
      },
    });
  });
});
