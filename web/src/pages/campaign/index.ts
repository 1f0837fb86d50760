// One campaign, with a tab for each thing that can be seen or done there (tabs.ts).
import type { Page } from '../page.ts';
import { campaignTexts } from './texts.ts';

export const campaignPage: Page = {
  path: '/campaigns/:id/:tab?',
  permission: 'campaign.read',
  texts: campaignTexts,
  place: null,
  load: async () => (await import('./CampaignPage.tsx')).CampaignPage,
};
