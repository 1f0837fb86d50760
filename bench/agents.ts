// Agents live: one server process with the embedded database seats simulated agents of two tenants, one
// paced by Campana's own rule and one by the contract's off-hook rate, each with one predicted campaign.
// After a warm-up it measures how late beats come, how soon a person who answers is joined with a free
// agent, how busy agents are, and how many calls are abandoned. The rows show how the cost of a beat grows
// with the agents.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toMillis, toVdnId, type VdnId } from '../src/core/units.ts';
import { type VdnSettings, vdnSettingsDefault } from '../src/core/vdn.ts';
import type { Database } from '../src/store/database/connection.ts';
import { openReceiver } from '../test/faults/receiver.ts';
import { type ServerProcess, startServerProcess } from '../test/faults/serverProcess.ts';
import { makeCampaign, makeVdn } from '../test/workers/world.ts';
import { onDatabase, say, versionOf, type World } from './dialing.ts';
import { clusterCpuSeconds, processCpuSeconds, processRssMiB } from './process.ts';
import { type Bench, type Figures, quantile } from './report.ts';

interface Load {
  /** Of both tenants together. */
  readonly agents: number;
  readonly warmUpSeconds: number;
  readonly measureSeconds: number;
}

interface Team {
  readonly vdnId: VdnId;
  readonly pacing: VdnSettings['predictedPacing'];
}

const headline: Load = { agents: 5_000, warmUpSeconds: 240, measureSeconds: 60 };
const growth: readonly Load[] = [10, 100, 1_000].map((agents) => ({
  agents,
  warmUpSeconds: 120,
  measureSeconds: 60,
}));
const skillId = 5;
/** Calls that one agent needs in a second at most: an answer in four, a talk and wrap-up of 105 s. */
const dialsPerAgentSecond = 4 / 105;
/** Calls that were answered so shortly before the end are not judged yet. */
const unsettledSeconds = 5;
const answerLimitMillis = vdnSettingsDefault.answerLimitSeconds * 1000;

export const bench: Bench = {
  run: async ({ numbers }) => {
    // For a look at a small machine: `--numbers 100` stands for so many agents, for a short while.
    const loads =
      numbers === null ? [...growth, headline] : [{ agents: numbers, warmUpSeconds: 90, measureSeconds: 30 }];
    const rows: Figures[] = [];
    let postgres = '';
    for (const load of loads) {
      const row = await onDatabase(async (world) => {
        postgres = await versionOf(world.database);
        return measure(world, load);
      });
      say(JSON.stringify(row));
      rows.push(row);
    }
    return {
      postgres,
      figures: rows.at(-1) ?? {},
      comparedWith: { beatLateMaxMsAllowed: 200, vicidialAgentsOnOneDatabase: '300 to 500' },
      growth: rows.map(({ agents, cpuMsPerBeat, decideMsPerBeat, beatLateMaxMs, connectP99Ms }) => ({
        agents: agents ?? null,
        cpuMsPerBeat: cpuMsPerBeat ?? null,
        decideMsPerBeat: decideMsPerBeat ?? null,
        beatLateMaxMs: beatLateMaxMs ?? null,
        connectP99Ms: connectP99Ms ?? null,
      })),
    };
  },
};

async function measure(world: World, load: Load): Promise<Figures> {
  const { database, databaseUrl, directory } = world;
  const receiver = await openReceiver();
  const teams = await fill(database, load, receiver.url);
  say(`${load.agents} agents of ${teams.length} tenants`);
  const dataDirectory = join(directory, 'data');
  const server = await startServerProcess({ databaseUrl, dataDirectory, journal: join(directory, 'dials') });
  try {
    await delay(load.warmUpSeconds * 1000);
    const before = await reading(server, directory);
    const busy = await sampleBusy(database, teams, load.measureSeconds);
    const after = await reading(server, directory);
    const perBeat = (used: number): number => (used * 1000) / Math.max(1, after.beats - before.beats);
    const answers = await answersBetween(database, before.at, after.at);
    const atOnce = answers.flatMap(({ waited, joinedAfterMillis }) =>
      waited || joinedAfterMillis === null ? [] : [joinedAfterMillis],
    );
    const waits = answers.flatMap(({ waited, joinedAfterMillis }) =>
      waited && joinedAfterMillis !== null ? [joinedAfterMillis] : [],
    );
    return {
      agents: busy.signedIn,
      beatLateMaxMs: await beatLateMaxMillis(database, before.at, after.at),
      connectP50Ms: quantile(atOnce, 0.5),
      connectP99Ms: quantile(atOnce, 0.99),
      waitedPct: share(answers.filter(({ waited }) => waited).length, answers.length),
      waitP99Ms: quantile(waits, 0.99),
      occupancyPct: busy.percent,
      abandonPct: abandonPercent(answers),
      ...Object.fromEntries(
        teams.flatMap(({ vdnId, pacing }) => [
          [`${pacing}OccupancyPct`, busy.percentOf.get(vdnId) ?? null],
          [`${pacing}AbandonPct`, abandonPercent(answers.filter((answer) => answer.vdnId === vdnId))],
        ]),
      ),
      answered: answers.length,
      dialsPerSecond: (after.dials - before.dials) / (after.seconds - before.seconds),
      cpuMsPerBeat: perBeat(after.cpu - before.cpu),
      databaseCpuMsPerBeat: perBeat(after.databaseCpu - before.databaseCpu),
      decideMsPerBeat: perBeat(after.decideSeconds - before.decideSeconds),
      rssMiB: processRssMiB(server.pid),
    };
  } finally {
    await server.stop();
    await receiver.close();
  }
}

/** Half the agents for each tenant, flagged, so that the server plays them; numbers for the whole run. */
async function fill(database: Database, load: Load, callBackUrl: string): Promise<Team[]> {
  const now = toMillis(Date.now());
  const seconds = load.warmUpSeconds + load.measureSeconds + 60;
  const agents = Math.ceil(load.agents / 2);
  const numbers = Math.ceil(agents * dialsPerAgentSecond * seconds * 1.5) + 500;
  const teams: Team[] = [];
  for (const pacing of ['own', 'contract'] as const) {
    const vdnId = toVdnId(teams.length + 1);
    await makeVdn(database, now, { predictedPacing: pacing, unfinishedNumbersMax: 10_000_000 }, vdnId);
    await database`insert into skill_queues (vdn_id, skill_id, name) values (${vdnId}, ${skillId}, 'bench')`;
    await database`
      insert into agents (vdn_id, agent_id, name, simulated)
      select ${vdnId}, 1000 + n, 'agent ' || n, true from generate_series(1, ${agents}::integer) as n`;
    await database`
      insert into agent_skills (vdn_id, agent_id, skill_id, priority)
      select vdn_id, agent_id, ${skillId}, 1 from agents where vdn_id = ${vdnId}`;
    const campaignId = await makeCampaign(database, now, [], predicted(callBackUrl), vdnId);
    await database`
      insert into contacts (vdn_id, campaign_id, called, due_at, created_at)
      select ${vdnId}, ${campaignId}, '13' || lpad(n::text, 9, '0') || (11 + n % 89), ${now}, ${now}
      from generate_series(1, ${numbers}::integer) as n`;
    await database`
      update campaign_progress set waiting = ${numbers}
      where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
    teams.push({ vdnId, pacing });
  }
  await database`vacuum analyze contacts`;
  return teams;
}

/** The off-hook rate at its default; a tenant whose pacing is `own` does not ask for it. */
const predicted = (callBackUrl: string) => ({
  deviceType: 2 as const,
  maxAlertingSeconds: 25,
  schedule: {
    workday: [{ begin: 0, end: 720 }, { begin: 700, end: 1439 }, null],
    holiday: [null, null, null],
  } as const,
  ivr: null,
  skill: {
    skillId,
    skillName: null,
    predict: { method: 'offHook' as const, offHookRatePercent: 100 },
    preview: null,
  },
  callBackUrl,
});

async function reading(server: ServerProcess, directory: string) {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const metric = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    at: toMillis(Date.now()),
    seconds: performance.now() / 1000,
    cpu: processCpuSeconds(server.pid),
    databaseCpu: clusterCpuSeconds(directory),
    beats: metric('campana_beats_total'),
    dials: metric('campana_calls_placed_total'),
    decideSeconds: metric('campana_decide_seconds_sum'),
  };
}

/** How busy agents are, every two seconds: in a talk or its wrap-up, of those who are signed in. */
async function sampleBusy(database: Database, teams: readonly Team[], seconds: number) {
  const sums = new Map(teams.map(({ vdnId }) => [vdnId, { busy: 0, signedIn: 0 }]));
  let signedIn = 0;
  const endsAt = performance.now() + seconds * 1000;
  while (performance.now() < endsAt) {
    const rows = await database<{ vdn_id: number; busy: number; signed_in: number }[]>`
      select vdn_id, count(*)::integer as signed_in,
        (count(*) filter (where state in ('talking', 'wrapUp')))::integer as busy
      from agent_states where status <> 'signedOut' group by vdn_id`;
    for (const row of rows) {
      const sum = sums.get(toVdnId(row.vdn_id));
      if (sum === undefined) continue;
      sum.busy += row.busy;
      sum.signedIn += row.signed_in;
    }
    signedIn = rows.reduce((sum, row) => sum + row.signed_in, 0);
    await delay(2_000);
  }
  const all = [...sums.values()];
  const sumOf = (name: 'busy' | 'signedIn') => all.reduce((sum, one) => sum + one[name], 0);
  return {
    signedIn,
    percent: share(sumOf('busy'), sumOf('signedIn')),
    percentOf: new Map([...sums].map(([vdnId, one]) => [vdnId, share(one.busy, one.signedIn)])),
  };
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : (100 * part) / whole);

interface Answer {
  readonly vdnId: VdnId;
  /** From the answer to the agent, in milliseconds; null: no agent took the call. */
  readonly joinedAfterMillis: number | null;
  /** From the answer to the end; null: not over. */
  readonly endedAfterMillis: number | null;
  /** No agent was free at the answer. */
  readonly waited: boolean;
}

/** The people who answered within the time, as the events tell it: rows of calls know it at the end only. */
async function answersBetween(database: Database, from: number, to: number): Promise<Answer[]> {
  const rows = await database<
    { vdn_id: number; joined: number | null; ended: number | null; waited: boolean }[]
  >`
    select vdn_id, waited,
      (extract(epoch from connected_at - answered_at) * 1000)::float8 as joined,
      (extract(epoch from ended_at - answered_at) * 1000)::float8 as ended
    from (
      select vdn_id, call_id, bool_or(kind = 'waiting') as waited,
        min(at) filter (where kind = 'answered') as answered_at,
        min(at) filter (where kind = 'connected') as connected_at,
        min(at) filter (where kind = 'ended') as ended_at
      from call_events where at >= ${toMillis(from)} group by vdn_id, call_id
    ) as heard
    where answered_at <= ${toMillis(to - unsettledSeconds * 1000)}`;
  return rows.map((row) => ({
    vdnId: toVdnId(row.vdn_id),
    joinedAfterMillis: row.joined,
    endedAfterMillis: row.ended,
    waited: row.waited,
  }));
}

/** No agent within the legal limit, and the person was there for as long (pacing.md 4). */
const isAbandoned = ({ joinedAfterMillis, endedAfterMillis }: Answer): boolean =>
  (joinedAfterMillis ?? Number.POSITIVE_INFINITY) > answerLimitMillis &&
  (endedAfterMillis ?? Number.POSITIVE_INFINITY) > answerLimitMillis;

const abandonPercent = (answers: readonly Answer[]): number | null =>
  share(answers.filter(isAbandoned).length, answers.length);

/**
 * Beats lie on a grid of one second for each campaign. The grid is where the most punctual beat lay, so
 * the latest one is as late as the two are apart; a beat late by more than half a second moves the grid
 * and is seen by that.
 */
async function beatLateMaxMillis(database: Database, from: number, to: number): Promise<number | null> {
  const rows = await database<{ vdn_id: number; campaign_id: number; millis: number }[]>`
    select vdn_id, campaign_id, (extract(epoch from at) * 1000)::float8 as millis from pacing_log
    where at between ${toMillis(from)} and ${toMillis(to)} order by at`;
  const byCampaign = Map.groupBy(rows, (row) => `${row.vdn_id}:${row.campaign_id}`);
  const latest = [...byCampaign.values()].map((beats) => {
    const first = beats[0]?.millis ?? 0;
    const offsets = beats.map(({ millis }) => millis - first - 1000 * Math.round((millis - first) / 1000));
    return Math.max(...offsets) - Math.min(...offsets);
  });
  return latest.length === 0 ? null : Math.max(...latest);
}
