// A result URL that the trustlist refuses: said beside its field, by the dry run, and on the campaign's page
// whichever tab is open.

import { fieldTexts } from '../../web/src/pages/campaign/form/fieldTexts.ts';
import { settingsTexts } from '../../web/src/pages/campaign/settings/texts.ts';
import { callbackTexts } from '../../web/src/pages/campaign/texts.ts';
import { addCampaign, openApi, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, test } from './console.ts';

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });

    test('results that will not be sent are told before the first of them', async ({ page, visit }) => {
      const [texts, fields, settings] = [
        callbackTexts[language],
        fieldTexts[language],
        settingsTexts[language],
      ];
      const id = await addCampaign(await openApi(), uniqueName('Warned'), {
        initStatus: 1,
        callBackUrl: 'http://10.1.2.3/results',
        deviceType: 3,
        ivrParam: { deviceSign: '1001', callCount: 1, callInterval: 1 },
      });
      await visit('sam', `/campaigns/${id}`);
      await expect(page.getByText(texts.notSent)).toBeVisible();
      await expect(page.getByText(texts.askAdministrator)).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('tab', { name: settings.tab }).click();
      const url = page.getByLabel(fields.callBackUrl);
      // On the page and beside the field.
      await expect(page.getByText(texts.notSent)).toHaveCount(2);
      await url.fill('https://8.8.8.8/results');
      await expect(page.getByText(texts.notSent)).toHaveCount(1);
      const asked = page.waitForRequest((request) => request.url().includes('192.168.7.7'));
      await url.fill('http://anna:told-to-nobody@192.168.7.7/results');
      await expect(page.getByText(texts.notSent)).toHaveCount(2);
      // Proxies write the addresses of requests into their logs.
      expect((await asked).url()).not.toContain('told-to-nobody');
      await page.getByRole('button', { name: settings.tryIt }).click();
      await expect(page.getByText(settings.accepted)).toBeVisible();
      await expect(page.getByText(settings.warned)).toBeVisible();
      await page.getByRole('link', { name: fields.callBackUrl }).click();
      await expect(url).toBeFocused();
      await expectAccessible(page);
    });
  });
}
