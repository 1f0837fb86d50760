// The calls of a campaign, the newest first, a portion at a time; and how many ended in which way.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { campaignPath } from './campaigns.ts';
import { addressOf, ask } from './client.ts';

export interface ShownCall {
  readonly callId: string;
  readonly called: string;
  readonly callerNumber: string;
  readonly attempt: number;
  readonly state: string;
  readonly claimedAt: string;
  readonly ringingAt: string | null;
  readonly answeredAt: string | null;
  readonly waitingAt: string | null;
  readonly connectedAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly cause: string | null;
  readonly final: boolean | null;
  readonly agentId: string | null;
  readonly answeredBy: string | null;
  readonly recordPath: string | null;
  readonly flowVariables: Readonly<Record<string, string>>;
  readonly businessResult: string | null;
  readonly note: string | null;
}

interface Portion {
  readonly items: readonly ShownCall[];
  readonly next: string | null;
}

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
    queryFn: async ({ pageParam, signal }): Promise<Portion> => {
      const items: ShownCall[] = [];
      let next: string | null = pageParam;
      for (let look = 0; look < looksMax && items.length < limit; look += 1) {
        const query = { ...filter, limit, ...(next === null ? {} : { before: next }) };
        const portion: Portion = await ask('GET', `${campaignPath(vdnId, id)}/calls`, { query, signal });
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
  addressOf(`${campaignPath(vdnId, id)}/calls.csv`, { ...filter });

export interface Outcomes {
  /** The first and the last day that are counted. */
  readonly from: string;
  readonly to: string;
  readonly items: readonly { readonly day: string; readonly cause: string; readonly calls: number }[];
}

export const outcomesQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['calls', 'outcomes', vdnId, id],
    queryFn: ({ signal }) => ask<Outcomes>('GET', `${campaignPath(vdnId, id)}/outcomes`, { signal }),
    // Calls end all the time: somebody who opens the tab wants the present counts.
    staleTime: 0,
  });
