// A whole Campana over a telephone laboratory, for one test file: the server as a process, a database, a
// receiver of results, a client that signs, and agents' applications. Everything goes through the doors
// that integrators and applications use; what no door sets yet is written into the rows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, vi } from 'vitest';
import { bootstrap } from '../../src/bootstrap.ts';
import { type Client, openClient } from '../../src/cli/client.ts';
import { field } from '../../src/cli/read.ts';
import { openClock } from '../../src/clock.ts';
import type { VdnSettings } from '../../src/core/vdn.ts';
import { openDataDirectory } from '../../src/dataDirectory.ts';
import type { CarrierOptions } from '../../src/lab/carrier.ts';
import type { LabOptions } from '../../src/lab/lab.ts';
import { freePort } from '../../src/lab/ports.ts';
import type { Database } from '../../src/store/connection.ts';
import { withDatabase } from '../database.ts';
import { openReceiver, type PostedResult, type Receiver } from '../faults/receiver.ts';
import { type AgentApplication, agentApplication } from './agentApplication.ts';
import { campaignsPath, numbersPath, zone } from './campaigns.ts';
import { type ServerProcess, serverProcess } from './serverProcess.ts';
import { type LabWorld, withLab } from './withLab.ts';

export interface CampanaOptions extends LabOptions {
  readonly carrier?: CarrierOptions;
  readonly settings?: Partial<VdnSettings>;
  /** Further variables of the server, or others. */
  readonly environment?: (world: LabWorld) => Readonly<Record<string, string>>;
}

export interface Campana extends LabWorld {
  readonly database: Database;
  readonly receiver: Receiver;
  readonly server: ServerProcess;
  readonly client: Client;
  /** Adds a started campaign with its numbers through the contract; `body` from campaigns.ts. */
  addCampaign(body: object, numbers: readonly string[]): Promise<number>;
  addNumbers(campaignId: number, numbers: readonly string[]): Promise<void>;
  /** Resolves with the results of a campaign when there are so many. */
  resultsOf(campaignId: number, count: number): Promise<readonly PostedResult[]>;
  /** Adds the agent to skill queue 5, and answers for the application. */
  addAgent(
    agentId: string,
    telephone?: { endpoint?: string; line?: 'open' | 'onDemand' },
  ): Promise<AgentApplication>;
}

/** `/api/v1/vdns/1` */
export const home = '/api/v1/vdns/1';

/** Call it at the top level of a test file. Skill queue 5 and the laboratory's flows are there. */
export async function withCampana(options: CampanaOptions = {}): Promise<Campana> {
  const { database, url } = await withDatabase();
  const world = await withLab(options);
  const receiver = await openReceiver();
  afterAll(() => receiver.close());
  const dataDirectory = mkdtempSync(join(tmpdir(), 'campana-asterisk-'));
  afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));
  const key = await prepare(database, dataDirectory, options.settings ?? {});

  const listen = `127.0.0.1:${await freePort()}`;
  const server = serverProcess({
    CAMPANA_LISTEN: listen,
    CAMPANA_DATABASE_URL: url,
    CAMPANA_DATA_DIR: dataDirectory,
    CAMPANA_TELEPHONY: 'asterisk',
    CAMPANA_ARI_URL: world.lab.ariUrl,
    ...options.environment?.(world),
  });
  await server.start();
  afterAll(() => server.kill());
  const client = openClient({ url: new URL(`http://${listen}`), vdnId: 1, key }, openClock(1));

  await client.send('PUT', `${home}/skill-queues/5`, { name: 'Voice' });
  for (const [code, transferSkillId] of [
    ['1001', null],
    ['1002', 5],
    ['1003', null],
    ['1004', null],
    ['1005', null],
  ])
    await client.send('PUT', `${home}/flows/${code}`, {
      description: 'of the lab',
      playSeconds: 2,
      transferSkillId,
    });

  const addNumbers: Campana['addNumbers'] = async (campaignId, numbers) => {
    for (let from = 0; from < numbers.length; from += 20)
      await client.send('POST', numbersPath(campaignId), {
        callDataList: numbers.slice(from, from + 20).map((called) => ({ called })),
      });
  };
  return {
    ...world,
    database,
    receiver,
    server,
    client,
    addNumbers,
    resultsOf: (campaignId, count) =>
      vi.waitFor(
        () => {
          const results = receiver.posted.filter((result) => result.campaignId === String(campaignId));
          expect(results.length, `results of campaign ${campaignId}`).toBeGreaterThanOrEqual(count);
          return results;
        },
        { timeout: 60_000, interval: 50 },
      ),
    addCampaign: async (body, numbers) => {
      const added = await client.send('POST', campaignsPath, {
        callBackUrl: receiver.url,
        ...body,
      });
      const campaignId = Number(field(added, 'returnObject.id'));
      await addNumbers(campaignId, numbers);
      return campaignId;
    },
    addAgent: async (agentId, { endpoint = agentId, line = 'open' } = {}) => {
      await client.send('PUT', `${home}/agents/${agentId}`, { name: agentId, skills: [{ skillId: 5 }] });
      await database`
        update agents set telephone_endpoint = ${endpoint}, telephone_line = ${line} where agent_id = ${agentId}`;
      return agentApplication(client, agentId);
    },
  };
}

/** The first tenant, as a first start makes it, with settings that let a test run at any hour. */
async function prepare(
  database: Database,
  dataDirectory: string,
  settings: Partial<VdnSettings>,
): Promise<{ readonly ak: string; readonly sk: string }> {
  const clock = openClock(1);
  const directory = await openDataDirectory(dataDirectory);
  const made = await bootstrap(database, {
    clock,
    dataDirectory: directory.path,
    masterKey: directory.masterKey,
    world: 'empty',
  });
  await directory.release();
  if (made === null) throw new Error('the database was not empty');
  const all = {
    timeZone: zone,
    callbackTrustlist: ['127.0.0.1'],
    agentSilenceSecondsMax: 300,
    ...settings,
  };
  await database`update vdns set settings = settings || ${JSON.stringify(all)}::text::jsonb`;
  return made;
}
