// The log of changes and sign-ins.
import { AuditOutlined } from '@ant-design/icons';
import type { Page } from '../page.ts';
import { auditTexts } from './texts.ts';

export const auditPage: Page = {
  path: '/audit',
  permission: 'audit.read',
  texts: auditTexts,
  place: { group: 'house', icon: AuditOutlined },
  load: async () => (await import('./AuditPage.tsx')).AuditPage,
};
