// Reads the beginning of a CSV file with the reader that the server has for the whole. Only for showing;
// the server reads the file again by itself.
import { type CsvRecord, type Delimiter, openCsv } from '../../../../../../src/contract/read/csv.ts';

export type { CsvRecord, Delimiter } from '../../../../../../src/contract/read/csv.ts';

/**
 * The first records of `text`, `recordsMax` at most. Where `text` is only the beginning of the file
 * (`isWhole` false), a record that it breaks off is left out.
 */
export const readCsv = (
  text: string,
  delimiter: Delimiter,
  { isWhole, recordsMax }: { readonly isWhole: boolean; readonly recordsMax: number },
): readonly CsvRecord[] => openCsv(delimiter).read(text, isWhole).slice(0, recordsMax);

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
