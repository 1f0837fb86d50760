// A process that sleeps past its leases with calls that its PBX has not been asked for yet. Another process
// has settled them when it wakes, so it must not dial them. The carrier counts.
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { ivrCampaign } from './campaigns.ts';
import { withCampana } from './withCampana.ts';

const campana = await withCampana({
  environment: async ({ lab }) => ({ CAMPANA_ARI_URL: `${lab.ariUrl}?callsPerSecond=100&channels=400` }),
});
const { lab, carrier, database, client, server, other, addCampaign, endOfTest } = campana;
afterEach(async () => {
  await other.server.stop();
  await endOfTest();
});
const patience = { timeout: 40_000, interval: 20 };

test('a process that wakes past its leases dials nobody whose call another has settled', async () => {
  const numbers = Array.from({ length: 4_000 }, (_, n) => `1391${String(n).padStart(5, '0')}00`);
  const campaignId = await addCampaign(ivrCampaign('1001', {}, { callCount: 100 }), numbers);
  await expect.poll(() => carrier.invites().length, patience).toBeGreaterThan(20);
  await other.server.start();

  // A PBX that stands still answers nobody, so calls pile up in front of its 32 connections.
  const pbx = Number(readFileSync(`${lab.directory}/run/asterisk.pid`, 'utf8'));
  process.kill(pbx, 'SIGSTOP');
  const askedFor = async (): Promise<number> => {
    const metrics = await (await fetch(new URL('/metrics', client.target.url))).text();
    return Number(/^campana_calls_placed_total (\d+)$/m.exec(metrics)?.[1]);
  };
  const invited = carrier.invites().length;
  await expect.poll(askedFor, patience).toBeGreaterThan(invited + 50);
  process.kill(server.pid, 'SIGSTOP');
  process.kill(pbx, 'SIGCONT');
  const openOfFirst = async (): Promise<number> => {
    const [row] = await database<{ open: number }[]>`
      select count(*)::integer as open from calls where ended_at is null
        and epoch = (select min(epoch) from calls)`;
    return row?.open ?? 0;
  };
  await expect.poll(openOfFirst, patience).toBe(0);

  const settled = await database<{ called: string }[]>`
    select called from calls where cause = '34608'`;
  const wokeAt = Date.now();
  process.kill(server.pid, 'SIGCONT');
  const hasNoticed = () => server.log().some((line) => line.includes('taken for dead'));
  await expect.poll(hasNoticed, patience).toBe(true);
  const inFlight = async (): Promise<number> => {
    const [row] = await database<{ calling: number }[]>`
      select calling::integer from campaign_progress where campaign_id = ${campaignId}`;
    return row?.calling ?? 0;
  };
  await campana.pauseCampaigns();
  await expect.poll(inFlight, patience).toBe(0);
  const dialedAwake = new Set(
    carrier
      .invites()
      .filter(({ at }) => at >= wokeAt)
      .map(({ called }) => called),
  );
  expect(settled.length).toBeGreaterThan(0);
  expect(settled.filter(({ called }) => dialedAwake.has(called))).toEqual([]);
  const everyInvite = carrier.invites().map(({ called }) => called);
  expect(everyInvite.length).toBe(new Set(everyInvite).size);
}, 120_000);
