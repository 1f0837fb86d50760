// The cost of tenants: one server drives 200 or 500 campaigns, once of one tenant and once each of a tenant
// of its own. Statements a second are the database's own count of transactions (each of our statements is
// one), lateness is the server's histogram, processor time comes from /proc. Then a second server takes
// 5,000 campaigns over from one that has ended.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toMillis, toVdnId } from '../src/core/units.ts';
import type { Database } from '../src/store/database/connection.ts';
import { openReceiver, type Receiver } from '../test/faults/receiver.ts';
import { type ServerProcess, startServerProcess } from '../test/faults/serverProcess.ts';
import { ivrSettings, makeVdn } from '../test/workers/world.ts';
import { onDatabase, say, versionOf, type World } from './dialing.ts';
import { clusterCpuSeconds, processCpuSeconds } from './process.ts';
import type { Bench, Figures } from './report.ts';

interface Shape {
  readonly tenants: number;
  readonly campaignsEach: number;
}

const shapes: readonly Shape[] = [
  { tenants: 1, campaignsEach: 200 },
  { tenants: 200, campaignsEach: 1 },
  { tenants: 1, campaignsEach: 500 },
  { tenants: 500, campaignsEach: 1 },
];
const warmUpSeconds = 20;
const measureSeconds = 30;
const takenOver = 5_000;
/** One call each ten seconds for each campaign: many tenants with little to do. */
const pace = { deviceSign: '1001', callCount: 1, callIntervalSeconds: 10 };

export const bench: Bench = {
  async run() {
    const rows: Figures[] = [];
    let postgres: string | null = null;
    for (const shape of shapes)
      rows.push(
        await onDatabase(async (world) => {
          postgres ??= await versionOf(world.database);
          return measure(world, shape);
        }),
      );
    const takeOver = await onDatabase(measureTakeOver);
    const of = (tenants: number, campaignsEach: number): number => {
      const row = rows.find((one) => one.tenants === tenants && one.campaignsEach === campaignsEach);
      return Number(row?.statementsPerSecond);
    };
    return {
      postgres,
      figures: { ratio500x1To1x500: of(500, 1) / of(1, 500), ...takeOver },
      comparedWith: { ratio500x1To1x500Max: 1.5, takeOverSecondsMax: 5 },
      growth: rows,
    };
  },
};

async function measure(world: World, shape: Shape): Promise<Figures> {
  const { tenants, campaignsEach } = shape;
  say(`${tenants} x ${campaignsEach}: filling`);
  const receiver = await openReceiver();
  await fill(world.database, shape, receiver, 60);
  const server = await start(world, 'one');
  try {
    await delay(warmUpSeconds * 1000);
    const before = await look(world, server, receiver);
    await delay(measureSeconds * 1000);
    const after = await look(world, server, receiver);
    const perSecond = (name: 'statements' | 'results' | 'server' | 'database'): number =>
      (after[name] - before[name]) / measureSeconds;
    return {
      tenants,
      campaignsEach,
      statementsPerSecond: perSecond('statements'),
      resultsPerSecond: perSecond('results'),
      beatLateMillisMean: ((after.late - before.late) / (after.beats - before.beats)) * 1000,
      beatsLaterThan250MillisPercent:
        100 * (1 - (after.beatsInTime - before.beatsInTime) / (after.beats - before.beats)),
      serverCores: perSecond('server'),
      databaseCores: perSecond('database'),
    };
  } finally {
    await server.kill();
    await receiver.close();
  }
}

/** From the start of a process until it drives what another, killed before, has left; its name is the same. */
async function measureTakeOver(world: World): Promise<Figures> {
  say(`take-over of ${takenOver}: filling`);
  const receiver = await openReceiver();
  await fill(world.database, { tenants: 500, campaignsEach: takenOver / 500 }, receiver, 5);
  const first = await start(world, 'one');
  const firstSeconds = await untilHeld(first);
  await first.kill();
  const second = await start(world, 'one');
  const secondSeconds = await untilHeld(second);
  // Its leases must not lapse while it makes all of their beats.
  let leastHeld = takenOver;
  for (let looked = 0; looked < 20; looked++) {
    await delay(1_000);
    leastHeld = Math.min(leastHeld, await heldBy(second));
  }
  await second.kill();
  await receiver.close();
  return { takenOver, takeOverSeconds: secondSeconds, firstStartSeconds: firstSeconds, leastHeld };
}

/** Seconds from the opening of the server, which is when its workers begin, until it drives all. */
async function untilHeld(server: ServerProcess): Promise<number> {
  const from = performance.now();
  while ((await heldBy(server)) < takenOver) {
    if (performance.now() - from > 120_000) return Number.POSITIVE_INFINITY;
    await delay(50);
  }
  return (performance.now() - from) / 1000;
}

const heldBy = async (server: ServerProcess): Promise<number> =>
  metric(await metricsOf(server), 'campana_leases_held');

const start = ({ databaseUrl, directory }: World, name: string): Promise<ServerProcess> =>
  startServerProcess({
    databaseUrl,
    dataDirectory: join(directory, name),
    journal: join(directory, `${name}.dials`),
  });

async function look({ database, directory }: World, server: ServerProcess, receiver: Receiver) {
  const text = await metricsOf(server);
  const [row] = await database<{ statements: number }[]>`
    select (xact_commit + xact_rollback)::double precision as statements
    from pg_stat_database where datname = current_database()`;
  return {
    statements: row?.statements ?? 0,
    results: receiver.results.size,
    late: metric(text, 'campana_beat_late_seconds_sum'),
    beats: metric(text, 'campana_beat_late_seconds_count'),
    beatsInTime: metric(text, 'campana_beat_late_seconds_bucket{le="0.25"}'),
    server: processCpuSeconds(server.pid),
    database: clusterCpuSeconds(directory),
  };
}

async function metricsOf(server: ServerProcess): Promise<string> {
  const answer = await fetch(`${server.url}/metrics`);
  return answer.text();
}

const metric = (text: string, name: string): number => {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? Number.NaN);
};

/** Tenants with campaigns whose numbers are busy at once, made by a few statements. */
async function fill(
  database: Database,
  { tenants, campaignsEach }: Shape,
  receiver: Receiver,
  numbers: number,
): Promise<void> {
  const now = toMillis(Date.now());
  const limits = { ivrCampaignsMax: 10_000, unfinishedNumbersMax: 10_000_000 };
  for (let tenant = 1; tenant <= tenants; tenant++) await makeVdn(database, now, limits, toVdnId(tenant));
  const settings = JSON.stringify({ ...ivrSettings, callBackUrl: receiver.url, ivr: pace });
  await database`
    with made as (
      insert into campaigns (vdn_id, name, state, device_type, settings, revision, created_at, updated_at)
      select v, 'c ' || c, 'started', 3, ${settings}::text::jsonb, 1, ${now}, ${now}
      from generate_series(1, ${tenants}::integer) as v, generate_series(1, ${campaignsEach}::integer) as c
      returning vdn_id, campaign_id
    ), revised as (
      insert into campaign_revisions (vdn_id, campaign_id, revision, at, actor, action, after)
      select vdn_id, campaign_id, 1, ${now}::timestamptz, 'bench', 'add', '{}' from made
    ), leased as (
      insert into campaign_leases (vdn_id, campaign_id, owner, epoch)
      select vdn_id, campaign_id, '', 0 from made
    ), queued as (
      insert into notice_queues (vdn_id, campaign_id, acknowledged_created_at)
      select vdn_id, campaign_id, ${now}::timestamptz from made
    ), progressed as (
      insert into campaign_progress (vdn_id, campaign_id, waiting)
      select vdn_id, campaign_id, ${numbers} from made
    )
    insert into contacts (vdn_id, campaign_id, called, due_at, created_at)
    select vdn_id, campaign_id, '13' || lpad((campaign_id * 100 + n)::text, 9, '0') || '00',
      ${now}::timestamptz, ${now}::timestamptz
    from made, generate_series(1, ${numbers}::integer) as n`;
  await database`vacuum analyze`;
}
