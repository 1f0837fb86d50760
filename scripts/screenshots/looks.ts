// The looks of a page: width, language, light or dark; and a page of the console in such a look, with a
// signed-in user.
import type { Browser, Page } from '@playwright/test';
import { password } from '../../test/web/people.ts';
import { type Language, tagOf } from '../../web/src/text/language.ts';
import type { World } from './world.ts';

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly language: Language;
  readonly isDark: boolean;
}

export const looks: readonly Look[] = [
  { width: 1440, height: 900, language: 'en_US', isDark: false },
  { width: 1440, height: 900, language: 'en_US', isDark: true },
  { width: 1440, height: 900, language: 'zh_CN', isDark: false },
  { width: 360, height: 740, language: 'en_US', isDark: false },
  { width: 360, height: 740, language: 'zh_CN', isDark: true },
  { width: 2560, height: 1440, language: 'en_US', isDark: false },
];

/** `1440-dark-en`: the folder of a look. */
export const nameOf = ({ width, language, isDark }: Look): string =>
  `${width}-${isDark ? 'dark' : 'light'}-${language.slice(0, 2)}`;

export async function openPage(browser: Browser, { url }: World, look: Look, user: string): Promise<Page> {
  const { width, height, language, isDark } = look;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    locale: tagOf(language),
    colorScheme: isDark ? 'dark' : 'light',
  });
  const answer = await context.request.post('/api/v1/session', { data: { vdnId: 1, user, password } });
  if (!answer.ok()) throw new Error(`${user} cannot sign in: ${answer.status()}`);
  return context.newPage();
}
