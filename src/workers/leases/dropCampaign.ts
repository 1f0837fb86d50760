// Lets go of a campaign that another process drives by now.
import type { Driver } from '../../telephony/driver.ts';
import type { Pacers } from '../dialing/pacers.ts';
import type { Placements } from '../dialing/placements.ts';
import type { Driven, DrivenCampaign } from './driven.ts';

/** Where a campaign's calls are kept, and what was learned of it. */
export interface DropDeps {
  readonly driver: Pick<Driver, 'withdraw'>;
  readonly driven: Driven;
  readonly pacers: Pick<Pacers, 'forget'>;
  readonly placements: Pick<Placements, 'forget'>;
}

/** What waits here for its moment, or in a gateway's backlog, is not dialed. */
export function dropCampaign(
  { driver, driven, placements, pacers }: DropDeps,
  campaign: DrivenCampaign,
): void {
  placements.forget(campaign);
  driver.withdraw(new Set([...campaign.calls].map(({ call }) => call.id)));
  driven.drop(campaign);
  pacers.forget(campaign);
}
