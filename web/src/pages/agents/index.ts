// People who talk: their skills and their telephones.
import { IdcardOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { agentsTexts } from './texts.ts';

export const agentsPage: Page = {
  path: '/agents',
  permission: 'agent.read',
  texts: agentsTexts,
  place: { group: 'people', icon: IdcardOutlined },
  load: async () => (await import('./AgentsPage.tsx')).AgentsPage,
};
