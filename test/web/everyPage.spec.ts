// Every page of the console and every tab of a campaign, as the lists of pages and tabs have them: on a desk
// and on a phone, in both languages, by day and by night. Each says its name in the language, nothing serious
// is in anybody's way, and nothing is wider than the screen. A new page is in the list, so it is in this test.
import type { Page } from '@playwright/test';
import { items } from '../../src/cli/read.ts';
import { campaignTabs } from '../../web/src/pages/campaign/tabs.ts';
import { campaignTexts } from '../../web/src/pages/campaign/texts.ts';
import { pages } from '../../web/src/pages/index.ts';
import { isLong } from '../long.ts';
import { home, openApi } from './api.ts';
import { expect, expectAccessible, test } from './console.ts';

const looks = [
  { width: 1440, language: 'en_US' },
  { width: 360, language: 'zh_CN' },
  ...(isLong
    ? ([
        { width: 1440, language: 'zh_CN' },
        { width: 360, language: 'en_US' },
      ] as const)
    : []),
] as const;

for (const { width, language } of looks) {
  test.describe(() => {
    test.use({ language, viewport: { width, height: 900 } });

    test(`every page at ${width} px, ${language}`, async ({ page, visit }) => {
      test.setTimeout(900_000);
      const api = await openApi();
      const found = items(await api.send('GET', `${home}/campaigns?name=Contract%20renewals`), 'items');
      const id = Number(Reflect.get(Object(found.at(-1)), 'id'));
      const shown = pages.map(({ path, texts }) => ({
        address: path.replace(':id', String(id)).replace('/:tab?', ''),
        title: texts[language].title,
      }));
      const tabs = campaignTabs.map(({ key }) => ({
        address: `/campaigns/${id}/${key}`,
        title: campaignTexts[language].title,
      }));
      await visit('anna', '/campaigns');
      // One page that is not well must not hide the next.
      const faults: string[] = [];
      for (const { address, title } of [...shown, ...tabs])
        await judge(page, address, title, width).catch((error: unknown) =>
          faults.push(`${address}: ${error}`),
        );
      expect(faults).toEqual([]);
    });
  });
}

async function judge(page: Page, address: string, title: string, width: number): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    // Before the page loads: a page that is open may hear of the change late.
    await page.emulateMedia({ colorScheme });
    await page.goto(address);
    await expect(page).toHaveTitle(`${title} · Campana`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // What is on its way shows gray bars; a page is judged when it is there.
    await expect(page.locator('.ant-skeleton')).toHaveCount(0);
    await expectAccessible(page);
  }
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(wide, 'how wide it is').toBeLessThanOrEqual(width);
}
