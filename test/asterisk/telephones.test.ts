// Agents' telephones over a real PBX: open lines and those that ring for each person, and everything that
// a telephone can do to a talk.
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { openTelephones } from '../../src/lab/telephones.ts';
import { listHeld } from './bareAri.ts';
import { predictedCampaign, preemptedCampaign } from './campaigns.ts';
import { home, withCampana } from './withCampana.ts';

const campana = await withCampana({ telephones: 6, carrier: { talkSeconds: 60 } });
const { addAgent, addCampaign, callsOf, resultsOf, endOfTest } = campana;
let { telephones } = campana;
afterAll(() => telephones.stop());
afterEach(endOfTest);

const ringsOf = (endpoint: string) => telephones.invites().filter(({ called }) => called === endpoint);
const notTaken = { status: 'onBreak', breakReason: 'the telephone was not taken' };

test('a telephone on demand rings for each person and shows who is called', async () => {
  const agent = await addAgent('anna', { endpoint: '1004', line: 'onDemand' });
  await agent.begin();
  expect(ringsOf('1004')).toEqual([]);
  const numbers = ['1360000199', '1360000299'];
  const campaignId = await addCampaign(preemptedCampaign(), numbers);
  for (const round of [1, 2]) {
    const { called } = await agent.becomes({ state: 'talking' });
    expect(ringsOf('1004').map(({ caller }) => caller)).toHaveLength(round);
    expect(ringsOf('1004').at(-1)?.caller).toBe(called);
    await agent.ask('call/hang-up');
    await agent.becomes({ state: 'wrapUp' });
    await agent.ask('wrap-up/end');
  }
  const results = await resultsOf(campaignId, 2);
  expect(results.map(({ failCode }) => failCode)).toEqual(['00000', '00000']);
});

test('who puts the telephone down ends the talk, and is called again, for the agent is still ready', async () => {
  const agent = await addAgent('1001');
  await agent.begin();
  const lines = ringsOf('1001').length;
  const campaignId = await addCampaign(preemptedCampaign(), ['1361000199']);
  await agent.becomes({ state: 'talking' });
  await telephones.hangUp('1001');
  await agent.becomes({ state: 'wrapUp' });
  const [result] = await resultsOf(campaignId, 1);
  expect(result?.failCode).toBe('00000');
  await agent.becomes({ isReachable: true });
  expect(ringsOf('1001').length).toBe(lines + 1);
});

test('who puts a telephone on demand down ends the talk as well', async () => {
  const agent = await addAgent('bert', { endpoint: '1005', line: 'onDemand' });
  await agent.begin();
  const campaignId = await addCampaign(preemptedCampaign(), ['1362000199']);
  await agent.becomes({ state: 'talking' });
  await telephones.hangUp('1005');
  await agent.becomes({ state: 'wrapUp', status: 'ready' });
  const [result] = await resultsOf(campaignId, 1);
  expect(result?.failCode).toBe('00000');
});

test('an open line that is not taken puts the agent on a break, and nobody is called for them', async () => {
  const agent = await addAgent('carl', { endpoint: '2002' });
  await agent.ask('sign-in');
  await agent.ask('ready');
  await agent.becomes({ ...notTaken, isReachable: false });
  const campaignId = await addCampaign(predictedCampaign(), ['1363000199']);
  const explained = await campana.client.send('GET', `${home}/campaigns/${campaignId}/explain`);
  expect(explained).toMatchObject({ dialing: false, because: 'agents' });
  expect(await callsOf(campaignId)).toEqual([]);
});

test('a person whose agent does not take the telephone is given to the next one', async () => {
  const [absent, present] = [
    await addAgent('dora', { endpoint: '2002', line: 'onDemand' }),
    await addAgent('1002'),
  ];
  await absent.begin();
  const campaignId = await addCampaign(preemptedCampaign(), ['1364000115']);
  await absent.becomes({ state: 'reserved' });
  await present.begin();
  await present.becomes({ state: 'talking', called: '1364000115' });
  await absent.becomes({ ...notTaken, state: 'idle' });
  await present.ask('call/hang-up');
  const [result] = await resultsOf(campaignId, 1);
  expect(result?.failCode).toBe('00000');
  const [call] = await callsOf(campaignId);
  expect(call).toMatchObject({ outcome: 'succeeded', agentId: '1002' });
});

test('a person who hangs up while the telephone rings ends the ringing, and the agent is free again', async () => {
  const agent = await addAgent('emil', { endpoint: '2001', line: 'onDemand' });
  await agent.begin();
  const campaignId = await addCampaign(preemptedCampaign(), ['1366000199']);
  await vi.waitFor(() => expect(ringsOf('2001')).toHaveLength(1), { timeout: 20_000 });
  await campana.carrier.hangUp('1366000199');
  await agent.becomes({ state: 'idle', status: 'ready' });
  const [result] = await resultsOf(campaignId, 1);
  // Within half a second of the answer a person has only hung up; later they have left the queue.
  expect(['00531', '00701']).toContain(result?.failCode);
});

test('an agent on a break keeps the line; who signs out is hung up on', async () => {
  const agent = await addAgent('1006');
  await agent.begin();
  await agent.ask('break', { reason: 'lunch' });
  await agent.ask('ready');
  await agent.becomes({ isReachable: true });
  expect(ringsOf('1006')).toHaveLength(1);
  await agent.leave();
  await vi.waitFor(async () => expect((await listHeld(campana.lab)).channels).toEqual([]));
});

test('a telephone that goes dead in mid-talk ends the talk within seconds', async () => {
  const agent = await addAgent('1003');
  await agent.begin();
  const campaignId = await addCampaign(preemptedCampaign(), ['1365000199']);
  await agent.becomes({ state: 'talking' });
  await telephones.stop();
  try {
    await agent.becomes({ state: 'wrapUp' });
    const [result] = await resultsOf(campaignId, 1);
    expect(result?.failCode).toBe('00000');
    // Nobody takes the telephone now.
    await agent.becomes({ isReachable: false });
  } finally {
    telephones = await openTelephones(campana.lab);
  }
});
