// What every browser test is given: a page of the console in one of the two languages, ways to sign in,
// and eyes for what no page may do: break the policy, throw, or shut people out (axe).
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContextOptions, expect, type Page, test as plain } from '@playwright/test';
import type { Language } from '../../web/src/text/language.ts';
import { isLong } from '../long.ts';
import { password } from './people.ts';

export interface Fixtures {
  /** Signs in without the form, as one of people.ts or a user that the test has made, and opens that address. */
  readonly visit: (user: string, path: string, vdnId?: number) => Promise<Page>;
}

export interface Options {
  readonly language: Language;
}

export const test = plain.extend<Fixtures & Options>({
  language: ['en_US', { option: true }],
  // Known once the server runs. Playwright reads the names of what is needed out of the pattern.
  baseURL: async ({ browserName: _any }, use) => use(process.env.CAMPANA_TEST_CONSOLE ?? ''),
  locale: async ({ language }, use) => use(language === 'zh_CN' ? 'zh-CN' : 'en-GB'),
  page: async ({ page }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
    page.on('console', (message) => {
      // That a request was refused is the test's business, and is told by the page.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) faults.push(message.text());
    });
    await use(page);
    expect(faults, 'what the browser complained about').toEqual([]);
  },
  visit: async ({ page }, use) => {
    await use(async (user, path, vdnId = 1) => {
      const answer = await page.request.post('/api/v1/session', { data: { vdnId, user, password } });
      expect(answer.status()).toBe(201);
      await page.goto(path);
      return page;
    });
  },
});

/** In which languages a story is told: in one, and in a long run in both. everyPage.spec.ts shows each page in both. */
export const languagesOf = (usual: Language): readonly Language[] => (isLong ? ['en_US', 'zh_CN'] : [usual]);

/** Nothing serious is in the way of people who see, hear or move differently. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = serious.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`,
  );
  expect(told, 'what axe found').toEqual([]);
}

export const small: BrowserContextOptions['viewport'] = { width: 360, height: 740 };

export { expect } from '@playwright/test';
