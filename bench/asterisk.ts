// Real calls: one server process over a real Asterisk 22, with SIPp as the carrier and as the agents'
// telephones, everything on this machine. First a bare ARI loop places and hears the same calls without
// Campana, then campaigns with an IVR dial as fast as they may, then agents on open lines are joined with
// people who answer. Campana's own failures are counted by the causes of its results.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toMillis } from '../src/core/units.ts';
import { openCarrier } from '../src/lab/carrier.ts';
import { type Lab, openLab } from '../src/lab/lab.ts';
import type { Callee } from '../src/lab/sipp.ts';
import { openTelephones } from '../src/lab/telephones.ts';
import type { Database } from '../src/store/database/connection.ts';
import { openReceiver } from '../test/faults/receiver.ts';
import { makeCampaign, makeVdn, vdnId } from '../test/workers/world.ts';
import { bareLoop } from './asteriskBare.ts';
import { type AsteriskServer, startAsteriskServer } from './asteriskServer.ts';
import { drain, onDatabase, say, versionOf, type World } from './dialing.ts';
import { processCpuSeconds, processRssMiB } from './process.ts';
import { type Bench, type Figures, quantile } from './report.ts';

/** Nine calls in ten ring and are busy, one is answered, hears a flow and leaves. */
const fateOf = (index: number): string => (index % 10 === 0 ? '16' : '17');
const ringSeconds = 0.1;
/** What the campaigns ask for together, more than the machine gives. */
const askedPerSecond = 600;
const warmUpSeconds = 15;
const measureSeconds = 60;
const callsLast = 100_000;
/** Memory is read each time a tenth of the calls has passed. */
const memoryReadings = 10;
const bareSeconds = 20;

const agents = 260;
const talkSeconds = 2;
/** A little above the 50 at which the wait is judged: a beat rounds down what the trunk allows. */
const answersPerSecond = 55;
const joinSeconds = 60;

/** Causes of a call that came to nothing on our side of the trunk: 34606, 34608, 00605, 34611. */
const ownOutcomes = ['placeFailed', 'noOutcome', 'noResources', 'systemFault'];

export const bench: Bench = {
  run: async ({ numbers }) => {
    const calls = numbers ?? callsLast;
    const dialed = await onDatabase((world) =>
      inLab({ ringSeconds }, (lab, carrier) => measureDialing(world, lab, carrier, calls)),
    );
    say(JSON.stringify(dialed.figures));
    const joined = await onDatabase((world) =>
      inLab({ ringSeconds, talkSeconds }, (lab) => measureJoining(world, lab)),
    );
    return {
      postgres: dialed.postgres,
      figures: { ...dialed.figures, ...joined },
      comparedWith: {
        answerToAgentLegalLimitMs: 2_000,
        vicidialAnswerToAgentDefaultMs: 5_000,
      },
      growth: dialed.growth,
    };
  },
};

async function inLab<Result>(
  options: { readonly ringSeconds: number; readonly talkSeconds?: number },
  work: (lab: Lab, carrier: Callee) => Promise<Result>,
): Promise<Result> {
  const lab = await openLab({ telephones: agents, silentTelephoneSeconds: null });
  const carrier = await openCarrier(lab, { ...options, isSilent: true });
  try {
    return await work(lab, carrier);
  } finally {
    await carrier.stop();
    await lab.close();
  }
}

async function measureDialing(
  world: World,
  lab: Lab,
  carrier: Callee,
  calls: number,
): Promise<{ figures: Figures; growth: readonly Figures[]; postgres: string }> {
  const { database, databaseUrl, directory } = world;
  say(`a bare ARI loop for ${bareSeconds} s`);
  const bareAriPerSecond = await bareLoop(lab, bareSeconds, fateOf);
  const receiver = await openReceiver();
  await makeVdn(database, toMillis(Date.now()), { ivrCampaignsMax: 100, unfinishedNumbersMax: 10_000_000 });
  const campaigns = Math.ceil(askedPerSecond / 100);
  await fillIvr(database, campaigns, Math.ceil((calls * 1.5) / campaigns), receiver.url);
  const invitedBefore = carrier.invites().length;
  const server = await startAsteriskServer(lab, databaseUrl, join(directory, 'data'));
  try {
    const memory = followMemory(server, receiver.results, calls);
    await delay(warmUpSeconds * 1000);
    const before = reading(server, receiver.results.size);
    await delay(measureSeconds * 1000);
    const after = reading(server, receiver.results.size);
    const attemptsPerSecond = (after.results - before.results) / (after.seconds - before.seconds);
    say(`${attemptsPerSecond.toFixed(1)} attempts a second, ${bareAriPerSecond.toFixed(1)} bare`);
    const growth = await memory;
    await drain(database);
    const [rows] = await database<{ calls: number; failed: number; open: number }[]>`
      select count(*)::integer as calls, (count(*) filter (where outcome = any(${ownOutcomes})))::integer as failed,
        (count(*) filter (where ended_at is null))::integer as open
      from calls`;
    const outcomes = await database<{ outcome: string; calls: number }[]>`
      select coalesce(outcome, 'none') as outcome, count(*)::integer as calls from calls group by 1 order by 2 desc`;
    say(outcomes.map(({ outcome, calls: count }) => `${outcome} ${count}`).join(', '));
    const invited = carrier.invites().slice(invitedBefore);
    return {
      postgres: await versionOf(database),
      growth,
      figures: {
        attemptsPerSecond,
        failedByUs: rows?.failed ?? null,
        bareAriPerSecond,
        ratioToBareAri: attemptsPerSecond / bareAriPerSecond,
        serverCpuMillisPerAttempt: ((after.cpu - before.cpu) * 1000) / (after.results - before.results),
        rssAfter10kMiB: growth[0]?.rssMiB ?? null,
        rssAfter100kMiB: growth.at(-1)?.rssMiB ?? null,
        calls: rows?.calls ?? null,
        callsWithoutEnd: rows?.open ?? null,
        invites: invited.length,
        numbersRungTwice: invited.length - new Set(invited.map(({ called }) => called)).size,
        resultsReceived: receiver.results.size,
      },
    };
  } finally {
    await server.stop();
    await receiver.close();
  }
}

const reading = (server: AsteriskServer, results: number) => ({
  results,
  seconds: performance.now() / 1000,
  cpu: processCpuSeconds(server.pid),
});

/** Resident memory of the server at each tenth of the calls, as their results come in. */
async function followMemory(
  server: AsteriskServer,
  results: ReadonlyMap<string, string>,
  calls: number,
): Promise<readonly Figures[]> {
  const readings: Figures[] = [];
  for (let waited = 0; readings.length < memoryReadings && waited < 2_400; waited += 1) {
    await delay(500);
    const tenth = ((readings.length + 1) * calls) / memoryReadings;
    if (results.size >= tenth) readings.push({ calls: tenth, rssMiB: processRssMiB(server.pid) });
  }
  return readings;
}

async function fillIvr(
  database: Database,
  campaigns: number,
  count: number,
  callBackUrl: string,
): Promise<void> {
  const now = toMillis(Date.now());
  for (let index = 0; index < campaigns; index += 1) {
    const campaignId = await makeCampaign(database, now, [], {
      callBackUrl,
      schedule: openAllDay,
      ivr: { deviceSign: '1005', callCount: 100, callIntervalSeconds: 1 },
    });
    await addNumbers(database, campaignId, index, count, "case n % 10 when 0 then '16' else '17' end");
  }
}

const openAllDay = {
  workday: [{ begin: 0, end: 720 }, { begin: 700, end: 1439 }, null],
  holiday: [{ begin: 0, end: 720 }, { begin: 700, end: 1439 }, null],
} as const;

async function addNumbers(
  database: Database,
  campaignId: number,
  series: number,
  count: number,
  digits: string,
): Promise<void> {
  const now = toMillis(Date.now());
  await database`
    insert into contacts (vdn_id, campaign_id, called, due_at, created_at)
    select ${vdnId}, ${campaignId}, '13' || lpad((${series} * 10000000 + n)::text, 9, '0') || (${database.unsafe(digits)}),
      ${now}, ${now}
    from generate_series(1, ${count}::integer) as n`;
  await database`
    update campaign_progress set waiting = ${count} where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  await database`vacuum analyze contacts`;
}

/** Preempted, so that an agent is free for each person who answers: the benchmark measures the way to the agent. */
async function measureJoining({ database, databaseUrl, directory }: World, lab: Lab): Promise<Figures> {
  const telephones = await openTelephones(lab);
  const receiver = await openReceiver();
  // The server's own first start makes the tenant, whose key the agents' application signs with.
  const server = await startAsteriskServer(lab, databaseUrl, join(directory, 'data'), answersPerSecond);
  try {
    const settings = {
      wrapUpSecondsMax: 0,
      agentSilenceSecondsMax: 300,
      callbackTrustlist: ['127.0.0.1'],
    };
    await database`update vdns set settings = settings || ${settings} where vdn_id = ${vdnId}`;
    await database`insert into skill_queues (vdn_id, skill_id, name) values (${vdnId}, 5, 'voice')`;
    const ids = Array.from({ length: agents }, (_, index) => String(1001 + index));
    await database`
      insert into agents (vdn_id, agent_id, name) select ${vdnId}, id, id from unnest(${ids}::text[]) as id`;
    await database`
      insert into agent_skills (vdn_id, agent_id, skill_id, priority)
      select ${vdnId}, id, 5, 1 from unnest(${ids}::text[]) as id`;
    say(`${agents} agents sign in on open lines`);
    await server.signIn(ids);
    const campaignId = await makeCampaign(database, toMillis(Date.now()), [], {
      callBackUrl: receiver.url,
      schedule: openAllDay,
      deviceType: 6,
      ivr: null,
      skill: { skillId: 5, skillName: null, predict: null, preview: null },
    });
    await addNumbers(database, campaignId, 1, 20_000, "'99'");
    await delay(warmUpSeconds * 1000);
    const from = toMillis(Date.now());
    await delay(joinSeconds * 1000);
    const until = toMillis(Date.now());
    const rows = await database<{ waited: number }[]>`
      select (extract(epoch from connected_at - answered_at) * 1000)::float8 as waited from calls
      where vdn_id = ${vdnId} and answered_at between ${from} and ${until} and connected_at is not null`;
    const waits = rows.map(({ waited }) => waited);
    await drain(database);
    return {
      answersPerSecond: rows.length / ((until - from) / 1000),
      answerToAgentP50Ms: quantile(waits, 0.5),
      answerToAgentP99Ms: quantile(waits, 0.99),
      agentsOnOpenLines: agents,
    };
  } finally {
    await server.stop();
    await receiver.close();
    await telephones.stop();
  }
}
