// Imports of numbers from CSV through `POST /api/v1/…/imports`: signed, streamed, judged row by row,
// deduplicated, in one transaction. The yardstick beside it is a bare COPY of the same rows into a table
// of the same shape with the same indexes and constraints, on the same server.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { postImport } from '../src/api/routes/imports.ts';
import { type Client, openClient } from '../src/cli/client.ts';
import { field } from '../src/cli/read.ts';
import { openClock } from '../src/clock.ts';
import { wallOfInstant } from '../src/core/zone.ts';
import type { Database } from '../src/store/database/connection.ts';
import type { Bench, Figures } from './report.ts';
import { onStage, type Stage } from './stage.ts';

const numbersDefault = 1_000_000;
/** Every twentieth row repeats a number that came before. */
const repeatEvery = 20;
const clock = openClock(1);

interface NumbersFile {
  readonly name: string;
  readonly rows: number;
  readonly distinct: number;
  readonly bytes: number;
  readonly sha256: string;
}

export const bench: Bench = {
  run: async ({ numbers }) => {
    const directory = mkdtempSync(join(tmpdir(), 'campana-import-'));
    try {
      return await onStage(async (stage) => {
        const rows = numbers ?? numbersDefault;
        const measureRows = async (count: number) =>
          measure(stage, await writeFile(directory, Math.ceil(count)));
        const small = await measureRows(rows / 100);
        const middle = await measureRows(rows / 10);
        const whole = await measureRows(rows);
        return {
          figures: whole,
          comparedWith: {
            bareCopySeconds: whole.bareCopySeconds,
            // 200,000 numbers in 2 h 47 min: twenty a second are the limit of the contract's interface.
            vendorInterfaceRowsPerSecond: 20,
          },
          growth: [small, middle, whole],
          postgres: stage.postgres,
        };
      });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

/** The import between two bare COPYs, so that a machine that warms up or tires favors neither. */
async function measure(
  stage: Stage,
  file: NumbersFile,
): Promise<Figures & { readonly bareCopySeconds: number }> {
  const { database, say } = stage;
  const client = openBenchClient(stage);
  await client.send('PATCH', '/api/v1/vdns/1', { settings: { unfinishedNumbersMax: 100_000_000 } });
  say(`${file.rows} rows`);
  const bareBefore = await bareCopy(database, file);
  const campaignId = await addCampaign(client, file);
  const rssStartMiB = rssMiB();
  const first = await timed(() => upload(client, campaignId, file, 'first'));
  const rssEndMiB = rssMiB();
  const second = await timed(() => upload(client, campaignId, file, 'second'));
  const bareAfter = await bareCopy(database, file);
  const bareCopySeconds = (bareBefore + bareAfter) / 2;
  return {
    rows: file.rows,
    megabytes: file.bytes / 1e6,
    importSeconds: first.seconds,
    rowsPerSecond: file.rows / first.seconds,
    bareCopySeconds,
    ratioToBareCopy: first.seconds / bareCopySeconds,
    added: Number(field(first.value, 'added')),
    duplicates: Number(field(first.value, 'duplicates')),
    missing: file.distinct - (await countNumbers(database, campaignId)),
    secondImportSeconds: second.seconds,
    addedBySecond: Number(field(second.value, 'added')),
    rssStartMiB,
    rssEndMiB,
  };
}

function openBenchClient({ server }: Stage): Client {
  const { bootstrap } = server;
  if (bootstrap === null) throw new Error('the stage was not empty');
  return openClient(
    { url: new URL(server.url), vdnId: 1, key: { ak: bootstrap.ak, sk: bootstrap.sk } },
    clock,
  );
}

/** A paused campaign, so that nothing is dialed meanwhile. */
async function addCampaign(client: Client, file: NumbersFile): Promise<string> {
  const day = 86_400_000;
  const answer = await client.send('POST', '/rest/isales/v1/openapi/campaigns/1', {
    name: `Import of ${file.rows}`,
    strBeginTime: wallOfInstant(clock.now(), 'UTC'),
    strEndTime: new Date(clock.now() + day).toISOString().slice(0, 19).replace('T', ' '),
    deviceType: 3,
    callerNo: '12345',
    maxAlertingTime: 30,
    initStatus: 3,
    scheduleParam: { workdayBeginTime1: '09:00', workdayEndTime1: '18:00' },
    ivrParam: { deviceSign: '1001', callCount: 10, callInterval: 3 },
    callBackUrl: 'http://127.0.0.1:9/results',
  });
  return String(field(field(answer, 'returnObject'), 'id'));
}

function upload(client: Client, campaignId: string, file: NumbersFile, key: string): Promise<unknown> {
  return client.upload(
    postImport,
    {
      params: { vdnId: 1, id: campaignId },
      query: { again: 'yes' },
      headers: { 'content-type': 'text/csv', 'x-content-sha256': file.sha256, 'idempotency-key': key },
    },
    Readable.toWeb(createReadStream(file.name)) as ReadableStream<Uint8Array>,
  );
}

async function countNumbers(database: Database, campaignId: string): Promise<number> {
  const [row] = await database<{ numbers: number }[]>`
    select count(*)::integer as numbers from contacts where vdn_id = 1 and campaign_id = ${campaignId}`;
  return row?.numbers ?? 0;
}

/** Number and a reference for each row; numbers scattered, as in real lists, and some of them repeated. */
async function writeFile(directory: string, rows: number): Promise<NumbersFile> {
  const name = join(directory, `${rows}.csv`);
  const hash = createHash('sha256');
  const target = createWriteStream(name);
  let bytes = 0;
  const put = async (text: string): Promise<void> => {
    hash.update(text);
    bytes += text.length;
    if (!target.write(text)) await once(target, 'drain');
  };
  await put('called,customField\n');
  for (let from = 0; from < rows; from += 1000) {
    const count = Math.min(1000, rows - from);
    await put(Array.from({ length: count }, (_, index) => csvRow(from + index)).join(''));
  }
  target.end();
  await once(target, 'finish');
  const distinct = rows - Math.floor(rows / repeatEvery);
  return { name, rows, distinct, bytes, sha256: hash.digest('hex') };
}

/** A row at the end of each twenty repeats the first of them. */
const indexOf = (row: number): number =>
  row % repeatEvery === repeatEvery - 1 ? row - repeatEvery + 1 : row;
const calledOf = (row: number): string =>
  `138${String((indexOf(row) * 7_654_321) % 100_000_007).padStart(9, '0')}`;
const csvRow = (row: number): string => `${calledOf(row)},customer ${row}\n`;

/** The rows without the repeated ones, from memory, into a new table; answers seconds, commit included. */
async function bareCopy(database: Database, file: NumbersFile): Promise<number> {
  await database.unsafe(`drop table if exists bare; create table bare (like contacts including all)`);
  const at = new Date(clock.now()).toISOString();
  const { seconds } = await timed(() =>
    database.begin(async (transaction) => {
      const target = await transaction.copyFrom(
        'copy bare (vdn_id, campaign_id, due_at, called, custom_field, created_at) from stdin',
      );
      for (let from = 0; from < file.rows; from += 1000) {
        let text = '';
        for (let row = from; row < Math.min(file.rows, from + 1000); row += 1) {
          if (indexOf(row) === row) text += `1\t1\t${at}\t${calledOf(row)}\tcustomer ${row}\t${at}\n`;
        }
        if (!target.write(text)) await once(target, 'drain');
      }
      target.end();
      await once(target, 'finish');
    }),
  );
  return seconds;
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; seconds: number }> {
  const startedAt = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - startedAt) / 1000 };
}

const rssMiB = (): number => process.memoryUsage.rss() / 2 ** 20;
