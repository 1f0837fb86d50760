// What the house stands on: gateways, processes, database.
import { CloudServerOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { systemTexts } from './texts.ts';

export const systemPage: Page = {
  path: '/system',
  permission: 'system.read',
  texts: systemTexts,
  place: { group: 'house', icon: CloudServerOutlined },
  load: async () => (await import('./SystemPage.tsx')).SystemPage,
};
