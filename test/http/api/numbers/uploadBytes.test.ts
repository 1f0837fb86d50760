// The bytes of an upload: in blocks, at a pace, or a failure in words. Time is what the test says.
import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { FileFailure, openUpload } from '../../../../src/http/api/numbers/uploadBytes.ts';

/** What an upload of `chunks` comes to, when each of them takes so many seconds to arrive. */
async function receive(chunks: readonly string[], secondsEach: number): Promise<number | FileFailure> {
  let asked = 0;
  // It is asked before a chunk is waited for, and again when the chunk is there.
  const ticks = (): number => {
    asked += 1;
    return Math.floor(asked / 2) * secondsEach * 1000;
  };
  let bytes = 0;
  try {
    for await (const block of openUpload(
      Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
      null,
      ticks,
    ).blocks)
      bytes += block.length;
  } catch (error) {
    if (error instanceof FileFailure) return error;
    throw error;
  }
  return bytes;
}

test('a client that trickles is cut off with a sentence', async () => {
  const outcome = await receive(
    Array.from({ length: 200 }, () => 'x'),
    20,
  );
  expect(outcome).toMatchObject({
    type: 'uploadBroken',
    sentence: { en_US: 'The upload was slower than 2048 bytes a second.' },
  });
});

test('a slow line that goes on is not', async () => {
  // A chunk of 64 KiB each 20 s: 26 kbit/s.
  expect(
    await receive(
      Array.from({ length: 50 }, () => 'x'.repeat(65_536)),
      20,
    ),
  ).toBe(50 * 65_536);
});

test('a client that goes away is a failure in words', async () => {
  const body = new PassThrough();
  body.write('called\n');
  const read = (async () => {
    for await (const _block of openUpload(body, null, () => 0).blocks);
  })();
  body.destroy(new Error('aborted'));
  await expect(read).rejects.toMatchObject({ sentence: { en_US: 'The upload ended early.' } });
});

test('large chunks come in blocks and small ones together, with a turn of the loop between', async () => {
  const sizes: number[] = [];
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const chunks = [Buffer.alloc(1_000_000), ...Array.from({ length: 1000 }, () => Buffer.alloc(1))];
  for await (const block of openUpload(Readable.from(chunks), null, () => 0).blocks) sizes.push(block.length);
  isOver = true;
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2 * 16_384);
  expect(sizes.length).toBeLessThan(80);
  expect(turns).toBeGreaterThan(10);
});
