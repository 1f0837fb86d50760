// How a campaign's calls are handled beside the contract, over a real PBX: the announcement when no agent
// is there, machine detection with each reaction, and recordings.
import { statSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ivrCampaign, predictedCampaign, preemptedCampaign } from './campaigns.ts';
import { home, withCampana } from './withCampana.ts';

const campana = await withCampana({ carrier: { talkSeconds: 60 } });
const { lab, carrier, client, addAgent, addCampaign, addNumbers, callsOf, resultsOf, endOfTest } = campana;
afterEach(endOfTest);

/** Adds a campaign whose handling is set before it has a number. */
async function addHandled(body: object, handling: object, numbers: readonly string[]): Promise<number> {
  const campaignId = await addCampaign(body, []);
  await client.send('PATCH', `${home}/campaigns/${campaignId}/handling`, handling);
  await addNumbers(campaignId, numbers);
  return campaignId;
}

test('a person for whom no agent is there in time hears the announcement, and the call was abandoned', async () => {
  const agent = await addAgent('1001');
  await agent.begin();
  const campaignId = await addHandled(predictedCampaign(), { abandonmentFlowCode: '1003' }, ['1370000115']);
  await vi.waitFor(() => expect(carrier.invites().map(({ called }) => called)).toContain('1370000115'), {
    timeout: 10_000,
  });
  // It rings for two seconds.
  await agent.ask('break', { reason: 'lunch' });
  const [result] = await resultsOf(campaignId, 1);
  expect(result?.failCode).toBe('01046');
  const [call] = await callsOf(campaignId);
  expect(call).toMatchObject({ outcome: 'abandoned', abandoned: true });
  // Two seconds of waiting, and two of the announcement.
  expect(secondsBetween(call?.answeredAt, call?.endedAt)).toBeGreaterThan(3.5);
});

const secondsBetween = (from: string | null = null, to: string | null = null): number =>
  (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1000;

describe('machine detection', () => {
  test('a machine is hung up on, and a person is passed on to the agent', async () => {
    const agent = await addAgent('1001');
    await agent.begin();
    const numbers = ['1371000106', '1371000210'];
    const campaignId = await addHandled(preemptedCampaign(), { machineDetection: {} }, numbers);
    await agent.becomes({ state: 'talking', called: '1371000210' });
    await agent.ask('call/hang-up');
    const results = await resultsOf(campaignId, 2);
    const causes = results.map(({ called, failCode }) => [called, failCode]);
    expect(Object.fromEntries(causes)).toEqual({ 1371000106: '00603', 1371000210: '00000' });
    const calls = await callsOf(campaignId);
    expect(calls.map(({ called, outcome, answeredBy }) => [called, outcome, answeredBy]).sort()).toEqual([
      ['1371000106', 'machine', 'machine'],
      ['1371000210', 'succeeded', 'person'],
    ]);
  });

  test('a message is left, and no agent is bothered', async () => {
    const agent = await addAgent('1001');
    await agent.begin();
    const machineDetection = { machine: 'leaveMessage', messageFlowCode: '1004' };
    const campaignId = await addHandled(preemptedCampaign(), { machineDetection }, ['1372000106']);
    await resultsOf(campaignId, 1);
    const [call] = await callsOf(campaignId);
    expect(call).toMatchObject({ outcome: 'machine', answeredBy: 'machine' });
    // Detection and two seconds of a message.
    expect(secondsBetween(call?.answeredAt ?? call?.ringingAt, call?.endedAt)).toBeGreaterThan(2.5);
  });

  test('a machine that is passed on is talked to like anybody', async () => {
    const agent = await addAgent('1001');
    await agent.begin();
    const machineDetection = { machine: 'passOn' };
    const campaignId = await addHandled(preemptedCampaign(), { machineDetection }, ['1373000106']);
    await agent.becomes({ state: 'talking', called: '1373000106' });
    await agent.ask('call/hang-up');
    await resultsOf(campaignId, 1);
    expect(await callsOf(campaignId)).toMatchObject([{ outcome: 'succeeded', answeredBy: 'machine' }]);
  });

  test('of a line without a sound nobody can tell, and the campaign says what becomes of it', async () => {
    const machineDetection = { machine: 'passOn', unsure: 'hangUp' };
    const campaignId = await addHandled(ivrCampaign('1001'), { machineDetection }, ['1374000111']);
    await resultsOf(campaignId, 1);
    expect(await callsOf(campaignId)).toMatchObject([{ outcome: 'machine', answeredBy: 'unsure' }]);
  });

  test('in front of a flow a person hears it, a machine does not', async () => {
    const campaignId = await addHandled(ivrCampaign('1005'), { machineDetection: { unsure: 'passOn' } }, [
      '1375000106',
      '1375000210',
    ]);
    await resultsOf(campaignId, 2);
    const calls = await callsOf(campaignId);
    expect(
      calls.map(({ called, outcome, flowVariables }) => [called, outcome, flowVariables]).sort(),
    ).toEqual([
      ['1375000106', 'machine', {}],
      ['1375000210', 'succeeded', { CAMPANA_RESULT: 'pressed 1' }],
    ]);
  });
});

describe('recording', () => {
  test.each(['of a talk with an agent', 'of a flow'])(
    '%s is a file, and the result tells where',
    async (kind) => {
      const isFlow = kind === 'of a flow';
      const agent = await addAgent('1001');
      await agent.begin();
      const body = isFlow ? ivrCampaign('1001') : preemptedCampaign();
      const called = isFlow ? '1376000110' : '1377000110';
      const campaignId = await addHandled(body, { recording: true }, [called]);
      if (!isFlow) {
        await agent.becomes({ state: 'talking' });
        await agent.becomes({ state: 'wrapUp' });
      }
      const [result] = await resultsOf(campaignId, 1);
      expect(result?.failCode).toBe('00000');
      expect(result?.recordPath).toMatch(new RegExp(`^1/${campaignId}/\\d{8}/${result?.callId}\\.wav$`));
      // The mixer closes the file a moment after the call.
      await vi.waitFor(() =>
        expect(statSync(`${lab.recordings}/${result?.recordPath}`).size).toBeGreaterThan(8_000),
      );
    },
  );
});
