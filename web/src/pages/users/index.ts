// The users of a VDN, and their roles.
import { UserOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { usersTexts } from './texts.ts';

export const usersPage: Page = {
  path: '/users',
  permission: 'user.read',
  texts: usersTexts,
  place: { group: 'house', icon: UserOutlined },
  load: async () => (await import('./UsersPage.tsx')).UsersPage,
};
