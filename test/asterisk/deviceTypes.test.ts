// All five kinds of dialing over a real PBX: IVR of both kinds, predicted, previewed, preempted, with agents
// who work through their application and people who talk at the other end.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ivrCampaign, predictedCampaign, preemptedCampaign, previewedCampaign } from './campaigns.ts';
import { withCampana } from './withCampana.ts';

const campana = await withCampana({ carrier: { talkSeconds: 60 } });
const { carrier, telephones, addAgent, addCampaign, callsOf, resultsOf, endOfTest } = campana;
afterEach(endOfTest);

const rung = (called: string): number =>
  carrier.invites().filter((invite) => invite.called === called).length;

test.each([1, 3])('deviceType %i: a flow answers', async (deviceType) => {
  const number = `1390000${deviceType}011`;
  const campaignId = await addCampaign(ivrCampaign('1001', { deviceType }), [number]);
  const [result] = await resultsOf(campaignId, 1);
  expect(result).toMatchObject({ called: number, failCode: '00000', recordPath: '' });
  expect(rung(number)).toBe(1);
});

describe('predicted', () => {
  test('people who answer talk with agents, each over one open line for all talks', async () => {
    const agents = [await addAgent('1001'), await addAgent('1002'), await addAgent('1003')];
    for (const agent of agents) await agent.begin();
    const linesBefore = telephones.invites().length;
    const numbers = ['1391000199', '1391000299', '1391000399', '1391000499', '1391000599', '1391000699'];
    const campaignId = await addCampaign(predictedCampaign(), numbers);
    for (const round of [1, 2]) {
      const talking = await Promise.all(agents.map((agent) => agent.becomes({ state: 'talking' })));
      expect(new Set(talking.map(({ called: number }) => number)).size, `round ${round}`).toBe(3);
      for (const agent of agents) {
        await agent.ask('call/hang-up');
        await agent.becomes({ state: 'wrapUp' });
        await agent.ask('wrap-up/end', { businessResult: `round ${round}` });
      }
    }
    const results = await resultsOf(campaignId, 6);
    expect(results.map(({ failCode }) => failCode)).toEqual(Array(6).fill('00000'));
    expect(numbers.map(rung)).toEqual(Array(6).fill(1));
    expect(telephones.invites().length, 'telephones called again').toBe(linesBefore);
    const calls = await callsOf(campaignId);
    expect(calls.map(({ businessResult }) => businessResult).sort()).toEqual([
      ...Array(3).fill('round 1'),
      ...Array(3).fill('round 2'),
    ]);
  });

  test('who does not answer costs no agent a moment; a person who hangs up first frees the agent', async () => {
    const agent = await addAgent('1001');
    await agent.begin();
    const campaignId = await addCampaign(predictedCampaign(), ['1392000100', '1392000202', '1392000399']);
    await agent.becomes({ state: 'talking', called: '1392000399' });
    await carrier.hangUp('1392000399');
    await agent.becomes({ state: 'wrapUp' });
    const results = await resultsOf(campaignId, 3);
    const causes = results.map(({ called: number, failCode }) => [number, failCode]);
    expect(Object.fromEntries(causes)).toEqual({
      1392000100: '00537',
      1392000202: '00538',
      1392000399: '00000',
    });
  });
});

describe('previewed', () => {
  test('a contact is shown, called when the agent says so, talked with and noted', async () => {
    const agent = await addAgent('1001');
    await agent.begin();
    const campaignId = await addCampaign(previewedCampaign(), ['1393000199']);
    await agent.becomes({ state: 'previewing' });
    expect((await agent.now()).offer?.called).toBe('1393000199');
    expect(rung('1393000199')).toBe(0);
    await agent.ask('offer/dial');
    await agent.becomes({ state: 'talking', called: '1393000199' });
    await agent.ask('call/hang-up');
    await agent.becomes({ state: 'wrapUp' });
    await agent.ask('wrap-up/end', { businessResult: 'sold', note: 'two pieces' });
    await agent.becomes({ state: 'idle' });
    await resultsOf(campaignId, 1);
    await vi.waitFor(async () =>
      expect(await callsOf(campaignId)).toMatchObject([
        { called: '1393000199', outcome: 'succeeded', agentId: '1001', businessResult: 'sold' },
      ]),
    );
  });

  test('a contact about whom the agent does nothing is called by itself after autoCallTime', async () => {
    const agent = await addAgent('1001');
    await agent.begin();
    const skillParam = {
      skillId: 5,
      outBoundType: 5,
      previewParam: { failInterval: 3, obCallCount: 1, autoCallTime: 5 },
    };
    const campaignId = await addCampaign(previewedCampaign({ skillParam }), ['1396000199']);
    const shownAt = await agent.becomes({ state: 'previewing' }).then(() => Date.now());
    await agent.becomes({ state: 'talking', called: '1396000199' });
    const [invite] = carrier.invites().filter(({ called }) => called === '1396000199');
    const waited = (invite?.at ?? 0) - shownAt;
    expect(waited).toBeGreaterThan(4_000);
    expect(waited).toBeLessThan(8_000);
    await agent.ask('call/hang-up');
    expect(await resultsOf(campaignId, 1)).toMatchObject([{ failCode: '00000' }]);
    expect(await callsOf(campaignId)).toMatchObject([{ outcome: 'succeeded', agentId: '1001' }]);
  });

  test('a contact that is skipped is not called, and the next one is shown', async () => {
    const agent = await addAgent('1001');
    await agent.begin();
    await addCampaign(previewedCampaign(), ['1394000199', '1394000299']);
    const first = (await agent.becomes({ state: 'previewing' })).offer?.called;
    await agent.ask('offer/skip', { reason: 'called yesterday' });
    await vi.waitFor(async () => expect((await agent.now()).offer?.called).not.toBe(first), {
      timeout: 10_000,
    });
    expect(rung('1394000199') + rung('1394000299')).toBe(0);
  });
});

test('preempted: an idle agent is reserved, waits out who is busy, and talks with who answers', async () => {
  const agent = await addAgent('1001');
  await agent.begin();
  const campaignId = await addCampaign(preemptedCampaign(), ['1395000117', '1395000299']);
  await agent.becomes({ state: 'reserved' });
  await agent.becomes({ state: 'talking', called: '1395000299' });
  await agent.ask('call/hang-up');
  const results = await resultsOf(campaignId, 2);
  expect(results.map(({ failCode }) => failCode).sort()).toEqual(['00000', '00537']);
});
