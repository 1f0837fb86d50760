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
