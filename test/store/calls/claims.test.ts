// Claims: what they take, what they refuse to take, and what giving one back leaves behind.
import { describe, expect, it } from 'vitest';
import { noFacts } from '../../../src/core/call.ts';
import type { Campaign } from '../../../src/core/campaign.ts';
import { asItStood } from '../../../src/core/returned.ts';
import { addSeconds, type CampaignId, type Millis, toMillis } from '../../../src/core/units.ts';
import {
  type ClaimedContact,
  claimContacts,
  type Lease,
  releaseClaims,
} from '../../../src/store/calls/claims.ts';
import { type EndedCall, settle } from '../../../src/store/calls/settlements.ts';
import { loadViews } from '../../../src/store/campaigns/views.ts';
import { ensurePartitions } from '../../../src/store/database/partitions.ts';
import { withDatabase } from '../../database.ts';
import { makeCampaign, makeVdn, numbersOf, takeLeases, vdnId } from '../../workers/world.ts';

const { database } = await withDatabase();
const morning = toMillis(Date.UTC(2026, 10, 23, 9));
const midnight = toMillis(Date.UTC(2026, 10, 23));
await makeVdn(database, morning);
await ensurePartitions(database, morning);

async function driven(called: readonly string[]): Promise<{ campaign: Campaign; lease: Lease }> {
  const campaignId = await makeCampaign(database, morning, called);
  const leases = await takeLeases(database, 'one', morning);
  const held = leases.find((lease) => lease.campaignId === campaignId);
  return { campaign: await read(campaignId), lease: { owner: 'one', epoch: held?.epoch ?? '' } };
}

async function read(campaignId: CampaignId): Promise<Campaign> {
  const [view] = await loadViews(database, [{ vdnId, campaignId }]);
  if (view === undefined) throw new Error('the campaign is not there');
  return view.campaign;
}

const claim = (
  { campaign, lease }: { campaign: Campaign; lease: Lease },
  limit: number,
  now: Millis = morning,
  startOfDay: Millis = midnight,
): Promise<ClaimedContact[]> =>
  claimContacts(database, campaign, lease, limit, { credit: 0, beatAt: now }, now, startOfDay);

async function end(claimed: ClaimedContact, claimedAt: Millis, campaign: Campaign, againAt: Millis | null) {
  const call: EndedCall = {
    campaignId: campaign.id,
    contactId: claimed.contactId,
    callId: claimed.callId,
    callNumber: claimed.callNumber,
    claimedAt,
    ringingAt: null,
    answeredAt: null,
    connectedAt: null,
    endedAt: addSeconds(claimedAt, 5),
    outcome: 'busy',
    againAt,
    day: '2026-11-23',
    facts: noFacts,
    withAgents: null,
  };
  await settle(database, vdnId, [], [call], addSeconds(claimedAt, 5));
}

async function counters(campaign: Campaign): Promise<unknown> {
  const [view] = await loadViews(database, [{ vdnId, campaignId: campaign.id }]);
  return { waiting: view?.waiting, calling: view?.calling };
}

describe('a claim', () => {
  it('takes as many numbers as it is asked for, once', async () => {
    const world = await driven(numbersOf(5));
    const first = await claim(world, 3);
    const second = await claim(world, 3);
    expect(first).toHaveLength(3);
    expect(second).toHaveLength(2);
    expect(new Set([...first, ...second].map(({ contactId }) => contactId)).size).toBe(5);
    expect(await counters(world.campaign)).toEqual({ waiting: 0, calling: 5 });
  });

  it('takes nothing with an old epoch, for another owner, or when its process was taken for dead', async () => {
    const world = await driven(numbersOf(2));
    expect(await claim({ ...world, lease: { ...world.lease, epoch: '0' } }, 1)).toEqual([]);
    expect(await claim({ ...world, lease: { ...world.lease, owner: 'two' } }, 1)).toEqual([]);
    expect(await claim(world, 1)).toHaveLength(1);
    await database`delete from nodes`;
    expect(await claim(world, 1)).toEqual([]);
  });

  it('takes nothing once the campaign has changed since it was read', async () => {
    const world = await driven(numbersOf(2));
    await database`update campaigns set revision = 2 where vdn_id = ${vdnId} and campaign_id = ${world.campaign.id}`;
    expect(await claim(world, 1)).toEqual([]);
    expect(await claim({ ...world, campaign: await read(world.campaign.id) }, 1)).toHaveLength(1);
  });

  it('counts attempts in all, of the day, and the days', async () => {
    const world = await driven(numbersOf(1));
    const instants = [morning, addSeconds(morning, 600), addSeconds(morning, 86_400)];
    const counts: number[][] = [];
    for (const now of instants) {
      const today = now < addSeconds(midnight, 86_400) ? midnight : addSeconds(midnight, 86_400);
      const [claimed] = await claim(world, 1, now, today);
      if (claimed === undefined) throw new Error('nothing was claimed');
      counts.push([claimed.attempts, claimed.dayAttempts, claimed.daysTried]);
      await end(claimed, now, world.campaign, addSeconds(now, 60));
    }
    expect(counts).toEqual([
      [1, 1, 1],
      [2, 2, 1],
      [3, 1, 2],
    ]);
  });
});

describe('a claim that is given back', () => {
  it('leaves the number as if nothing had happened', async () => {
    const world = await driven(numbersOf(1));
    const [claimed] = await claim(world, 1);
    if (claimed === undefined) throw new Error('nothing was claimed');
    await releaseClaims(database, vdnId, world.campaign.id, [
      { ...claimed, claimedAt: morning, waiting: asItStood(0) },
    ]);
    expect(await counters(world.campaign)).toEqual({ waiting: 1, calling: 0 });
    expect(await claim(world, 1)).toMatchObject([{ attempts: 1, dayAttempts: 1, daysTried: 1 }]);
  });

  it('keeps the earlier attempts of the same day in mind', async () => {
    const world = await driven(numbersOf(1));
    const [first] = await claim(world, 1);
    if (first === undefined) throw new Error('nothing was claimed');
    await end(first, morning, world.campaign, addSeconds(morning, 60));
    const later = addSeconds(morning, 120);
    const [second] = await claim(world, 1, later);
    if (second === undefined) throw new Error('nothing was claimed');
    await releaseClaims(database, vdnId, world.campaign.id, [
      { ...second, claimedAt: later, waiting: asItStood(0) },
    ]);
    expect(await claim(world, 1, addSeconds(morning, 180))).toMatchObject([
      { attempts: 2, dayAttempts: 2, daysTried: 1 },
    ]);
  });
});
