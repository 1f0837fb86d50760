// Imports of numbers from a CSV of any length: upload, look, undo.

import { randomUUID } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { campaignOf, instantText, instantTextOrNull, limitOf, vdnOf } from '../../../api/fields.ts';
import type { AnswerOf } from '../../../api/route.ts';
import {
  getImport,
  getImportErrors,
  getImports,
  type Import as ImportAnswer,
  postImport,
  removeImport,
} from '../../../api/routes/imports.ts';
import { visible } from '../../../contract/quote.ts';
import { readAuthorization } from '../../../contract/signature.ts';
import { stateAt } from '../../../core/campaign.ts';
import type { Language } from '../../../core/language.ts';
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
import { refusalTexts } from '../door/refusalTexts.ts';
import {
  audit,
  fileAnswer,
  type GuardedCall,
  type Refusal,
  type ServedRoute,
  serve,
  type Told,
} from '../door/route.ts';
import { type FileFormat, readFile } from './importFile.ts';
import { fileTexts } from './importTexts.ts';
import { withoutReceived } from './rejections.ts';
import { FileFailure, openUpload, type Upload } from './uploadBytes.ts';

/** Imports that one process carries out at once, and for one VDN: each holds a connection of the pool. */
const [importsAtOnceMax, importsOfVdnMax] = [4, 2];

type UploadCall = GuardedCall<typeof postImport>;
type UploadAnswer = Promise<Told<AnswerOf<typeof postImport>> | Refusal>;

export function importRoutes(): ServedRoute[] {
  const takePlace = openPlaces(importsAtOnceMax, importsOfVdnMax);
  const upload = serve(postImport, async (call) => {
    const leave = takePlace(vdnOf(call.params));
    if (leave === null) {
      return refuse('tooManyRequests', refusalTexts.manyImports, { retryAfterSeconds: 5 });
    }
    try {
      return await importUpload(call);
    } finally {
      leave();
    }
  });
  return [upload, imports, oneImport, importErrors, undoing];
}

/**
 * The signature of an upload covers no body, for a gibibyte cannot be held before it is judged; it
 * covers `x-content-sha256` instead, and the bytes that arrive must hash to it.
 */
async function importUpload(call: UploadCall): UploadAnswer {
  const { database, deps, params, query, principal, headers, now } = call;
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  const claimed = headers['x-content-sha256'] ?? null;
  if (claimed !== null && (typeof claimed !== 'string' || !/^[0-9a-f]{64}$/.test(claimed))) {
    return refuse('unreadable', refusalTexts.hashText);
  }
  const signed = readAuthorization(headers.authorization ?? '')?.signedHeaders;
  if (principal.session === null && signed?.includes('x-content-sha256') !== true) {
    return refuse('signatureRefused', refusalTexts.hashSigned);
  }
  const idempotencyKey = headers['idempotency-key'] ?? randomUUID();
  if (typeof idempotencyKey !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(idempotencyKey)) {
    return refuse('unreadable', refusalTexts.idempotencyKey);
  }
  const [vdn, campaign] = [await findVdn(database, vdnId), await findCampaign(database, vdnId, campaignId)];
  if (vdn === null || campaign === null) return noCampaign();
  if (stateAt(campaign, now) === 'ended') return refuse('wrongState', refusalTexts.ended);

  // The file may take its time, and so may the rows after it; the limits are in uploadBytes.ts.
  if (call.upload instanceof IncomingMessage) call.upload.socket.setTimeout(0);
  const fileName = query.fileName ?? '';
  const request = { vdnId, campaignId, idempotencyKey, actor: principal.actor, fileName };
  const subject = await registerImport(database, request, now);
  const { timeZone, apiTimes, unfinishedNumbersMax } = vdn.settings;
  const format: FileFormat = {
    delimiter: delimiters[query.delimiter ?? 'comma'],
    hasHeader: query.header !== 'no',
    columns: columnsOf(query),
    deviceType: campaign.settings.deviceType,
    context: { now, timeZone, apiTimes },
  };
  const options = {
    duplicates: query.duplicates ?? 'campaign',
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
    return await answerOf(call, subject, outcome, upload, timeZone);
  } catch (error) {
    return await failed(call, subject, error);
  }
}

const delimiters = { comma: ',', semicolon: ';', tab: '\t' } as const;

async function answerOf(
  call: UploadCall,
  subject: Import,
  outcome: LoadOutcome,
  upload: Upload,
  timeZone: string,
): UploadAnswer {
  switch (outcome.outcome) {
    case 'loaded':
      return {
        ...call.okIn((language) => ({ ...describe(outcome.import, language), repeated: false })),
        status: 201,
      };
    case 'known':
      return repeated(call, outcome.import, upload, timeZone);
    case 'running':
      return refuse('importRunning', refusalTexts.importRunning(subject.id));
    case 'noSuchCampaign':
      return noCampaign();
    case 'importedAlready': {
      const { id, actor, startedAt, added } = outcome.import;
      const sentence = fileTexts.importedAlready(nameOf(actor), zonedText(startedAt, timeZone), added);
      throw new FileFailure('importedAlready', sentence, { importId: id });
    }
    case 'tooManyNumbers':
      throw new FileFailure('tooManyNumbers', fileTexts.tooManyNumbers(outcome.unfinished, outcome.inFile));
  }
}

/** The answer to a key that was used before: the first one, if the file is the same. */
async function repeated(call: UploadCall, first: Import, upload: Upload, timeZone: string): UploadAnswer {
  for await (const _block of upload.blocks);
  if (first.fileSha256 !== null && first.fileSha256 !== upload.sha256()) {
    const { id, actor, startedAt } = first;
    const sentence = fileTexts.otherFile(id, nameOf(actor), zonedText(startedAt, timeZone));
    return refuse('otherFile', sentence, { fields: { importId: id } });
  }
  return call.okIn((language) => ({ ...describe(first, language), repeated: true }));
}

/** When an import fails, its row says so at once, and the sender of the file gets the same sentence. */
async function failed(call: UploadCall, subject: Import, error: unknown): Promise<Refusal> {
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
    isConnectionFailure(error) ? fileTexts.databaseGone : fileTexts.serverFailed,
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

const imports = serve(getImports, async ({ database, params, query, okIn }) => {
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  if ((await findCampaign(database, vdnId, campaignId)) === null) return noCampaign();
  const limit = limitOf(query.limit);
  const found = await listImports(database, vdnId, campaignId, { beforeId: query.before ?? null, limit });
  const next = found.length === limit ? (found.at(-1)?.id ?? null) : null;
  return okIn((language) => ({ items: found.map((one) => describe(one, language)), next }));
});

const oneImport = serve(getImport, async ({ database, params, okIn }) => {
  const found = await findImport(database, vdnOf(params), campaignOf(params), params.importId);
  return found === null ? noImport() : okIn((language) => describe(found, language));
});

const importErrors = serve(getImportErrors, async ({ database, params, query, headers, principal }) => {
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
  return fileAnswer(text, {
    'content-disposition': `attachment; filename="import-${params.importId}-errors.csv"`,
  });
});

const undoing = serve(removeImport, async (call) => {
  const { database, params, okIn } = call;
  const tell: Tell<Import> = (transaction, { removed, ...one }) =>
    audit(transaction, call, 'import.undo', subjectOf(one), { removed });
  const undone = await undoImport(database, vdnOf(params), campaignOf(params), params.importId, tell);
  if (undone === null) return noImport();
  if (undone.state !== 'undone') return refuse('wrongState', refusalTexts.importNotFinished[undone.state]);
  return okIn((language) => describe(undone, language));
});

const subjectOf = (subject: Pick<Import, 'campaignId' | 'id'>): string =>
  `campaign ${subject.campaignId} import ${subject.id}`;
const noImport = (): Refusal => refuse('notFound', refusalTexts.noImport);

const describe = (found: Import, language: Language): ImportAnswer => ({
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
  remaining: found.added - found.removed,
  failure: found.failure?.[language] ?? null,
});
