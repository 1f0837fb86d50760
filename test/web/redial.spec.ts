// A supervisor sees that numbers failed on our side, dials them again, and sees them dialed. The carrier is
// the simulated one: numbers that end in 08 cannot be placed, those in 00 are busy.
import { upload } from '../../src/cli/demo/scene.ts';
import { numberStateTexts, redialTexts } from '../../web/src/pages/campaign/numbers/texts.ts';
import { addCampaign, addVdn, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, test } from './console.ts';

for (const language of languagesOf('en_US')) {
  test.describe(language, () => {
    test.use({ language });
    const texts = redialTexts[language];

    test('the failed are dialed again, by keyboard and on a telephone', async ({ page, visit }) => {
      const { vdnId, home, api } = await addVdn();
      await api.send('PUT', `${home}/flows/1001`, { description: 'Hello', playSeconds: 1 });
      const ivr = { deviceType: 3, ivrParam: { deviceSign: '1001', callCount: 10, callInterval: 1 } };
      const id = await addCampaign(api, uniqueName('Failed'), { ...ivr, maxAlertingTime: 5 }, vdnId);
      await upload(api, id, 'called\n13800000108\n13800000208\n13800000300\n');

      await page.setViewportSize({ width: 360, height: 740 });
      await visit('anna', `/campaigns/${id}/numbers`, vdnId);
      const done = page.getByText(numberStateTexts[language].done, { exact: true }).locator('..');
      await expect(done).toContainText('3', { timeout: 60_000 });

      await page.getByRole('button', { name: texts.open }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: texts.title });
      await expect(dialog.getByRole('status')).toContainText(texts.willBe('2'));
      await expect(dialog.getByRole('checkbox', { name: /34606/ })).toBeChecked();
      await expect(dialog.getByRole('checkbox', { name: /00537/ })).not.toBeChecked();
      await expectAccessible(page);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(360);

      await dialog.getByRole('checkbox', { name: /00537/ }).focus();
      await page.keyboard.press('Space');
      await expect(dialog.getByRole('status')).toContainText(texts.willBe('3'));
      await page.keyboard.press('Space');
      await dialog.getByRole('button', { name: texts.sure }).click();
      await expect(page.getByText(texts.redialed('2'))).toBeVisible();
      await expect(dialog).toBeHidden();
      const attempts = async (): Promise<number[]> => {
        const page = await api.send('GET', `${home}/campaigns/${id}/numbers`);
        return Array.from(Reflect.get(Object(page), 'items'), (one) =>
          Number(Reflect.get(Object(one), 'attempts')),
        );
      };
      await expect.poll(attempts, { timeout: 60_000 }).toEqual([2, 2, 1]);
    });
  });
}
