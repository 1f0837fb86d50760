// What a user has typed is not lost: by a wrong click, by the end of the session in the middle of a task,
// or while the server is away.
import type { Page } from '@playwright/test';
import { callsTexts } from '../../web/src/pages/campaign/calls/texts.ts';
import { fieldTexts } from '../../web/src/pages/campaign/form/fieldTexts.ts';
import { formTexts } from '../../web/src/pages/campaign/form/texts.ts';
import { overviewTexts } from '../../web/src/pages/campaign/overview/texts.ts';
import { settingsTexts } from '../../web/src/pages/campaign/settings/texts.ts';
import { systemTexts } from '../../web/src/pages/system/texts.ts';
import { leavingTexts, problemTexts } from '../../web/src/parts/texts.ts';
import { sessionTexts } from '../../web/src/session/texts.ts';
import { addCampaign, openApi, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, small, test } from './console.ts';
import { password } from './people.ts';

const draft = async (): Promise<number> =>
  addCampaign(await openApi(), uniqueName('Kept'), {
    deviceType: 1,
    initStatus: 1,
    ivrParam: { callCount: 1, callInterval: 60, deviceSign: '1001' },
  });

/** The files that are loaded in a quiet moment. */
const loaded = (page: Page): Promise<unknown> =>
  Promise.all([/CallsTab-.*\.js$/, /SystemPage-.*\.js$/].map((file) => page.waitForResponse(file)));

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });
    const [texts, fields, leaving, problems] = [
      settingsTexts[language],
      fieldTexts[language],
      leavingTexts[language],
      problemTexts[language],
    ];

    test('a change that is not applied is not left unasked', async ({ page, visit }) => {
      await page.setViewportSize(small ?? { width: 360, height: 740 });
      await visit('sam', `/campaigns/${await draft()}/settings`);
      const description = page.getByLabel(fields.description);
      await description.fill('Typed with care');
      await page.getByRole('tab', { name: overviewTexts[language].tab }).click();
      const question = page.getByRole('dialog', { name: leaving.unsaved });
      await expect(question).toBeVisible();
      await expectAccessible(page);
      await question.getByRole('button', { name: leaving.stay }).click();
      await expect(question).toBeHidden();
      await expect(description).toHaveValue('Typed with care');
      await page.getByRole('tab', { name: overviewTexts[language].tab }).click();
      await question.getByRole('button', { name: leaving.leave }).click();
      await expect(description).toBeHidden();
    });

    test('a new campaign that is half filled in is not left unasked', async ({ page, visit }) => {
      await visit('sam', '/campaigns/new');
      await page.getByLabel(fields.name).first().fill('Half a campaign');
      await page.getByRole('link', { name: formTexts[language].cancel }).click();
      const question = page.getByRole('dialog', { name: leaving.unsaved });
      await question.getByRole('button', { name: leaving.leave }).click();
      await expect(page).toHaveURL(/\/campaigns$/);
    });

    test('a session that ends in the middle of a deed is told in words for people', async ({
      page,
      visit,
    }) => {
      await visit('sam', `/campaigns/${await draft()}/settings`);
      const session = sessionTexts[language];
      await page.getByLabel(fields.description).fill('Typed in time');
      await page.context().clearCookies();
      await page.getByRole('button', { name: texts.apply }).click();
      const dialog = page.getByRole('dialog', { name: session.endedTitle });
      await dialog.getByLabel(session.password, { exact: true }).fill(password);
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      // What the page had asked for meanwhile is asked again by itself; only the deed waits for a word.
      await expect(page.getByRole('alert')).toHaveCount(1);
      await expect(page.getByRole('alert')).toHaveText(problems.signInNeeded);
      await expectAccessible(page);
      await page.getByRole('button', { name: texts.apply }).click();
      await expect(page.getByText(texts.applied(2))).toBeVisible();
      await expect(page.getByRole('alert').filter({ hasText: problems.signInNeeded })).toBeHidden();
    });

    test('a file that is asked for after the session has ended comes after signing in', async ({
      page,
      visit,
    }) => {
      const session = sessionTexts[language];
      const calls = callsTexts[language];
      await visit('sam', '/campaigns/1/calls');
      const link = page.getByRole('link', { name: calls.download });
      await expect(async () => {
        await page.getByRole('button', { name: calls.refresh }).click();
        await expect(link).toBeVisible({ timeout: 1_000 });
      }).toPass();
      await page.context().clearCookies();
      await link.click();
      const dialog = page.getByRole('dialog', { name: session.endedTitle });
      await dialog.getByLabel(session.password, { exact: true }).fill(password);
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      const coming = page.waitForEvent('download');
      await link.click();
      expect(await (await coming).failure()).toBeNull();
    });

    test('a server that is away takes no tab and no page with it', async ({ page, visit }) => {
      const files = loaded(page);
      await visit('anna', `/campaigns/${await draft()}`);
      await files;
      await page.context().route('**/*', (route) => route.abort());
      await page.getByRole('tab', { name: callsTexts[language].tab }).click();
      // The campaign itself may be asked for as well.
      await expect(page.getByRole('alert').first()).toContainText(problems.unreachable);
      await expect(page.getByRole('tab', { name: texts.tab })).toBeVisible();
      await expectAccessible(page);
      const { title } = systemTexts[language];
      await page.getByRole('link', { name: title, exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expect(page.getByRole('alert').first()).toContainText(problems.unreachable);
      await page.context().unroute('**/*');
    });
  });
}
