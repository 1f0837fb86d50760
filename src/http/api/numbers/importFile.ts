// Turns an uploaded CSV into numbers, as it arrives: records are read, columns are mapped, each row is
// judged by the rules of the interface that adds numbers. A row that breaks a rule is left out and
// reported; a file that cannot be read ends the import.

import { isUtf8 } from 'node:buffer';
import { visible } from '../../../contract/quote.ts';
import {
  type CsvFlaw,
  type CsvRecord,
  columnsMax,
  type Delimiter,
  openCsv,
  recordLengthMax,
} from '../../../contract/read/csv.ts';
import { judgeCallData } from '../../../contract/read/readNumber.ts';
import { type FileRow, type RowField, readRow, rowFields } from '../../../contract/read/readRow.ts';
import type { ReadContext, Violation } from '../../../contract/rules/violation.ts';
import type { DeviceType } from '../../../core/campaign.ts';
import type { NewContact } from '../../../core/contact.ts';
import type { RowSource } from '../../../store/numbers/importLoad.ts';
import { fileTexts, rowRules } from './importTexts.ts';
import { openRejections, type Rejections } from './rejections.ts';
import { FileFailure, type Upload } from './uploadBytes.ts';

export interface FileFormat {
  readonly delimiter: Delimiter;
  /** True: the first record names the columns. */
  readonly hasHeader: boolean;
  /** Per field the column's name, or its position from 1 when there is no header; empty: by default. */
  readonly columns: Readonly<Partial<Record<RowField, string>>>;
  readonly deviceType: DeviceType;
  readonly context: ReadContext;
}

/** Makes an upload into a source of numbers. */
export function readFile(upload: Upload, format: FileFormat): RowSource {
  const rejections = openRejections();
  return {
    batches: readBatches(upload, format, rejections),
    report: () => ({ ...rejections.report(), sha256: upload.sha256() }),
  };
}

/** The right rows of each block of the file. */
async function* readBatches(
  upload: Upload,
  format: FileFormat,
  rejections: Rejections,
): AsyncGenerator<readonly NewContact[]> {
  const reader = openCsv(format.delimiter);
  let columns: Columns | null = format.hasHeader ? null : positionsOf(format.columns);
  const contactsIn = (text: string, isEnd: boolean): NewContact[] => {
    const contacts: NewContact[] = [];
    for (const record of reader.read(text, isEnd)) {
      if (record.flaw === 'longRecord') {
        throw new FileFailure('importRefused', fileTexts.longRecord(record.row, recordLengthMax));
      }
      if (columns === null) {
        columns = namedColumns(record, format.columns);
        continue;
      }
      rejections.countRow();
      const contact = readRecord(record, columns, format, rejections);
      if (contact !== null) contacts.push(contact);
    }
    return contacts;
  };
  let isFirst = true;
  for await (const block of upload.blocks) {
    // Bytes as they are: whether they are UTF-8 is judged field by field, so one bad row costs one row.
    yield contactsIn((isFirst ? withoutMark(block) : block).toString('latin1'), false);
    isFirst = false;
  }
  yield contactsIn('', true);
  if (columns === null) throw new FileFailure('importRefused', fileTexts.empty);
}

/** UTF-8's mark is taken away; UTF-16 is another encoding, and told as such. */
function withoutMark(block: Buffer): Buffer {
  if (block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf) return block.subarray(3);
  const isUtf16 = (block[0] === 0xff && block[1] === 0xfe) || (block[0] === 0xfe && block[1] === 0xff);
  if (isUtf16) throw new FileFailure('importRefused', fileTexts.utf16);
  return block;
}

/** Where each field stands in a record; `count` is the number of columns a record must have. */
interface Columns {
  readonly positions: readonly (readonly [RowField, number])[];
  readonly count: { readonly exactly: number } | { readonly atLeast: number };
}

/** Characters of the header's names that a sentence tells. */
const toldNamesMax = 300;

function namedColumns({ cells, flaw }: CsvRecord, wanted: FileFormat['columns']): Columns {
  if (flaw === 'manyColumns') throw new FileFailure('importRefused', fileTexts.manyColumns(columnsMax));
  if (flaw !== null) throw new FileFailure('importRefused', fileTexts.strayQuote);
  const names = cells.map((name) => decode(name)?.trim() ?? '');
  const isMapped = Object.keys(wanted).length > 0;
  const positions: [RowField, number][] = [];
  for (const field of rowFields) {
    const name = wanted[field] ?? (isMapped && field !== 'called' ? undefined : field);
    if (name === undefined) continue;
    const position = names.indexOf(name);
    if (position !== -1 && names.indexOf(name, position + 1) !== -1) {
      throw new FileFailure('importRefused', fileTexts.columnTwice(visible(name)));
    }
    if (position !== -1) positions.push([field, position]);
    else if (isMapped || field === 'called') {
      const known = visible(names.join(', ').slice(0, toldNamesMax));
      throw new FileFailure('importRefused', fileTexts.noColumn(visible(name), field, known));
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
      throw new FileFailure('importRefused', fileTexts.noPosition(field, visible(text)));
    }
    positions.push([field, Number(text) - 1]);
  }
  return { positions, count: { atLeast: Math.max(...positions.map(([, position]) => position + 1)) } };
}

/** The number of a record; null when it was rejected. */
function readRecord(
  { row, cells, flaw }: CsvRecord,
  { positions, count }: Columns,
  format: FileFormat,
  rejections: Rejections,
): NewContact | null {
  if (flaw !== null && flaw !== 'longRecord') {
    rejections.add(row, 'row', flawRules[flaw], '');
    return null;
  }
  const isComplete = 'exactly' in count ? cells.length === count.exactly : cells.length >= count.atLeast;
  if (!isComplete) {
    const found = cells.length;
    const rule =
      'exactly' in count ? rowRules.columns(found, count.exactly) : rowRules.fewColumns(found, count.atLeast);
    rejections.add(row, 'row', rule, '');
    return null;
  }
  const fields: Partial<Record<RowField, string>> = {};
  for (const [field, position] of positions) {
    const text = decode(cells[position] ?? '');
    if (text === null) {
      rejections.add(row, field, rowRules.noUtf8, '');
      return null;
    }
    fields[field] = text;
  }
  return judge(row, fields, format, rejections);
}

const flawRules = {
  strayQuote: rowRules.quoteNotAllowed,
  openQuote: rowRules.quoteNotClosed,
  manyColumns: rowRules.manyColumns(columnsMax),
} as const satisfies Partial<Record<CsvFlaw, unknown>>;

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

/** The text of a field that was read as bytes; null when they are not UTF-8. */
function decode(bytes: string): string | null {
  // Each byte is one character here, and only those of ASCII take one byte in UTF-8.
  if (Buffer.byteLength(bytes, 'utf8') === bytes.length) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : null;
}
