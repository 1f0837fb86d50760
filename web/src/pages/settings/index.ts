// The settings of the VDN.
import { SettingOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { settingsTexts } from './texts.ts';

export const settingsPage: Page = {
  path: '/settings',
  permission: 'vdn.read',
  texts: settingsTexts,
  place: { group: 'house', icon: SettingOutlined },
  load: async () => (await import('./SettingsPage.tsx')).SettingsPage,
};
