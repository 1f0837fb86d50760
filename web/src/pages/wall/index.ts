// The wall: all agents at work, for supervisors.
import { TeamOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { wallTexts } from './texts.ts';

export const wallPage: Page = {
  path: '/wall',
  permission: 'agent.work',
  texts: wallTexts,
  place: { group: 'people', icon: TeamOutlined },
  load: async () => (await import('./WallPage.tsx')).WallPage,
};
