// What the list of campaigns asks for.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CampaignSettings, CampaignState, DeviceType } from '../../../../src/core/campaign.ts';
import { ask, vdnPath } from '../../api/client.ts';
import type { Readable } from '../../api/readable.ts';

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

/** The key begins with `campaigns`: the live stream refreshes whatever does (live/liveFigures.ts). */
export const campaignsQuery = (vdnId: number, filter: CampaignFilter) =>
  queryOptions({
    queryKey: ['campaigns', vdnId, filter],
    queryFn: ({ signal }) =>
      ask<CampaignList>('GET', `${vdnPath(vdnId)}/campaigns`, { query: { ...filter }, signal }),
    placeholderData: keepPreviousData,
  });
