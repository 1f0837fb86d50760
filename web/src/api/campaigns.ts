// Campaigns: the list, one of them with its revisions and special dates, and the buttons.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CampaignSettings, CampaignState, DeviceType } from '../../../src/core/campaign.ts';
import type { CallHandling } from '../../../src/core/handling.ts';
import { askPath, vdnPath } from './client.ts';
import { queryClient, readAgain } from './kept.ts';
import type { Readable } from './readable.ts';

export interface ListedCampaign {
  readonly id: number;
  readonly state: CampaignState;
  readonly revision: number;
  readonly settings: Readable<CampaignSettings>;
  readonly progress?: CampaignProgress;
}

export interface CampaignProgress {
  readonly waiting: number;
  readonly calling: number;
  readonly done: number;
  readonly calls: number;
  readonly succeeded: number;
  readonly beatAt: string | null;
}

export interface CampaignDetail extends ListedCampaign {
  readonly handling: CallHandling;
  readonly timeZone: string;
}

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

interface CampaignList {
  readonly items: readonly ListedCampaign[];
  readonly total: number;
}

/** The contract's body of a campaign, by field; what is not filled in is undefined. */
export type CampaignBody = Readonly<Record<string, unknown>>;

const campaignsPath = (vdnId: number): string => `${vdnPath(vdnId)}/campaigns`;
export const campaignPath = (vdnId: number, id: number): string => `${campaignsPath(vdnId)}/${id}`;

export const campaignsQuery = (vdnId: number, filter: CampaignFilter) =>
  queryOptions({
    queryKey: ['campaigns', 'list', vdnId, filter],
    queryFn: ({ signal }) =>
      askPath<CampaignList>('GET', campaignsPath(vdnId), { query: { ...filter }, signal }),
    placeholderData: keepPreviousData,
  });

export const campaignQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['campaigns', 'one', vdnId, id],
    queryFn: ({ signal }) => askPath<CampaignDetail>('GET', campaignPath(vdnId, id), { signal }),
  });

export async function addCampaign(vdnId: number, body: CampaignBody): Promise<CampaignDetail> {
  const added = await askPath<CampaignDetail>('POST', campaignsPath(vdnId), { body });
  await readAgain('campaigns');
  return added;
}

/** Pauses, or resumes and starts; everything that shows campaigns is read again. */
export async function changeState(vdnId: number, id: number, action: 'pause' | 'resume'): Promise<void> {
  await askPath('POST', `${campaignPath(vdnId, id)}/${action}`);
  await readAgain('campaigns');
}

/** `archive` keeps its numbers and results as history. Only lists of campaigns are read again. */
export async function deleteCampaign(vdnId: number, id: number, archive: boolean): Promise<void> {
  await askPath('DELETE', campaignPath(vdnId, id), { query: { archive: archive ? 'yes' : 'no' } });
  await queryClient.invalidateQueries({
    // The page of the deleted campaign is still open, and must not ask for it.
    predicate: ({ queryKey: [concept, , , of] }) => concept === 'campaigns' && of !== id,
  });
}
