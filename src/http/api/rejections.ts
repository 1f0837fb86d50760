// The rows of a file that were not taken, with the reason, as a CSV that a person can open and read.
import { parse } from 'csv-parse/sync';
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
  add(row: number, field: string, rule: string, received: string): void;
  report(): RowsReport;
}

export function openRejections(): Rejections {
  const kept: { row: number; line: string }[] = [];
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
      kept.push({ row, line: csvLine([String(row), field, rule, shown]) });
    },
    report: () => {
      // What cannot be parsed is told ahead of the rows before it, so the order is made here.
      const lines = kept.sort((one, other) => one.row - other.row).map(({ line }) => line);
      return { rowsRead, rejected, errorCsv: rejected === 0 ? '' : [head, ...lines].join('') };
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
