// A driver over a PBX that only speaks, and what the tests of it dial and tell.
import type { Clock } from '../../../src/clock.ts';
import { toCallId, toVdnId } from '../../../src/core/units.ts';
import { openAsterisk } from '../../../src/telephony/asterisk/driver.ts';
import type { DialRequest, Driver } from '../../../src/telephony/driver.ts';
import type { FakePbx } from './fakePbx.ts';

export const callId = toCallId('1700000000-1');
export const vdnId = toVdnId(1);
export const anna = { vdnId, agentId: 'anna', endpoint: '1001', line: 'open' } as const;

export const request = (more: Partial<DialRequest> = {}): DialRequest => ({
  callId,
  vdnId,
  called: '13900000001',
  caller: '100',
  ringLimitSeconds: 30,
  destination: { kind: 'agent' },
  machineDetection: null,
  recordName: null,
  ...more,
});

export const channel = (more: object = {}) => ({
  id: callId,
  name: 'PJSIP/carrier-00000001',
  state: 'Up',
  creationtime: '2026-11-24T10:00:00.000+0000',
  channelvars: { CAMPANA_CALL: 'agent:1:30::::' },
  dialplan: { context: 'campana', app_name: '', app_data: '' },
  ...more,
});

/** The process `one`, with one gateway that serves agents. */
export const openOver = (pbx: FakePbx, callsPerSecondMax: number, clock: Clock): Driver =>
  openAsterisk(clock, {
    gateways: [
      {
        name: 'carrier',
        ariUrl: pbx.ariUrl,
        user: 'campana',
        password: 'secret',
        trunk: 'carrier',
        callsPerSecondMax,
        channelsMax: 100,
        servesAgents: true,
        certificate: null,
      },
    ],
    nodeId: 'one',
    log: { info: () => undefined, warn: () => undefined },
  });
