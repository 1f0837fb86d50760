// How a file is read: what was guessed from its beginning, and what a person has chosen instead.
import { type Column, columnsOf, guessMapping, hasHeaderRow, type Mapping } from './columns.ts';
import { type CsvRecord, type Delimiter, delimiterOf, readCsv } from './csv.ts';
import { type Encoding, textOf } from './encoding.ts';
import type { Sample } from './file.ts';

/** What is not there is guessed. */
export interface Choices {
  readonly encoding: Encoding;
  readonly delimiter?: Delimiter;
  readonly hasHeader?: boolean;
  readonly mapping?: Mapping;
}

export interface FileReading extends Required<Choices> {
  /** The first ones, the header among them. */
  readonly records: readonly CsvRecord[];
  readonly columns: readonly Column[];
}

/** Rows that are looked at, the header not counted. */
const rowsMax = 200;

/** All records of what is there of the file. */
export const allRecords = (
  { head, isWhole }: Sample,
  { encoding, delimiter }: FileReading,
): readonly CsvRecord[] =>
  readCsv(textOf(head, encoding), delimiter, { isWhole, recordsMax: Number.POSITIVE_INFINITY });

export function readingOf({ head, isWhole }: Sample, choices: Choices): FileReading {
  const { encoding } = choices;
  const text = textOf(head, encoding);
  const delimiter = choices.delimiter ?? delimiterOf(text, isWhole);
  const records = readCsv(text, delimiter, { isWhole, recordsMax: rowsMax + 1 });
  const hasHeader = choices.hasHeader ?? hasHeaderRow(records);
  const columns = columnsOf(records, hasHeader);
  return {
    encoding,
    delimiter,
    hasHeader,
    mapping: choices.mapping ?? guessMapping(records, hasHeader),
    records: hasHeader ? records : records.slice(0, rowsMax),
    columns,
  };
}
