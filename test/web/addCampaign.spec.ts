// A new campaign in one form: what is missing is told as the server would tell it, and what is right is added.

import { fieldTexts } from '../../web/src/pages/campaign/form/fieldTexts.ts';
import { formTexts } from '../../web/src/pages/campaign/form/texts.ts';
import { scheduleTexts } from '../../web/src/pages/campaign/schedule/texts.ts';
import { campaignsTexts } from '../../web/src/pages/campaigns/texts.ts';
import { problemTexts } from '../../web/src/parts/texts.ts';
import { uniqueName } from './api.ts';
import { expect, expectAccessible, languages, test } from './console.ts';

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });
    const [texts, fields, schedule] = [formTexts[language], fieldTexts[language], scheduleTexts[language]];
    test.setTimeout(180_000);

    test('a predicted campaign is added once everything is right', async ({ page, visit }) => {
      await visit('sam', '/campaigns');
      await page.getByRole('button', { name: campaignsTexts[language].add }).click();
      const add = page.getByRole('button', { name: texts.add });
      await add.click();
      await expect(page.getByRole('alert')).toContainText(texts.violations(5));
      await expectAccessible(page);
      const name = uniqueName(`Added in ${language}`);
      await page.getByLabel(fields.name).first().fill(name);
      await page.getByLabel(fields.callerNo).fill('10085');
      await page.getByLabel(fields.callBackUrl).fill('http://127.0.0.1:9/results');
      await page.getByLabel(fields.skillId).click();
      await page.keyboard.press('Enter');
      await page.getByLabel(fields.offHookRate).fill('300');
      await expect(page.getByRole('alert')).toContainText(texts.violations(1));
      await page.getByLabel(fields.offHookRate).fill('120');
      await expect(page.getByRole('alert')).toBeHidden();

      // Special dates go with it, so there is no moment without them.
      const dialog = page.getByRole('dialog');
      for (const isFirst of [true, false]) {
        await page.getByRole('button', { name: schedule.add }).click();
        await dialog.getByLabel(schedule.name, { exact: true }).fill('Christmas');
        await dialog.getByText(schedule.yearly).click();
        await dialog.getByLabel(schedule.from).fill('12-24');
        await dialog.getByLabel(schedule.to).fill('12-26');
        await dialog.getByRole('button', { name: schedule.save }).click();
        if (!isFirst) await expect(dialog).toContainText(problemTexts[language].alreadyThere);
        else await expect(dialog).toBeHidden();
      }
      await expectAccessible(page);
      await dialog.getByLabel(schedule.name, { exact: true }).fill('Again');
      await dialog.getByRole('button', { name: schedule.save }).click();
      await page.getByRole('button', { name: schedule.remove('Again') }).click();
      await dialog.getByRole('button', { name: schedule.removeIt }).click();
      await expect(page.getByRole('button', { name: schedule.remove('Again') })).toBeHidden();
      await add.click();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await page.getByRole('tab', { name: schedule.tab }).click();
      await expect(page.getByRole('list', { name: schedule.dates })).toHaveText(
        `Christmas${schedule.yearlyFrom('12-24', '12-26')}`,
      );
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
  const name = uniqueName('Autumn survey');
  await page.getByLabel(fields.name).first().fill(name);
  await page.getByRole('button', { name: texts.add }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('an auditor is not offered a new campaign', async ({ page, visit }) => {
  await visit('audrey', '/campaigns');
  await expect(page.getByRole('row', { name: 'Spring survey' })).toBeVisible();
  await expect(page.getByRole('button', { name: campaignsTexts.en_US.add })).toBeHidden();
});
