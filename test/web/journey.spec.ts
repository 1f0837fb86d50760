// Through the whole console by clicking in the navigation, as each role: from each page directly to each other
// one, with the tabs of a campaign opened before. Pages share what the browser has read, so one more test
// begins at every tab with nothing read yet, and goes to every page from there.
import type { Page } from '@playwright/test';
import { items } from '../../src/cli/read.ts';
import { allows, type Role } from '../../src/core/user.ts';
import { campaignTabs } from '../../web/src/pages/campaign/tabs.ts';
import { pages } from '../../web/src/pages/index.ts';
import type { Page as ShownPage } from '../../web/src/pages/page.ts';
import { shellTexts } from '../../web/src/shell/texts.ts';
import { home, openApi } from './api.ts';
import { expect, test } from './console.ts';
import { users } from './people.ts';

const texts = shellTexts.en_US;

// The other stories are told to a browser that asks for stillness; here everything moves as it does by itself.
test.use({ contextOptions: {} });

for (const [user, role] of Object.entries(users)) {
  test(`${role}: from every page to every other page`, async ({ page, visit }) => {
    await visit(user, '/');
    const faults: string[] = [];
    if (allows(role, 'campaign.read')) {
      await page.getByRole('link', { name: 'Contract renewals' }).click();
      for (const name of await page.getByRole('tab').allInnerTexts()) {
        await page.getByRole('tab', { name, exact: true }).click();
        await whole(page).catch((error: unknown) => faults.push(`the tab ${name}: ${error}`));
      }
    }
    let from = 'the tabs';
    for (const one of everyPair(navigationOf(role))) {
      const title = one.texts.en_US.title;
      await go(page, one).catch((error: unknown) => faults.push(`${from} → ${title}: ${error}`));
      from = title;
    }
    expect(faults).toEqual([]);
  });
}

test('from every tab, and from a new campaign, to every page', async ({ page, visit }) => {
  const id = await anyCampaign();
  await visit('anna', '/');
  const faults: string[] = [];
  for (const start of ['new', ...campaignTabs.map(({ key }) => `${id}/${key}`)]) {
    await page.goto(`/campaigns/${start}`);
    await whole(page).catch((error: unknown) => faults.push(`${start}: ${error}`));
    for (const one of navigationOf('administrator'))
      await go(page, one).catch((error: unknown) => faults.push(`${start} → ${one.path}: ${error}`));
  }
  expect(faults).toEqual([]);
});

const navigationOf = (role: Role): readonly ShownPage[] =>
  pages.filter(({ permission, place }) => place !== null && allows(role, permission));

/** A predicted campaign of the demo world has every tab. */
async function anyCampaign(): Promise<number> {
  const api = await openApi();
  const found = items(await api.send('GET', `${home}/campaigns?name=Contract%20renewals`), 'items');
  return Number(Reflect.get(Object(found.at(-1)), 'id'));
}

async function go(page: Page, { path, texts: { en_US } }: ShownPage): Promise<void> {
  await page
    .getByRole('navigation', { name: texts.navigation })
    .getByRole('link', { name: en_US.title, exact: true })
    .click();
  await expect(page).toHaveURL(new RegExp(`${path}(?:[?]|$)`));
  await whole(page);
}

/** The page is there with what it shows. A page that broke says so in its place. */
async function whole(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.ant-skeleton')).toHaveCount(0);
  expect(await page.getByText(texts.pageFailed).count(), texts.pageFailed).toBe(0);
}

/** A round that goes from each page to each other one, once. */
function everyPair(all: readonly ShownPage[]): readonly ShownPage[] {
  const left = new Map(all.map((one) => [one, all.filter((other) => other !== one)]));
  const round: ShownPage[] = [];
  const way = all.slice(0, 1);
  for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
    const next = left.get(last)?.pop();
    if (next !== undefined) way.push(next);
    else round.unshift(...way.splice(-1));
  }
  return round;
}
