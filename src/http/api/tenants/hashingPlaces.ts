// Places for the hashing of passwords: one bound for the whole process. A hash holds a thread of the four
// that files and host names need too, 19 MiB, and a processor for some fifty milliseconds. So few run at
// once, the others wait in queues, and the queues of different callers take turns: a caller with many requests
// delays the others by no more than one hash each.
import { availableParallelism } from 'node:os';
import { HttpFailure } from '../../failure.ts';

/** Half of the processors, and of the four threads at most two: calls and pages have the rest. */
const runningMax = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));
/** Running and waiting, of one caller and in all; one that waits does so for about 2 s at most. */
const ofOneCallerMax = 8;
const inAllMax = 64;

interface Queue {
  /** Those of the caller that run or wait. */
  count: number;
  readonly waiting: (() => void)[];
}

// A map keeps the order of insertion: the caller whose turn it was goes to the end.
const queues = new Map<string, Queue>();
let running = 0;
let inAll = 0;

/**
 * Does `work` in one of the places.
 * @param caller whose queue it waits in: an address that signs in, or a VDN whose people set passwords
 * @throws HttpFailure 429 when the queue of the caller, or all queues together, are full
 */
export async function inHashingPlace<Result>(caller: string, work: () => Promise<Result>): Promise<Result> {
  const queue = queues.get(caller) ?? { count: 0, waiting: [] };
  if (queue.count >= ofOneCallerMax || inAll >= inAllMax) {
    throw new HttpFailure(429, 'too many passwords are being hashed');
  }
  queues.set(caller, queue);
  queue.count += 1;
  inAll += 1;
  try {
    if (running >= runningMax) await new Promise<void>((resolve) => queue.waiting.push(resolve));
    else running += 1;
    return await work();
  } finally {
    inAll -= 1;
    queue.count -= 1;
    if (queue.count === 0) queues.delete(caller);
    passOn();
  }
}

/** Gives the place that has become free to the next caller in turn. */
function passOn(): void {
  for (const [caller, queue] of queues) {
    const next = queue.waiting.shift();
    if (next === undefined) continue;
    queues.delete(caller);
    queues.set(caller, queue);
    next();
    return;
  }
  running -= 1;
}
