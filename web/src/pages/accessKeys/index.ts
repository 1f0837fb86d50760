// Keys with which other software signs its requests.
import { KeyOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { accessKeysTexts } from './texts.ts';

export const accessKeysPage: Page = {
  path: '/access-keys',
  permission: 'key.read',
  texts: accessKeysTexts,
  place: { group: 'house', icon: KeyOutlined },
  load: async () => (await import('./AccessKeysPage.tsx')).AccessKeysPage,
};
