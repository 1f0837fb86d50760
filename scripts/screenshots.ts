// `npm run screenshots`: every page of the console and every tab of two campaigns, in each look, into
// test-results/screenshots; and the pictures of the README into docs/pictures. With `-- --readme` only these.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import config from '../playwright.config.ts';
import { campaignTabs } from '../web/src/pages/campaign/tabs.ts';
import { pages } from '../web/src/pages/index.ts';
import { type Look, looks, nameOf, openPage } from './screenshots/looks.ts';
import { takeReadmePictures } from './screenshots/readme.ts';
import { openWorld, type World } from './screenshots/world.ts';

const folderOf = (path: string): string => fileURLToPath(new URL(`../${path}/`, import.meta.url));
const [pictures, screenshots] = [folderOf('docs/pictures'), folderOf('test-results/screenshots')];

/** So that charts have something to show. */
const beforeMillis = 20_000;
/** A page is whole when it has asked for nothing for half a second; its charts grow by the second. */
const settleMillis = 1_500;

const world = await openWorld();
const browser = await chromium.launch(config.use?.launchOptions ?? {});
try {
  await new Promise((resolve) => setTimeout(resolve, beforeMillis));
  mkdirSync(pictures, { recursive: true });
  await takeReadmePictures(browser, world, pictures);
  if (!process.argv.includes('--readme')) for (const look of looks) await takeAll(browser, world, look);
} finally {
  await browser.close();
  await world.close();
}

async function takeAll(from: Browser, of: World, look: Look): Promise<void> {
  const folder = join(screenshots, nameOf(look));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const page = await openPage(from, of, look, 'anna');
  for (const [name, address] of addressesOf(of)) await take(page, address, join(folder, `${name}.png`));
  await page.context().clearCookies();
  await take(page, '/', join(folder, 'sign-in.png'));
  await page.context().close();
}

/** Every page by its name; a campaign's, tab by tab, for one with agents and one without. */
function addressesOf({ predictedId, ivrId }: World): [name: string, address: string][] {
  return pages.flatMap(({ path }): [string, string][] => {
    if (!path.includes(':')) return [[path.slice(1).replaceAll('/', '-'), path]];
    return [
      ...campaignTabs.map(({ key }): [string, string] => [
        `campaign-${key}`,
        `/campaigns/${predictedId}/${key}`,
      ]),
      ['campaign-ivr', `/campaigns/${ivrId}`],
      ['campaign-ivr-settings', `/campaigns/${ivrId}/settings`],
      ['campaign-missing', '/campaigns/999999'],
    ];
  });
}

async function take(page: Page, address: string, path: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(settleMillis);
  await page.screenshot({ path, fullPage: true });
  process.stdout.write(`${path}\n`);
}
