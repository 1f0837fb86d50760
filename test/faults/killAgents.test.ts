// kill -9 while agents talk: afterwards the agents are back at work, nobody was called twice, no person
// was given to two agents and no agent two persons at once. The witness writes down each join before the
// carrier hears of it; the carrier's calls die with the process, so each life is judged alone.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import { toMillis } from '../../src/core/units.ts';
import { withDatabase } from '../database.ts';
import { rounds } from '../long.ts';
import { makeTeam, predicted } from '../workers/agentWorld.ts';
import { makeCampaign, vdnId } from '../workers/world.ts';
import { openReceiver } from './receiver.ts';
import { startServerProcess } from './serverProcess.ts';

const { database, url: databaseUrl } = await withDatabase();
const kills = Number(process.env.CAMPANA_TEST_AGENT_KILLS ?? rounds(5, 12));
const agents = 20;
/** A talk of a minute and a half is over in some seconds. */
const speed = 20;
const lifeMillis = { least: 500, most: 4_000 };

const directory = mkdtempSync(join(tmpdir(), 'campana-kill-agents-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test(`${kills} kills while agents talk: nobody twice, nobody shared, everybody back`, async () => {
  const receiver = await openReceiver();
  const [journal, joins] = [join(directory, 'dials'), join(directory, 'joins')];
  await makeTeam(database, agents, { wrapUpSecondsMax: 60, agentSilenceSecondsMax: 30 });
  await database`update agents set simulated = true`;
  const numbers = Array.from({ length: 5_000 }, (_, index) => `139${String(index).padStart(6, '0')}99`);
  await makeCampaign(database, toMillis(Date.now()), numbers, {
    ...predicted(),
    callBackUrl: receiver.url,
  });
  const options = { databaseUrl, dataDirectory: join(directory, 'data'), journal, joins, speed };
  for (let kill = 0; kill < kills; kill++) {
    const server = await startServerProcess(options);
    await delay(lifeMillis.least + Math.random() * (lifeMillis.most - lifeMillis.least));
    await server.kill();
  }
  const server = await startServerProcess(options);
  const stateCount = async (states: string[]): Promise<number> => {
    const [row] = await database<{ count: number }[]>`
      select count(*)::integer from agent_states
      where vdn_id = ${vdnId} and status = 'ready' and state = any(${states}::text[])`;
    return row?.count ?? 0;
  };
  await vi.waitFor(async () => expect(await stateCount(['talking'])).toBeGreaterThan(agents / 4), {
    timeout: 60_000,
    interval: 100,
  });
  await database`update campaigns set state = 'paused', revision = revision + 1`;
  const open = async (): Promise<number> => {
    const [row] = await database<{ open: number }[]>`
      select (select sum(calling) from campaign_progress)::integer
        + (select sum(last_sequence - acknowledged_sequence) from notice_queues)::integer as open`;
    return row?.open ?? -1;
  };
  await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 120_000, interval: 200 });
  await vi.waitFor(async () => expect(await stateCount(['idle'])).toBe(agents), {
    timeout: 60_000,
    interval: 100,
  });
  expect(await server.stop()).toBe(0);
  await receiver.close();

  const dialed = linesOf(journal).map((line) => line.split(' ')[1]);
  expect(new Set(dialed).size, 'a number was called twice').toBe(dialed.length);
  const rows = await database<{ id: string }[]>`
    select extract(epoch from date_trunc('second', claimed_at))::bigint || '-' || call_id as id from calls`;
  expect(
    rows.filter(({ id }) => !receiver.results.has(id)),
    'results lost',
  ).toEqual([]);
  const joined = linesOf(joins).filter((line) => line.startsWith('join '));
  process.stdout.write(`${kills} kills, ${dialed.length} dials, ${joined.length} joins\n`);
  expect(joined.length).toBeGreaterThan(kills);
  // A crash is not taken for a bad list: no life dials more than a few calls for each agent.
  expect(dialed.length, 'a volley').toBeLessThan((kills + 1) * agents * 8);
  expect(faultsOf(linesOf(joins))).toEqual([]);
});

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trim().split('\n');

/** Reads the witness: whom each agent has, and who has each person, life by life. */
function faultsOf(lines: readonly string[]): string[] {
  const faults: string[] = [];
  const everJoined = new Set<string>();
  let callOf = new Map<string, string>();
  let agentOf = new Map<string, string>();
  for (const line of lines) {
    const [kind, callId = '', agentId = ''] = line.split(' ');
    if (kind === 'life') {
      callOf = new Map();
      agentOf = new Map();
    } else if (kind === 'join') {
      if (everJoined.has(callId)) faults.push(`${callId} was joined twice`);
      if (callOf.has(agentId)) faults.push(`${agentId} had ${callOf.get(agentId)} and was given ${callId}`);
      everJoined.add(callId);
      callOf.set(agentId, callId);
      agentOf.set(callId, agentId);
    } else {
      const freed = agentOf.get(callId);
      if (freed !== undefined) callOf.delete(freed);
    }
  }
  return faults;
}
