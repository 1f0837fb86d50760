// The rows of a file that were not taken, with the reason, as a CSV that a person can open and read.
import type { RowsReport } from '../../store/importLoad.ts';

/** Rows that are kept; those beyond are counted. */
const keptMax = 10_000;
const shownCharactersMax = 100;

export interface Rejections {
  /** Counts a row that was read, right or not. */
  countRow(): void;
  /** `row` counts from 1, the header included, as a spreadsheet does. */
  add(row: number, field: string, rule: string, received: string): void;
  report(): RowsReport;
}

export function openRejections(): Rejections {
  const lines = ['row,field,reason,received'];
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
      lines.push([String(row), field, rule, asText(shown)].map(quoted).join(','));
    },
    report: () => ({ rowsRead, rejected, errorCsv: rejected === 0 ? '' : `${lines.join('\r\n')}\r\n` }),
  };
}

/** A spreadsheet would run a text that begins like this as a formula; an apostrophe keeps it a text. */
const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
