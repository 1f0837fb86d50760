// Trouble on our side of the network, over real SIP: a mistyped trunk, a trunk without a contact, a carrier
// that answers everything with 503. No number ends because of it, few calls are tried, every interface
// shows why, and when the carrier is back each number is dialed once.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { field, items } from '../../src/cli/read.ts';
import { openCarrier } from '../../src/lab/carrier.ts';
import type { Callee } from '../../src/lab/sipp.ts';
import { ivrCampaign } from './campaigns.ts';
import { home, withCampana } from './withCampana.ts';

let gatewaysFile = '';
const campana = await withCampana({
  environment: async ({ lab }) => {
    gatewaysFile = `${lab.directory}/gateways.json`;
    useTrunks(lab.ariUrl, { main: 'carrier' });
    await lab.stop();
    appendFileSync(
      `${lab.directory}/etc/pjsip.conf`,
      '[lonely]\ntype = aor\n[lonely]\ntype = endpoint\naors = lonely\ntransport = transport\ndisallow = all\n' +
        'allow = ulaw\ncontext = from-outside\n',
    );
    await lab.start();
    return { CAMPANA_GATEWAYS: gatewaysFile, CAMPANA_ARI_URL: '' };
  },
});
const { addCampaign, client, database, lab, resultsOf, server } = campana;
let carrier: Callee = campana.carrier;
const patience = { timeout: 30_000, interval: 50 };

afterEach(() => campana.pauseCampaigns());

/** Gateways by name, each with its trunk; all at the laboratory's PBX. */
function useTrunks(ariUrl: string, trunks: Readonly<Record<string, string>>): void {
  const { origin, pathname, username: user, password } = new URL(ariUrl);
  const gateways = Object.entries(trunks).map(([name, trunk]) => ({
    name,
    trunk,
    ariUrl: `${origin}${pathname}`,
    user,
    password,
    callsPerSecondMax: 100,
    channelsMax: 200,
    servesAgents: true,
  }));
  writeFileSync(gatewaysFile, JSON.stringify({ gateways }), { mode: 0o600 });
}

async function restartWith(trunks: Readonly<Record<string, string>>): Promise<void> {
  await server.stop();
  useTrunks(lab.ariUrl, trunks);
  await server.start();
}

const numbers = (prefix: string, count = 200): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, '0')}00`);

/** Fast: 50 calls a second, to numbers that are busy. */
const add = (prefix: string, count?: number): Promise<number> =>
  addCampaign(ivrCampaign('1001', {}, { callCount: 50 }), numbers(prefix, count));

const rung = (prefix: string): string[] =>
  carrier
    .invites()
    .map(({ called }) => called)
    .filter((called) => called.startsWith(prefix));

const progressOf = async (campaignId: number): Promise<unknown> =>
  (await database`select waiting, calling, done from campaign_progress where campaign_id = ${campaignId}`)[0];

/** The campaign does not dial, and everybody is told this reason; for six seconds, no number is done. */
async function expectHeld(campaignId: number, reason: string): Promise<void> {
  const sentence = `The gateway "main" is held: ${reason}. `;
  const path = `${home}/campaigns/${campaignId}/explain`;
  const isHeld = { because: 'carrierBudget', dialing: false };
  await vi.waitFor(async () => {
    const explained = await client.send('GET', path);
    expect(explained).toMatchObject(isHeld);
    const [gate] = items(explained, 'gates').filter((one) => field(one, 'gate') === 'carrierBudget');
    expect(field(gate, 'value.reason')).toContain(sentence);
  }, patience);
  const endsAt = performance.now() + 6_000;
  await vi.waitUntil(
    async () => {
      expect(await client.send('GET', path)).toMatchObject(isHeld);
      return performance.now() > endsAt;
    },
    { timeout: 10_000, interval: 250 },
  );
  await vi.waitFor(
    async () => expect(await progressOf(campaignId)).toMatchObject({ waiting: 200, calling: 0, done: 0 }),
    patience,
  );
  expect(await database`select 1 from calls where campaign_id = ${campaignId}`).toHaveLength(0);
  const [gateway] = items(await client.send('GET', '/api/v1/system/gateways'), 'items');
  expect(gateway).toMatchObject({ isUp: false, trouble: { kind: 'held' } });
  expect(field(gateway, 'trouble.sentence')).toContain(sentence);
  const warned = server.log().filter((line) => line.includes('the gateway is held'));
  expect(warned.some((line) => line.includes('"main"') && line.includes(JSON.stringify(reason)))).toBe(true);
}

/** Everybody is dialed, once; what failed while others got through waits a minute, which is not waited for here. */
async function expectEachOnce(campaignId: number, prefix: string): Promise<void> {
  await vi.waitFor(async () => {
    await database`update contacts set due_at = created_at where campaign_id = ${campaignId} and state = 'waiting'`;
    expect(await progressOf(campaignId)).toMatchObject({ waiting: 0, calling: 0, done: 200 });
  }, patience);
  const results = await resultsOf(campaignId, 200);
  expect(new Set(results.map(({ failCode }) => failCode))).toEqual(new Set(['00537']));
  expect(rung(prefix).sort()).toEqual(numbers(prefix));
}

test('a mistyped trunk name costs no number an attempt, and is told before the first call', async () => {
  await restartWith({ main: 'carrrier' });
  const campaignId = await add('1450');
  await expectHeld(campaignId, 'the PBX refuses calls to the trunk: Allocation failed (HTTP 500)');
  expect(rung('1450')).toEqual([]);
  expect(server.log().some((line) => line.includes('the PBX has no endpoint \\"carrrier\\"'))).toBe(true);
  await restartWith({ main: 'carrier' });
  await expectEachOnce(campaignId, '1450');
}, 90_000);

test('nor does a trunk without a contact, which is taken again when its PBX comes back with one', async () => {
  await restartWith({ main: 'lonely' });
  const campaignId = await add('1451');
  await expectHeld(campaignId, 'the PBX refuses calls to the trunk: Allocation failed (HTTP 500)');
  expect(
    server.log().some((line) => line.includes('the endpoint \\"lonely\\" has no reachable contact')),
  ).toBe(true);
  await lab.stop();
  const file = `${lab.directory}/etc/pjsip.conf`;
  const contact = `[lonely]\ntype = aor\ncontact = sip:127.0.0.1:${lab.trunks[0]?.port}\n`;
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('[lonely]\ntype = aor\n', contact));
  await lab.start();
  await expectEachOnce(campaignId, '1451');
  writeFileSync(file, text);
  await lab.stop();
  await lab.start();
}, 90_000);

test('a carrier that answers 503 to everything gets few calls, and all of them when it is well again', async () => {
  await restartWith({ main: 'carrier' });
  await carrier.stop();
  carrier = await openCarrier(lab, { refusesAll: '503 Service Unavailable' });
  const campaignId = await add('1452');
  await expectHeld(campaignId, 'the trunk answers 503 Service Unavailable');
  const tried = rung('1452').length;
  expect(tried).toBeGreaterThanOrEqual(5);
  expect(tried).toBeLessThan(40);
  await carrier.stop();
  carrier = await openCarrier(lab);
  await expectEachOnce(campaignId, '1452');
}, 90_000);

test('of two gateways one of which is dead everything goes over the other', async () => {
  await restartWith({ dead: 'lonely', main: 'carrier' });
  const campaignId = await add('1453');
  await expectEachOnce(campaignId, '1453');
  const [dead, main] = items(await client.send('GET', '/api/v1/system/gateways'), 'items');
  expect([dead, main]).toMatchObject([
    { name: 'dead', isUp: false },
    { name: 'main', isUp: true },
  ]);
}, 90_000);

test('a single number that always fails is tried less and less, holds up nobody, and ends as 34606', async () => {
  await restartWith({ main: 'carrier' });
  const [sick, well] = ['14540000019', numbers('1454', 20)];
  const campaignId = await addCampaign(ivrCampaign('1001'), [sick, ...well.slice(0, 19)]);
  await resultsOf(campaignId, 19);
  for (let failures = 1; failures <= 4; failures++) {
    await vi.waitFor(async () => {
      const [contact] = await database<{ waits: number }[]>`
        select state, attempts, failures, extract(epoch from due_at - now())::integer as waits
        from contacts where called = ${sick}`;
      expect(contact).toMatchObject({ state: 'waiting', attempts: 0, failures });
      expect(contact?.waits).toBeGreaterThan(failures * 30);
    }, patience);
    await campana.addNumbers(campaignId, [`1454900${failures}00`]);
    await database`update contacts set due_at = created_at where called = ${sick}`;
  }
  const results = await resultsOf(campaignId, 24);
  expect(results.filter(({ called }) => called === sick)).toMatchObject([{ failCode: '34606' }]);
  expect(rung(sick)).toHaveLength(5);
  expect(await client.send('GET', '/api/v1/system/gateways')).toMatchObject({ items: [{ isUp: true }] });
}, 90_000);
