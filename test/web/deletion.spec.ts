// Deleting a campaign: what is said before, what is refused, and where one is afterwards.
import { campaignTexts, deletionTexts } from '../../web/src/pages/campaign/texts.ts';
import { campaignsTexts } from '../../web/src/pages/campaigns/texts.ts';
import { addCampaign, home, openApi, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, small, test } from './console.ts';

const ivr = { deviceType: 3, ivrParam: { deviceSign: '1001', callCount: 1, callInterval: 60 } };

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });
    const texts = deletionTexts[language];

    test('says what goes and what stays, deletes, and goes back to the list', async ({ page, visit }) => {
      const api = await openApi();
      const name = uniqueName('Deleted');
      const id = await addCampaign(api, name, { ...ivr, initStatus: 3 });
      await visit('sam', `/campaigns/${id}`);
      await page.getByRole('button', { name: texts.remove }).click();
      const dialog = page.getByRole('dialog', { name: texts.question(name) });
      await expect(dialog.getByText(texts.lost)).toBeVisible();
      await expect(dialog.getByText(texts.kept)).toBeVisible();
      await dialog.getByRole('checkbox', { name: texts.archive }).check();
      await expect(dialog.getByText(texts.lostArchived)).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await expect(page.getByRole('heading', { name })).toBeVisible();
      await page.getByRole('button', { name: texts.remove }).click();
      await dialog.getByRole('button', { name: texts.sure }).click();
      await expect(page.getByText(texts.deleted(name))).toBeVisible();
      await expect(page).toHaveURL(/\/campaigns$/);
      await expect(page.getByRole('link', { name })).toHaveCount(0);
      await page.goto(`/campaigns/${id}`);
      await expect(page.getByText(campaignTexts[language].noSuchCampaign)).toBeVisible();
    });

    test('a started campaign is to be paused first', async ({ page, visit }) => {
      const api = await openApi();
      const name = uniqueName('Running');
      const id = await addCampaign(api, name, ivr);
      await visit('sam', `/campaigns/${id}`);
      await page.getByRole('button', { name: texts.remove }).click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByText(texts.startedFirst)).toBeVisible();
      await expect(dialog.getByRole('button', { name: texts.sure })).toBeDisabled();
      await expectAccessible(page);
      // Somebody pauses it meanwhile: the page hears of it.
      await api.send('POST', `${home}/campaigns/${id}/pause`);
      await expect(dialog.getByText(texts.lost)).toBeVisible();
      await dialog.getByRole('button', { name: texts.sure }).click();
      await expect(
        page.getByRole('heading', { name: campaignsTexts[language].title, level: 1 }),
      ).toBeVisible();
    });
  });
}

test('an auditor deletes nothing', async ({ page, visit }) => {
  const id = await addCampaign(await openApi(), uniqueName('Kept'), { ...ivr, initStatus: 3 });
  await visit('audrey', `/campaigns/${id}`);
  await expect(page.getByRole('tab').first()).toBeVisible();
  await expect(page.getByRole('button', { name: deletionTexts.en_US.remove })).toHaveCount(0);
});

test('the dialog fits a telephone', async ({ page, visit }) => {
  const id = await addCampaign(await openApi(), uniqueName('Small'), { ...ivr, initStatus: 3 });
  await page.setViewportSize(small ?? { width: 360, height: 740 });
  await visit('sam', `/campaigns/${id}`);
  await page.getByRole('button', { name: deletionTexts.en_US.remove }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
});
