// Reads the beginning of a CSV file as the server will read the whole: quotes, line breaks within them,
// empty lines left out. Only for showing; the server reads the file again by itself.

export type Delimiter = ',' | ';' | '\t';

export interface CsvRecord {
  /** Counts from 1, the header included, as the server counts them in its file of errors. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Why the server will not take it. */
  readonly flaw: 'strayQuote' | 'openQuote' | null;
}

/** A longer one ends the import: src/http/api/importFile.ts has the same limit, in bytes. */
const recordLengthMax = 65_536;

/**
 * The first records of `text`, `recordsMax` at most. Where `text` is only the beginning of the file
 * (`isWhole` false), a record that it breaks off is left out.
 */
export function readCsv(
  text: string,
  delimiter: Delimiter,
  { isWhole, recordsMax }: { readonly isWhole: boolean; readonly recordsMax: number },
): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = 0;
  while (at < text.length && records.length < recordsMax) {
    const { cells, flaw, end } = readRecord(text, at, delimiter);
    const isBrokenOff = end >= text.length && !isWhole;
    if (isBrokenOff && !(flaw === 'openQuote' && end - at > recordLengthMax)) break;
    if (cells.length > 1 || cells[0] !== '') records.push({ row: records.length + 1, cells, flaw });
    at = end;
  }
  return records;
}

interface ReadRecord extends Omit<CsvRecord, 'row'> {
  /** Where the next one begins. */
  readonly end: number;
}

function readRecord(text: string, begin: number, delimiter: Delimiter): ReadRecord {
  const cells: string[] = [];
  let flaw: CsvRecord['flaw'] = null;
  for (let at = begin; ; ) {
    const cell = text[at] === '"' ? readQuoted(text, at, delimiter) : readPlain(text, at, delimiter);
    cells.push(cell.text);
    flaw ??= cell.flaw;
    at = cell.end;
    if (text[at] === delimiter) at += 1;
    else return { cells, flaw, end: at + (text.startsWith('\r\n', at) ? 2 : 1) };
  }
}

interface ReadCell {
  readonly text: string;
  readonly flaw: CsvRecord['flaw'];
  readonly end: number;
}

function readPlain(text: string, begin: number, delimiter: Delimiter): ReadCell {
  let end = begin;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  const cell = text.slice(begin, end);
  return { text: cell, flaw: cell.includes('"') ? 'strayQuote' : null, end };
}

function readQuoted(text: string, begin: number, delimiter: Delimiter): ReadCell {
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

const delimiters: readonly Delimiter[] = [',', ';', '\t'];

/** The delimiter that divides the first records into the most columns alike; a comma where none does. */
export function delimiterOf(text: string, isWhole: boolean): Delimiter {
  const scores = delimiters.map((delimiter) => {
    const counts = readCsv(text, delimiter, { isWhole, recordsMax: 20 }).map(({ cells }) => cells.length);
    const [first = 1] = counts;
    const alike = counts.filter((count) => count === first).length;
    return { delimiter, score: first > 1 ? (alike / counts.length) * 1000 + first : 0 };
  });
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.delimiter : ',';
}
