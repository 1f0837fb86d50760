// Durable call attempts: claim, events, result, delivered notice, by a server process of its own over
// the simulated carrier. A call counts when the callback receiver has its result. Afterwards the
// campaigns are paused and three witnesses are compared: the file of dials, the rows, the receiver.
// Another run raises the pace until it is no longer kept, which is the highest that this machine sustains.

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { noFacts } from '../src/core/call.ts';
import { callHandlingDefault } from '../src/core/handling.ts';
import { toCampaignId, toMillis } from '../src/core/units.ts';
import { startOfDay } from '../src/core/zone.ts';
import { claimContacts } from '../src/store/calls/claims.ts';
import { settle } from '../src/store/calls/settlements.ts';
import type { Database } from '../src/store/database/connection.ts';
import { enterNode } from '../src/store/system/nodes.ts';
import { openReceiver, type Receiver } from '../test/faults/receiver.ts';
import { type ServerProcess, startServerProcess } from '../test/faults/serverProcess.ts';
import { ivrSettings, makeCampaign, makeVdn, vdnId } from '../test/workers/world.ts';
import {
  addNumbers,
  compare,
  drain,
  fill,
  type Load,
  onDatabase,
  say,
  versionOf,
  type World,
} from './dialing.ts';
import { clusterCpuSeconds, processCpuSeconds, processRssMiB } from './process.ts';
import type { Bench, Figures } from './report.ts';

interface Measured {
  readonly attemptsPerSecond: number;
  readonly serverCpuMillisPerAttempt: number;
  readonly databaseCpuMillisPerAttempt: number;
  readonly rssStartMiB: number;
  readonly rssEndMiB: number;
  readonly doubled: number;
  readonly lostResults: number;
  readonly lostNotices: number;
  readonly seconds: number;
}

const headline: Load = {
  numbers: 1_000_000,
  campaigns: 20,
  callsPerSecond: 100,
  warmUpSeconds: 90,
  measureSeconds: 60,
};
const growth: readonly Load[] = [
  ...[10_000, 100_000, 1_000_000].map((numbers) => ({ numbers, campaigns: 10, callsPerSecond: 100 })),
  ...[1, 10, 40].map((campaigns) => ({ numbers: 10_000, campaigns, callsPerSecond: 40 })),
].map((load) => ({ ...load, warmUpSeconds: 30, measureSeconds: 15 }));

/** The pace that is raised: its first step, what each further step adds, and the last, in calls a second. */
const raised = { first: 3_000, step: 500, last: 10_000, callsPerSecond: 100 };
/** Calls last 25 s at most: after that a new pace is a steady state. */
const raisedTimes = { warmUpSeconds: 30, measureSeconds: 60 };
/** A pace is sustained when so much of it has its results, from the first second to the last. */
const sustainedShare = 0.99;

export const bench: Bench = {
  run: async () => {
    const highest = await onDatabase(raisePace);
    const measured = await onDatabase((world) => measure(world, headline));
    const rows: Figures[] = [];
    for (const load of growth) {
      const row = await onDatabase((world) => measure(world, load));
      rows.push({
        numbers: load.numbers,
        campaigns: load.campaigns,
        asked: load.campaigns * load.callsPerSecond,
        attemptsPerSecond: row.attemptsPerSecond,
        serverCpuMillisPerAttempt: row.serverCpuMillisPerAttempt,
        databaseCpuMillisPerAttempt: row.databaseCpuMillisPerAttempt,
      });
    }
    const bare = await onDatabase(bareLoop);
    return {
      postgres: bare.postgres,
      figures: { ...measured, campaigns: headline.campaigns, numbers: headline.numbers, ...highest },
      comparedWith: {
        bareLoopPerSecond: bare.perSecond,
        ratioToBareLoop: highest.maxSustainedPerSecond / bare.perSecond,
        genesysCloudPerSecond: 15,
        freeSwitchStockPerSecond: 30,
        impactDialingClusterPerSecond: 120,
      },
      growth: rows,
    };
  },
};

async function measure(world: World, load: Load): Promise<Measured> {
  const { database, databaseUrl, directory } = world;
  const receiver = await openReceiver();
  const journal = join(directory, 'dials');
  await fill(database, load, receiver.url);
  say(`${load.campaigns} campaigns, the first with ${load.numbers} numbers`);
  const server = await startServerProcess({ databaseUrl, dataDirectory: join(directory, 'data'), journal });
  try {
    await delay(load.warmUpSeconds * 1000);
    const before = reading(server, receiver, directory);
    await delay(load.measureSeconds * 1000);
    const after = reading(server, receiver, directory);
    const attempts = after.results - before.results;
    const seconds = after.seconds - before.seconds;
    await drain(database);
    const witnesses = await compare(database, receiver, journal);
    return {
      attemptsPerSecond: attempts / seconds,
      seconds,
      rssStartMiB: before.rssMiB,
      rssEndMiB: after.rssMiB,
      ...witnesses,
      serverCpuMillisPerAttempt: ((after.serverCpu - before.serverCpu) * 1000) / attempts,
      databaseCpuMillisPerAttempt: ((after.databaseCpu - before.databaseCpu) * 1000) / attempts,
    };
  } finally {
    await server.stop();
    await receiver.close();
  }
}

interface Highest {
  /** The highest pace that was kept for 60 s, as results a second. */
  readonly maxSustainedPerSecond: number;
  /** The first pace that was asked and not kept. */
  readonly brokeAtPerSecond: number;
  readonly raisedDoubled: number;
  readonly raisedLost: number;
}

/** Starts more and more campaigns until their results fall behind. */
async function raisePace({ database, databaseUrl, directory }: World): Promise<Highest> {
  const receiver = await openReceiver();
  const journal = join(directory, 'dials');
  const campaigns = raised.last / raised.callsPerSecond;
  const load = { ...raisedTimes, callsPerSecond: raised.callsPerSecond, campaigns, numbers: null };
  const ids = await fill(database, load, receiver.url);
  await database`update campaigns set state = 'paused'`;
  const server = await startServerProcess({ databaseUrl, dataDirectory: join(directory, 'data'), journal });
  try {
    let sustained = 0;
    let asked = raised.first;
    for (; asked <= raised.last; asked += raised.step) {
      const dialing = ids.slice(0, asked / raised.callsPerSecond);
      const seconds = raisedTimes.warmUpSeconds + raisedTimes.measureSeconds;
      await addNumbers(database, dialing, raised.callsPerSecond * (seconds + 5));
      await database`
        update campaigns set state = 'started', revision = revision + 1
        where campaign_id = any(${dialing}::integer[]) and state = 'paused'`;
      await delay(raisedTimes.warmUpSeconds * 1000);
      const before = reading(server, receiver, directory);
      await delay(raisedTimes.measureSeconds * 1000);
      const after = reading(server, receiver, directory);
      const perSecond = (after.results - before.results) / (after.seconds - before.seconds);
      const ms = (from: number, to: number) =>
        (((to - from) * 1000) / (after.results - before.results)).toFixed(3);
      say(
        `${asked} a second asked: ${perSecond.toFixed(0)}, ` +
          `server ${ms(before.serverCpu, after.serverCpu)}, database ${ms(before.databaseCpu, after.databaseCpu)} ms`,
      );
      if (perSecond < asked * sustainedShare) break;
      sustained = perSecond;
    }
    await drain(database);
    const { doubled, lostResults, lostNotices } = await compare(database, receiver, journal);
    return {
      maxSustainedPerSecond: sustained,
      brokeAtPerSecond: asked,
      raisedDoubled: doubled,
      raisedLost: lostResults + lostNotices,
    };
  } finally {
    await server.stop();
    await receiver.close();
  }
}

function reading(server: ServerProcess, receiver: Receiver, directory: string) {
  return {
    results: receiver.results.size,
    seconds: performance.now() / 1000,
    rssMiB: processRssMiB(server.pid),
    serverCpu: processCpuSeconds(server.pid),
    databaseCpu: clusterCpuSeconds(directory),
  };
}

/**
 * The yardstick: the same two statements, claim and settle, in a bare loop on two connections, without
 * carrier, pacing and delivery: what this database could do at best.
 */
async function bareLoop(world: World): Promise<{ perSecond: number; postgres: string }> {
  const { database } = world;
  const now = toMillis(Date.now());
  await makeVdn(database, now);
  const { life } = await enterNode(database, 'bare', true);
  const loops = [0, 1].map(async () => {
    const campaignId = await makeCampaign(database, now, []);
    await database`
      insert into contacts (vdn_id, campaign_id, called, due_at, created_at)
      select ${vdnId}, ${campaignId}, '13' || n, ${now}, ${now} from generate_series(1, 200000) as n`;
    await database`update campaign_progress set waiting = 200000 where campaign_id = ${campaignId}`;
    await database`update campaign_leases set owner = 'bare', life = ${life}, epoch = 1 where campaign_id = ${campaignId}`;
    const endsAt = performance.now() + 15_000;
    let attempts = 0;
    while (performance.now() < endsAt) attempts += await bareBeat(database, campaignId);
    return attempts / 15;
  });
  const rates = await Promise.all(loops);
  return {
    perSecond: rates.reduce((sum, rate) => sum + rate, 0),
    postgres: await versionOf(database),
  };
}

async function bareBeat(database: Database, id: number): Promise<number> {
  const now = toMillis(Date.now());
  const campaignId = toCampaignId(id);
  const campaign = {
    vdnId,
    id: campaignId,
    state: 'started' as const,
    revision: 1,
    settings: ivrSettings,
    handling: callHandlingDefault,
  };
  const pacing = { credit: 0, beatAt: now };
  const lease = { owner: 'bare', epoch: '1' };
  const claimed = await claimContacts(database, campaign, lease, 100, pacing, now, startOfDay(now, 'UTC'));
  const events = claimed.flatMap(({ callId, callNumber }) =>
    (['ringing', 'answered', 'connected'] as const).map((kind) => ({
      callNumber,
      event: { kind, callId, at: now },
    })),
  );
  const ended = claimed.map(({ contactId, callId, callNumber }) => ({
    campaignId,
    contactId,
    callId,
    callNumber,
    claimedAt: now,
    ringingAt: now,
    answeredAt: now,
    connectedAt: now,
    endedAt: now,
    outcome: 'succeeded' as const,
    againAt: null,
    day: new Date(now).toISOString().slice(0, 10),
    facts: noFacts,
    withAgents: null,
  }));
  await settle(database, vdnId, events, ended, now);
  return claimed.length;
}
