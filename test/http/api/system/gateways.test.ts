// Gateways for those who run the house, and what they leave to a campaign for those who run that.
import { expect, test } from 'vitest';
import type { CarrierShare, GatewayState } from '../../../../src/core/carrier.ts';
import { inBoth } from '../../../../src/core/language.ts';
import { toMillis } from '../../../../src/core/units.ts';
import { openWorld } from '../world.ts';

const north = { name: 'north', channels: 3, channelsMax: 240, callsPerSecondMax: 30, servesAgents: true };
const south = { name: 'south', channels: 0, channelsMax: 60, callsPerSecondMax: 10, servesAgents: false };
const reason = inBoth('the trunk answers 503 Service Unavailable', '中继返回 503 Service Unavailable');
const since = toMillis(Date.UTC(2026, 10, 30, 5));
const gateways: readonly GatewayState[] = [
  { ...north, isUp: true, trouble: null },
  { ...south, isUp: false, trouble: { kind: 'held', reason, since, trialAt: null } },
];
const trouble = inBoth('The gateway "south" is held.', '网关“south”已暂停。');
const share: CarrierShare = {
  callsMax: 4,
  limit: 'callsPerSecond',
  nextAt: null,
  trouble,
  basis: {
    weight: 10,
    callsPerSecond: 4.25,
    channels: 90,
    carrierCallsPerSecond: 30,
    carrierChannelsFree: 237,
    throttledSeconds: { callsPerSecond: 12, channels: 0, gatewaysDown: 3 },
    unknown: { count: 2, byGateway: new Map([['south', 2]]) },
  },
};
const world = await openWorld({ gateways: () => gateways, carrierShare: () => share });

test('people of VDN 1 see how the gateways stand, others do not', async () => {
  for (const role of ['administrator', 'supervisor', 'auditor']) {
    const answer = await world.ask(await world.signIn(1, role), 'GET', '/system/gateways');
    expect(answer.json()).toEqual({
      items: [
        { ...north, isUp: true, trouble: null },
        {
          ...south,
          isUp: false,
          trouble: {
            kind: 'held',
            sentence:
              'The gateway "south" is held: the trunk answers 503 Service Unavailable. A trial call is under way.',
            since: '2026-11-30T05:00:00.000Z',
            trialAt: null,
          },
        },
      ],
    });
  }
  const other = await world.ask(await world.signIn(2, 'administrator'), 'GET', '/system/gateways');
  expect(other.statusCode).toBe(403);
  expect(other.json()).toMatchObject({ detail: expect.stringContaining('VDN 1') });
});

test('people of VDN 1 see which process does what, and what waits; others do not', async () => {
  const answer = await world.ask(await world.signIn(1, 'auditor'), 'GET', '/system');
  expect(answer.json()).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    database: { version: expect.stringMatching(/^\d+/), bytes: expect.any(Number) },
    processes: [],
    notices: { waiting: 0, undelivered: 0, oldestAt: null },
  });
  const other = await world.ask(await world.signIn(2, 'administrator'), 'GET', '/system');
  expect(other.statusCode).toBe(403);
});

test('explain tells which limit holds a campaign back, its share, its weight, and for how long', async () => {
  const supervisor = await world.signIn(1, 'supervisor');
  const { id } = await world.addOneCampaign(1, 'held back');
  const answer = (await world.ask(supervisor, 'GET', `/vdns/1/campaigns/${id}/explain`)).json();
  const [gate] = answer.gates.filter((one: { gate: string }) => one.gate === 'carrierBudget');
  expect(gate).toEqual({
    gate: 'carrierBudget',
    passed: true,
    nextAt: null,
    value: {
      limit: 'callsPerSecond',
      callsMax: 4,
      reason: 'The gateway "south" is held.',
      weight: 10,
      shareCallsPerSecond: 4.25,
      shareChannels: 90,
      carrierCallsPerSecond: 30,
      carrierChannelsFree: 237,
      throttledSecondsByCallsPerSecond: 12,
      throttledSecondsByChannels: 0,
      throttledSecondsByGatewaysDown: 3,
      callsUnknown: 2,
      callsUnknownAt: 'south 2',
    },
  });
});
