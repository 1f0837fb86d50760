// Times are entered on the wall clock of the VDN's zone, and where daylight saving makes one odd, the form
// says which instant the server takes it for.
import { fieldTexts } from '../../web/src/pages/campaign/form/fieldTexts.ts';
import { formTexts } from '../../web/src/pages/campaign/form/texts.ts';
import { wallTexts } from '../../web/src/parts/texts.ts';
import { addVdn } from './api.ts';
import { expect, expectAccessible, languagesOf, small, test } from './console.ts';

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });

    test('a skipped and a repeated time are told, at 360 pixels too', async ({ page, visit }) => {
      const [fields, texts] = [fieldTexts[language], wallTexts[language]];
      const zone = 'America/New_York';
      const { vdnId } = await addVdn({ timeZone: zone });
      await page.setViewportSize(small ?? { width: 360, height: 740 });
      await visit('anna', '/campaigns/new', vdnId);
      await expect(page.getByText(formTexts[language].timesIn(zone))).toBeVisible();
      const begin = page.getByLabel(fields.strBeginTime, { exact: true });
      await begin.fill('2027-03-14T02:30:00');
      await expect(page.getByText(texts.skipped(zone, '2027-03-14 03:00:00'))).toBeVisible();
      await begin.fill('2027-11-07T01:30:00');
      await expect(page.getByText(texts.repeated(zone))).toBeVisible();
      await expectAccessible(page);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      await begin.fill('2027-11-07T03:30:00');
      await expect(page.getByText(texts.repeated(zone))).toBeHidden();
    });
  });
}
