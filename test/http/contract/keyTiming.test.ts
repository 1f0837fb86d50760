// How long a refusal takes tells nothing about which access keys exist: the same work is done for a key
// that is there, also one in constant use, and for one that is not.
import { expect, test } from 'vitest';
import { openDoor } from './door.ts';

const door = await openDoor();
const wrong = { signature: () => '0'.repeat(64) };
const unknown = { ak: `AK0001${'A'.repeat(16)}`, secret: 'none' };

const millisecondsOf = async (key: typeof unknown): Promise<number> => {
  const begunAt = performance.now();
  const answer = await door.call('GET', '', undefined, { ...wrong, key });
  expect(answer.status).toBe(401);
  return performance.now() - begunAt;
};

const median = (times: number[]): number =>
  times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0;

test('a wrong signature takes as long for a known key as for an unknown one', async () => {
  const [known, notKnown]: [number[], number[]] = [[], []];
  for (let round = 0; round < 150; round += 1) {
    // In use, so it is in memory.
    await door.call('GET', '');
    known.push(await millisecondsOf(door.key));
    notKnown.push(await millisecondsOf(unknown));
  }
  const ratio = median(known) / median(notKnown);
  expect(ratio).toBeGreaterThan(0.7);
  expect(ratio).toBeLessThan(1.4);
});
