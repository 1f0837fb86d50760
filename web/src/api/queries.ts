// How answers are kept. Nothing is asked again by the clock: what changes by itself comes over a stream,
// and what a person changes is asked again at once (`invalidateQueries`).
import { QueryClient } from '@tanstack/react-query';
import { isPassing, Problem } from './problem.ts';

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Problem;
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
