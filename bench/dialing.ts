// The dialing that benchmarks measure: a durable database of its own, campaigns that call the seeded world
// at a given pace, and the cleaning up. Shared by `dial`, `api` and `soak`.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type CampaignId, toMillis } from '../src/core/units.ts';
import { type Database, openDatabase } from '../src/store/database/connection.ts';
import { startEmbedded } from '../src/store/database/embedded.ts';
import { migrate } from '../src/store/database/migrate.ts';
import { ensurePartitions } from '../src/store/database/partitions.ts';
import type { Receiver } from '../test/faults/receiver.ts';
import { ivrSettings, makeCampaign, makeVdn, vdnId } from '../test/workers/world.ts';

export interface Load {
  /** Numbers of the first campaign; the others get what they need. Null: nobody has numbers yet. */
  readonly numbers: number | null;
  readonly campaigns: number;
  /** Calls a second of one campaign, at most 100 (seed, Table 5). */
  readonly callsPerSecond: number;
  readonly warmUpSeconds: number;
  readonly measureSeconds: number;
}

export interface World {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly directory: string;
}

/** A database of its own for each load, durable as in production. */
export async function onDatabase<Result>(work: (world: World) => Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'campana-dial-'));
  chmodSync(directory, 0o711);
  const embedded = await startEmbedded(directory);
  const database = openDatabase(embedded.url, 4);
  try {
    await migrate(database);
    await ensurePartitions(database, toMillis(Date.now()));
    return await work({ database, databaseUrl: embedded.url, directory });
  } finally {
    await database.end({ timeout: 5 });
    await embedded.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Callees of the seeded world; a flow of 5 s and 20 s of ringing, so that a steady state comes soon. */
export async function fill(database: Database, load: Load, callBackUrl: string): Promise<CampaignId[]> {
  const now = toMillis(Date.now());
  const made: CampaignId[] = [];
  await makeVdn(database, now, { ivrCampaignsMax: 100, unfinishedNumbersMax: 10_000_000 });
  await database`update flows set play_seconds = 5`;
  const needed = load.callsPerSecond * (load.warmUpSeconds + load.measureSeconds + 30);
  for (let index = 0; index < load.campaigns; index++) {
    const settings = {
      callBackUrl,
      schedule: {
        workday: [{ begin: 0, end: 720 }, { begin: 700, end: 1439 }, null],
        holiday: ivrSettings.schedule.holiday,
      } as const,
      ivr: { deviceSign: '1001', callCount: load.callsPerSecond, callIntervalSeconds: 1 },
    };
    const campaignId = await makeCampaign(database, now, [], settings);
    made.push(campaignId);
  }
  if (load.numbers === null) return made;
  await addNumbers(database, made.slice(0, 1), load.numbers);
  await addNumbers(database, made.slice(1), needed);
  await database`vacuum analyze contacts`;
  return made;
}

/** So many numbers more for each of the campaigns, due now. */
export async function addNumbers(
  database: Database,
  campaignIds: readonly CampaignId[],
  count: number,
): Promise<void> {
  const now = toMillis(Date.now());
  for (const campaignId of campaignIds) {
    await database`
      insert into contacts (vdn_id, campaign_id, called, due_at, created_at)
      select ${vdnId}, ${campaignId}, '13' || lpad((${campaignId} * 10000000::bigint + n)::text, 11, '0') || (11 + n % 89),
        ${now}, ${now}
      from generate_series(1, ${count}::integer) as n`;
    await database`
      update campaign_progress set waiting = waiting + ${count}
      where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  }
}

/** No new calls; those in the air end, and every notice is delivered. */
export async function drain(database: Database): Promise<void> {
  await database`update campaigns set state = 'paused', revision = revision + 1`;
  for (let waited = 0; waited < 120; waited++) {
    const [row] = await database<{ open: number }[]>`
      select (select sum(calling) from campaign_progress)::integer
        + (select sum(last_sequence - acknowledged_sequence) from notice_queues)::integer as open`;
    if (row?.open === 0) return;
    await delay(500);
  }
}

/** Three witnesses of every attempt: the carrier's file of dials, the rows, and the receiver of results. */
export async function compare(database: Database, receiver: Receiver, journal: string) {
  const dialed = readFileSync(journal, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  const rows = await database<{ id: string; ended: boolean }[]>`
    select extract(epoch from date_trunc('second', claimed_at))::bigint || '-' || call_id as id,
      ended_at is not null as ended
    from calls`;
  return {
    doubled: dialed.length - new Set(dialed).size,
    lostResults: rows.filter((row) => !row.ended).length + Math.max(0, dialed.length - rows.length),
    lostNotices: rows.filter((row) => row.ended && !receiver.results.has(row.id)).length,
  };
}

/** `PostgreSQL 18.4` */
export async function versionOf(database: Database): Promise<string> {
  const [row] = await database<{ text: string }[]>`select current_setting('server_version') as text`;
  return `PostgreSQL ${row?.text ?? '?'}`;
}

export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
