// The reader of files of numbers, on the server and in the console: line ends of every kind, rows as a
// spreadsheet counts them, quotes that are wrong, and records that nobody may make it keep.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CsvRecord,
  columnsMax,
  type Delimiter,
  openCsv,
  recordLengthMax,
} from '../../../src/contract/read/csv.ts';

const read = (text: string, delimiter: Delimiter = ','): CsvRecord[] => openCsv(delimiter).read(text, true);
const cellsOf = (text: string): (readonly string[])[] => read(text).map(({ cells }) => cells);
const flawsOf = (text: string) => read(text).map(({ row, flaw }) => [row, flaw]);

/** The same text in pieces of `length` characters. */
function readInPieces(text: string, length: number): CsvRecord[] {
  const reader = openCsv(',');
  const records: CsvRecord[] = [];
  for (let at = 0; at < text.length; at += length)
    records.push(...reader.read(text.slice(at, at + length), false));
  return [...records, ...reader.read('', true)];
}

describe('a record ends', () => {
  test.each([
    ['with CRLF, then LF', 'called,name\r\n1,a\n2,b\n'],
    ['with LF, then CRLF', 'called,name\n1,a\r\n2,b\r\n'],
    ['with CR alone', 'called,name\r1,a\r2,b'],
    ['with all three', 'called,name\r1,a\n2,b\r\n'],
  ])('%s', (_how, text) => {
    expect(cellsOf(text)).toEqual([
      ['called', 'name'],
      ['1', 'a'],
      ['2', 'b'],
    ]);
  });

  test('not within quotes, where every line end stays as it is', () => {
    expect(cellsOf('1,"a\r\nb\nc\rd"\r\n2,"\r"\n')).toEqual([
      ['1', 'a\r\nb\nc\rd'],
      ['2', '\r'],
    ]);
  });

  test('once where a piece of the file ends between CR and LF', () => {
    const reader = openCsv(',');
    expect(reader.read('1\r', false)).toEqual([]);
    expect(reader.read('\n2\r\n', false).map(({ row, cells }) => [row, ...cells])).toEqual([
      [1, '1'],
      [2, '2'],
    ]);
  });
});

test('rows are those of a spreadsheet, and blank ones are left out and counted', () => {
  expect(
    read('\n called\n\n1\n,,\n"two\nlines"\n \t,\n2\n\n').map(({ row, cells }) => [row, ...cells]),
  ).toEqual([
    [2, ' called'],
    [4, '1'],
    [6, 'two\nlines'],
    [8, '2'],
  ]);
});

describe('a quotation mark', () => {
  test('that is doubled is one, and one that closes ends the cell', () => {
    expect(cellsOf('"a ""b""",""\n""""\n')).toEqual([['a "b"', ''], ['"']]);
  });

  test('that stands where none may costs its own record only', () => {
    expect(flawsOf('a,b"c\n"a"b,c\n"a",b\n')).toEqual([
      [1, 'strayQuote'],
      [2, 'strayQuote'],
      [3, null],
    ]);
  });

  test('that never closes is told at the end', () => {
    expect(flawsOf('a\n"b\nc\n')).toEqual([
      [1, null],
      [2, 'openQuote'],
    ]);
  });
});

describe('what a record may take is bounded', () => {
  test('in columns: one more costs the row, and its cells are not kept', () => {
    const row = (columns: number): string => 'x,'.repeat(columns - 1).concat('x\n');
    const [most, more, quoted, after] = read(
      `${row(columnsMax)}${row(columnsMax + 1)}"",${row(columnsMax)}1\n`,
    );
    expect(most).toMatchObject({ flaw: null, cells: { length: columnsMax } });
    expect([more, quoted]).toMatchObject([
      { row: 2, flaw: 'manyColumns', cells: [] },
      { row: 3, flaw: 'manyColumns', cells: [] },
    ]);
    expect(after).toEqual({ row: 4, cells: ['1'], flaw: null });
  });

  test.each([
    ['commas', ','],
    ['quotation marks', '"'],
    ['doubled ones', 'a,""'],
    ['one cell', 'x'],
  ])('in length: of a line of %s without an end nothing is read beyond 65,536 characters', (_what, text) => {
    const reader = openCsv(',');
    const piece = text.repeat(20_000 / text.length);
    const records: CsvRecord[] = [];
    for (let count = 0; count < 20; count += 1) records.push(...reader.read(piece, false));
    expect(records).toEqual([{ row: 1, cells: [], flaw: 'longRecord' }]);
    expect(reader.read('\n1\n', true)).toEqual([]);
  });

  test('the longest is read', () => {
    const longest = 'x'.repeat(recordLengthMax);
    expect(cellsOf(`${longest}\n1`)).toEqual([[longest], ['1']]);
    expect(flawsOf(`${longest}x\n1`)).toEqual([[1, 'longRecord']]);
  });
});

describe('in any file', () => {
  const cell = fc.string({ unit: fc.constantFrom('1', 'é', '号', '"', ',', ';', ' ', '\n', '\r', '=') });
  const rows = fc.array(fc.tuple(cell, cell, fc.constantFrom('.', 'x')), { minLength: 1, maxLength: 8 });
  const ends = fc.array(fc.constantFrom('\n', '\r', '\r\n'), { minLength: 8, maxLength: 8 });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  test('every cell comes back, whatever ends the records, as another reader has it', () => {
    fc.assert(
      fc.property(rows, ends, fc.constantFrom<Delimiter>(',', ';', '\t'), (given, lineEnds, delimiter) => {
        const text = given
          .map((row, at) => row.map(quoted).join(delimiter) + (lineEnds[at] ?? '\n'))
          .join('');
        expect(read(text, delimiter).map(({ cells }) => cells)).toEqual(given);
        expect(parse(text, { delimiter, record_delimiter: ['\r\n', '\n', '\r'] })).toEqual(given);
      }),
    );
  });

  test('the pieces in which it arrives make no difference', () => {
    const text = fc.string({ unit: fc.constantFrom('1', '"', ',', ' ', '\n', '\r', '\r\n', '""', 'a') });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (file, length) => {
        expect(readInPieces(file, length)).toEqual(read(file));
      }),
    );
  });
});
