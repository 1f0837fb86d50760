// The demo world in the rows: which parts exist, which are missing, and which campaigns belong to it. The
// audit entry of its creation identifies a campaign of the demo, even after it was renamed.
import {
  type DemoObstacle,
  type DemoWorld,
  demoContacts,
  demoName,
  demoNameBeginning,
  demoObstacles,
  demoSettings,
  demoWorldOf,
} from '../../core/demoWorld.ts';
import { isProblem } from '../../core/problem.ts';
import { type CampaignId, type Millis, toCampaignId, toVdnId, type VdnId } from '../../core/units.ts';
import type { Vdn } from '../../core/vdn.ts';
import { findAgent, saveAgent } from '../agents/agents.ts';
import { listFlows, saveFlow } from '../agents/flows.ts';
import { listSkillQueues, saveSkillQueue } from '../agents/skillQueues.ts';
import { type Author, changeCampaign } from '../campaigns/campaigns.ts';
import { addCampaignWithin, countActiveCampaigns } from '../campaigns/newCampaigns.ts';
import type { Connection, Database } from '../database/connection.ts';
import { addContacts } from '../numbers/contacts.ts';

/** The action of the audit entry that marks a campaign as the demo's; its subject is the campaign. */
export const demoAction = 'demo.make';

export interface DemoStanding {
  /** Of the VDN; campaigns that are not deleted. */
  readonly campaigns: number;
  readonly skillQueues: number;
  readonly agents: number;
  readonly flows: number;
  /** The demo's newest campaign that is neither deleted nor ended. */
  readonly campaignId: CampaignId | null;
  readonly obstacles: readonly DemoObstacle[];
}

/** How the VDN stands to the demo world. */
export async function readDemoStanding(
  connection: Connection,
  { id: vdnId, settings }: Vdn,
  now: Millis,
): Promise<DemoStanding> {
  const world = demoWorldOf(vdnId);
  const found = await findOwn(connection, vdnId, world);
  const [counts] = await connection<
    { campaigns: number; agents: number; flows: number; campaign_id: number | null }[]
  >`
    select
      (select count(*)::integer from campaigns where vdn_id = ${vdnId} and deleted_at is null) as campaigns,
      (select count(*)::integer from agents where vdn_id = ${vdnId}) as agents,
      (select count(*)::integer from flows where vdn_id = ${vdnId}) as flows,
      (
        select max(c.campaign_id) from campaigns c
        where c.vdn_id = ${vdnId} and c.deleted_at is null and (c.end_at is null or c.end_at > ${now}::timestamptz)
          and ${isOfDemo(connection)}
      ) as campaign_id`;
  const { campaigns = 0, agents = 0, flows = 0, campaign_id: campaignId = null } = counts ?? {};
  const { skillCampaigns } = await countActiveCampaigns(connection, vdnId, now);
  return {
    campaigns,
    skillQueues: found.queues.length,
    agents,
    flows,
    campaignId: campaignId === null ? null : toCampaignId(campaignId),
    obstacles: demoObstacles(world, found, settings, skillCampaigns),
  };
}

const isOfDemo = (connection: Connection) => connection`
  exists (
    select from audit_entries a
    where a.vdn_id = c.vdn_id and a.action = ${demoAction} and a.subject = 'campaign ' || c.campaign_id
  )`;

/** All queues and flows of the VDN, and the agents whose ids are the world's. */
async function findOwn(connection: Connection, vdnId: VdnId, world: DemoWorld): Promise<DemoWorld> {
  const agents = [];
  for (const { id } of world.agents) agents.push(await findAgent(connection, vdnId, id));
  return {
    queues: await listSkillQueues(connection, vdnId),
    agents: agents.filter((agent) => agent !== null),
    flows: await listFlows(connection, vdnId),
  };
}

/** Adds what is missing of queues, agents and flows, and leaves what is there. Call it in a transaction. */
export async function fillDemoWorld(connection: Connection, vdnId: VdnId): Promise<void> {
  const world = demoWorldOf(vdnId);
  const found = await findOwn(connection, vdnId, world);
  const isMissing = <Key>(keys: readonly Key[], key: Key): boolean => !keys.includes(key);
  const [queues, agents] = [found.queues.map(({ id }) => id), found.agents.map(({ id }) => id)];
  const flows = found.flows.map(({ code }) => code);
  for (const queue of world.queues)
    if (isMissing(queues, queue.id)) await saveSkillQueue(connection, vdnId, queue);
  for (const agent of world.agents) if (isMissing(agents, agent.id)) await saveAgent(connection, agent);
  for (const flow of world.flows) if (isMissing(flows, flow.code)) await saveFlow(connection, flow);
}

/**
 * Adds the demo's campaign with its numbers, started. Call it in a transaction that has filled the world and
 * found no obstacle; throws when it cannot be after all.
 */
export async function addDemoCampaign(connection: Connection, vdn: Vdn, author: Author): Promise<CampaignId> {
  const taken = await connection<{ name: string }[]>`
    select name from campaigns
    where vdn_id = ${vdn.id} and deleted_at is null and starts_with(name, ${demoNameBeginning})`;
  const settings = demoSettings(demoName(taken.map(({ name }) => name)));
  const added = await addCampaignWithin(connection, vdn, settings, 'started', author);
  if (isProblem(added)) throw new Error(`the demo's campaign is refused: ${added.problem}`);
  const { unfinishedNumbersMax } = vdn.settings;
  const numbers = await addContacts(
    connection,
    vdn.id,
    added.id,
    demoContacts(vdn.settings),
    unfinishedNumbersMax,
    author.now,
  );
  if (isProblem(numbers)) throw new Error(`the demo's numbers are refused: ${numbers.problem}`);
  return added.id;
}

/**
 * Pauses the started campaigns of the demo in every VDN: their numbers were made up for a simulated carrier.
 * Answers how many there were.
 */
export async function pauseDemoCampaigns(database: Database, now: Millis): Promise<number> {
  const rows = await database<{ vdn_id: number; campaign_id: number }[]>`
    select c.vdn_id, c.campaign_id from campaigns c
    where c.vdn_id in (select vdn_id from vdns) and c.deleted_at is null and c.state = 'started'
      and ${isOfDemo(database)}`;
  for (const row of rows) {
    const subject = {
      vdnId: toVdnId(row.vdn_id),
      campaignId: toCampaignId(row.campaign_id),
      name: null,
      skillId: null,
    };
    await changeCampaign(database, subject, { actor: 'server', now }, ({ campaign: { settings } }) => ({
      settings,
      state: 'paused',
      action: 'pause',
    }));
  }
  return rows.length;
}
