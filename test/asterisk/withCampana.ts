// A whole Campana over a telephone laboratory, for one test file: the server as a process, a database, a
// receiver of results, a client that signs, and agents' applications. Everything goes through the doors
// that integrators and applications use.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, vi } from 'vitest';
import { type Client, openClient } from '../../src/cli/client.ts';
import { upload } from '../../src/cli/demo/scene.ts';
import { field, items } from '../../src/cli/read.ts';
import { findTarget } from '../../src/cli/target.ts';
import { openClock } from '../../src/clock.ts';
import type { VdnSettings } from '../../src/core/vdn.ts';
import type { CarrierOptions } from '../../src/lab/carrier.ts';
import type { LabOptions } from '../../src/lab/lab.ts';
import { freePort } from '../../src/lab/ports.ts';
import type { Database } from '../../src/store/database/connection.ts';
import { withDatabase } from '../database.ts';
import { openReceiver, type PostedResult, type Receiver } from '../faults/receiver.ts';
import { type AgentApplication, agentApplication } from './agentApplication.ts';
import { listHeld } from './bareAri.ts';
import { campaignsPath, numbersPath, zone } from './campaigns.ts';
import { type ServerProcess, serverProcess } from './serverProcess.ts';
import { type LabWorld, withLab } from './withLab.ts';

export interface CampanaOptions extends LabOptions {
  readonly carrier?: CarrierOptions;
  readonly settings?: Partial<VdnSettings>;
  /** Further variables of the server, or others. */
  readonly environment?: (world: LabWorld) => Promise<Readonly<Record<string, string>>>;
}

export interface Campana extends LabWorld {
  readonly database: Database;
  readonly receiver: Receiver;
  readonly server: ServerProcess;
  readonly client: Client;
  /** A second process of the same installation, not started yet, and a client of its doors. */
  readonly other: { readonly server: ServerProcess; readonly client: Client };
  /** Adds a started campaign with its numbers through the contract; `body` from campaigns.ts. */
  addCampaign(body: object, numbers: readonly string[]): Promise<number>;
  /** Through the contract, or as a file when there are many. */
  addNumbers(campaignId: number, numbers: readonly string[]): Promise<void>;
  /** Resolves with the results of a campaign when there are so many. */
  resultsOf(campaignId: number, count: number): Promise<readonly PostedResult[]>;
  /** The campaign's calls as a supervisor sees them, the newest first. */
  callsOf(campaignId: number): Promise<readonly ShownCall[]>;
  /** Nobody is dialed any more. */
  pauseCampaigns(): Promise<void>;
  /**
   * Pauses every campaign, sends every agent home and ends every call: what a test leaves must not reach
   * into the next. Then nothing may be left at the PBX.
   */
  endOfTest(): Promise<void>;
  /** Adds the agent to skill queue 5, and answers for the application. */
  addAgent(
    agentId: string,
    telephone?: { endpoint?: string; line?: 'open' | 'onDemand' },
  ): Promise<AgentApplication>;
}

/** `/api/v1/vdns/1` */
export const home = '/api/v1/vdns/1';

/** The contract's own limit. */
const numbersOfRequestMax = 20;

/** Call it at the top level of a test file. Skill queue 5 and the laboratory's flows are there, and the desk is open. */
export async function withCampana(options: CampanaOptions = {}): Promise<Campana> {
  const { database, url } = await withDatabase();
  const world = await withLab(options);
  const receiver = await openReceiver();
  afterAll(() => receiver.close());
  const environment = await options.environment?.(world);
  const makeDirectory = (): string => {
    const directory = mkdtempSync(join(tmpdir(), 'campana-asterisk-'));
    afterAll(() => rmSync(directory, { recursive: true, force: true }));
    return directory;
  };
  const openServer = (listen: string, directory: string): ServerProcess => {
    const opened = serverProcess({
      CAMPANA_LISTEN: listen,
      CAMPANA_DATABASE_URL: url,
      CAMPANA_DATA_DIR: directory,
      CAMPANA_TELEPHONY: 'asterisk',
      CAMPANA_ARI_URL: world.lab.ariUrl,
      ...environment,
    });
    afterAll(() => opened.kill());
    return opened;
  };
  const dataDirectory = makeDirectory();
  const openDoor = (listen: string): Client =>
    openClient(findTarget({ url: `http://${listen}` }, { CAMPANA_DATA_DIR: dataDirectory }), openClock(1));

  const listen = `127.0.0.1:${await freePort()}`;
  const server = openServer(listen, dataDirectory);
  await server.start();
  afterEach(({ task }) => {
    if (task.result?.state === 'fail')
      process.stderr.write(`The server's log:\n${server.log().slice(-50).join('\n')}\n`);
  });
  const client = openDoor(listen);
  const [otherDirectory, otherListen] = [makeDirectory(), `127.0.0.1:${await freePort()}`];
  const other = { server: openServer(otherListen, otherDirectory), client: openDoor(otherListen) };
  copyFileSync(join(dataDirectory, 'secret.key'), join(otherDirectory, 'secret.key'));

  // Before there is anything that opens the desk, which looks at the settings now and then only.
  await client.send('PATCH', home, {
    settings: {
      timeZone: zone,
      callbackTrustlist: ['127.0.0.1'],
      agentSilenceSecondsMax: 300,
      ...options.settings,
    },
  });
  await client.send('PUT', `${home}/skill-queues/5`, { name: 'Voice' });
  for (const [code, transferSkillId] of [
    ['1001', null],
    ['1002', 5],
    ['1003', null],
    ['1004', null],
    ['1005', null],
    ['1006', null],
  ])
    await client.send('PUT', `${home}/flows/${code}`, {
      description: 'of the lab',
      playSeconds: 2,
      transferSkillId,
    });
  await vi.waitFor(() => client.send('GET', `${home}/agents/work`), { timeout: 10_000, interval: 50 });

  const addNumbers: Campana['addNumbers'] = async (campaignId, numbers) => {
    if (numbers.length > numbersOfRequestMax) {
      const csv = ['called', ...numbers, ''].join('\n');
      await upload(client, campaignId, csv);
    } else if (numbers.length > 0) {
      const callDataList = numbers.map((called) => ({ called }));
      await patiently(() => client.send('POST', numbersPath(campaignId), { callDataList }));
    }
  };
  const campaignIds: number[] = [];
  const pauseCampaigns = async (): Promise<void> => {
    for (const campaignId of campaignIds.splice(0))
      await client.send('PUT', `${campaignsPath}/${campaignId}/pause`);
  };
  const agents: AgentApplication[] = [];
  return {
    ...world,
    database,
    receiver,
    server,
    client,
    other,
    addNumbers,
    pauseCampaigns,
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
      campaignIds.push(campaignId);
      await addNumbers(campaignId, numbers);
      return campaignId;
    },
    addAgent: async (agentId, telephone = {}) => {
      const body = { name: agentId, skills: [{ skillId: 5 }], telephone };
      await client.send('PUT', `${home}/agents/${agentId}`, body);
      const agent = agentApplication(client, agentId);
      agents.push(agent);
      return agent;
    },
    endOfTest: async () => {
      await pauseCampaigns();
      await Promise.all(agents.splice(0).map((agent) => agent.leave()));
      await world.carrier.hangUp();
      await vi.waitFor(async () => expect(await listHeld(world.lab)).toEqual({ channels: [], bridges: [] }), {
        timeout: 25_000,
        interval: 50,
      });
    },
    callsOf: async (campaignId) =>
      items(await client.send('GET', `${home}/campaigns/${campaignId}/calls?limit=500`), 'items').map(
        readCall,
      ),
  };
}

/** The contract limits how fast numbers may be added; a request that is told so is sent again. */
const patiently = (ask: () => Promise<unknown>): Promise<unknown> =>
  vi.waitUntil(
    () =>
      ask().catch((error: unknown) => {
        if (String(error).includes('0200022')) return false;
        throw error;
      }),
    { timeout: 10_000, interval: 200 },
  );

/** What the tests look at of a call, as /api/v1 shows it. */
export interface ShownCall {
  readonly called: string;
  readonly state: string;
  readonly ringingAt: string | null;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly agentId: string | null;
  readonly answeredBy: string | null;
  readonly abandoned: boolean | null;
  readonly recordPath: string | null;
  readonly flowVariables: unknown;
  readonly businessResult: string | null;
}

function readCall(answer: unknown): ShownCall {
  const text = (name: string): string | null => {
    const value = field(answer, name);
    return typeof value === 'string' ? value : null;
  };
  const abandoned = field(answer, 'abandoned');
  return {
    called: String(field(answer, 'called')),
    state: String(field(answer, 'state')),
    ringingAt: text('ringingAt'),
    answeredAt: text('answeredAt'),
    endedAt: text('endedAt'),
    outcome: text('outcome'),
    agentId: text('agentId'),
    answeredBy: text('answeredBy'),
    abandoned: typeof abandoned === 'boolean' ? abandoned : null,
    recordPath: text('recordPath'),
    flowVariables: field(answer, 'flowVariables'),
    businessResult: text('businessResult'),
  };
}
