// Previewed dialing: a contact is shown, and dialed, skipped or dialed by itself; and what becomes of it
// when the campaign, the number, the agent or the server goes meanwhile.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noCarrierLimit } from '../../../src/core/carrier.ts';
import { plan } from '../../../src/core/plan.ts';
import { addSeconds, type CampaignId } from '../../../src/core/units.ts';
import { loadViews, withShare } from '../../../src/store/campaigns/views.ts';
import { ensurePartitions } from '../../../src/store/database/partitions.ts';
import { heldCampaigns, takeCampaigns } from '../../../src/store/system/leases.ts';
import type { DrivenCampaign } from '../../../src/workers/leases/driven.ts';
import { withDatabase } from '../../database.ts';
import { DeskWorld, makeAgents, startAt } from '../deskWorld.ts';
import { makeCampaign, makeVdn, numbersOf, vdnId } from '../world.ts';

const { database } = await withDatabase();
const preview = { failIntervalSeconds: 10, obCallCount: 2, autoCallSeconds: 8 };
let world: DeskWorld;
let campaign: DrivenCampaign;
let campaignId: CampaignId;

beforeEach(async () => {
  await database`truncate vdns cascade`;
  await database`truncate contacts, calls, agent_intervals`;
  await makeVdn(database, startAt, { agentSilenceSecondsMax: 300 });
  await ensurePartitions(database, startAt);
  await makeAgents(database, { anna: ['5'], bert: ['5'] });
  world = new DeskWorld(database);
  await world.lease();
  campaignId = await makeCampaign(database, startAt, numbersOf(5), {
    deviceType: 5,
    ivr: null,
    skill: { skillId: 5, skillName: null, predict: null, preview },
  });
  await database`update contacts set custom_field = 'gold', call_data = 'owes 3' where called like '139000000%'`;
  campaign = await drive(world);
});

afterEach(() => world.desk.close());

/** Drives the campaign as the engine does after it was taken over. */
async function drive(by: DeskWorld): Promise<DrivenCampaign> {
  const { node } = by;
  await takeCampaigns(database, node, by.now, 1);
  const [lease] = await heldCampaigns(database, node, by.now);
  if (lease === undefined) throw new Error('the campaign was not taken');
  const taken = by.campaign(campaignId, 5, { deviceType: 5, preview });
  taken.lease = lease;
  return taken;
}

async function beat(): Promise<number> {
  const [view] = await loadViews(database, [{ vdnId, campaignId }]);
  const { agents } = campaign;
  if (view === undefined || agents === null) throw new Error('the campaign is gone');
  const seen = world.desk.see(campaign, 20, world.now);
  const decided = plan(withShare(view, noCarrierLimit, { ...agents, seen }), world.now);
  return world.desk.offerBeat(campaign, view, decided, world.now);
}

const offerOf = (agentId: string) => world.desk.agent(vdnId, agentId)?.offer ?? null;

/** How offers stand in their rows, once they are written. */
async function expectOffers(
  expected: readonly { readonly ending: string | null; readonly reason?: string | null }[],
): Promise<void> {
  await vi.waitFor(async () =>
    expect(
      await database`select ending, reason from offers order by offered_at, agent_id, ending`,
    ).toMatchObject([...expected]),
  );
}

test('a contact is shown with its data, dialed for its agent, and talked', async () => {
  await world.ready('anna');
  expect(await beat()).toBe(1);
  const offer = offerOf('anna');
  expect(offer).toMatchObject({ customField: 'gold', callData: 'owes 3', dialsAt: addSeconds(world.now, 8) });
  expect(await world.does('anna', { kind: 'dialOffer' })).toMatchObject({
    state: 'reserved',
    offer: null,
    called: offer?.called,
  });
  const [live] = world.placed;
  if (live === undefined) throw new Error('nothing was dialed');
  expect(live.contact.contactId).toBe(offer?.contactId);
  await expectOffers([{ ending: 'dialed', reason: null }]);
  const [row] =
    await database`select state, attempts from contacts where contact_id = ${offer?.contactId ?? ''}`;
  expect(row).toEqual({ state: 'calling', attempts: 1 });
  await world.ready('bert');
  world.answer(live);
  expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]);
});

test('a skipped contact waits ten minutes with its reason kept, and the next one is shown', async () => {
  await world.ready('anna');
  await beat();
  const skipped = offerOf('anna');
  await world.does('anna', { kind: 'skipOffer', reason: 'called yesterday' });
  world.tend();
  expect(offerOf('anna')?.contactId).not.toBe(skipped?.contactId);
  await expectOffers([{ ending: 'skipped', reason: 'called yesterday' }, { ending: null }]);
  const [row] =
    await database`select state, due_at from contacts where contact_id = ${skipped?.contactId ?? ''}`;
  expect(row).toEqual({ state: 'waiting', due_at: addSeconds(world.now, 600) });
});

test('it is dialed by itself after autoCallTime, and after a failure the agent rests failInterval', async () => {
  await world.ready('anna');
  await beat();
  await world.wait(7.9);
  expect(world.placed).toEqual([]);
  await world.wait(0.1);
  await vi.waitFor(() => expect(world.placed).toHaveLength(1));
  await expectOffers([{ ending: 'automatic' }]);
  const [live] = world.placed;
  if (live === undefined) return;
  world.end(live, 'busy');
  expect(world.state('anna')).toBe('ready idle');
  await beat();
  await world.wait(2.9);
  await beat();
  expect(offerOf('anna')).toBe(null);
  await world.wait(7.2);
  await beat();
  expect(offerOf('anna')).not.toBe(null);
});

test('no contact is shown to two agents, and asking twice dials once', async () => {
  await world.ready('anna', 'bert');
  expect(await beat()).toBe(2);
  expect(offerOf('anna')?.contactId).not.toBe(offerOf('bert')?.contactId);
  const asked = await Promise.all([
    world.asks('anna', { kind: 'dialOffer' }),
    world.asks('anna', { kind: 'dialOffer' }),
    world.asks('bert', { kind: 'dialOffer' }),
  ]);
  expect(asked).toEqual(['done', 'done', 'done']);
  expect(world.placed.map((live) => live.agentId).sort()).toEqual(['anna', 'bert']);
  expect(campaign.calls.size).toBe(2);
});

test.each([
  ['paused', () => database`update campaigns set state = 'paused', revision = revision + 1`],
  [
    'over',
    () =>
      database`update campaigns set end_at = ${world.now}, settings = settings || ${{ endAt: world.now }}`,
  ],
])(
  'a campaign that is %s: a dial is refused with the reason, and the next beat takes offers back',
  async (_name, change) => {
    await world.ready('anna', 'bert');
    await beat();
    await change();
    const refused = await world.desk.command(vdnId, 'anna', { kind: 'dialOffer' });
    expect(refused).toMatchObject({
      refusal: 'noOffer',
      detail: { en_US: 'The campaign does not dial now: the campaign is not started.' },
    });
    expect([world.state('anna'), world.state('bert')]).toEqual(['ready idle', 'ready previewing']);
    await beat();
    expect(world.state('bert')).toBe('ready idle');
    await expectOffers([{ ending: 'withdrawn' }, { ending: 'withdrawn' }]);
    expect(world.placed).toEqual([]);
  },
);

test.each([
  ['channels', 'The campaign does not dial now: the carrier can take no more calls.'],
  ['gatewaysDown', 'The campaign does not dial now: the carrier can take no more calls.'],
  // The beat that made the offer has counted the call.
  ['callsPerSecond', null],
] as const)(
  'a dial is judged by the share of the campaign, of which nothing is left: %s',
  async (limit, told) => {
    await world.ready('anna');
    await beat();
    world.share = { callsMax: 0, limit, nextAt: null, trouble: null, basis: null };
    const answer = await world.desk.command(vdnId, 'anna', { kind: 'dialOffer' });
    expect('refusal' in answer ? answer.detail.en_US : null).toBe(told);
    expect(world.placed).toHaveLength(told === null ? 1 : 0);
  },
);

test('a campaign without beats, deleted or driven elsewhere, leaves no offer behind', async () => {
  await world.ready('anna');
  await beat();
  world.driven.drop(campaign);
  await world.wait(0.1);
  expect(world.state('anna')).toBe('ready idle');
  await expectOffers([{ ending: 'withdrawn', reason: 'the campaign stopped' }]);
});

test('nobody is rung for an agent whose line has gone: the offer is taken back, and another gets the contact', async () => {
  await world.ready('anna');
  await beat();
  world.onOpenLine = () => undefined;
  world.hearLine({ vdnId, agentId: 'anna', state: 'down', at: world.now });
  expect(await world.desk.command(vdnId, 'anna', { kind: 'dialOffer' })).toEqual({
    refusal: 'noOffer',
    detail: { en_US: 'The telephone is not connected.', zh_CN: '话机未接通。' },
  });
  expect([world.state('anna'), world.placed.length]).toEqual(['ready idle', 0]);
});

test('a number that was taken away meanwhile is not dialed', async () => {
  await world.ready('anna');
  await beat();
  await database`delete from contacts`;
  expect(await world.asks('anna', { kind: 'dialOffer' })).toBe('noOffer');
  expect([world.state('anna'), world.placed.length, campaign.calls.size]).toEqual(['ready idle', 0, 0]);
});

test('who leaves while the claim is under way is rung for no more: the claim is given back', async () => {
  await world.ready('anna');
  await beat();
  const contactId = offerOf('anna')?.contactId ?? '';
  const dialing = world.asks('anna', { kind: 'dialOffer' });
  await world.does('anna', { kind: 'signOut' });
  expect(await dialing).toBe('noOffer');
  expect([world.state('anna'), world.placed.length, campaign.calls.size]).toEqual(['signedOut', 0, 0]);
  const [row] = await database`select state, attempts from contacts where contact_id = ${contactId}`;
  expect(row).toEqual({ state: 'waiting', attempts: 0 });
  await expectOffers([{ ending: 'withdrawn', reason: 'signOut' }]);
});

test('a break and a silent application give the offer back', async () => {
  await world.ready('anna', 'bert');
  await database`update vdns set settings = settings || '{"agentSilenceSecondsMax": 5}'`;
  await beat();
  await world.does('anna', { kind: 'break', reason: 'lunch' });
  expect(world.state('anna')).toBe('onBreak idle');
  await world.wait(5.2);
  await vi.waitFor(async () => {
    world.tend();
    expect(world.state('bert')).toBe('signedOut');
  });
  await expectOffers([
    { ending: 'withdrawn', reason: 'break' },
    { ending: 'withdrawn', reason: 'the application fell silent' },
  ]);
});

test('a restart ends what was open, and the contacts are offered anew', async () => {
  await world.ready('anna');
  await beat();
  const offered = offerOf('anna');
  await expectOffers([{ ending: null }]);
  const killed = world;
  world = new DeskWorld(database);
  world.now = addSeconds(killed.now, 1);
  await world.lease();
  expect(world.state('anna')).toBe('ready idle');
  campaign = await drive(world);
  await beat();
  expect(offerOf('anna')?.contactId).toBe(offered?.contactId);
  await expectOffers([{ ending: 'withdrawn' }, { ending: null }]);
});

test('a stop makes no further offers and dials none', async () => {
  await world.ready('anna', 'bert');
  await beat();
  world.desk.beginStop();
  expect(await world.asks('anna', { kind: 'dialOffer' })).toBe('noOffer');
  await world.wait(20);
  expect(world.placed).toEqual([]);
});
