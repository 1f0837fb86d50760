// Every page where there is nothing yet: a VDN with one user and no campaign, queue, agent or flow. Nothing is
// wrong there, so no page says that something is; and where agents are seated elsewhere, that is what is said.
import type { Page } from '@playwright/test';
import { pages } from '../../web/src/pages/index.ts';
import { wallTexts } from '../../web/src/pages/wall/texts.ts';
import { addVdn, uniqueName } from './api.ts';
import { expect, expectAccessible, languages, test } from './console.ts';
import { password } from './people.ts';

async function signIn(page: Page, vdnId: number): Promise<void> {
  const answer = await page.request.post('/api/v1/session', { data: { vdnId, user: 'anna', password } });
  expect(answer.status()).toBe(201);
}

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });
    const wall = wallTexts[language];

    test('no page of an empty VDN says that something is wrong', async ({ page }) => {
      test.setTimeout(180_000);
      const { vdnId } = await addVdn({});
      await signIn(page, vdnId);
      for (const { path } of pages.filter((one) => !one.path.includes(':'))) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
        await expect(page.locator('.ant-skeleton'), path).toHaveCount(0);
        await expect(page.locator('.ant-alert-error, .ant-alert-warning'), path).toHaveCount(0);
        if (language === 'en_US') await expectAccessible(page);
      }
      await page.goto('/wall');
      await expect(page.getByRole('heading', { name: wall.noAgents })).toBeVisible();
      await page.getByRole('link', { name: wall.toAgents }).click();
      await expect(page).toHaveURL('/agents');
    });

    test('agents at work: who seats the agents when this process does not', async ({ page }) => {
      const { vdnId, api } = await addVdn({});
      await api.send('PUT', `/api/v1/vdns/${vdnId}/agents/${uniqueName('ada').replace(' ', '')}`, {
        name: 'Ada',
        skills: [],
      });
      await signIn(page, vdnId);
      // That another process refuses is tested at its door (test/http/api); here, what is shown of it.
      let owner: string | null = null;
      await page.routeWebSocket('**/agents/stream**', (socket) => socket.close());
      await page.route('**/agents/work**', (route) =>
        route.fulfill({
          status: 503,
          json: { type: 'urn:campana:problem:agentsElsewhere', title: '', status: 503, owner },
        }),
      );
      await page.goto('/wall');
      await expect(page.getByRole('heading', { name: wall.notSeated })).toBeVisible();
      owner = 'campana-2';
      await page.reload();
      await expect(page.getByRole('heading', { name: wall.elsewhere })).toBeVisible();
      await expect(page.getByText(wall.elsewhereDetail('campana-2'))).toBeVisible();
      await expectAccessible(page);
      await page.unroute('**/agents/work**');
      await page.route('**/agents/work**', (route) => route.abort());
      await page.reload();
      await expect(page.getByRole('alert')).toBeVisible();
    });
  });
}
