// Places for the hashing of passwords: one bound for the whole process. A hash holds a thread of the four
// that files and host names need too, 19 MiB, and a processor for some fifty milliseconds. So few run at
// once, the others wait in line, and the lines of different callers take turns: a caller with many requests
// delays the others by no more than one hash each.
import { availableParallelism } from 'node:os';
import { HttpFailure } from '../../failure.ts';

/** Half of the processors, and of the four threads at most two: calls and pages have the rest. */
const runningMax = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));
/** Running and waiting, of one caller and in all; a hash in line waits for about 2 s at most. */
const ofOneCallerMax = 8;
const inAllMax = 64;

interface Line {
  /** Those of the caller that run or wait. */
  count: number;
  readonly waiting: (() => void)[];
}

// A map keeps the order of insertion: the caller whose turn it was goes to the end.
const lines = new Map<string, Line>();
let running = 0;
let inAll = 0;

/**
 * Does `work` in one of the places.
 * @param caller whose line it waits in: an address that signs in, or a VDN whose people set passwords
 * @throws HttpFailure 429 when the line of the caller, or all lines together, are full
 */
export async function inHashingPlace<Result>(caller: string, work: () => Promise<Result>): Promise<Result> {
  const line = lines.get(caller) ?? { count: 0, waiting: [] };
  if (line.count >= ofOneCallerMax || inAll >= inAllMax) {
    throw new HttpFailure(429, 'too many passwords are being hashed');
  }
  lines.set(caller, line);
  line.count += 1;
  inAll += 1;
  try {
    if (running >= runningMax) await new Promise<void>((resolve) => line.waiting.push(resolve));
    else running += 1;
    return await work();
  } finally {
    inAll -= 1;
    line.count -= 1;
    if (line.count === 0) lines.delete(caller);
    handOver();
  }
}

/** Gives the place that has become free to the next caller in turn. */
function handOver(): void {
  for (const [caller, line] of lines) {
    const next = line.waiting.shift();
    if (next === undefined) continue;
    lines.delete(caller);
    lines.set(caller, line);
    next();
    return;
  }
  running -= 1;
}
