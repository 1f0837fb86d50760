// Turns an uploaded CSV into numbers, as it arrives: bytes are counted and hashed, records are parsed,
// columns are mapped, each row is judged by the rules of the interface that adds numbers. A row that
// breaks a rule is left out and told; a file that cannot be understood ends the import.

import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { type CsvError, type Options, parse } from 'csv-parse';
import { judgeCallData } from '../../contract/readNumber.ts';
import { type FileRow, type RowField, readRow, rowFields } from '../../contract/readRow.ts';
import type { ReadContext, Violation } from '../../contract/violation.ts';
import type { DeviceType } from '../../core/campaign.ts';
import type { NewContact } from '../../core/contact.ts';
import type { Bilingual } from '../../core/language.ts';
import type { RowSource } from '../../store/importLoad.ts';
import { fileSentences, rowRules } from './importTexts.ts';
import type { ProblemType } from './problem.ts';
import { openRejections, type Rejections } from './rejections.ts';

/** 1 GiB: ten million rows and more. */
export const uploadBytesMax = 1_073_741_824;
/** An upload that brings nothing for this long is broken off. */
const stallMilliseconds = 30_000;
/** A record that is longer has a quotation mark that never closes. */
const recordBytesMax = 65_536;
const batchRows = 1000;

/** The file, or its upload, cannot go on; nothing of it is added. */
export class FileFailure extends Error {
  readonly type: ProblemType;
  readonly sentence: Bilingual;

  constructor(type: ProblemType, sentence: Bilingual) {
    super(sentence.en_US);
    this.type = type;
    this.sentence = sentence;
  }
}

export interface FileFormat {
  readonly delimiter: string;
  /** True: the first record names the columns. */
  readonly hasHeader: boolean;
  /** Per field the column's name, or its position from 1 when there is no header; empty: by default. */
  readonly columns: Readonly<Partial<Record<RowField, string>>>;
  /** What the bytes must hash to, lower-case hex; null: not said. */
  readonly sha256: string | null;
  readonly deviceType: DeviceType;
  readonly context: ReadContext;
}

/** Makes the stream of an upload into a source of numbers. */
export function readFile(upload: Readable, format: FileFormat): RowSource {
  const rejections = openRejections();
  return {
    batches: readBatches(upload, format, rejections),
    report: () => rejections.report(),
  };
}

async function* readBatches(
  upload: Readable,
  format: FileFormat,
  rejections: Rejections,
): AsyncGenerator<readonly NewContact[]> {
  let row = 0;
  const broken: { failure: FileFailure | null } = { failure: null };
  const options: Options = {
    // Bytes as they are: whether they are UTF-8 is judged field by field, so one bad row costs one row.
    encoding: 'latin1',
    delimiter: format.delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: recordBytesMax,
    // The parser runs ahead of the loop below, so each record takes its row's number along.
    on_record: (record: string[]) => {
      row += 1;
      record.push(String(row));
      return record;
    },
    on_skip: (error: CsvError | undefined) => {
      if (error?.code === 'CSV_MAX_RECORD_SIZE') {
        broken.failure ??= new FileFailure('importRefused', fileSentences.longRecord(row, recordBytesMax));
      } else {
        row += 1;
        rejections.countRow();
        rejections.add(row, 'row', quoteRule(error?.code), '');
      }
    },
  };
  const parser = parse(options);
  // The callback is there because a pipeline wants one; the error also ends the loop below.
  pipeline(Readable.from(readBytes(upload, format.sha256, () => broken.failure)), parser, () => undefined);
  let columns: Columns | null = format.hasHeader ? null : positionsOf(format.columns);
  let batch: NewContact[] = [];
  for await (const record of parser as AsyncIterable<string[]>) {
    const number = Number(record.pop());
    if (columns === null) {
      if (number !== 1) throw new FileFailure('importRefused', fileSentences.strayQuote);
      columns = namedColumns(record, format.columns);
      continue;
    }
    rejections.countRow();
    const contact = readRecord(number, record, columns, format, rejections);
    if (contact !== null) batch.push(contact);
    if (batch.length >= batchRows) {
      yield batch;
      batch = [];
    }
  }
  if (broken.failure !== null) throw broken.failure;
  if (columns === null) throw new FileFailure('importRefused', fileSentences.empty);
  yield batch;
}

const quoteRule = (code: string | undefined): Bilingual =>
  code === 'CSV_QUOTE_NOT_CLOSED' ? rowRules.quoteNotClosed : rowRules.quoteNotAllowed;

/** The bytes of the file without a byte order mark, within their limits; checks the hash at the end. */
async function* readBytes(
  upload: Readable,
  sha256: string | null,
  failure: () => FileFailure | null,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of withoutStalls(upload)) {
    const found = failure();
    if (found !== null) throw found;
    if (sha256 !== null) hash.update(chunk);
    const isFirst = bytes === 0;
    bytes += chunk.length;
    if (bytes > uploadBytesMax) throw new FileFailure('tooLarge', fileSentences.tooLarge);
    yield isFirst ? withoutMark(chunk) : chunk;
  }
  if (sha256 !== null && hash.digest('hex') !== sha256) {
    throw new FileFailure('uploadBroken', fileSentences.otherHash);
  }
}

/** UTF-8's mark is taken away; UTF-16 is another encoding, and told as such. */
function withoutMark(chunk: Buffer): Buffer {
  if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) return chunk.subarray(3);
  const isUtf16 = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);
  if (isUtf16) throw new FileFailure('importRefused', fileSentences.utf16);
  return chunk;
}

/** The chunks of an upload; a stall or a client that goes away is a failure in words. */
async function* withoutStalls(upload: Readable): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = upload[Symbol.asyncIterator]();
  for (;;) {
    const timer = setTimeout(() => upload.destroy(), stallMilliseconds);
    const next = await chunks.next().catch(() => {
      throw new FileFailure('uploadBroken', fileSentences.broken);
    });
    clearTimeout(timer);
    if (next.done === true) return;
    yield next.value;
  }
}

/** Where each field stands in a record; `count` is the number of columns a record must have. */
interface Columns {
  readonly positions: readonly (readonly [RowField, number])[];
  readonly count: { readonly exactly: number } | { readonly atLeast: number };
}

function namedColumns(header: readonly string[], wanted: FileFormat['columns']): Columns {
  const names = header.map((name) => decode(name)?.trim() ?? '');
  const isMapped = Object.keys(wanted).length > 0;
  const positions: [RowField, number][] = [];
  for (const field of rowFields) {
    const name = wanted[field] ?? (isMapped && field !== 'called' ? undefined : field);
    if (name === undefined) continue;
    const position = names.indexOf(name);
    if (position !== -1 && names.indexOf(name, position + 1) !== -1) {
      throw new FileFailure('importRefused', fileSentences.columnTwice(name));
    }
    if (position !== -1) positions.push([field, position]);
    else if (isMapped || field === 'called') {
      const known = names.join(', ').slice(0, 300);
      throw new FileFailure('importRefused', fileSentences.noColumn(name, field, known));
    }
  }
  return { positions, count: { exactly: names.length } };
}

function positionsOf(wanted: FileFormat['columns']): Columns {
  const positions: [RowField, number][] = [];
  for (const field of rowFields) {
    const text = wanted[field] ?? (field === 'called' ? '1' : undefined);
    if (text === undefined) continue;
    if (!/^[1-9][0-9]{0,2}$/.test(text)) {
      throw new FileFailure('importRefused', fileSentences.noPosition(field, text));
    }
    positions.push([field, Number(text) - 1]);
  }
  return { positions, count: { atLeast: Math.max(...positions.map(([, position]) => position + 1)) } };
}

/** The number of a record; null when it was rejected. */
function readRecord(
  row: number,
  record: readonly string[],
  { positions, count }: Columns,
  format: FileFormat,
  rejections: Rejections,
): NewContact | null {
  const isComplete = 'exactly' in count ? record.length === count.exactly : record.length >= count.atLeast;
  if (!isComplete) {
    const found = record.length;
    const rule =
      'exactly' in count ? rowRules.columns(found, count.exactly) : rowRules.fewColumns(found, count.atLeast);
    rejections.add(row, 'row', rule, '');
    return null;
  }
  const fields: Partial<Record<RowField, string>> = {};
  for (const [field, position] of positions) {
    const text = decode(record[position] ?? '');
    if (text === null) {
      rejections.add(row, field, rowRules.noUtf8, '');
      return null;
    }
    fields[field] = text;
  }
  return judge(row, fields, format, rejections);
}

function judge(row: number, fields: FileRow, format: FileFormat, rejections: Rejections): NewContact | null {
  const reading = readRow(fields, format.context);
  const violations: readonly Violation[] = reading.ok
    ? judgeCallData([reading.value], format.deviceType)
    : reading.violations;
  const [first] = violations;
  if (first !== undefined) {
    const field = first.path.replace('callDataList[0].', '');
    rejections.add(row, field, first.rule, typeof first.received === 'string' ? first.received : '');
    return null;
  }
  return reading.ok ? reading.value : null;
}

/** The text of a field that was read as bytes; null when they are no UTF-8. */
function decode(bytes: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters of ASCII.
  if (/^[\u0000-\u007f]*$/.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : null;
}
