// Skill queues: what agents can talk about, and what campaigns dial for.
import { ApartmentOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { queuesTexts } from './texts.ts';

export const queuesPage: Page = {
  path: '/skill-queues',
  permission: 'skill.read',
  texts: queuesTexts,
  place: { group: 'people', icon: ApartmentOutlined },
  load: async () => (await import('./QueuesPage.tsx')).QueuesPage,
};
