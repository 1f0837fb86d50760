// What every tab of a campaign's page knows of the campaign, and the two buttons.
import { queryOptions } from '@tanstack/react-query';
import type { CallHandling } from '../../../../src/core/handling.ts';
import { ask, vdnPath } from '../../api/client.ts';
import { queryClient } from '../../api/queries.ts';
import type { ListedCampaign } from '../campaigns/queries.ts';
export interface CampaignDetail extends ListedCampaign {
  readonly handling: CallHandling;
  readonly timeZone: string;
}

export const campaignPath = (vdnId: number, id: number): string => `${vdnPath(vdnId)}/campaigns/${id}`;

export const campaignQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['campaigns', vdnId, id],
    queryFn: ({ signal }) => ask<CampaignDetail>('GET', campaignPath(vdnId, id), { signal }),
  });

/** Pauses, or resumes and starts; everything that shows campaigns is read again. */
export async function changeState(vdnId: number, id: number, action: 'pause' | 'resume'): Promise<void> {
  await ask('POST', `${campaignPath(vdnId, id)}/${action}`);
  await queryClient.invalidateQueries({ queryKey: ['campaigns'] });
}

/** `archive` keeps its numbers and results as history. What was read of it is forgotten. */
export async function deleteCampaign(vdnId: number, id: number, archive: boolean): Promise<void> {
  await ask('DELETE', campaignPath(vdnId, id), { query: { archive: archive ? 'yes' : 'no' } });
  await queryClient.invalidateQueries({
    queryKey: ['campaigns'],
    // The page that is about to be left must not find out that its campaign is gone.
    predicate: ({ queryKey }) => queryKey[2] !== id,
  });
}

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
    queryFn: ({ signal }) => ask<PacingNow>('GET', `${campaignPath(vdnId, id)}/pacing`, { signal }),
  });
