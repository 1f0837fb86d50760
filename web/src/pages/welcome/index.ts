// Where an administrator of an empty VDN begins; the empty list of campaigns leads here as well.
import type { Page } from '../page.ts';
import { welcomeTexts } from './texts.ts';

export const welcomePage: Page = {
  path: '/welcome',
  permission: 'vdn.change',
  texts: welcomeTexts,
  place: null,
  load: async () => (await import('./WelcomePage.tsx')).WelcomePage,
};
