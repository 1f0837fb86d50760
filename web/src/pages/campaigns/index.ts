// The list of campaigns.
import { PhoneOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { campaignsTexts } from './texts.ts';

export const campaignsPage: Page = {
  path: '/campaigns',
  permission: 'campaign.read',
  texts: campaignsTexts,
  place: { group: 'run', icon: PhoneOutlined },
  load: async () => (await import('./CampaignsPage.tsx')).CampaignsPage,
};
