// IVR flows: what answers in the place of an agent.
import { BranchesOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { flowsTexts } from './texts.ts';

export const flowsPage: Page = {
  path: '/flows',
  permission: 'flow.read',
  texts: flowsTexts,
  place: { group: 'house', icon: BranchesOutlined },
  load: async () => (await import('./FlowsPage.tsx')).FlowsPage,
};
