// A day without partitions gets them with the first row that is written to it, also when several write at
// once: after a jump of the clock or a long pause nothing waits for maintenance.
import { beforeEach, expect, test } from 'vitest';
import { noFacts } from '../../../src/core/call.ts';
import { addSeconds, type Millis, toCallId, toMillis } from '../../../src/core/units.ts';
import { addAgentIntervals } from '../../../src/store/agents/agentIntervals.ts';
import { claimContacts } from '../../../src/store/calls/claims.ts';
import { recordEvents, settle } from '../../../src/store/calls/settlements.ts';
import { loadViews } from '../../../src/store/campaigns/views.ts';
import { dropPartitions } from '../../../src/store/database/partitions.ts';
import { heldCampaigns, takeCampaigns } from '../../../src/store/system/leases.ts';
import { enterNode } from '../../../src/store/system/nodes.ts';
import { withDatabase } from '../../database.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from '../../workers/world.ts';

const { database } = await withDatabase();
/** A second after midnight, on a day that nobody has prepared. */
const now = toMillis(Date.UTC(2031, 4, 2, 0, 0, 1));
await makeVdn(database, now);
const node = await enterNode(database, 'one', true);
beforeEach(() => dropPartitions(database, toMillis(Date.UTC(2100, 0, 1))));

const partitions = async (): Promise<number> =>
  (await database`select from pg_inherits where inhparent = 'calls'::regclass`).length;

async function makeDriven(at: Millis) {
  const campaignId = await makeCampaign(database, at, numbersOf(2));
  await takeCampaigns(database, node, at, 100);
  const leases = await heldCampaigns(database, node, at);
  const [view] = await loadViews(database, [{ vdnId, campaignId }]);
  const epoch = leases.find((lease) => lease.campaignId === campaignId)?.epoch;
  if (view === undefined || epoch === undefined) throw new Error('the campaign is not there');
  return { campaign: view.campaign, lease: { owner: 'one', epoch } };
}

const claim = ({ campaign, lease }: Awaited<ReturnType<typeof makeDriven>>, at: Millis) =>
  claimContacts(database, campaign, lease, 1, { credit: 0, beatAt: at }, at, at);

test('a claim after a jump of the clock makes its day', async () => {
  expect(await partitions()).toBe(0);
  expect(await claim(await makeDriven(now), now)).toHaveLength(1);
  expect(await partitions()).toBe(1);
});

test('twenty claims at once on a day without partitions all succeed', async () => {
  const worlds = [];
  for (let count = 0; count < 20; count += 1) worlds.push(await makeDriven(now));
  const claims = await Promise.all(worlds.map((world) => claim(world, now)));
  expect(claims.flat()).toHaveLength(20);
});

test('a call is settled on the day after its claim, with an event that the carrier dates to last year', async () => {
  const world = await makeDriven(now);
  const [claimed] = await claim(world, now);
  if (claimed === undefined) throw new Error('nothing was claimed');
  const lastYear = toMillis(now - 365 * 86_400_000);
  const events = [
    {
      callNumber: claimed.callNumber,
      event: { kind: 'ringing' as const, callId: claimed.callId, at: lastYear },
    },
  ];
  const ended = {
    campaignId: world.campaign.id,
    contactId: claimed.contactId,
    callId: claimed.callId,
    callNumber: claimed.callNumber,
    claimedAt: now,
    ringingAt: lastYear,
    answeredAt: null,
    connectedAt: null,
    endedAt: addSeconds(now, 86_400),
    outcome: 'busy' as const,
    againAt: null,
    day: '2031-05-02',
    facts: noFacts,
    withAgents: null,
  };
  expect(await settle(database, vdnId, events, [ended], addSeconds(now, 86_400))).toMatchObject([
    { calls: 1 },
  ]);
  const told =
    await database`select (select count(*)::integer from call_events) as events, (select count(*)::integer from notices) as notices`;
  expect(told).toEqual([{ events: 1, notices: 1 }]);
});

test('events without an end, and the stretches of an agent’s day, make their days too', async () => {
  const event = { kind: 'ringing' as const, callId: toCallId('1-1'), at: now };
  await recordEvents(database, [{ vdnId, callNumber: '1', event }]);
  await addAgentIntervals(database, vdnId, [
    {
      agentId: 'anna',
      beganAt: addSeconds(now, -86_400),
      endedAt: now,
      status: 'ready',
      state: 'idle',
      reason: null,
      campaignId: null,
    },
  ]);
  expect(await partitions()).toBe(2);
});
