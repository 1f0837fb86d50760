// Brings a stream of numbers into a campaign: COPY into a table of the transaction, duplicates out,
// the rest into contacts, the counters, the import's own row: one transaction, so an import that
// fails or is broken off leaves nothing. The lock on the import's row says that it is being driven.
import { once } from 'node:events';
import pg from 'pg';
import type { NewContact } from '../../core/contact.ts';
import type { Bilingual } from '../../core/language.ts';
import type { Millis } from '../../core/units.ts';
import { notifyChange } from '../campaigns/changes.ts';
import type { Connection, Database, Transaction } from '../database/connection.ts';
import { beginUndoable, Undone } from '../database/undo.ts';
import type { Tell } from '../tenants/audit.ts';
import { type Import, type ImportRow, importColumns, readImport } from './imports.ts';

/** Where a number must be new: in the file, in the campaign, or in the whole VDN. The first one wins. */
export type DuplicateScope = 'request' | 'campaign' | 'vdn';

/** What became of the rows, known when all are read. */
export interface RowsReport {
  readonly rowsRead: number;
  readonly rejected: number;
  readonly errorCsv: Bilingual;
  /** Of the file, lower-case hex. */
  readonly sha256: string;
}

export interface RowSource {
  /** Batches of right rows, in the order of the file; throws to break the import off. */
  readonly batches: AsyncIterable<readonly NewContact[]>;
  readonly report: () => RowsReport;
}

export interface LoadOptions {
  readonly duplicates: DuplicateScope;
  /** Numbers of the campaign that may be unfinished. */
  readonly unfinishedNumbersMax: number;
  /** True: a file that was imported into the campaign before is imported all the same. */
  readonly again: boolean;
}

export type LoadOutcome =
  | { readonly outcome: 'loaded'; readonly import: Import }
  /** Another request with the same key loads it at this moment. */
  | { readonly outcome: 'running' }
  /** A request with the same key loaded it before. */
  | { readonly outcome: 'known'; readonly import: Import }
  /** The same file was imported into the campaign under another key. */
  | { readonly outcome: 'importedAlready'; readonly import: Import }
  | { readonly outcome: 'noSuchCampaign' }
  | { readonly outcome: 'tooManyNumbers'; readonly unfinished: number; readonly inFile: number };

/** The file sets the pace, and a million rows take longer than the 30 s of any other statement. */
const endless = { statementMillisMax: 0 };

/** Postgres' code for a row that somebody else holds. */
const lockNotAvailable = '55P03';

/**
 * Loads the rows of `source` into the campaign of a registered import. What `source` throws comes
 * out again, after the transaction is undone.
 */
export async function loadImport(
  database: Database,
  subject: Import,
  source: RowSource,
  options: LoadOptions,
  now: () => Millis,
  tell: Tell<Import>,
): Promise<LoadOutcome> {
  try {
    return await beginUndoable(
      database,
      async (transaction): Promise<LoadOutcome> => {
        await transaction`set local work_mem = '128MB'`;
        const known = await holdImport(transaction, subject);
        if (known !== null) return { outcome: 'known', import: known };
        const copied = await copyRows(transaction, source.batches);
        const report = source.report();
        // Imports into one VDN add one after the other, or two files at once could bring a number twice.
        await transaction`select pg_advisory_xact_lock(hashtext('campana import'), ${subject.vdnId})`;
        const earlier = options.again ? null : await findImportOf(transaction, subject, report.sha256);
        if (earlier !== null) throw new Undone<LoadOutcome>({ outcome: 'importedAlready', import: earlier });
        const added = await addContacts(transaction, subject, copied, options, now());
        const loaded = await finishImport(transaction, subject, report, copied - added, added, now());
        await tell(transaction, loaded);
        return { outcome: 'loaded', import: loaded };
      },
      endless,
    );
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === lockNotAvailable) return { outcome: 'running' };
    throw error;
  }
}

/** Locks the import's row until the end; the import when it is done already, null when it is ours to do. */
async function holdImport(connection: Connection, subject: Import): Promise<Import | null> {
  const [row] = await connection<ImportRow[]>`
    select ${importColumns(connection)} from imports
    where vdn_id = ${subject.vdnId} and campaign_id = ${subject.campaignId} and import_id = ${subject.id}
    for update nowait`;
  if (row === undefined) throw new Undone<LoadOutcome>({ outcome: 'noSuchCampaign' });
  // Until the end the campaign may be deleted, but its rows stay: numbers must not outlive them.
  const campaign = await connection`
    select from campaigns where vdn_id = ${subject.vdnId} and campaign_id = ${subject.campaignId} for key share`;
  if (campaign.length === 0) throw new Undone<LoadOutcome>({ outcome: 'noSuchCampaign' });
  return row.state === 'finished' || row.state === 'undone' ? readImport(row) : null;
}

/** Copies the rows, in the order they come, into `import_rows`; answers how many. */
async function copyRows(
  transaction: Transaction,
  batches: AsyncIterable<readonly NewContact[]>,
): Promise<number> {
  await transaction`
    create temporary table import_rows (
      place integer not null, called text collate "C" not null, caller text, session_id text,
      custom_field text, call_data text, recycle_at timestamptz, priority smallint not null
    ) on commit drop`;
  const target = await transaction.copyFrom('copy import_rows from stdin');
  let failure: unknown = null;
  target.on('error', (error) => {
    failure = error;
  });
  let place = 0;
  try {
    for await (const rows of batches) {
      let text = '';
      for (const row of rows) {
        place += 1;
        text += copyLine(place, row);
      }
      if (failure !== null) throw failure;
      if (text !== '' && !target.write(text)) await once(target, 'drain');
    }
  } catch (error) {
    // Ends the COPY as failed, so that the connection is free for the rollback.
    target.destroy(error instanceof Error ? error : new Error('the rows ended early'));
    throw error;
  }
  target.end();
  await once(target, 'finish');
  await transaction`analyze import_rows`;
  return place;
}

/** One line of COPY's text format. */
function copyLine(place: number, row: NewContact): string {
  const recycleAt = row.recycleAt === null ? '\\N' : new Date(row.recycleAt).toISOString();
  return `${place}\t${row.called}\t${field(row.caller)}\t${field(row.sessionId)}\t${field(row.customField)}\t${field(
    row.callData,
  )}\t${recycleAt}\t${row.priority}\n`;
}

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function field(text: string | null): string {
  if (text === null) return '\\N';
  return special.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? '') : text;
}

/** The latest import of the same file into the campaign that added numbers and was not undone. */
async function findImportOf(
  connection: Connection,
  { vdnId, campaignId }: Import,
  sha256: string,
): Promise<Import | null> {
  const [row] = await connection<ImportRow[]>`
    select ${importColumns(connection)} from imports
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and file_sha256 = ${sha256} and state = 'finished'
      and added > 0
    order by import_id desc limit 1`;
  return row === undefined ? null : readImport(row);
}

/** Takes the duplicates out and adds the rest, within the limit; answers how many were added. */
async function addContacts(
  connection: Connection,
  subject: Import,
  copied: number,
  options: LoadOptions,
  now: Millis,
): Promise<number> {
  const { vdnId, campaignId, id } = subject;
  const unfinished = await countUnfinished(connection, subject);
  const rest = copied - (await removeDuplicates(connection, subject, options.duplicates));
  if (unfinished + rest > options.unfinishedNumbersMax) {
    throw new Undone<LoadOutcome>({ outcome: 'tooManyNumbers', unfinished, inFile: rest });
  }
  await connection`
    insert into contacts (vdn_id, campaign_id, priority, due_at, called, caller, session_id, custom_field,
      call_data, recycle_at, import_id, created_at)
    select ${vdnId}, ${campaignId}, r.priority, ${now}, r.called, r.caller, r.session_id, r.custom_field,
      r.call_data, r.recycle_at, ${id}::bigint, ${now}
    from import_rows r order by r.place`;
  // The counters' row is written last, so the beats wait for it no longer than the commit takes.
  const counted = await connection`
    update campaign_progress set waiting = waiting + ${rest}
    where vdn_id = ${vdnId} and campaign_id = ${campaignId}
      and waiting + calling + ${rest} <= ${options.unfinishedNumbersMax}
    returning waiting`;
  if (counted.length === 0) {
    // Numbers came in another way meanwhile, or the campaign went.
    const since = await countUnfinished(connection, subject);
    throw new Undone<LoadOutcome>({ outcome: 'tooManyNumbers', unfinished: since, inFile: rest });
  }
  return rest;
}

async function countUnfinished(connection: Connection, { vdnId, campaignId }: Import): Promise<number> {
  const [row] = await connection<{ unfinished: number }[]>`
    select p.waiting + p.calling as unfinished
    from campaigns c join campaign_progress p on p.vdn_id = c.vdn_id and p.campaign_id = c.campaign_id
    where c.vdn_id = ${vdnId} and c.campaign_id = ${campaignId} and c.deleted_at is null`;
  if (row === undefined) throw new Undone<LoadOutcome>({ outcome: 'noSuchCampaign' });
  return row.unfinished;
}

/** Keeps the first of each number of the file, and none that the scope holds already. */
async function removeDuplicates(
  connection: Connection,
  subject: Import,
  scope: DuplicateScope,
): Promise<number> {
  const { vdnId, campaignId } = subject;
  const inFile = await connection`
    delete from import_rows where ctid in (
      select ctid from (
        select ctid, row_number() over (partition by called order by place) as copy from import_rows
      ) as numbered where copy > 1
    )`;
  if (scope === 'request') return inFile.count;
  const inStore = await connection`
    delete from import_rows r where exists (
      select from contacts k
      where k.vdn_id = ${vdnId} and k.called = r.called
        ${
          scope === 'campaign'
            ? connection`and k.campaign_id = ${campaignId}`
            : connection`and exists (select from campaigns c where c.vdn_id = k.vdn_id
                and c.campaign_id = k.campaign_id and c.deleted_at is null)`
        }
    )`;
  return inFile.count + inStore.count;
}

async function finishImport(
  connection: Connection,
  subject: Import,
  report: RowsReport,
  duplicates: number,
  added: number,
  now: Millis,
): Promise<Import> {
  const { vdnId, campaignId, id } = subject;
  const [row] = await connection<ImportRow[]>`
    update imports set state = 'finished', finished_at = ${now}, rows_read = ${report.rowsRead}, added = ${added},
      duplicates = ${duplicates}, rejected = ${report.rejected}, error_csv = ${report.errorCsv.en_US},
      error_csv_zh = ${report.errorCsv.zh_CN}, failure = null, failure_zh = null, file_sha256 = ${report.sha256}
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and import_id = ${id}
    returning ${importColumns(connection)}`;
  await notifyChange(connection, vdnId, campaignId);
  if (row === undefined) throw new Undone<LoadOutcome>({ outcome: 'noSuchCampaign' });
  return readImport(row);
}
