// Reads a file of numbers as text that arrives piece by piece: the server a whole file, the console its
// beginning. CR, LF and CRLF end a record, mixed as they come; within quotes they are data. The size of a
// record is limited while it is read, so no file costs more memory than one record of the largest size.

export type Delimiter = ',' | ';' | '\t';

/** Columns of a record; a spreadsheet of customers has some dozens. */
export const columnsMax = 1000;
/** Characters of a record, on the server bytes. A longer one has a quotation mark that never closes. */
export const recordLengthMax = 65_536;

/**
 * `strayQuote`: a quotation mark stands within a cell that is not quoted, or text behind a closing one.
 * `openQuote`: the file ends within quotes. `manyColumns`: the cells are not kept. `longRecord`: nothing
 * is read behind it.
 */
export type CsvFlaw = 'strayQuote' | 'openQuote' | 'manyColumns' | 'longRecord';

export interface CsvRecord {
  /** As a spreadsheet counts: from 1, with the header and with blank rows. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly flaw: CsvFlaw | null;
}

export interface CsvReader {
  /**
   * The records that are whole with `text`, which goes on where the text before it ended; blank rows are
   * left out. With `isEnd` nothing follows, and the last record is whole as it stands.
   */
  read(text: string, isEnd: boolean): CsvRecord[];
}

export function openCsv(delimiter: Delimiter): CsvReader {
  let rest = '';
  let row = 0;
  let isOver = false;

  const recordIn = (text: string, begin: number, find: Find, isEnd: boolean): FoundRecord | null => {
    const found = readRecord(text, begin, delimiter, find);
    if (found.end - begin > recordLengthMax)
      return { cells: [], flaw: 'longRecord', end: found.end, next: text.length };
    return isEnd || found.next < text.length || isLineEnd(text, found) ? found : null;
  };

  return {
    read: (more, isEnd) => {
      const records: CsvRecord[] = [];
      const text = rest + more;
      const find = finderIn(text);
      let at = 0;
      while (at < text.length && !isOver) {
        const found = recordIn(text, at, find, isEnd);
        if (found === null) break;
        row += 1;
        if (found.flaw !== null || !found.cells.every(isBlank)) {
          records.push({ row, cells: found.cells, flaw: found.flaw });
        }
        at = found.next;
        isOver = found.flaw === 'longRecord';
      }
      rest = isOver ? '' : text.slice(at);
      return records;
    },
  };
}

const isBlank = (cell: string): boolean => /^[ \t]*$/.test(cell);

/** True when the line end of a record that fills the text is certain: a CR could be half of a CRLF. */
const isLineEnd = (text: string, { end }: FoundRecord): boolean => end < text.length && !text.endsWith('\r');

interface FoundRecord extends Omit<CsvRecord, 'row'> {
  /** Where its line end stands, and where the next record begins. */
  readonly end: number;
  readonly next: number;
}

type Mark = '\n' | '\r' | '"';
/** The place of the first such mark from there on; the length of the text when there is none. */
type Find = (mark: Mark, from: number) => number;

/** Looks at each character of the text once for each mark, however often it is asked. */
function finderIn(text: string): Find {
  const known: Record<Mark, number> = { '\n': -1, '\r': -1, '"': -1 };
  return (mark, from) => {
    if (known[mark] < from) {
      const found = text.indexOf(mark, from);
      known[mark] = found === -1 ? text.length : found;
    }
    return known[mark];
  };
}

function readRecord(text: string, begin: number, delimiter: Delimiter, find: Find): FoundRecord {
  const end = Math.min(find('\n', begin), find('\r', begin));
  if (find('"', begin) < end) return readQuotedRecord(text, begin, delimiter);
  return bounded(text.slice(begin, end).split(delimiter, columnsMax + 1), null, text, end);
}

function readQuotedRecord(text: string, begin: number, delimiter: Delimiter): FoundRecord {
  const cells: string[] = [];
  let flaw: CsvFlaw | null = null;
  for (let at = begin; ; at += 1) {
    const cell = text[at] === '"' ? readQuoted(text, at, delimiter) : readPlain(text, at, delimiter);
    if (cells.length <= columnsMax) cells.push(cell.text);
    flaw ??= cell.flaw;
    at = cell.end;
    if (text[at] !== delimiter) return bounded(cells, flaw, text, at);
  }
}

function bounded(cells: string[], flaw: CsvFlaw | null, text: string, end: number): FoundRecord {
  const next = end + (text.startsWith('\r\n', end) ? 2 : end < text.length ? 1 : 0);
  return cells.length > columnsMax
    ? { cells: [], flaw: 'manyColumns', end, next }
    : { cells, flaw, end, next };
}

interface FoundCell {
  readonly text: string;
  readonly flaw: CsvFlaw | null;
  readonly end: number;
}

function readPlain(text: string, begin: number, delimiter: Delimiter): FoundCell {
  let end = begin;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  const cell = text.slice(begin, end);
  return { text: cell, flaw: cell.includes('"') ? 'strayQuote' : null, end };
}

function readQuoted(text: string, begin: number, delimiter: Delimiter): FoundCell {
  let cell = '';
  for (let at = begin + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { text: cell + text.slice(at), flaw: 'openQuote', end: text.length };
    cell += text.slice(at, quote);
    at = quote + 2;
    if (text[quote + 1] === '"') cell += '"';
    else {
      // What follows a closing quote belongs to no field; it is shown all the same.
      const rest = readPlain(text, quote + 1, delimiter);
      return { text: cell + rest.text, flaw: rest.text === '' ? null : 'strayQuote', end: rest.end };
    }
  }
}
