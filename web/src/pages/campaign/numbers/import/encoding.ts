// Judges from a few places of a file whether it is text, and how that is encoded. A guess: it is shown,
// and the user can change it.

/** As TextDecoder names them. The server reads UTF-8; the others are turned into it on the way. */
export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

/** Pieces of a file: its beginning, and some from further on. */
export interface Pieces {
  readonly head: Uint8Array;
  readonly others: readonly Uint8Array[];
}

export type JudgedFile =
  | { readonly kind: 'text'; readonly encoding: Encoding }
  /** Nothing, or nothing but white space. */
  | { readonly kind: 'empty' }
  /** A spreadsheet's own file. */
  | { readonly kind: 'workbook' }
  /** A picture, a program, a PDF. */
  | { readonly kind: 'binary' };

export function judgeFile({ head, others }: Pieces): JudgedFile {
  const all = [head, ...others];
  if (all.every((piece) => piece.every((byte) => isSpace(byte)))) return { kind: 'empty' };
  const mark = markOf(head);
  if (mark !== null) return { kind: 'text', encoding: mark };
  if (workbooks.some((begin) => beginsWith(head, begin))) return { kind: 'workbook' };
  const wide = unmarkedUtf16(head);
  if (wide !== null) return { kind: 'text', encoding: wide };
  if (all.some((piece) => piece.some(isNoText))) return { kind: 'binary' };
  if (
    beginsWith(
      head,
      [...'%PDF-'].map((sign) => sign.charCodeAt(0)),
    )
  )
    return { kind: 'binary' };
  return { kind: 'text', encoding: narrowEncoding(all) };
}

/** The text of bytes from the beginning of a file, without its mark and without a character cut in two. */
export const textOf = (bytes: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(encoding).decode(bytes, { stream: true });

const workbooks = [
  // ZIP, which newer workbooks are, and the older ones of Microsoft.
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

const beginsWith = (bytes: Uint8Array, begin: readonly number[]): boolean =>
  begin.every((byte, at) => bytes[at] === byte);

const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
/** Control characters that no text has. */
const isNoText = (byte: number): boolean => byte < 0x20 && !isSpace(byte) && byte !== 0x1a && byte !== 0x1b;

function markOf(head: Uint8Array): Encoding | null {
  if (beginsWith(head, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (beginsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (beginsWith(head, [0xfe, 0xff])) return 'utf-16be';
  return null;
}

/** Digits and delimiters are half of any list of numbers; in UTF-16 each has a zero byte beside it. */
function unmarkedUtf16(head: Uint8Array): Encoding | null {
  let [even, odd] = [0, 0];
  head.forEach((byte, at) => {
    if (byte !== 0) return;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  });
  const some = head.length / 8;
  if (odd > some && even === 0) return 'utf-16le';
  return even > some && odd === 0 ? 'utf-16be' : null;
}

function narrowEncoding(pieces: readonly Uint8Array[]): Encoding {
  if (pieces.every((piece, at) => isAll('utf-8', at === 0 ? piece : withoutBroken(piece)))) return 'utf-8';
  if (loneShare(pieces) > 0.5) return 'windows-1252';
  const [head = new Uint8Array()] = pieces;
  return isAll('gb18030', head) ? 'gb18030' : 'windows-1252';
}

function isAll(encoding: Encoding, bytes: Uint8Array): boolean {
  try {
    // A character that the end of the piece cuts in two is no fault.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Without the rest of a UTF-8 character that the beginning of the piece has cut in two. */
function withoutBroken(piece: Uint8Array): Uint8Array {
  let begin = 0;
  while (begin < 3 && ((piece[begin] ?? 0) & 0xc0) === 0x80) begin += 1;
  return piece.subarray(begin);
}

/**
 * The share of bytes above ASCII that stand alone. Chinese characters are pairs of such bytes and follow
 * one another; the accents of western languages stand alone among letters.
 */
function loneShare(pieces: readonly Uint8Array[]): number {
  let [lone, runs] = [0, 0];
  for (const piece of pieces) {
    let length = 0;
    for (const byte of piece) {
      if (byte >= 0x80) {
        length += 1;
        continue;
      }
      if (length > 0) runs += 1;
      if (length === 1) lone += 1;
      length = 0;
    }
  }
  return runs === 0 ? 0 : lone / runs;
}
