// A database that is gone must not keep a caller waiting, and one that hangs says nothing. So the first statement
// of a request has a limit, and once the database is known to be gone one request at a time asks whether it is
// back, while all others fail at once.
import type { Database } from '../store/database/connection.ts';
import { isConnectionFailure } from '../store/database/connectionFailure.ts';

/** How long a request waits for its first answer of the database before it is answered with 500. */
const firstAnswerMillisecondsMax = 1000;

/** A write also waits for the disk, and a disk can be busy without being gone. */
export const firstWriteMillisecondsMax = 10_000;

interface Condition {
  isGone: boolean;
  /** A request is finding out whether the database is back. */
  isAsking: boolean;
}

const conditions = new WeakMap<Database, Condition>();

/** What `work` gives; throws at once while the database is gone, and after that time without an answer. */
export async function withinDatabaseLimit<Result>(
  database: Database,
  work: () => Promise<Result>,
  millisecondsMax = firstAnswerMillisecondsMax,
): Promise<Result> {
  const condition = conditions.get(database) ?? { isGone: false, isAsking: false };
  conditions.set(database, condition);
  if (condition.isGone && condition.isAsking) throw new Error('the database is gone');
  condition.isAsking = true;
  try {
    const result = await limited(work(), condition.isGone ? firstAnswerMillisecondsMax : millisecondsMax);
    condition.isGone = false;
    return result;
  } catch (error) {
    condition.isGone = isConnectionFailure(error);
    throw error;
  } finally {
    condition.isAsking = false;
  }
}

async function limited<Result>(work: Promise<Result>, millisecondsMax: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const lateness = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new Error('the database does not answer'));
    // When this process itself was late, the answer is here already and is read in this turn.
    timer = setTimeout(() => setImmediate(fail), millisecondsMax);
  });
  try {
    return await Promise.race([work, lateness]);
  } finally {
    clearTimeout(timer);
  }
}
