// The System page, for the operator.
import { systemTexts } from '../../web/src/pages/system/texts.ts';
import { expect, expectAccessible, languagesOf, small, test } from './console.ts';

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });
    const texts = systemTexts[language];

    test('gateways, processes and what waits', async ({ page, visit }) => {
      await visit('audrey', '/system');
      await expect(page.getByText(texts.up)).toBeVisible();
      await expect(page.getByRole('table').last()).toContainText(/\d/);
      await expect(page.getByLabel(texts.figures)).toContainText('18.');
      await page.getByRole('button', { name: texts.refresh }).click();
      await expectAccessible(page);
      await page.setViewportSize(small ?? { width: 360, height: 740 });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    });
  });
}
