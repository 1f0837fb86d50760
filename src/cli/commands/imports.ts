// `campana import CAMPAIGN FILE.csv`: streams a file of numbers into a campaign. The file is read twice:
// once for its hash, which is signed and makes the same import twice one import, and once to be sent.
import { createHash } from 'node:crypto';
import { createReadStream, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
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
import { cell, field, items } from '../read.ts';
import { campaignId } from './oneCampaign.ts';

const columns = ['called', 'caller', 'sessionId', 'customField', 'callData', 'recycleTime', 'priority'];

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
    .description('numbers from a CSV file: campana import CAMPAIGN FILE.csv; undo; list');
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
      const { client, home, show } = openAction(surroundings, options);
      show(
        await client.send('DELETE', `${home}/campaigns/${id}/imports/${importId}`),
        (answer) =>
          `Import ${importId} is undone: ${cell(answer, 'removed')} numbers removed, ${cell(answer, 'remaining')} already dialed.`,
      );
    });
  shared(group.command('list'))
    .description('list the imports of a campaign, the newest first')
    .argument('<campaign>')
    .action(async (idText: string, options: SharedOptions) => {
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('GET', `${home}/campaigns/${campaignId(idText)}/imports?limit=500`), (answer) =>
        table(
          ['ID', 'STATE', 'FILE', 'BY', 'STARTED', 'READ', 'ADDED', 'DUPLICATES', 'REJECTED', 'REMOVED'],
          items(answer, 'items').map((one) =>
            [
              'id',
              'state',
              'fileName',
              'actor',
              'startedAt',
              'rowsRead',
              'added',
              'duplicates',
              'rejected',
              'removed',
            ].map((name) => cell(one, name)),
          ),
        ),
      );
    });
}

/** The options as the query of the upload; throws `WrongUse` for those that say nothing. */
function readQuery(file: string, options: ImportOptions): URLSearchParams {
  const query = new URLSearchParams();
  for (const text of options.map ?? []) {
    const [, name = '', column = ''] = /^([A-Za-z]+)=(.+)$/s.exec(text) ?? [];
    if (!columns.includes(name))
      throw new WrongUse(
        `--map: expected field=column with a field of ${columns.join(', ')}, received ${JSON.stringify(text)}.`,
      );
    query.set(name, column);
  }
  for (const [option, value, choices] of [
    ['delimiter', options.delimiter, ['comma', 'semicolon', 'tab']],
    ['duplicates', options.duplicates, ['request', 'campaign', 'vdn']],
  ] as const) {
    if (!choices.some((choice) => choice === value))
      throw new WrongUse(`--${option}: expected ${choices.join(', ')}, received ${JSON.stringify(value)}.`);
    query.set(option, value);
  }
  if (!options.header) query.set('header', 'no');
  if (options.again) query.set('again', 'yes');
  query.set(
    'fileName',
    basename(file)
      .replace(/[^\P{Cc}]/gu, '_')
      .slice(0, 200),
  );
  return query;
}

async function importFile(
  { client, output, home, show }: Action,
  id: number,
  file: string,
  query: URLSearchParams,
  options: ImportOptions,
): Promise<void> {
  const { hash, bytes } = await hashFile(file);
  const idempotencyKey = options.key ?? createHash('sha256').update(`${hash} ${query}`).digest('hex');
  const bar = progressBar(output, `Sending ${basename(file)}`, bytes);
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'idempotency-key': idempotencyKey,
    'x-content-sha256': hash,
  };
  const path = `${home}/campaigns/${id}/imports`;
  let answer: unknown;
  try {
    // The path that is signed and the one that is sent are the same text.
    answer = await client.upload(
      'POST',
      `${path}?${query.toString().replaceAll('+', '%20')}`,
      headers,
      counted(file, bar.add),
    );
  } finally {
    bar.end();
  }
  const rejected = Number(field(answer, 'rejected'));
  if (options.errors !== undefined)
    writeFileSync(options.errors, await client.text(`${path}/${cell(answer, 'id')}/errors`));
  show(answer, () =>
    list([
      ['import', cell(answer, 'id')],
      ['rows read', cell(answer, 'rowsRead')],
      ['added', cell(answer, 'added')],
      ['duplicates', cell(answer, 'duplicates')],
      ['rejected', rejected],
    ]),
  );
  if (field(answer, 'repeated') === true)
    output.note(
      `This is the import that was made before (${cell(answer, 'state')}); nothing was added now. ` +
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
