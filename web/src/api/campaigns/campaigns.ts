// Campaigns: the list, one of them with its revisions and special dates, and the buttons.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../../../../src/api/route.ts';
import {
  getCampaign,
  getCampaigns,
  type ListedCampaign,
  pauseCampaign,
  postCampaign,
  removeCampaign,
  resumeCampaign,
  type ShownCampaign,
} from '../../../../src/api/routes/campaigns.ts';
import type { CampaignState, DeviceType } from '../../../../src/core/campaign.ts';
import { ask } from '../client.ts';
import { queryClient, readAgain } from '../kept.ts';

export type { ListedCampaign };
export type CampaignDetail = ShownCampaign;

export interface CampaignFilter {
  readonly name: string;
  readonly state: CampaignState | '';
  readonly deviceType: DeviceType | '';
  /** As the interface has it: `name`, or `-name` for the other way round; empty: the newest first. */
  readonly sort: string;
  /** From 1. */
  readonly page: number;
  /** Rows of a page, 1 to 100. */
  readonly limit: number;
}

/** The contract's body of a campaign, by field; what is not filled in is undefined. */
export type CampaignBody = Readonly<Record<string, unknown>>;

export const campaignsQuery = (vdnId: number, filter: CampaignFilter) =>
  queryOptions({
    queryKey: ['campaigns', 'list', vdnId, filter],
    queryFn: ({ signal }) => {
      const { state, deviceType, ...rest } = filter;
      const query = { ...rest, ...(state === '' ? {} : { state }), deviceType: String(deviceType) };
      return ask(getCampaigns, { params: { vdnId }, query, signal });
    },
    placeholderData: keepPreviousData,
  });

export const campaignQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['campaigns', 'one', vdnId, id],
    queryFn: ({ signal }) => ask(getCampaign, { params: { vdnId, id }, signal }),
  });

export async function addCampaign(vdnId: number, body: CampaignBody): Promise<AnswerOf<typeof postCampaign>> {
  const added = await ask(postCampaign, { params: { vdnId }, body });
  await readAgain('campaigns');
  return added;
}

/** Pauses, or resumes and starts; everything that shows campaigns is read again. */
export async function changeState(vdnId: number, id: number, action: 'pause' | 'resume'): Promise<void> {
  await ask(action === 'pause' ? pauseCampaign : resumeCampaign, { params: { vdnId, id } });
  await readAgain('campaigns');
}

/** `archive` keeps its numbers and results as history. Only lists of campaigns are read again. */
export async function deleteCampaign(vdnId: number, id: number, archive: boolean): Promise<void> {
  await ask(removeCampaign, { params: { vdnId, id }, query: { archive: archive ? 'yes' : 'no' } });
  await queryClient.invalidateQueries({
    // The page of the deleted campaign is still open, and must not ask for it.
    predicate: ({ queryKey: [concept, , , of] }) => concept === 'campaigns' && of !== id,
  });
}
