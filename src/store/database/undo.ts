// A transaction that may be undone and has an answer all the same.
import type { Database, TransactionLimits, Work } from './connection.ts';

/** Thrown in the work of `beginUndoable` to undo it; carries the answer. */
export class Undone<Answer> extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('undone');
    this.answer = answer;
  }
}

/**
 * Does the work in a transaction and gives its answer. When the work throws `Undone` nothing of it stays,
 * and the answer is the one that it carries; any other error comes out again.
 */
export async function beginUndoable<Answer>(
  database: Database,
  work: Work<Answer>,
  limits?: TransactionLimits,
): Promise<Answer> {
  try {
    return await database.begin(work, limits);
  } catch (error) {
    if (error instanceof Undone) return error.answer;
    throw error;
  }
}
