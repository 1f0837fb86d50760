// What commands print: aligned tables and sentences for people, JSON for machines.

export interface Output {
  line(text: string): void;
  /** Beside the result: progress, warnings. Not part of what a pipe gets. */
  note(text: string): void;
  /** Writes over the line that it wrote before; an empty text takes the line away. */
  redraw(text: string): void;
  /** True when somebody looks: then `redraw` makes sense. */
  readonly isTerminal: boolean;
}

export type Cell = string | number | boolean | null | undefined;

/** Columns two blanks apart, numbers to the right; nothing for no rows but a sentence. */
export function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return 'There are none.';
  const texts = rows.map((row) => row.map(cellText));
  const widths = heads.map((head, column) =>
    Math.max(width(head), ...texts.map((row) => width(row[column] ?? ''))),
  );
  const isNumber = heads.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - width(cell));
        return isNumber[column] ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd();
  return [line(heads), ...texts.map(line)].join('\n');
}

const cellText = (cell: Cell): string => (cell === null || cell === undefined ? '-' : String(cell));

/** Wide characters (Chinese, say) take two places of a terminal. */
const width = (text: string): number =>
  [...text].reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1),
    0,
  );

/** Name and value a line, names padded. */
export function list(pairs: readonly (readonly [name: string, value: Cell])[]): string {
  const widest = Math.max(0, ...pairs.map(([name]) => width(name)));
  return pairs
    .map(([name, value]) => `${name}${' '.repeat(widest - width(name) + 2)}${cellText(value)}`)
    .join('\n');
}
