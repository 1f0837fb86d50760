// An administrator comes to a VDN in which there is nothing: three clicks lead to a campaign that dials. The
// VDN is the test's own, on the server of all the tests, and its database is as empty for it as a new one.
import { overviewTexts } from '../../web/src/pages/campaign/overview/texts.ts';
import { campaignsTexts } from '../../web/src/pages/campaigns/texts.ts';
import { obstacleTexts, welcomeTexts } from '../../web/src/pages/welcome/texts.ts';
import { sessionTexts } from '../../web/src/session/texts.ts';
import { addVdn } from './api.ts';
import { expect, expectAccessible, languagesOf, small, test } from './console.ts';
import { password } from './people.ts';

/** A text whose value is a number above nought. */
const counting = (text: (count: string) => string): RegExp => new RegExp(`^${text('[1-9][\\d,]*')}$`);

for (const language of languagesOf('en_US')) {
  test.describe(language, () => {
    test.use({ language });
    const texts = welcomeTexts[language];

    test('three clicks lead from an empty VDN to a campaign that dials', async ({ page }) => {
      const vdn = await addVdn();
      await page.addInitScript(
        "addEventListener('click', () => sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1, true)",
      );
      await page.goto('/');
      const signingIn = sessionTexts[language];
      await page.getByLabel(signingIn.user, { exact: true }).fill('anna');
      await page.getByLabel(signingIn.password, { exact: true }).fill(password);
      await page.getByLabel(signingIn.vdn, { exact: true }).fill(String(vdn.vdnId));
      await page.getByRole('button', { name: signingIn.signIn }).click();
      await expect(page.getByRole('heading', { level: 1, name: texts.title })).toBeVisible();
      await expect(page.getByText(texts.simulated)).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: texts.make }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Demo campaign' })).toBeVisible();
      const { done, ofCalls } = overviewTexts[language];
      await expect(page.getByText(counting(done))).toBeVisible({ timeout: 60_000 });
      await expect(page.getByText(counting(ofCalls))).toBeVisible();
      expect(await page.evaluate('Number(sessionStorage.clicks)')).toBeLessThanOrEqual(3);
      await expectAccessible(page);
      const [, id = ''] = /\/campaigns\/(\d+)$/.exec(page.url()) ?? [];
      await vdn.api.send('POST', `${vdn.home}/campaigns/${id}/pause`);
      await page.goto('/welcome');
      await page.getByRole('button', { name: texts.toDemo }).click();
      await expect(page).toHaveURL(`/campaigns/${id}`);
    });

    test('what is in the way of the demo is named, and one’s own way is open', async ({ page, visit }) => {
      const vdn = await addVdn();
      await vdn.api.send('PUT', `${vdn.home}/skill-queues/5`, { name: 'Claims' });
      await visit('anna', '/campaigns', vdn.vdnId);
      await page.getByRole('link', { name: campaignsTexts[language].firstSteps }).click();
      await expect(page.getByText(obstacleTexts[language].skillQueue('5'))).toBeVisible();
      await expect(page.getByRole('button', { name: texts.make })).toHaveCount(0);
      await expect(page.getByText(texts.there('1'))).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: campaignsTexts[language].add }).click();
      await expect(page).toHaveURL('/campaigns/new');
    });

    test('over a real PBX the page says so and offers no demo', async ({ page, visit }) => {
      const vdn = await addVdn();
      // That such a server refuses is tested at its door (test/http/api/system/demo.test.ts); here, what is shown.
      await page.route(`**${vdn.home}/demo`, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({
          response: answer,
          json: { ...(await answer.json()), isCarrierSimulated: false },
        });
      });
      await visit('anna', '/', vdn.vdnId);
      await expect(page.getByText(texts.real)).toBeVisible();
      await expect(page.getByText(texts.onlySimulated)).toBeVisible();
      await expect(page.getByRole('button', { name: texts.make })).toHaveCount(0);
      await expectAccessible(page);
    });
  });
}

test('a user who may not make it arrives at the campaigns', async ({ page, visit }) => {
  const vdn = await addVdn();
  await vdn.api.send('POST', `${vdn.home}/users`, { name: 'sue', role: 'supervisor', password });
  await visit('sue', '/', vdn.vdnId);
  await expect(page.getByText(campaignsTexts.en_US.noCampaigns)).toBeVisible();
  await expect(page.getByRole('link', { name: campaignsTexts.en_US.firstSteps })).toHaveCount(0);
});

test('it fits a telephone', async ({ page, visit }) => {
  await page.setViewportSize(small ?? { width: 360, height: 740 });
  const { vdnId } = await addVdn();
  await visit('anna', '/', vdnId);
  await expect(page.getByRole('button', { name: welcomeTexts.en_US.make })).toBeVisible();
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  await expectAccessible(page);
});
