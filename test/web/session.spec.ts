// Who comes in, where they arrive, and what happens when their session ends under an open page.

import { campaignsTexts } from '../../web/src/pages/campaigns/texts.ts';
import { sessionTexts } from '../../web/src/session/texts.ts';
import { shellTexts } from '../../web/src/shell/texts.ts';
import { home, openApi, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, test } from './console.ts';
import { password } from './people.ts';

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });
    const texts = sessionTexts[language];
    const { title } = campaignsTexts[language];

    test('signing in leads to where one wanted to go', async ({ page }) => {
      await page.goto('/campaigns?state=paused');
      await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh_CN' ? 'zh-CN' : 'en');
      await expectAccessible(page);
      await page.getByLabel(texts.user, { exact: true }).fill('sam');
      await page.getByLabel(texts.password, { exact: true }).fill('not the password');
      await page.getByRole('button', { name: texts.signIn }).click();
      await expect(page.getByRole('alert').first()).toBeVisible();
      await page.getByLabel(texts.password, { exact: true }).fill(password);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      expect(new URL(page.url()).search).toBe('?state=paused');
    });

    test('a session that ends leaves the page below a dialog', async ({ page, visit }) => {
      await visit('sam', '/campaigns');
      const search = page.getByRole('searchbox');
      await search.fill('half a wo');
      await page.context().clearCookies();
      await page.getByRole('combobox').first().click();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await expect(dialog).toContainText(texts.endedTitle);
      await dialog.getByLabel(texts.password, { exact: true }).fill(password);
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      await expect(search).toHaveValue('half a wo');
    });

    test('what was written and not sent leaves the tab with the one who wrote it', async ({
      page,
      visit,
    }) => {
      await visit('sam', '/campaigns');
      const kept = 'campana.drafts.1001';
      await page.evaluate((name) => sessionStorage.setItem(name, '[["1-1",{"note":"private"}]]'), kept);
      await page.getByRole('button', { name: shellTexts[language].userMenu('sam') }).click();
      await page.getByRole('button', { name: shellTexts[language].signOut }).click();
      await expect(page.getByLabel(texts.password, { exact: true })).toBeVisible();
      expect(await page.evaluate(() => Object.keys(sessionStorage))).not.toContain(kept);
    });

    test('one sees where one is signed in, and ends the others', async ({ page, visit, playwright }) => {
      // Of its own: the sessions that it ends must not be those of other tests.
      const user = uniqueName('olga').replace(' ', '');
      await (await openApi()).send('POST', `${home}/users`, { name: user, role: 'auditor', password });
      const elsewhere = await playwright.request.newContext({
        baseURL: process.env.CAMPANA_TEST_CONSOLE ?? '',
      });
      const answer = await elsewhere.post('/api/v1/session', {
        data: { vdnId: 1, user, password },
      });
      expect(answer.status()).toBe(201);
      await visit(user, '/campaigns');
      await page.getByRole('button', { name: shellTexts[language].userMenu(user) }).click();
      await page.getByRole('button', { name: shellTexts[language].sessions }).click();
      const dialog = page.getByRole('dialog', { name: texts.sessions });
      await expect(dialog.getByText(texts.thisSession)).toHaveCount(1);
      await expectAccessible(page);
      await dialog.getByRole('button', { name: texts.endOthers }).click();
      await expect(dialog.getByRole('listitem')).toHaveCount(1);
      expect((await elsewhere.get('/api/v1/session')).status()).toBe(401);
      await elsewhere.dispose();
    });
  });
}
