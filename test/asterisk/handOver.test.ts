// A rolling restart over a real PBX: the process that is told to stop hands over its campaigns and its
// agents. Talks go on, the next process joins people who answer in between, and nobody is called twice.
import { afterEach, expect, test } from 'vitest';
import { agentApplication } from './agentApplication.ts';
import { ivrCampaign, preemptedCampaign } from './campaigns.ts';
import { withCampana } from './withCampana.ts';

const campana = await withCampana({
  telephones: 3,
  carrier: { talkSeconds: 90 },
  settings: { queueSecondsMax: 90, abandonRatePercentMax: 100 },
});
const {
  carrier,
  telephones,
  database,
  server,
  other,
  addAgent,
  addCampaign,
  addNumbers,
  resultsOf,
  endOfTest,
} = campana;
afterEach(async () => {
  await other.server.stop();
  await server.start();
  await endOfTest();
});

test('talks go on, waiting people are joined, and dialing goes on within a second and a half', async () => {
  const talks = '1390000199';
  const first = await addAgent('1001');
  await first.begin();
  const withAgents = await addCampaign(preemptedCampaign(), [talks]);
  await first.becomes({ state: 'talking', called: talks });
  const numbers = Array.from({ length: 400 }, (_, n) => `1391${String(n).padStart(5, '0')}00`);
  const flows = await addCampaign(ivrCampaign('1001'), numbers);
  await expect.poll(() => carrier.invites().length, { timeout: 20_000 }).toBeGreaterThan(20);
  await other.server.start();
  const waits = '1392000299';
  const toQueue = await addCampaign(ivrCampaign('1002'), []);
  const dialed = carrier.invites().length;
  await expect.poll(() => carrier.invites().length, { timeout: 20_000 }).toBeGreaterThan(dialed + 30);

  // Rung by the process that stops, and answered and handed over by the flow when it has handed over itself.
  await addNumbers(toQueue, [waits]);
  await expect
    .poll(() => carrier.invites().some(({ called }) => called === waits), { timeout: 20_000, interval: 5 })
    .toBe(true);
  const stoppedAt = Date.now();
  const stopped = server.stop();
  const anna = agentApplication(other.client, '1001');
  await expect.poll(() => anna.now().catch(() => null), { timeout: 3_000, interval: 20 }).not.toBeNull();
  await anna.becomes({ state: 'talking', called: talks });
  await anna.ask('call/hang-up');
  await anna.becomes({ state: 'wrapUp' });
  await anna.ask('wrap-up/end');
  await anna.becomes({ state: 'talking', called: waits });
  expect(await stopped).toBe(0);
  expect(Date.now() - stoppedAt).toBeLessThan(14_000);
  await anna.ask('call/hang-up');

  const results = [...(await resultsOf(withAgents, 1)), ...(await resultsOf(toQueue, 1))];
  expect(results.map(({ called, failCode }) => [called, failCode])).toEqual([
    [talks, '00000'],
    [waits, '00000'],
  ]);
  await resultsOf(flows, numbers.length);
  const invited = carrier.invites().map(({ called }) => called);
  expect(invited.length).toBe(new Set(invited).size);
  expect(telephones.invites().map(({ called }) => called)).toEqual(['1001']);
  expect(await database`select called from calls where cause = '34608'`).toEqual([]);
  const around = carrier
    .invites()
    .map(({ at }) => at)
    .filter((at) => at > stoppedAt - 500 && at < stoppedAt + 4_000);
  const gaps = around.slice(1).map((at, index) => at - (around[index] ?? at));
  expect(Math.max(...gaps), 'milliseconds without a dial').toBeLessThan(1_500);
}, 120_000);
