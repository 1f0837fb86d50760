// Half an hour of dialing at 500 attempts a second: does anything grow that should not? Looked at are the memory
// and the open files of the server, the database's own memory, and the tables whose rows are written again and
// again. Logs that keep a row of each call are not among them. Growth is told from the fifth minute on: by then
// caches are filled and the calls in the air are as many as they will be.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../src/store/database/connection.ts';
import { openReceiver } from '../test/faults/receiver.ts';
import { startServerProcess } from '../test/faults/serverProcess.ts';
import { compare, drain, fill, onDatabase, say, versionOf, type World } from './dialing.ts';
import { clusterPids, processRssMiB } from './process.ts';
import { type Bench, quantile } from './report.ts';

const pace = { campaigns: 5, callsPerSecond: 100 };
const minutesDefault = 30;
const settledAfterMinutes = 5;
const sampleSeconds = 10;

/** What may not grow, at one moment. */
interface Sample {
  readonly minute: number;
  readonly rssMiB: number;
  readonly openFiles: number;
  /** Of all its processes, without what they share. */
  readonly databaseMiB: number;
  readonly tablesMiB: number;
}

export const bench: Bench = {
  run: ({ minutes }) => onDatabase((world) => soak(world, minutes ?? minutesDefault)),
};

async function soak({ database, databaseUrl, directory }: World, minutes: number) {
  const receiver = await openReceiver();
  const journal = join(directory, 'dials');
  const numbers = pace.callsPerSecond * 60 * (minutes + 1);
  await fill(
    database,
    { ...pace, numbers, warmUpSeconds: 0, measureSeconds: 60 * minutes + 30 },
    receiver.url,
  );
  const server = await startServerProcess({ databaseUrl, dataDirectory: join(directory, 'data'), journal });
  try {
    const samples: Sample[] = [];
    const startedAt = performance.now();
    for (let index = 1; index <= (minutes * 60) / sampleSeconds; index++) {
      await delay(startedAt + index * sampleSeconds * 1000 - performance.now());
      const sample = await look(database, server.pid, directory, (index * sampleSeconds) / 60);
      samples.push(sample);
      if (index % 6 === 0) say(JSON.stringify(sample));
    }
    const attempts = receiver.results.size;
    await drain(database);
    const witnesses = await compare(database, receiver, journal);
    const growth = growthOf(samples, Math.min(settledAfterMinutes, minutes / 2));
    return {
      postgres: await versionOf(database),
      figures: {
        minutes,
        attemptsPerSecond: attempts / (minutes * 60),
        rssGrowthPct: growth(({ rssMiB }) => rssMiB),
        tableGrowthPct: growth(({ tablesMiB }) => tablesMiB),
        databaseGrowthPct: growth(({ databaseMiB }) => databaseMiB),
        openFilesGrowthPct: growth(({ openFiles }) => openFiles),
        rssEndMiB: samples.at(-1)?.rssMiB ?? 0,
        tablesEndMiB: samples.at(-1)?.tablesMiB ?? 0,
        ...witnesses,
      },
      comparedWith: {},
      growth: samples
        .filter((_, index) => (index + 1) % (60 / sampleSeconds) === 0)
        .map((sample) => ({ ...sample })),
    };
  } finally {
    await server.stop();
    await receiver.close();
  }
}

async function look(database: Database, pid: number, directory: string, minute: number): Promise<Sample> {
  const [row] = await database<{ bytes: string }[]>`
    select sum(pg_total_relation_size(oid))::bigint as bytes from pg_class
    where relkind = 'r' and not relispartition and relnamespace = 'public'::regnamespace`;
  return {
    minute,
    rssMiB: processRssMiB(pid),
    openFiles: readdirSync(`/proc/${pid}/fd`).length,
    databaseMiB: clusterPids(directory).reduce((sum, each) => sum + ownMiB(each), 0),
    tablesMiB: Number(row?.bytes ?? 0) / 2 ** 20,
  };
}

/** Memory of a process that is no other's; 0 when it has ended. */
function ownMiB(pid: number): number {
  try {
    return Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Per cent between the median of the minute after `settled` and that of the last one. */
const growthOf = (samples: readonly Sample[], settled: number) => (value: (sample: Sample) => number) => {
  const end = samples.at(-1)?.minute ?? 0;
  const within = (from: number) =>
    quantile(samples.filter(({ minute }) => minute > from && minute <= from + 1).map(value), 0.5) ??
    Number.NaN;
  return (within(end - 1) / within(settled) - 1) * 100;
};
