// The bytes of an upload as they arrive: bounded, counted, hashed, in blocks between which the process does
// its other work. A client that stops, trickles or goes away is a failure in words.
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ProblemType } from '../../../api/problem.ts';
import type { Bilingual } from '../../../core/language.ts';
import { fileTexts } from './importTexts.ts';

/** 1 GiB: ten million rows and more. */
export const uploadBytesMax = 1_073_741_824;
/** Some milliseconds of judging rows, even of rows of one character: nothing waits longer for an upload. */
const blockBytes = 16_384;
/** The least that a client must bring while it is waited for: half of what the slowest telephone line has. */
export const bytesPerSecondMin = 2048;
/** That pace is asked over so long, and a client that brings nothing is given as long. */
export const patienceMilliseconds = 30_000;

/** The file, or its upload, cannot go on; nothing of it is added. */
export class FileFailure extends Error {
  readonly type: ProblemType;
  readonly sentence: Bilingual;
  /** What the answer tells a program beside the sentence. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(type: ProblemType, sentence: Bilingual, fields: Readonly<Record<string, unknown>> = {}) {
    super(sentence.en_US);
    this.type = type;
    this.sentence = sentence;
    this.fields = fields;
  }
}

export interface Upload {
  /** To be read once; throws `FileFailure`. */
  readonly blocks: AsyncIterable<Buffer>;
  /** SHA-256 of all bytes, lower-case hex; to be asked when all blocks are read. */
  readonly sha256: () => string;
}

/**
 * @param claimed what the bytes must hash to, lower-case hex; null: not said
 * @param ticks milliseconds that never go back
 */
export function openUpload(body: Readable, claimed: string | null, ticks: () => number): Upload {
  const hash = createHash('sha256');
  let sha256 = '';
  async function* blocks(): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of chunksOf(body, ticks)) {
      bytes += chunk.length;
      if (bytes > uploadBytesMax) throw new FileFailure('tooLarge', fileTexts.tooLarge);
      for (let at = 0; at < chunk.length; at += blockBytes) {
        const block = chunk.subarray(at, at + blockBytes);
        hash.update(block);
        yield block;
        await nextTurn();
      }
    }
    sha256 = hash.digest('hex');
    if (claimed !== null && claimed !== sha256) {
      throw new FileFailure('uploadBroken', fileTexts.otherHash);
    }
  }
  return { blocks: gathered(blocks()), sha256: () => sha256 };
}

/**
 * Small blocks as one: a client that sends byte by byte must not have its open record read again for each
 * byte.
 */
async function* gathered(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const block of blocks) {
    waiting.push(block);
    bytes += block.length;
    if (bytes < blockBytes) continue;
    yield Buffer.concat(waiting);
    [waiting, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}

/** The chunks of the body, for as long as its sender keeps the pace; only time spent waiting for it counts. */
async function* chunksOf(body: Readable, ticks: () => number): AsyncGenerator<Buffer> {
  // The body is not destroyed with the loop: its sender is still to hear the answer.
  const chunks: AsyncIterator<Buffer> = body.iterator({ destroyOnReturn: false });
  let [waited, brought] = [0, 0];
  for (;;) {
    const from = ticks();
    const next = await withinPatience(chunks.next());
    if (next.done === true) return;
    waited += ticks() - from;
    brought += next.value.length;
    if (waited >= patienceMilliseconds) {
      if (brought < (bytesPerSecondMin * waited) / 1000) {
        throw new FileFailure('uploadBroken', fileTexts.slow(bytesPerSecondMin));
      }
      [waited, brought] = [0, 0];
    }
    yield next.value;
  }
}

async function withinPatience<Value>(next: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    const stop = (): void => reject(new FileFailure('uploadBroken', fileTexts.stopped));
    timer = setTimeout(stop, patienceMilliseconds);
  });
  const arrival = next.catch(() => {
    throw new FileFailure('uploadBroken', fileTexts.broken);
  });
  try {
    return await Promise.race([arrival, patience]);
  } finally {
    clearTimeout(timer);
  }
}
