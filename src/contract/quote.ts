// A received value as it may stand in a description: short, on one line, without control
// characters, and without walking a value that somebody made deep or wide on purpose.

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

/** Control, format and separator characters and lone surrogates, written as an escape. */
function shown(point: string): string {
  if (!/[\p{C}\p{Zl}\p{Zp}"\\]/u.test(point)) return point;
  const hex = (point.codePointAt(0) ?? 0).toString(16);
  return point === '"' || point === '\\' ? `\\${point}` : `\\u{${hex}}`;
}
