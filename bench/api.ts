// Modifying campaigns by the contract's PUT while others dial: 300 signed requests a second at fixed
// instants, whether or not the ones before have been answered, beside 500 durable attempts a second.
// A request's time runs from the instant it was due. Each PUT changes the campaign and makes a revision.
// The yardstick is the same change of a campaign, signature included, in a bare loop without HTTP, at the same pace
// and in the fewest round trips.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { jsonRequest, signedHeaders } from '../src/cli/signing.ts';
import type { CampaignSettings } from '../src/core/campaign.ts';
import { isProblem, type Problem } from '../src/core/problem.ts';
import { addSeconds, type CampaignId, toMillis } from '../src/core/units.ts';
import { changeCampaign, type Decide } from '../src/store/campaigns/campaigns.ts';
import { prepareKnownChange } from '../src/store/campaigns/knownChange.ts';
import { createAccessKey } from '../src/store/tenants/accessKeys.ts';
import { openReceiver } from '../test/faults/receiver.ts';
import { startServerProcess } from '../test/faults/serverProcess.ts';
import { makeCampaign, vdnId } from '../test/workers/world.ts';
import { fill, onDatabase, say, versionOf, type World } from './dialing.ts';
import { clusterCpuSeconds, processCpuSeconds } from './process.ts';
import { type Bench, quantile } from './report.ts';

const putsPerSecond = 300;
const load = { numbers: 20_000, campaigns: 5, callsPerSecond: 100, warmUpSeconds: 30, measureSeconds: 130 };
/** Campaigns that are started and have no numbers; they are modified in turn with those that dial. */
const campaignsAtRest = 35;
const pacedSeconds = 60;
const closedSeconds = 10;
/** Requests under way at once in the closed loops. */
const closedLoops = 8;

/** Changes one campaign; `change` counts, so that no two are the same. Throws when it was refused. */
type Put = (campaignId: CampaignId, change: number) => Promise<void>;

export const bench: Bench = {
  run: async () => onDatabase(measure),
};

async function measure(world: World) {
  const { database, databaseUrl, directory } = world;
  const receiver = await openReceiver();
  const dataDirectory = join(directory, 'data');
  const dialing = await fill(database, load, receiver.url);
  const now = toMillis(Date.now());
  const others = Array.from({ length: campaignsAtRest }, () => makeCampaign(database, now, []));
  const campaigns = [...dialing, ...(await Promise.all(others))];
  const server = await startServerProcess({ databaseUrl, dataDirectory, journal: join(directory, 'dials') });
  const pool = new Pool(server.url, { connections: 32, pipelining: 1 });
  try {
    const byHttp = await httpPut(world, server.url, pool, receiver.url);
    const bare = barePut(world);
    say(`warming up: ${load.campaigns * load.callsPerSecond} attempts a second`);
    await delay(load.warmUpSeconds * 1000);
    say(`${putsPerSecond} PUT a second beside it`);
    const resultsBefore = receiver.results.size;
    const paced = await pacedLoop(byHttp, campaigns, pacedSeconds);
    const attemptsPerSecondBeside = (receiver.results.size - resultsBefore) / paced.seconds;
    const barePaced = await pacedLoop(bare, campaigns, pacedSeconds / 2);
    await database`update campaigns set state = 'paused', revision = revision + 1`;
    await delay(5_000);
    say('closed loops, nothing beside them');
    const cpuBefore = [processCpuSeconds(server.pid), clusterCpuSeconds(directory)] as const;
    const closed = await closedLoop(byHttp, campaigns);
    const millisPerPut = 1000 / (closed * closedSeconds);
    const serverCpuMsPerPut = (processCpuSeconds(server.pid) - cpuBefore[0]) * millisPerPut;
    const databaseCpuMsPerPut = (clusterCpuSeconds(directory) - cpuBefore[1]) * millisPerPut;
    const bareClosed = await closedLoop(bare, campaigns);
    return {
      postgres: await versionOf(database),
      figures: {
        putPerSecond: paced.millis.length / paced.seconds,
        putP50Ms: quantile(paced.millis, 0.5),
        putP99Ms: quantile(paced.millis, 0.99),
        putMaxMs: quantile(paced.millis, 1),
        attemptsPerSecondBeside,
        ratioToBareLoop: closed / bareClosed,
        closedLoopRatio: closed / bareClosed,
        closedLoopPerSecond: closed,
        serverCpuMsPerPut,
        databaseCpuMsPerPut,
      },
      comparedWith: {
        bareLoopP50Ms: quantile(barePaced.millis, 0.5),
        bareLoopP99Ms: quantile(barePaced.millis, 0.99),
        bareClosedLoopPerSecond: bareClosed,
      },
      growth: [],
    };
  } finally {
    await pool.close();
    await server.stop();
    await receiver.close();
  }
}

async function httpPut(world: World, url: string, pool: Pool, callBackUrl: string): Promise<Put> {
  const masterKey = Buffer.from(
    readFileSync(join(world.directory, 'data', 'secret.key'), 'utf8').trim(),
    'hex',
  );
  const key = await createAccessKey(world.database, vdnId, 'bench', masterKey, toMillis(Date.now()));
  const pair = { ak: key.ak, sk: key.secret };
  return async (campaignId, change) => {
    const target = new URL(`/rest/isales/v1/openapi/campaigns/${vdnId}/${campaignId}`, url);
    const text = JSON.stringify(requestBody(campaignId, change, callBackUrl));
    const request = jsonRequest('PUT', target, text);
    const headers = signedHeaders(request, pair, Date.now());
    const answer = await pool.request({ method: 'PUT', path: target.pathname, headers, body: text });
    const { resultCode, resultDesc } = (await answer.body.json()) as {
      resultCode: string;
      resultDesc: string;
    };
    if (resultCode !== '0200000') throw new Error(`PUT answered ${resultCode}: ${resultDesc}`);
  };
}

/** The contract's body of a campaign that `fill` made, with a description of its own. */
const requestBody = (campaignId: CampaignId, change: number, callBackUrl: string) => ({
  name: `modified ${campaignId}`,
  description: `change ${change}`,
  deviceType: 3,
  callerNo: '10085',
  maxAlertingTime: 20,
  scheduleParam: {
    workdayBeginTime1: '00:00',
    workdayEndTime1: '12:00',
    workdayBeginTime2: '11:40',
    workdayEndTime2: '23:59',
  },
  ivrParam: { deviceSign: '1001', callCount: load.callsPerSecond, callInterval: 1 },
  callBackUrl,
});

function barePut({ database }: World): Put {
  return async (campaignId, change) => {
    const subject = { vdnId, campaignId, name: null, skillId: null };
    const now = toMillis(Date.now());
    const author = { actor: 'bench', now };
    const decide: Decide<Problem> = ({ campaign }) => {
      const settings: CampaignSettings = { ...campaign.settings, description: `bare change ${change}` };
      return { settings, state: campaign.state, action: 'modify' };
    };
    const use = { vdnId, signature: `bare ${change}`, expiresAt: addSeconds(now, 60) };
    const write = prepareKnownChange(database, subject, author, decide);
    if (write !== null && (await write(use)).isSaved) return;
    const saved = await changeCampaign(database, subject, author, decide);
    if (isProblem(saved)) throw new Error(saved.problem);
  };
}

let changes = 0;

/** Starts a request at each due instant; a late answer delays none of those that follow. */
async function pacedLoop(put: Put, campaigns: readonly CampaignId[], seconds: number) {
  const millis: number[] = [];
  const startedAt = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < putsPerSecond * seconds; index++) {
    const dueAt = startedAt + (index * 1000) / putsPerSecond;
    const early = dueAt - performance.now();
    if (early > 1) await delay(early);
    const campaignId = campaigns[index % campaigns.length];
    if (campaignId === undefined) continue;
    changes += 1;
    running.push(
      put(campaignId, changes).then(() => {
        millis.push(performance.now() - dueAt);
      }),
    );
  }
  await Promise.all(running);
  return { millis, seconds: (performance.now() - startedAt) / 1000 };
}

/** Changes a second when each loop waits for its answer; every loop has a campaign of its own. */
async function closedLoop(put: Put, campaigns: readonly CampaignId[]): Promise<number> {
  const endsAt = performance.now() + closedSeconds * 1000;
  let done = 0;
  const loops = Array.from({ length: closedLoops }, async (_, index) => {
    const campaignId = campaigns[index % campaigns.length];
    while (campaignId !== undefined && performance.now() < endsAt) {
      changes += 1;
      await put(campaignId, changes);
      done += 1;
    }
  });
  await Promise.all(loops);
  return done / closedSeconds;
}
