// Imports of numbers from a CSV of any length: upload, look, undo.

import { randomUUID } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import {
  bigIdText,
  campaignIdText,
  campaignOf,
  campaignParams,
  instantText,
  instantTextOrNull,
  limitOf,
  limitText,
  localeText,
  patterned,
  vdnIdText,
  vdnOf,
} from '../../../api/fields.ts';
import type { Delimiter } from '../../../contract/csv.ts';
import { visible } from '../../../contract/quote.ts';
import { readAuthorization } from '../../../contract/signature.ts';
import { stateAt } from '../../../core/campaign.ts';
import { inBoth, type Language } from '../../../core/language.ts';
import { zonedText } from '../../../core/zone.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import { isConnectionFailure } from '../../../store/database/connectionFailure.ts';
import { shortageTexts } from '../../../store/database/storage.ts';
import { type LoadOutcome, loadImport } from '../../../store/numbers/importLoad.ts';
import {
  failImport,
  findImport,
  findImportErrors,
  type Import,
  listImports,
  registerImport,
  undoImport,
} from '../../../store/numbers/imports.ts';
import type { Tell } from '../../../store/tenants/audit.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { shortageBehind } from '../../failure.ts';
import { languageOf } from '../door/languageOf.ts';
import { openPlaces } from '../door/places.ts';
import { noCampaign, refuse } from '../door/problem.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, audit, ok, okIn, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';
import { type FileFormat, readFile } from './importFile.ts';
import { fileSentences } from './importTexts.ts';
import { withoutReceived } from './rejections.ts';
import { FileFailure, openUpload, type Upload } from './uploadBytes.ts';

/** Imports that one process carries out at once, and for one VDN: each holds a connection of the pool. */
const [importsAtOnceMax, importsOfVdnMax] = [4, 2];

const importParams = Type.Object({ vdnId: vdnIdText, id: campaignIdText, importId: bigIdText });
const column = Type.Optional(
  Type.String({ minLength: 1, maxLength: 100, description: 'Column name or position' }),
);

const uploadQuery = Type.Object(
  {
    called: column,
    caller: column,
    sessionId: column,
    customField: column,
    callData: column,
    recycleTime: column,
    priority: column,
    header: Type.Optional(
      Type.Union([Type.Literal('yes'), Type.Literal('no')], {
        description: 'Does the first row name the columns?',
      }),
    ),
    delimiter: Type.Optional(
      Type.Union([Type.Literal('comma'), Type.Literal('semicolon'), Type.Literal('tab')]),
    ),
    duplicates: Type.Optional(
      Type.Union([Type.Literal('request'), Type.Literal('campaign'), Type.Literal('vdn')], {
        description: 'Where a number must be new: in the file, the campaign (default) or the VDN',
      }),
    ),
    again: Type.Optional(
      Type.Literal('yes', { description: 'Import a file that was imported into the campaign before' }),
    ),
    fileName: Type.Optional(
      patterned('^[^\\u0000-\\u001f\\u007f]*$', inBoth('must be one line of text', '必须是单行文本'), {
        maxLength: 200,
      }),
    ),
  },
  { additionalProperties: false },
);

const description =
  `The body is the file, at most 1 GiB, UTF-8, and is read as it arrives. Columns are found by their
names (called, caller, sessionId, customField, callData, recycleTime, priority) or as the query maps them
(\`called=phone&customField=ref\`); with header=no by position (\`called=2\`, 1 when not given). Each row is judged by the
rules of the contract's numbers; a row that breaks one is left out and told at …/errors. All rows come in one
transaction: an import that fails or is broken off adds nothing. The same Idempotency-Key again answers the first
result with \`repeated\` and adds nothing, also when that import was undone; with another file it is refused
(409 otherFile). A file that was imported into the campaign before is refused under another key (409
importedAlready, with its \`importId\`) unless \`again=yes\`. A client that brings nothing for 30 s, or less than
2 KiB a second, is cut off. A session sends its x-csrf-token. A key signs an empty body and, among the signed headers,
\`x-content-sha256\`: the SHA-256 of the file in lower-case hex; the server hashes what arrives and adds nothing when
it differs.`.replaceAll('\n', ' ');

type UploadCall = ApiCall<
  { vdnId: string; id: string },
  {
    [Name in keyof FileFormat['columns']]?: string;
  } & {
    header?: string;
    delimiter?: string;
    duplicates?: 'request' | 'campaign' | 'vdn';
    again?: 'yes';
    fileName?: string;
  },
  unknown
>;

export function importRoutes(): ApiRoute[] {
  const takePlace = openPlaces(importsAtOnceMax, importsOfVdnMax);
  const upload = route({
    method: 'POST',
    path: '/v1/vdns/:vdnId/campaigns/:id/imports',
    tag: 'imports',
    summary: 'Import numbers from a CSV file',
    description,
    permission: 'import.change',
    takes: 'stream',
    params: campaignParams,
    query: uploadQuery,
    handle: async (call) => {
      const leave = takePlace(vdnOf(call.params));
      if (leave === null) {
        return refuse('tooManyRequests', sentences.manyImports, { retryAfterSeconds: 5 });
      }
      try {
        return await importUpload(call);
      } finally {
        leave();
      }
    },
  });
  return [upload, getImports, getImport, getImportErrors, deleteImport];
}

/**
 * The signature of an upload covers no body, for a gibibyte cannot be held before it is judged; it
 * covers `x-content-sha256` instead, and the bytes that arrive must hash to it.
 */
async function importUpload(call: UploadCall): Promise<ApiAnswer> {
  const { database, deps, params, query, principal, headers, now } = call;
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  const claimed = headers['x-content-sha256'] ?? null;
  if (claimed !== null && (typeof claimed !== 'string' || !/^[0-9a-f]{64}$/.test(claimed))) {
    return refuse('unreadable', sentences.hashText);
  }
  const signed = readAuthorization(headers.authorization ?? '')?.signedHeaders;
  if (principal.session === null && signed?.includes('x-content-sha256') !== true) {
    return refuse('signatureRefused', sentences.hashSigned);
  }
  const idempotencyKey = headers['idempotency-key'] ?? randomUUID();
  if (typeof idempotencyKey !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(idempotencyKey)) {
    return refuse('unreadable', sentences.idempotencyKey);
  }
  const [vdn, campaign] = [await findVdn(database, vdnId), await findCampaign(database, vdnId, campaignId)];
  if (vdn === null || campaign === null) return noCampaign();
  if (stateAt(campaign, now) === 'ended') return refuse('wrongState', sentences.ended);

  // The file may take its time, and so may the rows after it; the limits are in uploadBytes.ts.
  if (call.upload instanceof IncomingMessage) call.upload.socket.setTimeout(0);
  const fileName = query.fileName ?? '';
  const request = { vdnId, campaignId, idempotencyKey, actor: principal.actor, fileName };
  const subject = await registerImport(database, request, now);
  const { timeZone, apiTimes, unfinishedNumbersMax } = vdn.settings;
  const format: FileFormat = {
    delimiter: delimiters[query.delimiter ?? 'comma'] ?? ',',
    hasHeader: query.header !== 'no',
    columns: columnsOf(query),
    deviceType: campaign.settings.deviceType,
    context: { now, timeZone, apiTimes },
  };
  const options = {
    duplicates: query.duplicates ?? ('campaign' as const),
    again: query.again === 'yes',
    unfinishedNumbersMax,
  };
  // A network keeps its own time, however fast the server's world runs.
  const upload = openUpload(call.upload, claimed, () => performance.now());
  try {
    const tell: Tell<Import> = (transaction, { fileName, added, duplicates, rejected }) =>
      audit(transaction, call, 'import.create', subjectOf(subject), {
        fileName,
        added,
        duplicates,
        rejected,
      });
    const outcome = await loadImport(
      database,
      subject,
      readFile(upload, format),
      options,
      () => deps.clock.now(),
      tell,
    );
    return await answerOf(subject, outcome, upload, timeZone);
  } catch (error) {
    return await failed(call, subject, error);
  }
}

const delimiters: Readonly<Record<string, Delimiter>> = { comma: ',', semicolon: ';', tab: '\t' };

async function answerOf(
  subject: Import,
  outcome: LoadOutcome,
  upload: Upload,
  timeZone: string,
): Promise<ApiAnswer> {
  switch (outcome.outcome) {
    case 'loaded':
      return {
        ...okIn((language) => ({ ...describe(outcome.import, language), repeated: false })),
        status: 201,
      };
    case 'known':
      return repeated(outcome.import, upload, timeZone);
    case 'running':
      return refuse('importRunning', sentences.importRunning(subject.id));
    case 'noSuchCampaign':
      return noCampaign();
    case 'importedAlready': {
      const { id, actor, startedAt, added } = outcome.import;
      const sentence = fileSentences.importedAlready(nameOf(actor), zonedText(startedAt, timeZone), added);
      throw new FileFailure('importedAlready', sentence, { importId: id });
    }
    case 'tooManyNumbers':
      throw new FileFailure(
        'tooManyNumbers',
        fileSentences.tooManyNumbers(outcome.unfinished, outcome.inFile),
      );
  }
}

/** The answer to a key that was used before: the first one, if the file is the same. */
async function repeated(first: Import, upload: Upload, timeZone: string): Promise<ApiAnswer> {
  for await (const _block of upload.blocks);
  if (first.fileSha256 !== null && first.fileSha256 !== upload.sha256()) {
    const { id, actor, startedAt } = first;
    const sentence = fileSentences.otherFile(id, nameOf(actor), zonedText(startedAt, timeZone));
    return refuse('otherFile', sentence, { fields: { importId: id } });
  }
  return okIn((language) => ({ ...describe(first, language), repeated: true }));
}

/** When an import fails, its row says so at once, and the sender of the file gets the same sentence. */
async function failed(call: UploadCall, subject: Import, error: unknown): Promise<ApiAnswer> {
  const { database, deps } = call;
  const failure = error instanceof FileFailure ? error : failureBehind(call, error);
  if (failure !== error) deps.log.error({ err: error, importId: subject.id }, 'an import failed');
  try {
    await failImport(database, subject, failure.sentence, deps.clock.now());
  } catch (again) {
    // The housework ends the imports that nobody drives (store/numbers/imports.ts).
    deps.log.error({ err: again, importId: subject.id }, 'a failed import could not be marked');
  }
  return refuse(failure.type, failure.sentence, { fields: failure.fields });
}

function failureBehind({ database, deps }: UploadCall, error: unknown): FileFailure {
  const shortage = shortageBehind(database, deps.log, error);
  if (shortage !== null) {
    return new FileFailure(shortage === 'disk' ? 'noRoom' : 'noMemory', shortageTexts[shortage]);
  }
  return new FileFailure(
    'failed',
    isConnectionFailure(error) ? fileSentences.databaseGone : fileSentences.serverFailed,
  );
}

/** `user:anna` as a sentence names her. */
const nameOf = (actor: string): string => visible(actor.replace(':', ' '));

function columnsOf(query: UploadCall['query']): FileFormat['columns'] {
  const { called, caller, sessionId, customField, callData, recycleTime, priority } = query;
  const columns = { called, caller, sessionId, customField, callData, recycleTime, priority };
  const given: FileFormat['columns'] = Object.fromEntries(
    Object.entries(columns).filter(([, name]) => name !== undefined),
  );
  return given;
}

const getImports = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/imports',
  tag: 'imports',
  summary: 'Imports of a campaign, newest first',
  permission: 'import.read',
  params: campaignParams,
  query: Type.Object({ before: Type.Optional(bigIdText), limit: limitText }, { additionalProperties: false }),
  handle: async ({ database, params, query }) => {
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    if ((await findCampaign(database, vdnId, campaignId)) === null) return noCampaign();
    const limit = limitOf(query.limit);
    const imports = await listImports(database, vdnId, campaignId, { beforeId: query.before ?? null, limit });
    const next = imports.length === limit ? (imports.at(-1)?.id ?? null) : null;
    return okIn((language) => ({ items: imports.map((one) => describe(one, language)), next }));
  },
});

const getImport = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/imports/:importId',
  tag: 'imports',
  summary: 'An import',
  permission: 'import.read',
  params: importParams,
  handle: async ({ database, params }) => {
    const found = await findImport(database, vdnOf(params), campaignOf(params), params.importId);
    return found === null ? noImport() : okIn((language) => describe(found, language));
  },
});

const getImportErrors = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/imports/:importId/errors',
  tag: 'imports',
  summary: 'The rows that were left out, as CSV: the first 10,000',
  permission: 'import.read',
  params: importParams,
  query: Type.Object({ locale: localeText }, { additionalProperties: false }),
  handle: async ({ database, params, query, headers, principal }) => {
    const language = languageOf({ query, headers });
    const errors = await findImportErrors(
      database,
      vdnOf(params),
      campaignOf(params),
      params.importId,
      language,
    );
    if (errors === null) return noImport();
    const text = principal.masking === 'none' ? errors : Readable.from(withoutReceived(errors));
    const disposition = `attachment; filename="import-${params.importId}-errors.csv"`;
    return { ...ok(text), contentType: 'text/csv', headers: { 'content-disposition': disposition } };
  },
});

const deleteImport = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/campaigns/:id/imports/:importId',
  tag: 'imports',
  summary: 'Undo an import: remove its numbers that were never dialed',
  permission: 'import.change',
  params: importParams,
  handle: async (call) => {
    const { database, params } = call;
    const tell: Tell<Import> = (transaction, { removed, ...one }) =>
      audit(transaction, call, 'import.undo', subjectOf(one), { removed });
    const undone = await undoImport(database, vdnOf(params), campaignOf(params), params.importId, tell);
    if (undone === null) return noImport();
    if (undone.state !== 'undone') return refuse('wrongState', sentences.importNotFinished[undone.state]);
    return okIn((language) => describe(undone, language));
  },
});

const subjectOf = (subject: Pick<Import, 'campaignId' | 'id'>): string =>
  `campaign ${subject.campaignId} import ${subject.id}`;
const noImport = (): ApiAnswer => refuse('notFound', sentences.noImport);

const describe = (found: Import, language: Language) => ({
  id: found.id,
  state: found.state,
  fileName: found.fileName,
  actor: found.actor,
  idempotencyKey: found.idempotencyKey,
  startedAt: instantText(found.startedAt),
  finishedAt: instantTextOrNull(found.finishedAt),
  rowsRead: found.rowsRead,
  added: found.added,
  duplicates: found.duplicates,
  rejected: found.rejected,
  removed: found.removed,
  /** Numbers of this import that are still in the campaign. */
  remaining: found.added - found.removed,
  failure: found.failure?.[language] ?? null,
});
