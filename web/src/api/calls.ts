// The calls of a campaign, the newest first, a portion at a time; and how many ended in which way.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type AnswerOf, addressOf } from '../../../src/api/route.ts';
import { type Call, getCalls, getCallsFile, getOutcomes } from '../../../src/api/routes/calls.ts';
import { ask } from './client.ts';

export type Outcomes = AnswerOf<typeof getOutcomes>;

export interface CallFilter {
  readonly called: string;
  readonly outcome: string;
}

const limit = 50;
/** A filtered portion may be empty while older calls would fit: so many are looked through at a time. */
const looksMax = 10;

export const callsQuery = (vdnId: number, id: number, filter: CallFilter) =>
  infiniteQueryOptions({
    queryKey: ['calls', 'list', vdnId, id, filter],
    queryFn: async ({ pageParam, signal }): Promise<AnswerOf<typeof getCalls>> => {
      const items: Call[] = [];
      let next: string | null = pageParam;
      for (let look = 0; look < looksMax && items.length < limit; look += 1) {
        const query = { ...filter, limit, ...(next === null ? {} : { before: next }) };
        const portion = await ask(getCalls, { params: { vdnId, id }, query, signal });
        items.push(...portion.items);
        ({ next } = portion);
        if (next === null) break;
      }
      return { items, next };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });

/** Where the calls that fit are to be had as a file. */
export const callsFile = (vdnId: number, id: number, filter: CallFilter): string =>
  addressOf(getCallsFile, { vdnId, id }, { ...filter });

export const outcomesQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['calls', 'outcomes', vdnId, id],
    queryFn: ({ signal }) => ask(getOutcomes, { params: { vdnId, id }, signal }),
    // Calls end all the time: somebody who opens the tab wants the present counts.
    staleTime: 0,
  });
