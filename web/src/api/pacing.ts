// What pacing decides for a campaign at this moment, and why a beat placed so many calls.
import { queryOptions } from '@tanstack/react-query';
import { getPacing } from '../../../src/api/pacing.ts';
import { campaignPath } from './campaigns.ts';
import { ask, askPath } from './client.ts';

export const pacingQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['pacing', vdnId, id],
    queryFn: ({ signal }) => ask(getPacing, { params: { vdnId, id }, signal }),
  });

export interface BeatAnswer {
  readonly at: string;
  readonly placed: number;
  readonly sentence: string;
  readonly dials: { readonly sentence: string } | null;
}

/**
 * Why the beat at `at` placed as many calls as it did.
 *
 * @param at milliseconds since 1970
 * @param dials a number of calls to compare with; null: none
 */
export const askBeat = (vdnId: number, id: number, at: number, dials: number | null): Promise<BeatAnswer> =>
  askPath('GET', `${campaignPath(vdnId, id)}/explain`, {
    query: { at: new Date(at).toISOString(), ...(dials === null ? {} : { dials }) },
  });
