// A database that is gone must not keep a caller waiting: the driver queues statements while it
// connects again, so the first statement of a request is given a limit of its own.
import { setTimeout as delay } from 'node:timers/promises';

/** How long a request waits for its first answer of the database before it is answered with 500. */
const firstAnswerMillisecondsMax = 2000;

/** `work`, or an error after 2 s; what `work` still does then, nobody hears. */
export async function withinDatabaseLimit<Result>(work: Promise<Result>): Promise<Result> {
  const timer = new AbortController();
  const late = delay(firstAnswerMillisecondsMax, undefined, { signal: timer.signal }).then(() => {
    throw new Error('the database does not answer');
  });
  // When `work` is first, the timer's own rejection is nobody's business.
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
