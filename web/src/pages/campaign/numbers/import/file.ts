// Reads a file without ever holding it whole: a few places of it to look at, and the way into UTF-8 piece
// by piece.
import type { Encoding, Pieces } from './encoding.ts';

export interface Sample extends Pieces {
  /** True when `head` is all of the file. */
  readonly isWhole: boolean;
}

const headBytes = 262_144;
const pieceBytes = 32_768;
/** Places beyond the beginning that are looked at for how the file is encoded. */
const places = 16;

/** Rejects when the file cannot be read, such as when it was deleted or changed since it was chosen. */
export async function readSample(file: Blob): Promise<Sample> {
  const bytesAt = async (begin: number, length: number): Promise<Uint8Array> =>
    new Uint8Array(await file.slice(begin, begin + length).arrayBuffer());
  const head = await bytesAt(0, headBytes);
  const isWhole = file.size <= headBytes;
  const step = (file.size - headBytes) / places;
  const begins = isWhole ? [] : Array.from({ length: places }, (_, at) => headBytes + Math.floor(at * step));
  return { head, others: await Promise.all(begins.map((begin) => bytesAt(begin, pieceBytes))), isWhole };
}

/** False when the file was moved, deleted or changed after it was chosen: then it cannot be sent either. */
export const isReadable = (file: Blob): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

/** Larger ones were slower, and left the page more to clear away. */
const chunkBytes = 262_144;

/**
 * The file in UTF-8. Each piece becomes a Blob of its own, which the browser keeps outside of the page: of
 * 200 MB the page holds 70 at most, and the browser all of it. It cannot be sent while it is made, since a
 * stream as a request's body asks for HTTP/2; a file that is UTF-8 already is read from the disk as it goes.
 *
 * A byte that is not a character of `encoding` becomes one that is not UTF-8, so the server leaves out and
 * names exactly those rows.
 *
 * @param onRead is told the share that is done, 0 to 1
 */
export async function inUtf8(
  file: Blob,
  encoding: Encoding,
  onRead: (share: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  if (encoding === 'utf-8') return file;
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  const parts: Blob[] = [];
  for (let begin = 0; begin < file.size; begin += chunkBytes) {
    signal.throwIfAborted();
    const isLast = begin + chunkBytes >= file.size;
    const bytes = await file.slice(begin, begin + chunkBytes).arrayBuffer();
    const text = decoder.decode(bytes, { stream: !isLast });
    parts.push(
      new Blob(
        text
          .split('\ufffd')
          .flatMap((piece, at) => (at === 0 ? [encoder.encode(piece)] : [noUtf8, encoder.encode(piece)])),
      ),
    );
    onRead(Math.min(1, (begin + chunkBytes) / file.size));
  }
  return new Blob(parts);
}

const noUtf8 = new Uint8Array([0xff]);
