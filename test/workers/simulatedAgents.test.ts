// Simulated agents with the real desk, engine and database over the simulated carrier: they find the
// desk, work predicted and previewed campaigns, and stay two different people whatever the line loses.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toMillis } from '../../src/core/units.ts';
import { listSimulatedTeams } from '../../src/store/agents/agents.ts';
import { startSimulatedAgents } from '../../src/telephony/simulatedAgents.ts';
import { withDatabase } from '../database.ts';
import {
  type AgentWorld,
  makeTeam,
  patience,
  predicted,
  startAgentWorld,
  type WorldOptions,
} from './agentWorld.ts';
import { makeCampaign, vdnId } from './world.ts';

const { database } = await withDatabase();
const agentsCount = 8;
vi.setConfig({ testTimeout: 60_000 });
let stops: (() => Promise<unknown>)[];

beforeEach(async () => {
  stops = [];
  await database`truncate vdns cascade`;
  await database`truncate calls, call_events, notices, agent_intervals`;
  await makeTeam(database, agentsCount, { wrapUpSecondsMax: 60, agentSilenceSecondsMax: 30 });
  await database`update agents set simulated = true`;
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function open(options: WorldOptions = {}): Promise<AgentWorld> {
  const world = await startAgentWorld(database, { speed: 20, ...options });
  const agents = startSimulatedAgents({
    clock: world.clock,
    desk: world.engine.desk,
    findTeams: () => listSimulatedTeams(database),
    onFailure: (error) => expect.unreachable(String(error)),
  });
  stops.push(
    () => world.stop(),
    () => agents.stop(),
  );
  return world;
}

const numbers = Array.from({ length: 400 }, (_, index) => `139${String(index).padStart(6, '0')}99`);
const countOf = async (rows: Promise<readonly { count: number }[]>): Promise<number> =>
  (await rows)[0]?.count ?? 0;
const talksOver = () =>
  countOf(database`
    select count(*)::integer from agent_intervals where vdn_id = ${vdnId} and state = 'talking'`);

test('they sit down by themselves, talk with the people of a predicted campaign, and never with two', async () => {
  await open({ faults: { loseEventsPercent: 5, repeatEventsPercent: 5, delayMillisecondsMax: 300 } });
  await makeCampaign(database, toMillis(Date.now()), numbers, predicted());
  await vi.waitFor(async () => expect(await talksOver()).toBeGreaterThan(10), patience);
  const overlaps = await countOf(database`
    select count(*)::integer from agent_intervals a join agent_intervals b
      on b.vdn_id = a.vdn_id and b.agent_id = a.agent_id and b.began_at > a.began_at and b.began_at < a.ended_at
    where a.vdn_id = ${vdnId}`);
  expect(overlaps).toBe(0);
  const shared = await countOf(database`
    select count(*)::integer from (
      select contact_id from calls where vdn_id = ${vdnId} group by contact_id having count(*) > 1) as twice`);
  expect(shared).toBe(0);
  const busy = await database<{ agent_id: string }[]>`
    select distinct agent_id from agent_intervals where vdn_id = ${vdnId} and state = 'wrapUp'`;
  expect(busy.length).toBeGreaterThan(3);
});

test('they read previewed contacts, dial most of them and say why they skip the others', async () => {
  await open();
  await makeCampaign(database, toMillis(Date.now()), numbers, {
    ...predicted(),
    deviceType: 5,
    skill: {
      skillId: 5,
      skillName: null,
      predict: null,
      preview: { failIntervalSeconds: 3, obCallCount: 10, autoCallSeconds: 17 },
    },
  });
  const endings = async () =>
    new Map(
      (
        await database<{ ending: string; count: number }[]>`
          select ending, count(*)::integer from offers
          where vdn_id = ${vdnId} and ending is not null group by ending`
      ).map(({ ending, count }) => [ending, count]),
    );
  await vi.waitFor(async () => {
    const ended = await endings();
    expect(ended.get('skipped') ?? 0).toBeGreaterThan(1);
    expect(ended.get('dialed') ?? 0).toBeGreaterThan(3 * (ended.get('skipped') ?? 0));
  }, patience);
  const silent = await countOf(database`
    select count(*)::integer from offers where vdn_id = ${vdnId} and ending = 'skipped' and reason is null`);
  expect(silent).toBe(0);
});

test('when another process takes the desk over, its agents come back to it', async () => {
  const first = await open();
  const { desk } = first.engine;
  await vi.waitFor(() => expect(readyOf(first)).toBe(agentsCount), patience);
  for (const stop of stops.splice(0).reverse()) await stop();
  expect(desk.agents(vdnId)).toEqual([]);
  const second = await open();
  await vi.waitFor(() => expect(readyOf(second)).toBe(agentsCount), patience);
  await database`update agents set simulated = false where agent_id = 'a0'`;
  await vi.waitFor(() => expect(readyOf(second)).toBe(agentsCount - 1), patience);
});

const readyOf = ({ engine }: AgentWorld): number =>
  engine.desk.agents(vdnId).filter(({ status }) => status === 'ready').length;
