// How answers are kept. Nothing is asked again by the clock: what changes by itself comes over a stream,
// and what a person changes is asked again at once (`readAgain`). A key begins with its concept and, where
// the concept has several answers, with the name of the answer; each is written once (test/tidy.test.ts).
import { QueryClient } from '@tanstack/react-query';
import { isPassing, Problem } from './problem.ts';

type Concept =
  | 'accessKeys'
  | 'agents'
  | 'audit'
  | 'callbackWarnings'
  | 'calls'
  | 'campaigns'
  | 'explanations'
  | 'flows'
  | 'notices'
  | 'numbers'
  | 'pacing'
  | 'session'
  | 'sessions'
  | 'skillQueues'
  | 'system'
  | 'users'
  | 'vdn'
  | 'work';

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Problem;
    queryKey: readonly [Concept, ...unknown[]];
  }
}

/** Somebody who comes back to a page within this sees what was there, and no spinner. */
const freshMillis = 30_000;
const triesMax = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: freshMillis,
      retry: (tries, error) => error instanceof Problem && isPassing(error) && tries < triesMax,
    },
    mutations: { retry: false },
  },
});

/** Asks again for every answer of these concepts that is on the screen, and for the others when they are shown. */
export async function readAgain(...concepts: readonly Concept[]): Promise<void> {
  await Promise.all(concepts.map((concept) => queryClient.invalidateQueries({ queryKey: [concept] })));
}
