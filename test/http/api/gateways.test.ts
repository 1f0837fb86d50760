// Gateways for those who run the house, and what they leave to a campaign for those who run that.
import { expect, test } from 'vitest';
import type { CarrierShare } from '../../../src/core/carrier.ts';
import { openWorld } from './world.ts';

const gateways = [
  { name: 'north', isUp: true, channels: 3, channelsMax: 240, callsPerSecondMax: 30, servesAgents: true },
  { name: 'south', isUp: false, channels: 0, channelsMax: 60, callsPerSecondMax: 10, servesAgents: false },
];
const share: CarrierShare = {
  callsMax: 4,
  limit: 'callsPerSecond',
  nextAt: null,
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
    expect(answer.json()).toEqual({ items: gateways });
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
