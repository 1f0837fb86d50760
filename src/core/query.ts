// What is asked of the store, as values: pages of campaigns and results, days of statistics, and
// which numbers to delete. Ranges of instants are open at their end.
import type { CampaignState, DeviceType } from './campaign.ts';
import type { CampaignId, Millis } from './units.ts';

/** From `from` (`null`: the beginning of time) up to, not including, `before`. */
export interface InstantRange {
  readonly from: Millis | null;
  readonly before: Millis;
}

/** Both days included, `yyyy-MM-dd`. */
export interface DayRange {
  readonly begin: string;
  readonly end: string;
}

/** By what a list of campaigns is sorted; `id` is the order in which they were added. */
export const campaignOrders = ['id', 'name', 'begin', 'end'] as const;

export interface CampaignSort {
  readonly by: (typeof campaignOrders)[number];
  readonly descending: boolean;
}

export interface CampaignListQuery {
  /** Part of the name. */
  readonly name: string | null;
  /** True: a small letter finds a capital one. */
  readonly anyCase: boolean;
  /** Campaigns without a begin or an end come last either way; among equals the newest is first. */
  readonly sort: CampaignSort;
  readonly state: CampaignState | null;
  readonly deviceType: DeviceType | null;
  /** Campaigns that begin at this instant or later. */
  readonly beginFrom: Millis | null;
  /** Campaigns that end at this instant or earlier. */
  readonly endUntil: Millis | null;
  /** Counts from 1. */
  readonly page: number;
  /** 1 to 100. */
  readonly rowsPerPage: number;
}

export interface ResultQuery {
  readonly sessionId: string | null;
  readonly customField: string | null;
  /** By the time of the dial; `null`: all that is kept. */
  readonly dialed: InstantRange | null;
  /** Every attempt, or only the final result of each contact. */
  readonly everyAttempt: boolean;
  /** Counts from 1. */
  readonly page: number;
  /** 1 to 500, or 2000 when no page is asked for. */
  readonly rowsPerPage: number;
}

export interface ExceptionQuery {
  readonly campaignId: CampaignId;
  readonly days: DayRange;
}

/** The numbers that meet everything that is not `null`; at least one thing is given. */
export interface ContactFilter {
  readonly sessionId: string | null;
  readonly called: string | null;
  readonly customField: string | null;
  readonly recycled: InstantRange | null;
  /** Keep them as history instead of deleting them outright. */
  readonly archive: boolean;
}
