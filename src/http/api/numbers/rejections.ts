// The rows of a file that were left out, with the reason, as a CSV that a person can open and read.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { visible } from '../../../contract/quote.ts';
import { openCsv } from '../../../contract/read/csv.ts';
import { type Bilingual, inBoth, type Language } from '../../../core/language.ts';
import type { RowsReport } from '../../../store/numbers/importLoad.ts';
import { csvLine } from '../door/csv.ts';

/** Rows that are kept; those beyond are counted. */
const keptMax = 10_000;
const shownCharactersMax = 100;
const head = csvLine(['row', 'field', 'reason', 'received']);

export interface Rejections {
  /** Counts a row that was read, right or not. */
  countRow(): void;
  /** `row` counts from 1, the header included, as a spreadsheet does. */
  add(row: number, field: string, rule: Bilingual, received: string): void;
  report(): Omit<RowsReport, 'sha256'>;
}

export function openRejections(): Rejections {
  const kept: Bilingual[] = [];
  let rowsRead = 0;
  let rejected = 0;
  return {
    countRow: () => {
      rowsRead += 1;
    },
    add: (row, field, rule, received) => {
      rejected += 1;
      if (rejected > keptMax) return;
      const shown = visible(received.slice(0, shownCharactersMax));
      const lineOf = (reason: string) => copied(csvLine([String(row), field, reason, shown]));
      kept.push(inBoth(lineOf(rule.en_US), lineOf(rule.zh_CN)));
    },
    report: () => {
      const file = (language: Language): string => [head, ...kept.map((lines) => lines[language])].join('');
      const errorCsv = rejected === 0 ? inBoth('', '') : inBoth(file('en_US'), file('zh_CN'));
      return { rowsRead, rejected, errorCsv };
    },
  };
}

/** A text of its own: a part of another one keeps the whole of that, here a block of the file. */
const copied = (text: string): string => Buffer.from(text).toString();

const pieceCharacters = 65_536;

/**
 * The same file for somebody who sees no numbers: what was received can be one, or what belongs to one. In
 * pieces, between which the process does its other work.
 */
export async function* withoutReceived(errorCsv: string): AsyncGenerator<string> {
  const reader = openCsv(',');
  for (let at = 0; at < errorCsv.length; at += pieceCharacters) {
    const records = reader.read(
      errorCsv.slice(at, at + pieceCharacters),
      at + pieceCharacters >= errorCsv.length,
    );
    const lines = records.map(({ row: line, cells: [row = '', field = '', reason = '', received = ''] }) =>
      csvLine([row, field, reason, line === 1 || received === '' ? received : '…']),
    );
    yield lines.join('');
    await nextTurn();
  }
}
