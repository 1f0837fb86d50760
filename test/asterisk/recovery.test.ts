// The server is killed in the midst of calls of every kind and started again. The carrier is the witness:
// talks go on, no call is hung up, and nobody is called twice.
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { listHeld } from './bareAri.ts';
import { ivrCampaign, preemptedCampaign } from './campaigns.ts';
import { withCampana } from './withCampana.ts';

const campana = await withCampana({
  telephones: 6,
  carrier: { talkSeconds: 60, keepsMessages: true },
  settings: { queueSecondsMax: 60 },
});
const { lab, carrier, telephones, server, addAgent, addCampaign, callsOf, resultsOf, endOfTest } = campana;
afterEach(endOfTest);

/** Requests of ours, such as BYE and CANCEL, that have reached the carrier in calls to this number. */
const askedOf = (method: 'BYE' | 'CANCEL', called: string): number => {
  const callIds = carrier
    .invites()
    .filter((invite) => invite.called === called)
    .map(({ callId }) => callId);
  return carrier
    .messages()
    .filter(({ isReceived, text }) => isReceived && text.startsWith(`${method} `))
    .filter(({ text }) => callIds.some((callId) => text.includes(`Call-ID: ${callId}`))).length;
};
const rung = (called: string): number =>
  carrier.invites().filter((invite) => invite.called === called).length;

test('calls of every kind go on over a kill of the server, and each gets its one result', async () => {
  const [ringing, inFlow, gone, waiting, open, onDemand] = [
    '1380000001',
    '1380000199',
    '1380000299',
    '1380000399',
    '1380000499',
    '1380000599',
  ] as const;
  const all = [ringing, inFlow, gone, waiting, open, onDemand];
  const anna = await addAgent('1001');
  const bert = await addAgent('bert', { endpoint: '1002', line: 'onDemand' });
  await anna.begin();
  await bert.begin();
  const withAgents = await addCampaign(preemptedCampaign(), [open, onDemand]);
  await Promise.all([anna, bert].map((agent) => agent.becomes({ state: 'talking' })));
  const talks = new Map([
    [anna, (await anna.now()).called],
    [bert, (await bert.now()).called],
  ]);
  const toQueue = await addCampaign(ivrCampaign('1002'), [waiting]);
  const toFlow = await addCampaign(ivrCampaign('1006', { maxAlertingTime: 20 }), [ringing, inFlow, gone]);
  await vi.waitFor(async () => {
    const states = [...(await callsOf(toFlow)), ...(await callsOf(toQueue))].map(({ called, state }) => [
      called,
      state,
    ]);
    expect(Object.fromEntries(states)).toEqual({
      [ringing]: 'ringing',
      [inFlow]: 'connected',
      [gone]: 'connected',
      [waiting]: 'connected',
    });
  }, 20_000);

  await server.kill();
  await carrier.hangUp(gone);
  await server.start();

  for (const [agent, called] of talks) await agent.becomes({ state: 'talking', called });
  const [result] = await resultsOf(toFlow, 1);
  expect(result).toMatchObject({ called: gone, failCode: '00000' });
  for (const called of all)
    expect([askedOf('BYE', called), askedOf('CANCEL', called)], called).toEqual([0, 0]);

  // Anna becomes free, and the one who waits is hers.
  await anna.ask('call/hang-up');
  await anna.becomes({ state: 'wrapUp' });
  await anna.ask('wrap-up/end');
  await anna.becomes({ state: 'talking', called: waiting });
  await carrier.hangUp(inFlow);
  await bert.ask('call/hang-up');
  await anna.ask('call/hang-up');
  const results = [
    ...(await resultsOf(withAgents, 2)),
    ...(await resultsOf(toQueue, 1)),
    ...(await resultsOf(toFlow, 3)),
  ];
  const causes = results.map(({ called, failCode }) => [called, failCode]);
  expect(causes).toHaveLength(all.length);
  expect(Object.fromEntries(causes)).toEqual({
    ...Object.fromEntries(all.map((called) => [called, '00000'])),
    [ringing]: '01040',
  });
  expect(all.map(rung)).toEqual(all.map(() => 1));
  expect(
    telephones
      .invites()
      .map(({ called }) => called)
      .sort(),
    'telephones rung',
  ).toEqual(['1001', '1002']);
});

test.each([
  ['rings', 0],
  ['has been taken', 3_500],
])(
  'a telephone that was rung for a person, and %s when the server is back, is joined with them',
  async (_, millis) => {
    const called = millis === 0 ? '1381000199' : '1381000299';
    const agent = await addAgent('2004', { line: 'onDemand' });
    await agent.begin();
    const campaignId = await addCampaign(preemptedCampaign(), [called]);
    const before = ringsOf('2004');
    await vi.waitFor(() => expect(ringsOf('2004')).toBe(before + 1), { timeout: 20_000, interval: 20 });
    await server.kill();
    await delay(millis);
    await server.start();
    await agent.becomes({ state: 'talking', called, status: 'ready' });
    await vi.waitFor(async () => {
      const { bridges } = await listHeld(lab);
      expect(bridges.filter(({ channels }) => channels.length > 0)).toMatchObject([
        { channels: { length: 2 } },
      ]);
    }, 5_000);
    await agent.ask('call/hang-up');
    const [result] = await resultsOf(campaignId, 1);
    expect(result?.failCode).toBe('00000');
    expect([rung(called), ringsOf('2004')]).toEqual([1, before + 1]);
  },
);

/** How often this telephone was rung. */
const ringsOf = (endpoint: string): number =>
  telephones.invites().filter(({ called }) => called === endpoint).length;
