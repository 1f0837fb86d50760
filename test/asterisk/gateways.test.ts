// Two PBXes with three trunks between them, the agents at one: limits are kept by each trunk and shared by
// weight, and when a PBX goes away, nobody is called twice and the others dial on.
import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { field, items } from '../../src/cli/read.ts';
import { openCarrier } from '../../src/lab/carrier.ts';
import { type Lab, openLab } from '../../src/lab/lab.ts';
import { listHeld } from './bareAri.ts';
import { ivrCampaign, preemptedCampaign } from './campaigns.ts';
import { type CutProxy, openCutProxy } from './cutProxy.ts';
import { home, withCampana } from './withCampana.ts';

let way: CutProxy;
const far = await openLab({ trunks: ['one', 'two'], telephones: 0 });
afterAll(() => far.close());
const campana = await withCampana({
  carrier: { talkSeconds: 60 },
  environment: async ({ lab }) => {
    way = await openCutProxy(far.ariUrl);
    const gateways = [
      {
        name: 'near',
        trunk: 'carrier',
        channelsMax: 4,
        callsPerSecondMax: 2,
        servesAgents: true,
        ...addressOf(lab.ariUrl),
      },
      { name: 'far-one', trunk: 'one', channelsMax: 2, callsPerSecondMax: 2, ...addressOf(way.url) },
      { name: 'far-two', trunk: 'two', channelsMax: 6, callsPerSecondMax: 4, ...addressOf(way.url) },
    ];
    const file = `${lab.directory}/gateways.json`;
    writeFileSync(file, JSON.stringify({ gateways }), { mode: 0o600 });
    return { CAMPANA_GATEWAYS: file, CAMPANA_ARI_URL: '' };
  },
});
const { client, server, database, addAgent, addCampaign, addNumbers, resultsOf } = campana;
const carriers = {
  near: campana.carrier,
  'far-one': await openCarrier(far, { trunk: 'one', talkSeconds: 60 }),
  'far-two': await openCarrier(far, { trunk: 'two', talkSeconds: 60 }),
};
afterAll(() => way.close());
afterEach(async () => {
  // Else the first who hang up make room for the next.
  await campana.pauseCampaigns();
  // A call that is about to be answered is hung up as well.
  await vi.waitFor(async () => {
    for (const carrier of Object.values(carriers)) await carrier.hangUp();
    const held = [...(await listHeld(campana.lab)).channels, ...(await listHeld(far)).channels];
    expect(held.filter((id) => /^\d/.test(id))).toEqual([]);
  }, patience);
  await campana.endOfTest();
});

const patience = { timeout: 30_000, interval: 50 };

function addressOf(address: string): { ariUrl: string; user: string; password: string } {
  const { origin, pathname, username, password } = new URL(address);
  return { ariUrl: `${origin}${pathname}`, user: username, password };
}

/** The numbers with this beginning that each trunk was asked for. */
const rungAt = (prefix: string): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(carriers).map(([name, carrier]) => [
      name,
      carrier
        .invites()
        .map(({ called }) => called)
        .filter((called) => called.startsWith(prefix)),
    ]),
  );

const countAt = (prefix: string): Record<string, number> =>
  Object.fromEntries(Object.entries(rungAt(prefix)).map(([name, called]) => [name, called.length]));

const rung = (prefix: string): string[] => Object.values(rungAt(prefix)).flat();

const numbers = (prefix: string, count: number, fate = '99'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(2, '0')}${fate}`);

async function becomesUp(lab: Lab | CutProxy, isUp: boolean): Promise<void> {
  const names = lab === campana.lab ? ['near'] : ['far-one', 'far-two'];
  await vi.waitFor(async () => {
    const gateways = items(await client.send('GET', '/api/v1/system/gateways'), 'items');
    const found = gateways.filter((gateway) => names.includes(String(field(gateway, 'name'))));
    expect(found.map((gateway) => field(gateway, 'isUp'))).toEqual(names.map(() => isUp));
  }, patience);
}

async function carrierGateOf(campaignId: number): Promise<unknown> {
  const explained = await client.send('GET', `${home}/campaigns/${campaignId}/explain`);
  return items(explained, 'gates').find((gate) => field(gate, 'gate') === 'carrierBudget');
}

test('each trunk holds what it may and no more', async () => {
  const campaignId = await addCampaign(ivrCampaign('1006'), numbers('14100', 20));
  await vi.waitFor(() => expect(rung('1410')).toHaveLength(12), patience);
  const isFull = { passed: false, value: { limit: 'channels' } };
  await vi.waitFor(async () => expect(await carrierGateOf(campaignId)).toMatchObject(isFull), patience);
  expect(countAt('1410')).toEqual({ near: 4, 'far-one': 2, 'far-two': 6 });
});

test('each trunk keeps its calls a second, and campaigns share them all by weight', async () => {
  const light = await addCampaign(ivrCampaign('1001'), []);
  const heavy = await addCampaign(ivrCampaign('1001'), []);
  await client.send('PATCH', `${home}/campaigns/${heavy}/handling`, { weight: 30 });
  await addNumbers(light, numbers('14110', 60, '00'));
  await addNumbers(heavy, numbers('14111', 60, '00'));
  const counts = () => ({ light: rung('14110').length, heavy: rung('14111').length });
  const reaches = (heavyCount: number) =>
    vi.waitFor(() => {
      expect(counts().heavy).toBeGreaterThanOrEqual(heavyCount);
      return counts();
    }, patience);
  // The first beats are each made before the other's wish is known.
  const [from, until] = [await reaches(15), await reaches(50)];
  const ratio = (until.heavy - from.heavy) / (until.light - from.light);
  expect(ratio).toBeGreaterThan(2);
  expect(ratio).toBeLessThan(4.5);
  await Promise.all([resultsOf(light, 60), resultsOf(heavy, 60)]);
  // Flows go to the agents' PBX only while the others are full.
  const { near = 0, ...others } = countAt('1411');
  expect(Math.min(...Object.values(others))).toBeGreaterThan(near);
  for (const [name, perSecond] of [
    ['near', 2],
    ['far-one', 2],
    ['far-two', 4],
  ] as const) {
    const instants = carriers[name]
      .invites()
      .filter(({ called }) => called.startsWith('1411'))
      .map(({ at }) => at);
    const busiest = instants.map((from) => instants.filter((at) => at >= from && at < from + 1000).length);
    expect(Math.max(...busiest), name).toBeLessThanOrEqual(perSecond + 2);
  }
});

test('agents’ calls go through their PBX and flows leave it alone', async () => {
  const agent = await addAgent('1001');
  await agent.begin();
  const toFlow = await addCampaign(ivrCampaign('1001'), numbers('14200', 3, '10'));
  await resultsOf(toFlow, 3);
  const withAgents = await addCampaign(preemptedCampaign(), ['1421000099']);
  await agent.becomes({ state: 'talking', called: '1421000099' });
  await agent.ask('call/hang-up');
  await resultsOf(withAgents, 1);
  expect(countAt('1420').near).toBe(0);
  expect(countAt('1421')).toEqual({ near: 1, 'far-one': 0, 'far-two': 0 });
});

test('a start while a PBX is away: its calls are unknown until it is back, and the others dial', async () => {
  const [talking, gone] = ['1430000099', '1430000199'] as const;
  const campaignId = await addCampaign(ivrCampaign('1006'), []);
  // A number whose call counts as lost is called again after a second.
  const again = { result: 4, retryNumber: 3, callIntervalSeconds: 1 };
  const policy = {
    rules: [{ dataType: null, rule: { kind: 'byResult', results: [again] } }],
    noRetryCauses: [],
  };
  await database`update campaigns set retry_policy = ${policy} where campaign_id = ${campaignId}`;
  await addNumbers(campaignId, [talking, gone]);
  await vi.waitFor(async () => {
    const states = (await campana.callsOf(campaignId)).map(({ state }) => state);
    expect(states).toEqual(['connected', 'connected']);
  }, patience);
  expect(countAt('1430').near).toBe(0);

  way.cut();
  await server.kill();
  await server.start();
  for (const carrier of Object.values(carriers)) await carrier.hangUp(gone);
  const meanwhile = await addCampaign(ivrCampaign('1001'), ['1431000000']);
  expect(await resultsOf(meanwhile, 1)).toMatchObject([{ failCode: '00537' }]);
  expect(countAt('1431')).toEqual({ near: 1, 'far-one': 0, 'far-two': 0 });
  await vi.waitFor(
    async () =>
      expect(await carrierGateOf(campaignId)).toMatchObject({
        value: { callsUnknown: 2, callsUnknownAt: 'far-one 2, far-two 2' },
      }),
    patience,
  );
  expect((await campana.callsOf(campaignId)).map(({ outcome }) => outcome)).toEqual([null, null]);

  way.heal();
  expect(await resultsOf(campaignId, 1)).toMatchObject([{ called: gone, failCode: '00000' }]);
  expect(await campana.callsOf(campaignId)).toContainEqual(
    expect.objectContaining({ called: talking, state: 'connected' }),
  );
  for (const carrier of Object.values(carriers)) await carrier.hangUp(talking);
  const results = await resultsOf(campaignId, 2);
  expect(results.map(({ failCode }) => failCode)).toEqual(['00000', '00000']);
  expect(rung('1430').sort()).toEqual([talking, gone]);
});

test('a PBX that dies is left alone, and taken back when it has started again', async () => {
  const campaignId = await addCampaign(ivrCampaign('1006', { maxAlertingTime: 60 }), ['1440000001']);
  await vi.waitFor(() => expect(rung('1440')).toHaveLength(1), patience);
  await far.kill();
  await becomesUp(far, false);
  const other = await addCampaign(ivrCampaign('1001'), ['1441000000']);
  expect(await resultsOf(other, 1)).toMatchObject([{ failCode: '00537' }]);
  expect(countAt('1441').near).toBe(1);

  await far.start();
  await becomesUp(far, true);
  // The PBX has said that it holds nothing: the call that rang there is lost.
  expect(await resultsOf(campaignId, 1)).toMatchObject([{ failCode: '34608' }]);
  await addNumbers(other, ['1442000000']);
  expect(await resultsOf(other, 2)).toHaveLength(2);
  expect(countAt('1442').near).toBe(0);
  expect(rung('1440')).toHaveLength(1);
});
