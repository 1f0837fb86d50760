// Reads a request body as JSON, stricter than JSON.parse: invalid UTF-8, nesting beyond 64 levels
// and a key given twice are refused, because two readers of such a text can disagree on what it
// says. `__proto__` becomes an ordinary own property, which the contract's readers never look at.
import type { BodyFlaw } from '../contract/read/read.ts';
import { depthMax } from '../contract/rules/ruleTexts.ts';

export type JsonReading = { ok: true; value: unknown } | { ok: false; flaw: BodyFlaw };

/** Never throws. */
export function readJson(body: Uint8Array): JsonReading {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return { ok: false, flaw: 'noUtf8' };
  }
  const flaw = findFlaw(text);
  if (flaw !== null) return { ok: false, flaw };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, flaw: 'noJson' };
  }
}

/** One pass over the text with a stack of the keys seen; text that is not JSON is left to JSON.parse. */
function findFlaw(text: string): BodyFlaw | null {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (end === -1) return null;
      const key = keyAt(text, at, end);
      const keys = open.at(-1);
      if (key !== null && keys !== undefined) {
        if (keys.has(key)) return 'keyTwice';
        keys.add(key);
      }
      at = end;
    } else if (character === '{' || character === '[') {
      open.push(new Set());
      if (open.length > depthMax) return 'tooDeep';
    } else if (character === '}' || character === ']') open.pop();
  }
  return null;
}

/** Index of the closing quote of the string that opens at `start`; -1 when it never closes. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/** The string from `start` to `end` when a colon follows, which makes it a key; escapes are undone. */
function keyAt(text: string, start: number, end: number): string | null {
  let after = end + 1;
  while (/[ \t\r\n]/.test(text[after] ?? '')) after++;
  if (text[after] !== ':') return null;
  const raw = text.slice(start + 1, end);
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(text.slice(start, end + 1)));
  } catch {
    return raw;
  }
}
