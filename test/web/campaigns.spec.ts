// The list of campaigns: what stands there, and that it lives.
import { campaignsTexts, stateTexts } from '../../web/src/pages/campaigns/texts.ts';
import { liveTexts } from '../../web/src/shell/texts.ts';
import { expect, expectAccessible, languages, small, test } from './console.ts';

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });
    const texts = campaignsTexts[language];

    test('shows every campaign, with figures that come by themselves', async ({ page, visit }) => {
      await visit('sam', '/campaigns');
      await expect(page.getByText(liveTexts[language].open, { exact: true })).toBeVisible();
      const row = page.getByRole('row', { name: 'Appointment reminders' });
      await expect(row).toContainText(stateTexts[language].started);
      await expect(row.getByRole('cell').nth(4)).toHaveText(/^[\d,]+$/);
      await expectAccessible(page);
    });

    test('finds by name and state, and says when nothing fits', async ({ page, visit }) => {
      await visit('audrey', '/campaigns');
      await page.getByRole('searchbox').fill('Spring survey');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('row')).toHaveCount(2);
      await page.getByRole('searchbox').fill('no such name');
      await page.keyboard.press('Enter');
      await expect(page.getByText(texts.noneFound)).toBeVisible();
      await page.goBack();
      await expect(page.getByRole('row', { name: 'Spring survey' })).toBeVisible();
    });
  });
}

test('a name with markup is text', async ({ page, visit }) => {
  await visit('sam', '/campaigns');
  await expect(page.getByRole('link', { name: '<img src=x onerror=alert(1)>' })).toBeVisible();
});

test('fits a telephone', async ({ page, visit }) => {
  await page.setViewportSize(small ?? { width: 360, height: 740 });
  await visit('sam', '/campaigns');
  await expect(page.getByRole('link', { name: 'Delivery notes' })).toBeVisible();
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  await expectAccessible(page);
});
