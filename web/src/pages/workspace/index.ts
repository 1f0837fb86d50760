// The workspace of an agent: the calls they are given, one after the other.
import { CustomerServiceOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { workspaceTexts } from './texts.ts';

export const workspacePage: Page = {
  path: '/workspace',
  permission: 'agent.work.own',
  texts: workspaceTexts,
  place: { group: 'people', icon: CustomerServiceOutlined },
  load: async () => (await import('./WorkspacePage.tsx')).WorkspacePage,
};
