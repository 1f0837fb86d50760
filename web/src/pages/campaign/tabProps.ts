// What each tab of a campaign's page is given.
import type { CampaignDetail } from '../../api/campaigns/campaigns.ts';

export interface TabProps {
  readonly campaign: CampaignDetail;
}
