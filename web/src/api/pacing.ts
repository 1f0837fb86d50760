// What pacing decides for a campaign at this moment, and why a beat placed so many calls.
import { queryOptions } from '@tanstack/react-query';
import { campaignPath } from './campaigns.ts';
import { askPath } from './client.ts';

/** What `GET …/pacing` tells, as far as pages show it. */
export interface PacingNow {
  readonly at: string | null;
  readonly method: string | null;
  readonly reason: string | null;
  readonly sentence: string | null;
  readonly agents: Readonly<Record<'staffed' | 'idle' | 'talking' | 'wrapUp' | 'onBreak', number | null>>;
  readonly ringing: number | null;
  readonly waiting: number | null;
  readonly answerRatePercent: number | null;
  readonly riskMaxPercent: number | null;
  readonly callsThisBeat: number | null;
  readonly talkSecondsMean: number | null;
  readonly usagePercent: number | null;
}

export const pacingQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['pacing', vdnId, id],
    queryFn: ({ signal }) => askPath<PacingNow>('GET', `${campaignPath(vdnId, id)}/pacing`, { signal }),
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
