// A new campaign in one form: what is missing is told as the server would tell it, and what is right is added.

import { fieldTexts } from '../../web/src/pages/campaign/form/fieldTexts.ts';
import { formTexts } from '../../web/src/pages/campaign/form/texts.ts';
import { campaignsTexts } from '../../web/src/pages/campaigns/texts.ts';
import { expect, expectAccessible, languages, test } from './console.ts';

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });
    const [texts, fields] = [formTexts[language], fieldTexts[language]];

    test('a predicted campaign is added once everything is right', async ({ page, visit }) => {
      await visit('sam', '/campaigns');
      await page.getByRole('button', { name: campaignsTexts[language].add }).click();
      const add = page.getByRole('button', { name: texts.add });
      await add.click();
      await expect(page.getByRole('alert')).toContainText(texts.violations(5));
      await expectAccessible(page);
      const name = `Added in ${language}`;
      await page.getByLabel(fields.name).first().fill(name);
      await page.getByLabel(fields.callerNo).fill('10085');
      await page.getByLabel(fields.callBackUrl).fill('http://127.0.0.1:9/results');
      await page.getByLabel(fields.skillId).click();
      await page.keyboard.press('Enter');
      await page.getByLabel(fields.offHookRate).fill('300');
      await expect(page.getByRole('alert')).toContainText(texts.violations(1));
      await page.getByLabel(fields.offHookRate).fill('120');
      await expect(page.getByRole('alert')).toBeHidden();
      await add.click();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    });
  });
}

test('another kind of dialing asks for other things, and a name that is taken is refused', async ({
  page,
  visit,
}) => {
  const [texts, fields] = [formTexts.en_US, fieldTexts.en_US];
  await visit('sam', '/campaigns/new');
  await page.getByLabel(fields.deviceType).click();
  await page.getByText('IVR, automatic').click();
  await expect(page.getByLabel(fields.skillId)).toBeHidden();
  await page.getByLabel(fields.name).first().fill('Spring survey');
  await page.getByLabel(fields.callerNo).fill('10085');
  await page.getByLabel(fields.deviceSign).fill('1001');
  await page.getByLabel(fields.callBackUrl).fill('http://127.0.0.1:9/results');
  await page.getByRole('button', { name: texts.add }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel(fields.name).first().fill('Autumn survey');
  await page.getByRole('button', { name: texts.add }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Autumn survey' })).toBeVisible();
});

test('an auditor is not offered a new campaign', async ({ page, visit }) => {
  await visit('audrey', '/campaigns');
  await expect(page.getByRole('row', { name: 'Spring survey' })).toBeVisible();
  await expect(page.getByRole('button', { name: campaignsTexts.en_US.add })).toBeHidden();
});
