// The list of campaigns: what stands there, and that it lives.
import { campaignsTexts, kindTexts, stateTexts } from '../../web/src/pages/campaigns/texts.ts';
import { liveTexts } from '../../web/src/shell/texts.ts';
import { addCampaign, openApi, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, small, test } from './console.ts';

/** An IVR campaign that dials nothing. */
const draft = {
  deviceType: 3,
  initStatus: 1,
  ivrParam: { deviceSign: '1001', callCount: 1, callInterval: 1 },
};

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });
    const texts = campaignsTexts[language];

    test('shows every campaign, with figures that come by themselves', async ({ page, visit }) => {
      await visit('sam', '/campaigns');
      await expect(page.getByText(liveTexts[language].open, { exact: true })).toBeVisible();
      const row = page.getByRole('row', { name: 'Appointment reminders' });
      await expect(row).toContainText(stateTexts[language].started);
      await expect(row.getByRole('cell').nth(5)).toHaveText(/^[\d,]+$/);
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

    test('finds a name in small letters, and by the kind of dialing', async ({ page, visit }) => {
      await visit('sam', '/campaigns?name=contract%20RENEWALS');
      await expect(page.getByRole('row')).toHaveCount(2);
      await expect(page.getByRole('link', { name: 'Contract renewals' })).toBeVisible();
      await page.goto('/campaigns?name=s');
      await expect(page.getByRole('link', { name: 'Delivery notes' })).toBeVisible();
      await page.getByRole('combobox', { name: texts.kind }).click();
      await page.getByTitle(kindTexts[language][2]).click();
      await expect(page.getByRole('link', { name: 'Contract renewals' })).toBeVisible();
      await expect(page.getByRole('link', { name: 'Delivery notes' })).toHaveCount(0);
      expect(new URL(page.url()).searchParams.get('kind')).toBe('2');
      await expectAccessible(page);
    });

    test('is sorted by the head of a column, also by keyboard, and the address says how', async ({
      page,
      visit,
    }) => {
      const api = await openApi();
      const name = uniqueName('Sorted');
      for (const [letter, hours] of [
        ['b', '09'],
        ['C', '11'],
        ['a', '10'],
      ])
        await addCampaign(api, `${name} ${letter}`, {
          ...draft,
          strBeginTime: `2040-01-01 ${hours}:00:00`,
          strEndTime: '2040-02-01 00:00:00',
        });
      await visit('sam', `/campaigns?name=${name.toLowerCase()}`);
      const names = page.getByRole('link', { name });
      await expect(names).toHaveText([`${name} a`, `${name} C`, `${name} b`]);
      const head = page.getByRole('columnheader', { name: texts.name });
      await head.focus();
      await page.keyboard.press('Enter');
      await expect(names).toHaveText([`${name} a`, `${name} b`, `${name} C`]);
      await expect(head).toHaveAttribute('aria-sort', 'ascending');
      await page.keyboard.press('Enter');
      await expect(names).toHaveText([`${name} C`, `${name} b`, `${name} a`]);
      expect(new URL(page.url()).searchParams.get('sort')).toBe('-name');
      await page.reload();
      await expect(names).toHaveText([`${name} C`, `${name} b`, `${name} a`]);
      await page.getByRole('columnheader', { name: texts.begin }).click();
      await expect(names).toHaveText([`${name} b`, `${name} a`, `${name} C`]);
      await expectAccessible(page);
      await page.goBack();
      await expect(names).toHaveText([`${name} C`, `${name} b`, `${name} a`]);
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
