// The rows of imports: the file, the numbers that were added, and the rows that were left out, with
// reasons. How rows get into the database stands in importLoad.ts; an import's row outlives its failure.
import { type Bilingual, inBoth, type Language } from '../../core/language.ts';
import {
  type CampaignId,
  type Millis,
  toCampaignId,
  toMillis,
  toMillisOrNull,
  toVdnId,
  type VdnId,
} from '../../core/units.ts';
import type { Connection, Database } from '../database/connection.ts';
import type { Tell } from '../tenants/audit.ts';

export type ImportState = 'running' | 'finished' | 'failed' | 'undone';

export interface Import {
  readonly vdnId: VdnId;
  readonly campaignId: CampaignId;
  readonly id: string;
  readonly idempotencyKey: string;
  readonly state: ImportState;
  readonly actor: string;
  readonly fileName: string;
  readonly startedAt: Millis;
  readonly finishedAt: Millis | null;
  readonly rowsRead: number;
  readonly added: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Numbers that an undo took away again. */
  readonly removed: number;
  /** Why nothing was added; null unless it failed. */
  readonly failure: Bilingual | null;
  /** SHA-256 of the file, lower-case hex; null unless it was finished, and of imports of old. */
  readonly fileSha256: string | null;
}

export interface ImportRow {
  vdn_id: number;
  campaign_id: number;
  import_id: string;
  idempotency_key: string;
  state: ImportState;
  actor: string;
  file_name: string;
  started_at: number;
  finished_at: number | null;
  rows_read: number;
  added: number;
  duplicates: number;
  rejected: number;
  removed: number;
  failure: string | null;
  failure_zh: string | null;
  file_sha256: string | null;
}

/** The columns of `ImportRow`; the errors are left out, because they can be megabytes. */
export const importColumns = (connection: Connection) => connection`
  vdn_id, campaign_id, import_id, idempotency_key, state, actor, file_name, started_at, finished_at,
  rows_read, added, duplicates, rejected, removed, failure, failure_zh, file_sha256`;

export interface ImportRequest {
  readonly vdnId: VdnId;
  readonly campaignId: CampaignId;
  readonly idempotencyKey: string;
  readonly actor: string;
  readonly fileName: string;
}

/**
 * Registers an import, or finds the one that was registered with the same key before; one that failed runs
 * again.
 */
export async function registerImport(
  connection: Connection,
  request: ImportRequest,
  now: Millis,
): Promise<Import> {
  const { vdnId, campaignId, idempotencyKey, actor, fileName } = request;
  await connection`
    insert into imports (vdn_id, campaign_id, idempotency_key, state, actor, file_name, started_at)
    values (${vdnId}, ${campaignId}, ${idempotencyKey}, 'running', ${actor}, ${fileName}, ${now})
    on conflict (vdn_id, campaign_id, idempotency_key) do nothing`;
  // The holder of the row is loading it at this moment, so nothing waits for it.
  await connection`
    update imports i set state = 'running', actor = ${actor}, file_name = ${fileName}, started_at = ${now},
      finished_at = null, failure = null, failure_zh = null
    from (
      select import_id from imports
      where vdn_id = ${vdnId} and campaign_id = ${campaignId} and idempotency_key = ${idempotencyKey}
        and state = 'failed' for update skip locked
    ) f
    where i.vdn_id = ${vdnId} and i.campaign_id = ${campaignId} and i.import_id = f.import_id`;
  const [row] = await connection<ImportRow[]>`
    select ${importColumns(connection)} from imports
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and idempotency_key = ${idempotencyKey}`;
  if (row === undefined) throw new Error('the import was deleted with its campaign');
  return readImport(row);
}

/** Says that an import failed; nothing of it was added, for its transaction is gone. */
export async function failImport(
  connection: Connection,
  subject: Pick<Import, 'vdnId' | 'campaignId' | 'id'>,
  failure: Bilingual,
  now: Millis,
): Promise<void> {
  await connection`
    update imports set state = 'failed', finished_at = ${now},
      failure = ${failure.en_US}, failure_zh = ${failure.zh_CN}
    where vdn_id = ${subject.vdnId} and campaign_id = ${subject.campaignId} and import_id = ${subject.id}
      and state = 'running'`;
}

const stopped = inBoth('The server stopped.', '服务器已停止。');

/**
 * Says of imports that no process drives any more (it was killed) that they failed. A process that
 * drives one holds its row locked, so only those are found that nobody holds; `before` spares those
 * that are about to begin. Looks at all tenants.
 */
export async function failAbandonedImports(
  connection: Connection,
  before: Millis,
  now: Millis,
): Promise<number> {
  const rows = await connection`
    update imports i set state = 'failed', finished_at = ${now},
      failure = ${stopped.en_US}, failure_zh = ${stopped.zh_CN}
    from (
      select vdn_id, campaign_id, import_id from imports
      where state = 'running' and started_at < ${before} for update skip locked
    ) a
    where i.vdn_id = a.vdn_id and i.campaign_id = a.campaign_id and i.import_id = a.import_id
    returning i.import_id`;
  return rows.length;
}

/** Imports of a campaign, the newest first, older than `beforeId` when given. */
export async function listImports(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  query: { readonly beforeId: string | null; readonly limit: number },
): Promise<Import[]> {
  const { beforeId, limit } = query;
  const rows = await connection<ImportRow[]>`
    select ${importColumns(connection)} from imports
    where vdn_id = ${vdnId} and campaign_id = ${campaignId}
      ${beforeId === null ? connection`` : connection`and import_id < ${beforeId}`}
    order by import_id desc limit ${limit}`;
  return rows.map(readImport);
}

export async function findImport(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  importId: string,
): Promise<Import | null> {
  const [row] = await connection<ImportRow[]>`
    select ${importColumns(connection)} from imports
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and import_id = ${importId}`;
  return row === undefined ? null : readImport(row);
}

/** The rows that were not taken, as CSV with the reasons in that language; null when there is no such import. */
export async function findImportErrors(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  importId: string,
  language: Language,
): Promise<string | null> {
  const [row] = await connection<{ error_csv: string }[]>`
    select ${language === 'zh_CN' ? connection`coalesce(error_csv_zh, error_csv) as error_csv` : connection`error_csv`}
    from imports
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and import_id = ${importId}`;
  return row?.error_csv ?? null;
}

/** A million numbers are not deleted in the 30 s of any other statement. */
const patient = { statementMillisMax: 600_000 };

/**
 * Takes back the numbers of an import that were never dialed; those that were stay, for their calls
 * are facts. Undoing twice takes away nothing more. `running` and `failed` imports have none.
 */
export async function undoImport(
  database: Database,
  vdnId: VdnId,
  campaignId: CampaignId,
  importId: string,
  tell: Tell<Import>,
): Promise<Import | null> {
  return database.begin(async (transaction) => {
    const [found] = await transaction<ImportRow[]>`
      select ${importColumns(transaction)} from imports
      where vdn_id = ${vdnId} and campaign_id = ${campaignId} and import_id = ${importId} for update`;
    if (found === undefined) return null;
    if (found.state !== 'finished') return readImport(found);
    const [removal] = await transaction<{ removed: number }[]>`
      with removed as (
        delete from contacts
        where vdn_id = ${vdnId} and campaign_id = ${campaignId} and import_id = ${importId}
          and state = 'waiting' and attempts = 0
        returning 1
      )
      select count(*)::integer as removed from removed`;
    const removed = removal?.removed ?? 0;
    await transaction`
      update campaign_progress set waiting = waiting - ${removed}
      where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
    const [row] = await transaction<ImportRow[]>`
      update imports set state = 'undone', removed = ${removed}
      where vdn_id = ${vdnId} and campaign_id = ${campaignId} and import_id = ${importId}
      returning ${importColumns(transaction)}`;
    if (row === undefined) return null;
    const undone = readImport(row);
    await tell(transaction, undone);
    return undone;
  }, patient);
}

export function readImport(row: ImportRow): Import {
  return {
    vdnId: toVdnId(row.vdn_id),
    campaignId: toCampaignId(row.campaign_id),
    id: row.import_id,
    idempotencyKey: row.idempotency_key,
    state: row.state,
    actor: row.actor,
    fileName: row.file_name,
    startedAt: toMillis(row.started_at),
    finishedAt: toMillisOrNull(row.finished_at),
    rowsRead: row.rows_read,
    added: row.added,
    duplicates: row.duplicates,
    rejected: row.rejected,
    removed: row.removed,
    // An import of before both languages were kept has its sentence in English only.
    failure: row.failure === null ? null : inBoth(row.failure, row.failure_zh ?? row.failure),
    fileSha256: row.file_sha256,
  };
}
