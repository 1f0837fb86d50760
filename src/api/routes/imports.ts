// Imports of numbers from a CSV of any length: upload, look, undo.
import { Type } from 'typebox';
import { inBoth } from '../../core/language.ts';
import {
  bigIdText,
  campaignIdText,
  campaignParams,
  choice,
  instant,
  instantOrNull,
  limitText,
  localeText,
  orNull,
  patterned,
  vdnIdText,
} from '../fields.ts';
import { route, type Value } from '../route.ts';

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

const fields = {
  id: Type.String(),
  state: choice(['running', 'finished', 'failed', 'undone']),
  fileName: Type.String(),
  actor: Type.String({ description: '`user:NAME` or `key:ACCESS KEY`' }),
  idempotencyKey: Type.String(),
  startedAt: instant,
  finishedAt: instantOrNull,
  rowsRead: Type.Integer(),
  added: Type.Integer(),
  duplicates: Type.Integer(),
  rejected: Type.Integer(),
  removed: Type.Integer({ description: 'Numbers that an undo removed' }),
  remaining: Type.Integer({ description: 'Numbers of this import that are still in the campaign' }),
  failure: orNull(Type.String(), { description: 'Why nothing was added, as a sentence' }),
};
const oneImport = Type.Object(fields);
export type Import = Value<typeof oneImport>;

export const postImport = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/imports',
  tag: 'imports',
  summary: 'Import numbers from a CSV file',
  description:
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
it differs.`.replaceAll('\n', ' '),
  permission: 'import.change',
  takes: 'stream',
  params: campaignParams,
  query: uploadQuery,
  answer: Type.Object({
    ...fields,
    repeated: Type.Boolean({
      description: 'The file had been imported before, under the same key: nothing was added now',
    }),
  }),
});

export const getImports = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/imports',
  tag: 'imports',
  summary: 'Imports of a campaign, newest first',
  permission: 'import.read',
  params: campaignParams,
  query: Type.Object({ before: Type.Optional(bigIdText), limit: limitText }, { additionalProperties: false }),
  answer: Type.Object({ items: Type.Array(oneImport), next: orNull(Type.String()) }),
});

export const getImport = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/imports/:importId',
  tag: 'imports',
  summary: 'An import',
  permission: 'import.read',
  params: importParams,
  answer: oneImport,
});

export const getImportErrors = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/imports/:importId/errors',
  tag: 'imports',
  summary: 'The rows that were left out, as CSV: the first 10,000',
  permission: 'import.read',
  params: importParams,
  query: Type.Object({ locale: localeText }, { additionalProperties: false }),
  gives: 'csv',
});

export const removeImport = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/campaigns/:id/imports/:importId',
  tag: 'imports',
  summary: 'Undo an import: remove its numbers that were never dialed',
  permission: 'import.change',
  params: importParams,
  answer: oneImport,
});
