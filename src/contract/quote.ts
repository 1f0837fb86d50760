// A received value as it may stand in a description: short, on one line, without control characters, and
// without walking a value that is deep or wide on purpose.

/** Characters of a received value in a description. */
const charactersMax = 60;

/** The value as JSON shows it, shortened; objects and lists are only named, never written out. */
export function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `"${shorten(value)}"`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.length}]`;
  return '{...}';
}

/** Cuts by code points, so that no character is torn apart. */
function shorten(text: string): string {
  const points = Array.from(text.slice(0, charactersMax * 2 + 2));
  const isLong = points.length > charactersMax || text.length > charactersMax * 2 + 2;
  return points.slice(0, charactersMax).map(shown).join('') + (isLong ? '...' : '');
}

/** Quotation marks stand around the text, so those in it have a backslash. */
const shown = (point: string): string => (point === '"' || point === '\\' ? `\\${point}` : visible(point));

/** Controls, line ends, every blank but the ordinary one, and what Unicode itself calls not shown. */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Z}/gu;

/** The text with each character that nobody would see, lone surrogates among them, as `\u{200b}`. */
export const visible = (text: string): string =>
  text.replace(unseen, (point) => `\\u{${(point.codePointAt(0) ?? 0).toString(16)}}`);
