// Requests of one access key a second, counted when its signature has been verified: a key that is only
// claimed is not counted, so it cannot use up the real key's limit.
import { HttpFailure } from './failure.ts';

/** No integrator comes near it; it keeps a broken loop on many machines from taking the server with it. */
const requestsPerSecondMax = 4000;
const keysMax = 10_000;

let second = 0;
const counts = new Map<string, number>();

/** @throws HttpFailure 429 when the key has used up this second */
export function countKey(ak: string): void {
  const now = Math.floor(performance.now() / 1000);
  if (now !== second || counts.size > keysMax) counts.clear();
  second = now;
  const count = (counts.get(ak) ?? 0) + 1;
  counts.set(ak, count);
  if (count > requestsPerSecondMax) throw new HttpFailure(429, 'the key asks too often');
}
