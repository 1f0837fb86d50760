// What this process last saved of campaigns, so that the next change of one need not read it. It may be out of
// date: what is written on the strength of it repeats the revision and the instant of the last change.
import type { Campaign } from '../../core/campaign.ts';
import type { CampaignId, Millis, VdnId } from '../../core/units.ts';
import type { Database } from '../database/connection.ts';

/** Some kilobytes each. The one that was not changed for the longest time is forgotten first. */
const campaignsMax = 5_000;

export interface KnownCampaign {
  readonly campaign: Campaign;
  /**
   * When it was changed last. After a fail-over that lost changes, another one may have the same revision.
   */
  readonly updatedAt: Millis;
}

const memories = new WeakMap<Database, Map<string, KnownCampaign>>();

const keyOf = (vdnId: VdnId, id: CampaignId): string => `${vdnId}:${id}`;

export function remember(database: Database, campaign: Campaign, updatedAt: Millis): void {
  const memory = memories.get(database) ?? new Map<string, KnownCampaign>();
  memories.set(database, memory);
  const key = keyOf(campaign.vdnId, campaign.id);
  memory.delete(key);
  memory.set(key, { campaign, updatedAt });
  const [oldest] = memory.keys();
  if (memory.size > campaignsMax && oldest !== undefined) memory.delete(oldest);
}

export const recall = (database: Database, vdnId: VdnId, id: CampaignId): KnownCampaign | null =>
  memories.get(database)?.get(keyOf(vdnId, id)) ?? null;
