// The demo world: added once to an empty VDN, never in place of what exists, never when calls reach real
// telephones, and at rest when the carrier becomes a real one.
import { expect, test } from 'vitest';
import { demoNumbers } from '../../../../src/core/demoWorld.ts';
import { toVdnId } from '../../../../src/core/units.ts';
import { vdnSettingsDefault } from '../../../../src/core/vdn.ts';
import { saveAgent } from '../../../../src/store/agents/agents.ts';
import { saveFlow } from '../../../../src/store/agents/flows.ts';
import { saveSkillQueue } from '../../../../src/store/agents/skillQueues.ts';
import { fillDemoWorld, pauseDemoCampaigns } from '../../../../src/store/system/demoWorld.ts';
import { createVdn } from '../../../../src/store/tenants/vdns.ts';
import { openWorld } from '../world.ts';

const carrier = { isSimulated: true };
const world = await openWorld({ isCarrierSimulated: () => carrier.isSimulated });
const { database, ask, clock } = world;

let vdns = 2;
/** A VDN of its own, empty, and its administrator signed in. */
async function emptyVdn(settings: Partial<typeof vdnSettingsDefault> = {}) {
  vdns += 1;
  const vdnId = toVdnId(vdns);
  await createVdn(
    database,
    { id: vdnId, name: `VDN ${vdns}`, settings: { ...vdnSettingsDefault, ...settings } },
    clock.at,
  );
  await world.addUser(vdnId, 'anna', 'administrator');
  const anna = await world.signIn(vdnId, 'anna');
  const path = `/vdns/${vdnId}/demo`;
  return {
    vdnId,
    anna,
    make: () => ask(anna, 'POST', path),
    standing: async () => (await ask(anna, 'GET', path)).json(),
    campaign: async (id: number) => (await ask(anna, 'GET', `/vdns/${vdnId}/campaigns/${id}`)).json(),
  };
}

test('an empty VDN gets the world and a started campaign, once', async () => {
  const vdn = await emptyVdn();
  expect(await vdn.standing()).toEqual({
    isCarrierSimulated: true,
    campaigns: 0,
    skillQueues: 0,
    agents: 0,
    flows: 0,
    campaignId: null,
    obstacles: [],
  });
  const [first, second] = await Promise.all([vdn.make(), vdn.make()]);
  expect([first.statusCode, second.statusCode].toSorted()).toEqual([200, 201]);
  const { campaignId } = first.json();
  expect(second.json()).toEqual({ campaignId });
  expect(await vdn.standing()).toMatchObject({
    campaigns: 1,
    skillQueues: 10,
    agents: 20,
    flows: 2,
    campaignId,
  });
  expect(await vdn.campaign(campaignId)).toMatchObject({
    state: 'started',
    settings: { name: 'Demo campaign', deviceType: 2 },
    progress: { waiting: demoNumbers.length },
  });
  const log = await ask(vdn.anna, 'GET', `/vdns/${vdn.vdnId}/audit?action=demo.make`);
  expect(log.json().items).toMatchObject([{ actor: 'user:anna', subject: `campaign ${campaignId}` }]);
});

test('when its campaign is deleted another is made, beside one that took its name', async () => {
  const vdn = await emptyVdn();
  const { campaignId } = (await vdn.make()).json();
  const path = `/vdns/${vdn.vdnId}/campaigns/${campaignId}`;
  await database`update campaigns set deleted_at = ${clock.at} where campaign_id = ${campaignId}`;
  await world.addOneCampaign(vdn.vdnId, 'Demo campaign');
  const again = await vdn.make();
  expect(again.statusCode).toBe(201);
  expect((await ask(vdn.anna, 'GET', path)).statusCode).toBe(404);
  expect((await vdn.campaign(again.json().campaignId)).settings.name).toBe('Demo campaign 2');
});

test('what somebody has put there is named, and nothing is made', async () => {
  const vdn = await emptyVdn({ allowedPrefixes: ['34'], skillCampaignsMax: 1 });
  const { vdnId } = vdn;
  await saveSkillQueue(database, vdnId, { id: 5, name: 'Claims' });
  await saveAgent(database, {
    vdnId,
    id: '1001',
    name: 'Zoë',
    skills: [],
    simulated: false,
    telephone: { endpoint: 'zoe', line: 'open' },
  });
  await saveFlow(database, { vdnId, code: '1001', description: '', playSeconds: 60, transferSkillId: null });
  const refused = await vdn.make();
  expect(refused.statusCode).toBe(409);
  const { type, detail, obstacles } = refused.json();
  expect(type).toBe('urn:campana:problem:inUse');
  expect(detail).toMatch(/Skill queue 5 .*Agent 1001 .*Flow 1001 .*allowedPrefixes/);
  expect(obstacles).toEqual([
    { kind: 'skillQueue', id: '5' },
    { kind: 'agent', id: '1001' },
    { kind: 'flow', id: '1001' },
    { kind: 'allowedPrefixes', id: null },
  ]);
  expect(await vdn.standing()).toMatchObject({
    campaigns: 0,
    skillQueues: 1,
    agents: 1,
    flows: 1,
    obstacles,
  });
});

test('a VDN with no room for another campaign with agents is told so', async () => {
  const vdn = await emptyVdn({ skillCampaignsMax: 1 });
  const other = (await vdn.make()).json();
  await database`delete from audit_entries where vdn_id = ${vdn.vdnId}`;
  const refused = await vdn.make();
  expect(refused.json()).toMatchObject({ obstacles: [{ kind: 'skillCampaignsMax', id: null }] });
  expect((await vdn.campaign(other.campaignId)).state).toBe('started');
});

test('filling the world leaves what is there as it is, and adds what is missing', async () => {
  const { vdnId, standing, anna } = await emptyVdn();
  await saveSkillQueue(database, vdnId, { id: 3, name: 'Claims' });
  await database.begin((transaction) => fillDemoWorld(transaction, vdnId));
  await database`delete from flows where vdn_id = ${vdnId} and flow_code = '1002'`;
  await database.begin((transaction) => fillDemoWorld(transaction, vdnId));
  expect(await standing()).toMatchObject({ skillQueues: 10, agents: 20, flows: 2, obstacles: [] });
  const queues = (await ask(anna, 'GET', `/vdns/${vdnId}/skill-queues`)).json();
  expect(queues.items).toContainEqual({ id: 3, name: 'Claims' });
});

test('few numbers allowed are few numbers made', async () => {
  const vdn = await emptyVdn({ unfinishedNumbersMax: 7 });
  const { campaignId } = (await vdn.make()).json();
  expect((await vdn.campaign(campaignId)).progress.waiting).toBe(7);
});

test('over a real carrier nothing is made, and what the demo has started is paused', async () => {
  const vdn = await emptyVdn();
  const { campaignId } = (await vdn.make()).json();
  const own = await world.addOneCampaign(vdn.vdnId, 'not of the demo');
  carrier.isSimulated = false;
  try {
    const other = await emptyVdn();
    const refused = await other.make();
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({
      type: 'urn:campana:problem:wrongState',
      detail: expect.stringContaining('real PBX'),
    });
    expect(await other.standing()).toMatchObject({ isCarrierSimulated: false, campaigns: 0, agents: 0 });
  } finally {
    carrier.isSimulated = true;
  }
  expect(await pauseDemoCampaigns(database, clock.at)).toBeGreaterThan(0);
  expect((await vdn.campaign(campaignId)).state).toBe('paused');
  expect((await vdn.campaign(own.id)).state).toBe('started');
  expect(await pauseDemoCampaigns(database, clock.at)).toBe(0);
});
