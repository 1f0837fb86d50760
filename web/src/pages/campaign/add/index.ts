// A new campaign.
import type { Page } from '../../page.ts';
import { formTexts } from '../form/texts.ts';

export const addCampaignPage: Page = {
  path: '/campaigns/new',
  permission: 'campaign.change',
  texts: formTexts,
  place: null,
  load: async () => (await import('./AddCampaignPage.tsx')).AddCampaignPage,
};
