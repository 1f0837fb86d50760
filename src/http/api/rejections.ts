// The rows of a file that were not taken, with the reason, as a CSV that a person can open and read.
import { parse } from 'csv-parse/sync';
import { type Bilingual, inBoth, type Language } from '../../core/language.ts';
import type { RowsReport } from '../../store/importLoad.ts';
import { csvLine } from './csv.ts';

/** Rows that are kept; those beyond are counted. */
const keptMax = 10_000;
const shownCharactersMax = 100;
const head = csvLine(['row', 'field', 'reason', 'received']);

export interface Rejections {
  /** Counts a row that was read, right or not. */
  countRow(): void;
  /** `row` counts from 1, the header included, as a spreadsheet does. */
  add(row: number, field: string, rule: Bilingual, received: string): void;
  report(): RowsReport;
}

export function openRejections(): Rejections {
  const kept: { row: number; lines: Bilingual }[] = [];
  let rowsRead = 0;
  let rejected = 0;
  return {
    countRow: () => {
      rowsRead += 1;
    },
    add: (row, field, rule, received) => {
      rejected += 1;
      if (rejected > keptMax) return;
      const shown = received.toWellFormed().replaceAll('\0', '�').slice(0, shownCharactersMax);
      const lineOf = (reason: string) => csvLine([String(row), field, reason, shown]);
      kept.push({ row, lines: inBoth(lineOf(rule.en_US), lineOf(rule.zh_CN)) });
    },
    report: () => {
      // What cannot be parsed is told ahead of the rows before it, so the order is made here.
      const sorted = kept.sort((one, other) => one.row - other.row);
      const file = (language: Language): string =>
        [head, ...sorted.map(({ lines }) => lines[language])].join('');
      const errorCsv = rejected === 0 ? inBoth('', '') : inBoth(file('en_US'), file('zh_CN'));
      return { rowsRead, rejected, errorCsv };
    },
  };
}

/** The same file for somebody who sees no numbers: what was received can be one, or what belongs to one. */
export function withoutReceived(errorCsv: string): string {
  const [names = [], ...rows]: string[][] = parse(errorCsv);
  const told = rows.map(([row = '', field = '', reason = '', received = '']) =>
    csvLine([row, field, reason, received === '' ? '' : '…']),
  );
  return [csvLine(names), ...told].join('');
}
