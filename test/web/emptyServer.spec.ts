// Every page where there is nothing yet: a VDN with one user and no campaign, queue, agent or flow. Nothing is
// wrong there, so no page says that something is; and where agents are seated elsewhere, that is what is said.
import { pages } from '../../web/src/pages/index.ts';
import { wallTexts } from '../../web/src/pages/wall/texts.ts';
import { addVdn, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, test } from './console.ts';

for (const language of languagesOf('en_US')) {
  test.describe(language, () => {
    test.use({ language });
    const wall = wallTexts[language];

    test('no page of an empty VDN says that something is wrong', async ({ page, visit }) => {
      const { vdnId } = await addVdn();
      await visit('anna', '/', vdnId);
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

    test('agents at work: who seats the agents when this process does not', async ({ page, visit }) => {
      const { vdnId, home, api } = await addVdn();
      await api.send('PUT', `${home}/agents/${uniqueName('ada').replace(' ', '')}`, {
        name: 'Ada',
        skills: [],
      });
      // That another process refuses is tested at its door (test/http/api); here, what is shown of it.
      let owner: string | null = null;
      await page.routeWebSocket('**/agents/stream**', (socket) => socket.close());
      await page.route('**/agents/work**', (route) =>
        route.fulfill({
          status: 503,
          json: { type: 'urn:campana:problem:agentsElsewhere', title: '', status: 503, owner },
        }),
      );
      await visit('anna', '/wall', vdnId);
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
