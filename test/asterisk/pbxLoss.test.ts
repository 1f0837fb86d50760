// The server stays and the PBX goes: the way to it is cut or falls silent while its calls go on, or it dies
// with every call. What was missed is made up for, and nobody is called twice.
import { rmSync } from 'node:fs';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { field, items } from '../../src/cli/read.ts';
import { registeringTelephone } from '../../src/lab/asteriskConfig.ts';
import { ivrCampaign, predictedCampaign, preemptedCampaign } from './campaigns.ts';
import { type CutProxy, openCutProxy } from './cutProxy.ts';
import { registerTelephone } from './registerTelephone.ts';
import { home, withCampana } from './withCampana.ts';

let way: CutProxy;
const campana = await withCampana({
  telephones: 6,
  carrier: { talkSeconds: 60 },
  settings: { queueSecondsMax: 60, answerLimitSeconds: 16 },
  environment: async ({ lab }) => {
    way = await openCutProxy(lab.ariUrl);
    return { CAMPANA_ARI_URL: way.url };
  },
});
afterAll(() => way.close());
const { lab, carrier, telephones, client, addAgent, addCampaign, addNumbers, callsOf, resultsOf } = campana;
afterEach(campana.endOfTest);

const rung = (called: string): number =>
  carrier.invites().filter((invite) => invite.called === called).length;
const linesOf = (endpoint: string): number =>
  telephones.invites().filter(({ called }) => called === endpoint).length;
const patience = { timeout: 30_000, interval: 20 };

/** The carrier gate of a campaign, as explain shows it. */
async function carrierGateOf(campaignId: number): Promise<unknown> {
  const explained = await client.send('GET', `${home}/campaigns/${campaignId}/explain`);
  return items(explained, 'gates').find((gate) => field(gate, 'gate') === 'carrierBudget');
}

const gatewayIsDown = { passed: false, value: { limit: 'gatewaysDown' } };

async function causesOf(campaignId: number, count: number): Promise<Record<string, string>> {
  const results = await resultsOf(campaignId, count);
  expect(results).toHaveLength(count);
  return Object.fromEntries(results.map(({ called, failCode }) => [called, failCode]));
}

test('the way to the PBX is cut: calls go on, and what was missed is made up for', async () => {
  const [inFlow, gone, answering, toQueue, detected] = [
    '1320000199',
    '1320000299',
    '1320000315',
    '1320000415',
    '1320000506',
  ] as const;
  const anna = await addAgent('1001');
  const bert = await addAgent('1002');
  await anna.begin();
  const toFlow = await addCampaign(ivrCampaign('1006'), [inFlow, gone]);
  await vi.waitFor(async () => {
    const states = (await callsOf(toFlow)).map(({ state }) => state);
    expect(states).toEqual(['connected', 'connected']);
  }, patience);
  await addNumbers(toFlow, [answering]);
  const transferring = await addCampaign(ivrCampaign('1002'), [toQueue]);
  await bert.begin();
  const withDetection = await addCampaign(preemptedCampaign(), []);
  const handling = { machineDetection: { machine: 'passOn' } };
  await client.send('PATCH', `${home}/campaigns/${withDetection}/handling`, handling);
  await addNumbers(withDetection, [detected]);
  await vi.waitFor(() => expect([answering, toQueue, detected].map(rung)).toEqual([1, 1, 1]), patience);

  way.cut();
  await carrier.hangUp(gone);
  await vi.waitFor(async () => expect(await carrierGateOf(toFlow)).toMatchObject(gatewayIsDown), patience);
  await addNumbers(toFlow, ['1320000600']);
  // All that was dialed has been answered meanwhile, and nobody has told us.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(rung('1320000600')).toBe(0);
  way.heal();

  const talks = await Promise.all([anna, bert].map((agent) => agent.becomes({ state: 'talking' })));
  expect(talks.map(({ called }) => called).sort()).toEqual([toQueue, detected]);
  await vi.waitFor(() => expect(rung('1320000600')).toBe(1), patience);
  await vi.waitFor(async () => {
    const states = (await callsOf(toFlow)).map(({ called, state }) => [called, state]);
    expect(Object.fromEntries(states)).toMatchObject({ [inFlow]: 'connected', [answering]: 'connected' });
  }, patience);
  for (const called of [inFlow, answering]) await carrier.hangUp(called);
  for (const agent of [anna, bert]) await agent.ask('call/hang-up');
  expect(await causesOf(toFlow, 4)).toEqual({
    [inFlow]: '00000',
    [gone]: '00000',
    [answering]: '00000',
    1320000600: '00537',
  });
  expect(await causesOf(transferring, 1)).toEqual({ [toQueue]: '00000' });
  expect(await causesOf(withDetection, 1)).toEqual({ [detected]: '00000' });
  expect([inFlow, gone, answering, toQueue, detected].map(rung)).toEqual([1, 1, 1, 1, 1]);
  expect([linesOf('1001'), linesOf('1002')]).toEqual([1, 1]);
});

test('the way to the PBX falls silent: that is noticed within seconds, and made up for', async () => {
  const agent = await addAgent('1003');
  const other = await addAgent('1006');
  await agent.begin();
  const talking = await addCampaign(preemptedCampaign(), ['1321000199']);
  await agent.becomes({ state: 'talking' });
  await other.begin();
  const answering = await addCampaign(preemptedCampaign(), ['1321000315']);
  await vi.waitFor(() => expect(rung('1321000315')).toBe(1), patience);
  const dialing = await addCampaign(ivrCampaign('1001', {}, { callCount: 1 }), []);

  way.freeze();
  await vi.waitFor(async () => expect(await carrierGateOf(dialing)).toMatchObject(gatewayIsDown), patience);
  await telephones.hangUp('1003');
  way.heal();

  await agent.becomes({ state: 'wrapUp', status: 'ready' });
  await agent.becomes({ isReachable: true });
  await other.becomes({ state: 'talking', called: '1321000315' });
  await other.ask('call/hang-up');
  expect(await causesOf(answering, 1)).toEqual({ 1321000315: '00000' });
  expect(await causesOf(talking, 1)).toEqual({ 1321000199: '00000' });
  await addNumbers(dialing, ['1321000200']);
  expect(await causesOf(dialing, 1)).toEqual({ 1321000200: '00537' });
  expect(linesOf('1003')).toBe(2);
});

test('the PBX dies with every call and comes back: lines are called again, and campaigns go on', async () => {
  const [ringing, inFlow, waiting] = ['1322000101', '1322000299', '1322000399'] as const;
  const anna = await addAgent('1004');
  await anna.begin();
  const withAgents = await addCampaign(predictedCampaign(), ['1323000199']);
  await anna.becomes({ state: 'talking' });
  const toQueue = await addCampaign(ivrCampaign('1002'), [waiting]);
  const toFlow = await addCampaign(ivrCampaign('1006', { maxAlertingTime: 60 }), [ringing, inFlow]);
  await vi.waitFor(async () => {
    const states = [...(await callsOf(toFlow)), ...(await callsOf(toQueue))].map(({ called, state }) => [
      called,
      state,
    ]);
    expect(Object.fromEntries(states)).toMatchObject({
      [ringing]: 'ringing',
      [inFlow]: 'connected',
      [waiting]: 'connected',
    });
  }, patience);
  await lab.kill();
  await vi.waitFor(async () => expect(await carrierGateOf(toFlow)).toMatchObject(gatewayIsDown), patience);
  await addNumbers(toFlow, ['1322000400', '1322000500']);
  await lab.start();

  await anna.becomes({ state: 'wrapUp', status: 'ready', isReachable: true });
  expect(await causesOf(toFlow, 4)).toEqual({
    [ringing]: '34608',
    [inFlow]: '00000',
    1322000400: '00537',
    1322000500: '00537',
  });
  expect(await causesOf(toQueue, 1)).toEqual({ [waiting]: '00000' });
  expect(await causesOf(withAgents, 1)).toEqual({ 1323000199: '00000' });
  await anna.ask('wrap-up/end');
  await addNumbers(withAgents, ['1323000299']);
  await anna.becomes({ state: 'talking', called: '1323000299' });
  const calledNumbers = carrier.invites().map(({ called }) => called);
  expect(new Set(calledNumbers).size, 'somebody was rung twice').toBe(calledNumbers.length);
});

test('a PBX that has lost its registrations comes back: the agent stays ready until the telephone is there', async () => {
  const dora = await addAgent('dora', { endpoint: registeringTelephone });
  await registerTelephone(lab);
  await dora.begin();
  await lab.kill();
  rmSync(`${lab.directory}/lib/astdb.sqlite3`);
  await lab.start();
  await dora.becomes({ status: 'ready', isReachable: false });
  const campaignId = await addCampaign(preemptedCampaign(), []);
  await vi.waitFor(
    async () => expect(await carrierGateOf(campaignId)).toMatchObject({ passed: true }),
    patience,
  );
  // Two looks later it has been called in vain.
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  expect(await dora.now()).toMatchObject({ status: 'ready', isReachable: false });
  await registerTelephone(lab);
  await dora.becomes({ status: 'ready', isReachable: true });
  await addNumbers(campaignId, ['1324000199']);
  await dora.becomes({ state: 'talking', called: '1324000199' });
  await dora.ask('call/hang-up');
  expect(await causesOf(campaignId, 1)).toEqual({ 1324000199: '00000' });
});
