// The two ways in which a command fails, and the exit code of each. Any other exception is our fault and
// shows its message as well.

/** The command was understood and could not be carried out: exit code 1. */
export class Failure extends Error {}

/** The command was not understood: exit code 2. */
export class WrongUse extends Error {}

export const exitCodeOf = (error: unknown): 1 | 2 => (error instanceof WrongUse ? 2 : 1);

/** The sentence for a person; a network error's own text says too little, so its cause is added. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError) return `${error.message}: ${cause.errors.map(sentenceOf).join('; ')}`;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
