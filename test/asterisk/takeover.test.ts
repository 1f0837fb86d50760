// Two processes at one PBX, and the one that dials is killed for good: the other takes its campaigns and
// its agents over. Talks go on, nobody is called again, and people who wait are joined.
import { afterEach, expect, test } from 'vitest';
import { agentApplication } from './agentApplication.ts';
import { ivrCampaign, preemptedCampaign } from './campaigns.ts';
import { withCampana } from './withCampana.ts';

const campana = await withCampana({
  telephones: 3,
  carrier: { talkSeconds: 90 },
  settings: { queueSecondsMax: 90, abandonRatePercentMax: 100 },
});
const { carrier, telephones, database, server, other, addAgent, addCampaign, resultsOf, endOfTest } = campana;
afterEach(async () => {
  await other.server.stop();
  await server.start();
  await endOfTest();
});

test('talks and waiting people of a process that has died are gone on with by another', async () => {
  await other.server.start();
  const [talks, waits] = ['1390000199', '1390000299'];
  const first = await addAgent('1001');
  await first.begin();
  const withAgents = await addCampaign(preemptedCampaign(), [talks]);
  await first.becomes({ state: 'talking', called: talks });
  const toQueue = await addCampaign(ivrCampaign('1002'), [waits]);
  const handedOver = () => database`select from call_events where kind = 'waiting'`;
  await expect.poll(async () => (await handedOver()).length, { timeout: 20_000 }).toBe(1);

  await server.kill();
  const anna = agentApplication(other.client, '1001');
  await expect.poll(() => anna.now().catch(() => null), { timeout: 30_000 }).not.toBeNull();
  await anna.becomes({ state: 'talking', called: talks });
  await anna.ask('call/hang-up');
  await anna.becomes({ state: 'wrapUp' });
  await anna.ask('wrap-up/end');
  await anna.becomes({ state: 'talking', called: waits });
  await anna.ask('call/hang-up');
  const results = [...(await resultsOf(withAgents, 1)), ...(await resultsOf(toQueue, 1))];
  expect(results.map(({ called, failCode }) => [called, failCode])).toEqual([
    [talks, '00000'],
    [waits, '00000'],
  ]);
  expect(carrier.invites().map(({ called }) => called)).toEqual([talks, waits]);
  expect(telephones.invites().map(({ called }) => called)).toEqual(['1001']);
}, 120_000);
