// How soon the console can be used: from the start of the navigation until a text has been typed into the
// sign-in form, and into the search above the list of campaigns. Each visit has a fresh browser profile
// with an empty cache. The yardstick is an empty page of the same server in the same browser. Beside it,
// the list of 10,000 campaigns: opening it, and turning its page.
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import config from '../playwright.config.ts';
import { toMillis, toVdnId } from '../src/core/units.ts';
import { addCampaign } from '../src/store/campaigns/newCampaigns.ts';
import { findVdn } from '../src/store/tenants/vdns.ts';
import { type Bench, type Figures, quantile } from './report.ts';
import { onStage, type Stage } from './stage.ts';

/** The first one warms the browser up and is not counted. */
const visits = 6;
const fewCampaigns = 20;
const manyCampaigns = 10_000;
const vdnId = toVdnId(1);

/** Milliseconds since the navigation began, as the page itself counts. */
const sinceNavigation = 'performance.now()';

export const bench: Bench = {
  run: ({ numbers }) => onStage((stage) => measure(stage, numbers ?? manyCampaigns)),
};

async function measure(stage: Stage, many: number) {
  const { server, postgres, say } = stage;
  const browser = await chromium.launch(config.use?.launchOptions ?? {});
  const times = (look: (page: Page) => Promise<number>, isSignedIn: boolean) =>
    visitOften(browser, stage, isSignedIn, look);
  try {
    await addCampaigns(stage, fewCampaigns, 0);
    const empty = await times(openEmpty, false);
    const signIn = await times(openSignIn, false);
    const list = await times((page) => openList(page, server.url), true);
    const bytes = await transferred(browser, stage);
    say(`adding ${many} campaigns`);
    await addCampaigns(stage, many, fewCampaigns);
    const longList = await times((page) => openList(page, server.url), true);
    const turned = await times(turnPage, true);
    return {
      postgres,
      figures: {
        visitsCounted: visits - 1,
        ...spread('signIn', signIn),
        ...spread('campaigns', list),
        kilobytesTransferredToCampaigns: bytes / 1000,
      },
      comparedWith: spread('emptyPage', empty),
      growth: [
        { campaigns: fewCampaigns, usableMs: quantile(list, 0.5) },
        { campaigns: many, usableMs: quantile(longList, 0.5), pageTurnedMs: quantile(turned, 0.5) },
      ],
    };
  } finally {
    await browser.close();
  }
}

const spread = (name: string, values: readonly number[]): Figures => ({
  [`${name}MedianMs`]: quantile(values, 0.5),
  [`${name}MinMs`]: quantile(values, 0),
  [`${name}MaxMs`]: quantile(values, 1),
});

async function visitOften(
  browser: Browser,
  stage: Stage,
  isSignedIn: boolean,
  look: (page: Page) => Promise<number>,
): Promise<number[]> {
  const measured: number[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    const context = await openContext(browser, stage, isSignedIn);
    measured.push(await look(await context.newPage()));
    await context.close();
  }
  return measured.slice(1);
}

async function openContext(
  browser: Browser,
  { server }: Stage,
  isSignedIn: boolean,
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  if (isSignedIn) {
    const { user, password } = server.bootstrap ?? {};
    const answer = await context.request.post('/api/v1/session', { data: { vdnId, user, password } });
    if (!answer.ok()) throw new Error(`signing in answered ${answer.status()}`);
  }
  return context;
}

async function openEmpty(page: Page): Promise<number> {
  await page.goto('/health/live');
  return page.evaluate<number>(sinceNavigation);
}

async function openSignIn(page: Page): Promise<number> {
  await page.goto('/', { waitUntil: 'commit' });
  await page.locator('input[autocomplete=username]').fill('admin');
  return page.evaluate<number>(sinceNavigation);
}

/** Usable: the rows are there, and the search takes a word. */
async function openList(page: Page, url: string): Promise<number> {
  await page.goto(`${url}/campaigns`, { waitUntil: 'commit' });
  await page
    .getByRole('link', { name: /^Measured/ })
    .first()
    .waitFor();
  await page.getByRole('searchbox').fill('word');
  return page.evaluate<number>(sinceNavigation);
}

/** From the click on the next page until its rows are there. */
async function turnPage(page: Page): Promise<number> {
  await page.goto('/campaigns');
  const first = page.getByRole('link', { name: /^Measured/ }).first();
  const before = await first.textContent();
  const begin = await page.evaluate<number>(sinceNavigation);
  await page.locator('.ant-pagination-item-2').click();
  await page.getByText(before ?? '', { exact: true }).waitFor({ state: 'detached' });
  return (await page.evaluate<number>(sinceNavigation)) - begin;
}

async function transferred(browser: Browser, stage: Stage): Promise<number> {
  const context = await openContext(browser, stage, true);
  const page = await context.newPage();
  await openList(page, stage.server.url);
  const bytes = await page.evaluate<number>(
    "performance.getEntriesByType('resource').reduce((sum, { transferSize }) => sum + transferSize, 0)",
  );
  await context.close();
  return bytes;
}

/** Paused ones, so that nothing dials while it is measured. */
async function addCampaigns({ database }: Stage, count: number, from: number): Promise<void> {
  const vdn = await findVdn(database, vdnId);
  if (vdn === null) throw new Error('the stage has no VDN');
  const roomy = { ...vdn, settings: { ...vdn.settings, ivrCampaignsMax: Number.MAX_SAFE_INTEGER } };
  const author = { actor: 'user:bench', now: toMillis(Date.now()) };
  for (let number = from; number < from + count; number += 1)
    await addCampaign(database, roomy, settingsOf(`Measured ${number}`), 'paused', author);
}

const allDay = [{ begin: 0, end: 1439 }, null, null] as const;

const settingsOf = (name: string) => ({
  name,
  description: null,
  beginAt: null,
  endAt: null,
  deviceType: 3 as const,
  callerNo: '10085',
  maxAlertingSeconds: 30,
  schedule: { workday: allDay, holiday: allDay },
  ivr: { deviceSign: '1001', callCount: 1, callIntervalSeconds: 1 },
  skill: null,
  callBackUrl: 'http://127.0.0.1:9/results',
});
