// A running campaign is changed by the contract's PUT, and what changes is counted where it matters: at the
// carrier, by the INVITEs that come in.
import { expect, test, vi } from 'vitest';
import type { Invite } from '../../src/lab/sipp.ts';
import { campaignsPath, ivrCampaign } from './campaigns.ts';
import { withCampana } from './withCampana.ts';

const { carrier, client, receiver, addCampaign } = await withCampana();

/** The beat of a campaign with a callInterval of a second, and what a busy machine may add to it. */
const beatMillis = 1_000;
const slackMillis = 400;

test('a PUT changes pace and caller of a running campaign within a beat, and a pause stops it', async () => {
  const pace = (callCount: number, callerNo: string) =>
    ({ ...body, callerNo, ivrParam: { deviceSign: '1001', callCount, callInterval: 1 } }) as const;
  const body = ivrCampaign('1001', { callBackUrl: receiver.url });
  const numbers = Array.from({ length: 200 }, (_, index) => `138${String(index).padStart(6, '0')}00`);
  const campaignId = await addCampaign(pace(4, '1004'), numbers);
  const path = `${campaignsPath}/${campaignId}`;
  const change = async (changed: object): Promise<number> => {
    await client.send('PUT', path, changed);
    return Date.now();
  };

  await rung(14, 0);
  const fasterAt = await change(pace(15, '1015'));
  await rung(50, fasterAt + beatMillis);
  const slowerAt = await change(pace(2, '1002'));
  await rung(5, slowerAt + beatMillis);
  await client.send('PUT', `${path}/pause`);
  const pausedAt = Date.now();
  // Nothing can be waited for where nothing must come.
  await new Promise((resolve) => setTimeout(resolve, 3 * beatMillis));

  const [first] = carrier.invites();
  expect(perSecond(first?.at ?? 0, fasterAt)).toBeLessThan(6);
  expect(perSecond(fasterAt + beatMillis, slowerAt)).toBeGreaterThan(13);
  expect(perSecond(fasterAt + beatMillis, slowerAt)).toBeLessThan(17);
  expect(perSecond(slowerAt + beatMillis, pausedAt)).toBeLessThan(3);
  const callersAfter = (at: number) =>
    new Set(between(at + beatMillis + slackMillis).map(({ caller }) => caller));
  expect(callersAfter(fasterAt).has('1004')).toBe(false);
  expect(callersAfter(slowerAt)).toEqual(new Set(['1002']));
  expect(between(pausedAt + beatMillis + slackMillis)).toEqual([]);
  const called = carrier.invites().map((invite) => invite.called);
  expect(new Set(called).size, 'a number was rung twice').toBe(called.length);
});

const between = (from: number, to = Number.POSITIVE_INFINITY): Invite[] =>
  carrier.invites().filter(({ at }) => at >= from && at < to);

const perSecond = (from: number, to: number): number => (between(from, to).length * 1000) / (to - from);

/** Resolves when the carrier was asked for so many calls since an instant. */
const rung = (count: number, since: number): Promise<void> =>
  vi.waitFor(() => expect(between(since).length).toBeGreaterThanOrEqual(count), {
    timeout: 30_000,
    interval: 20,
  });
