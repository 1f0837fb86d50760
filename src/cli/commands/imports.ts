// `campana import CAMPAIGN FILE.csv`: streams a file of numbers into a campaign. The file is read twice:
// once for its hash, which is signed and makes the same import twice one import, and once to be sent.
import { createHash } from 'node:crypto';
import { createReadStream, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { type AnswerOf, addressOf, type QueryOf } from '../../api/route.ts';
import { getImportErrors, getImports, postImport, removeImport } from '../../api/routes/imports.ts';
import {
  type Action,
  openAction,
  type SharedOptions,
  type Surroundings,
  shared,
  wholeNumber,
} from '../command.ts';
import { Failure, WrongUse } from '../failure.ts';
import { list, table } from '../output.ts';
import { progressBar } from '../progress.ts';
import { campaignId } from './oneCampaign.ts';

const columns = [
  'called',
  'caller',
  'sessionId',
  'customField',
  'callData',
  'recycleTime',
  'priority',
] as const;

interface ImportOptions extends SharedOptions {
  readonly map?: string[];
  readonly header: boolean;
  readonly delimiter: string;
  readonly duplicates: string;
  readonly errors?: string;
  readonly key?: string;
  readonly again?: boolean;
}

export function addImportCommands(program: Command, surroundings: Surroundings): void {
  const group = program
    .command('import')
    .description('numbers from a CSV file: npx campana import CAMPAIGN FILE.csv; undo; list');
  shared(group.command('file', { isDefault: true }))
    .description('import a file: all of its good rows, or none when the upload fails')
    .argument('<campaign>')
    .argument('<file>', 'CSV in UTF-8')
    .option(
      '--map <field=column...>',
      `columns by name, or by position with --no-header; fields: ${columns.join(', ')}`,
    )
    .option('--no-header', 'the first row is a number, not names of columns')
    .option('--delimiter <kind>', 'comma, semicolon or tab', 'comma')
    .option(
      '--duplicates <scope>',
      'where a number must be new: request (the file), campaign, vdn',
      'campaign',
    )
    .option('--errors <file>', 'write the rows that were left out into this CSV file, with reasons')
    .option(
      '--key <text>',
      'idempotency key: the same key again adds nothing (default: hash of file and mapping)',
    )
    .option('--again', 'import a file that was imported into the campaign before')
    .action(async (idText: string, file: string, options: ImportOptions) => {
      const id = campaignId(idText);
      const query = readQuery(file, options);
      await importFile(openAction(surroundings, options), id, file, query, options);
    });
  shared(group.command('undo'))
    .description('remove the numbers of an import that were never dialed')
    .argument('<campaign>')
    .argument('<import>')
    .action(async (idText: string, importText: string, options: SharedOptions) => {
      const [id, importId] = [
        campaignId(idText),
        wholeNumber('import', importText, 1, Number.MAX_SAFE_INTEGER),
      ];
      const { client, vdn, show } = openAction(surroundings, options);
      show(
        await client.ask(removeImport, { params: { ...vdn, id, importId } }),
        ({ removed, remaining }) =>
          `Import ${importId} is undone: ${removed} numbers removed, ${remaining} already dialed.`,
      );
    });
  shared(group.command('list'))
    .description('list the imports of a campaign, the newest first')
    .argument('<campaign>')
    .action(async (idText: string, options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      const params = { ...vdn, id: campaignId(idText) };
      show(await client.ask(getImports, { params, query: { limit: 500 } }), ({ items }) =>
        table(
          ['ID', 'STATE', 'FILE', 'BY', 'STARTED', 'READ', 'ADDED', 'DUPLICATES', 'REJECTED', 'REMOVED'],
          items.map((one) => [
            one.id,
            one.state,
            one.fileName,
            one.actor,
            one.startedAt,
            one.rowsRead,
            one.added,
            one.duplicates,
            one.rejected,
            one.removed,
          ]),
        ),
      );
    });
}

type ImportQuery = QueryOf<typeof postImport>;

/** The options as the query of the upload; throws `WrongUse` for those that say nothing. */
function readQuery(file: string, options: ImportOptions): ImportQuery {
  const mapped: Partial<Record<(typeof columns)[number], string>> = {};
  for (const text of options.map ?? []) {
    const [, name = '', column = ''] = /^([A-Za-z]+)=(.+)$/s.exec(text) ?? [];
    const field = columns.find((one) => one === name);
    if (field === undefined)
      throw new WrongUse(
        `--map: expected field=column with a field of ${columns.join(', ')}, received ${JSON.stringify(text)}.`,
      );
    mapped[field] = column;
  }
  return {
    ...mapped,
    delimiter: oneOf('delimiter', options.delimiter, ['comma', 'semicolon', 'tab']),
    duplicates: oneOf('duplicates', options.duplicates, ['request', 'campaign', 'vdn']),
    ...(options.header ? {} : { header: 'no' }),
    ...(options.again ? { again: 'yes' } : {}),
    fileName: basename(file)
      .replace(/[^\P{Cc}]/gu, '_')
      .slice(0, 200),
  };
}

function oneOf<const Choice extends string>(
  option: string,
  value: string,
  choices: readonly Choice[],
): Choice {
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw new WrongUse(`--${option}: expected ${choices.join(', ')}, received ${JSON.stringify(value)}.`);
}

async function importFile(
  { client, output, vdn, show }: Action,
  id: number,
  file: string,
  query: ImportQuery,
  options: ImportOptions,
): Promise<void> {
  const { hash, bytes } = await hashFile(file);
  const asked = new URLSearchParams(query);
  const idempotencyKey = options.key ?? createHash('sha256').update(`${hash} ${asked}`).digest('hex');
  const bar = progressBar(output, `Sending ${basename(file)}`, bytes);
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'idempotency-key': idempotencyKey,
    'x-content-sha256': hash,
  };
  const params = { ...vdn, id };
  let answer: AnswerOf<typeof postImport>;
  try {
    answer = await client.upload(postImport, { params, query, headers }, counted(file, bar.add));
  } finally {
    bar.end();
  }
  const { rejected } = answer;
  if (options.errors !== undefined) {
    const address = addressOf(getImportErrors, { ...params, importId: answer.id });
    writeFileSync(options.errors, await client.text(address));
  }
  show(answer, ({ id: importId, rowsRead, added, duplicates }) =>
    list([
      ['import', importId],
      ['rows read', rowsRead],
      ['added', added],
      ['duplicates', duplicates],
      ['rejected', rejected],
    ]),
  );
  if (answer.repeated)
    output.note(
      `This is the import that was made before (${answer.state}); nothing was added now. ` +
        'With --again and another --key it is imported once more.',
    );
  if (rejected > 0 && options.errors === undefined)
    output.note(
      `${rejected} rows were left out; --errors FILE shows which and why (the same import again adds nothing).`,
    );
}

async function hashFile(file: string): Promise<{ hash: string; bytes: number }> {
  try {
    const { size } = statSync(file);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) hash.update(chunk);
    return { hash: hash.digest('hex'), bytes: size };
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}

/** The file as a stream that tells how far it is. */
function counted(file: string, add: (bytes: number) => void): ReadableStream<Uint8Array> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
      add(chunk.length);
      yield chunk;
    }
  }
  return Readable.toWeb(Readable.from(chunks(), { objectMode: false })) as ReadableStream<Uint8Array>;
}
