// What this process last knew of campaigns that were changed, so that the next change of one need not read it.
// It may be out of date: who uses it repeats the revision in what he writes.
import type { Campaign } from '../../core/campaign.ts';
import type { CampaignId, VdnId } from '../../core/units.ts';
import type { Database } from '../database/connection.ts';

/** Some kilobytes each. The one that was not changed for the longest time is forgotten first. */
const campaignsMax = 5_000;

const memories = new WeakMap<Database, Map<string, Campaign>>();

const keyOf = (vdnId: VdnId, id: CampaignId): string => `${vdnId}:${id}`;

export function remember(database: Database, campaign: Campaign): void {
  const memory = memories.get(database) ?? new Map<string, Campaign>();
  memories.set(database, memory);
  const key = keyOf(campaign.vdnId, campaign.id);
  memory.delete(key);
  memory.set(key, campaign);
  const [oldest] = memory.keys();
  if (memory.size > campaignsMax && oldest !== undefined) memory.delete(oldest);
}

export const recall = (database: Database, vdnId: VdnId, id: CampaignId): Campaign | null =>
  memories.get(database)?.get(keyOf(vdnId, id)) ?? null;
