// Every page of the console and every tab of a campaign, as the lists of pages and tabs have them: by day and
// by night, on a telephone and on a desk, nothing serious is in anybody's way, and nothing is wider than the
// screen. A new page is in the list, so it is in this test.
import type { Page } from '@playwright/test';
import { items } from '../../src/cli/read.ts';
import { campaignTabs } from '../../web/src/pages/campaign/tabs.ts';
import { pages } from '../../web/src/pages/index.ts';
import { home, openApi } from './api.ts';
import { expect, expectAccessible, test } from './console.ts';

const address = (path: string, campaignId: number): string =>
  path.replace(':id', String(campaignId)).replace('/:tab?', '');

for (const width of [360, 1440]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`every page at ${width} px, ${colorScheme}`, async ({ page, visit }) => {
      test.setTimeout(400_000);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const api = await openApi();
      const found = items(await api.send('GET', `${home}/campaigns?name=Contract%20renewals`), 'items');
      const id = Number(Reflect.get(Object(found.at(-1)), 'id'));
      const addresses = [
        ...pages.map(({ path }) => address(path, id)),
        ...campaignTabs.map(({ key }) => `/campaigns/${id}/${key}`),
      ];
      await visit('anna', '/campaigns');
      // One page that is not well must not hide the next.
      const faults: string[] = [];
      for (const one of addresses)
        await judge(page, one, width).catch((error: unknown) => faults.push(`${one}: ${error}`));
      expect(faults).toEqual([]);
    });
  }
}

async function judge(page: Page, one: string, width: number): Promise<void> {
  await page.goto(one);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // What is on its way shows grey bars; a page is judged when it is there.
  await expect(page.locator('.ant-skeleton')).toHaveCount(0);
  await expectAccessible(page);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(wide, 'how wide it is').toBeLessThanOrEqual(width);
}
