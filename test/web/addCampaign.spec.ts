// A new campaign in one form: what is missing is told as the server would tell it, and what is right is added.

import { valueAt } from '../../web/src/pages/campaign/form/draft.ts';
import { fieldTexts, optionTexts } from '../../web/src/pages/campaign/form/fieldTexts.ts';
import { formTexts } from '../../web/src/pages/campaign/form/texts.ts';
import { scheduleTexts } from '../../web/src/pages/campaign/schedule/texts.ts';
import { campaignsTexts } from '../../web/src/pages/campaigns/texts.ts';
import { problemTexts } from '../../web/src/parts/texts.ts';
import { openApi, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, test } from './console.ts';

for (const language of languagesOf('en_US')) {
  test.describe(language, () => {
    test.use({ language });
    const [texts, fields, schedule] = [formTexts[language], fieldTexts[language], scheduleTexts[language]];
    test('a predicted campaign is added once everything is right', async ({ page, visit }) => {
      await visit('sam', '/campaigns');
      await page.getByRole('button', { name: campaignsTexts[language].add }).click();
      const add = page.getByRole('button', { name: texts.add });
      await add.click();
      await expect(page.getByRole('alert')).toContainText(texts.violations(4));
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
  // The server knows that the name is taken, and the link leads to it.
  await page.getByRole('alert').getByRole('link', { name: fields.name }).click();
  await expect(page.getByLabel(fields.name).first()).toBeFocused();
  const name = uniqueName('Autumn survey');
  await page.getByLabel(fields.name).first().fill(name);
  await page.getByRole('button', { name: texts.add }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

const kinds = [
  [1, 0],
  [2, 1],
  [2, 2],
  [2, 3],
  [2, 5],
  [3, 0],
  [5, 0],
  [6, 0],
] as const;

for (const [deviceType, predictMethod] of kinds) {
  const told = predictMethod === 0 ? '' : `, predicted by method ${predictMethod}`;
  test(`kind ${deviceType}${told}: what is mandatory is enough, and what is shown is kept`, async ({
    page,
    visit,
  }) => {
    const [texts, options, rules] = [formTexts.en_US, optionTexts.en_US, fieldTexts.en_US];
    // The page of skill queues reads them first: the form must not need them for itself.
    await visit('sam', '/skill-queues');
    await expect(page.getByRole('row')).not.toHaveCount(0);
    await page.getByRole('link', { name: campaignsTexts.en_US.title, exact: true }).click();
    await page.getByRole('button', { name: campaignsTexts.en_US.add }).click();
    const choose = async (label: string, option: string): Promise<void> => {
      await page.getByLabel(label, { exact: false }).first().click();
      await page.locator('.ant-select-item-option', { hasText: option }).click();
    };
    await choose(rules.deviceType, options[`deviceType ${deviceType}`]);
    if (predictMethod !== 0) await choose(rules.predictMethod, options[`predictMethod ${predictMethod}`]);
    await page.getByRole('button', { name: texts.add }).click();
    const name = uniqueName('Kind');
    const answers: Readonly<Record<string, string>> = {
      name,
      callerNo: '10085',
      callBackUrl: 'http://127.0.0.1:9/results',
      deviceSign: '1001',
      maxAvgCallTime: '120',
      minAvgCallTime: '60',
      connRate: '30',
    };
    // Every rule that is broken leads to the field that breaks it.
    const faults = page.getByRole('alert').getByRole('link');
    for (let left = await faults.count(); left > 0; left -= 1) {
      await faults.first().click();
      const focused = page.locator(':focus');
      const field = (await focused.getAttribute('id'))?.split('.').at(-1) ?? '';
      await expect(focused).toHaveAttribute('aria-invalid', 'true');
      const answer = answers[field];
      if (answer !== undefined) await focused.fill(answer);
      else {
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
      }
      await expect(faults).toHaveCount(left - 1);
    }
    const shown = await page.evaluate<[path: string, value: string][]>(shownFields);
    await page.getByRole('button', { name: texts.add }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    const id = Number(/\d+$/.exec(page.url())?.[0]);
    const api = await openApi();
    const kept = await api.send('GET', `/rest/isales/v1/openapi/campaigns/1/${id}`);
    for (const [path, value] of shown) {
      const written = String(valueAt(kept, `returnObject.${path}`) ?? '');
      // A field for a time has a T between day and time, and leaves out seconds of 00.
      if (/^\d{4}-/.test(value)) expect(written.startsWith(value.replace('T', ' ')), path).toBe(true);
      else expect(written, path).toBe(value);
    }
    expect(valueAt(kept, 'returnObject.deviceType')).toBe(deviceType);
    expect(valueAt(kept, 'returnObject.skillParam.predictParam.predictMethod') ?? 0).toBe(predictMethod);
  });
}

/** What stands in the fields that are typed into, by path. Lists of choices show words, not values. */
const shownFields = `[...document.querySelectorAll('[id^="field."]:is(input, textarea):not([role=combobox])')]
  .map(({ id, value }) => [id.slice('field.'.length), value])`;

test('an auditor is not offered a new campaign', async ({ page, visit }) => {
  await visit('audrey', '/campaigns');
  await expect(page.getByRole('row', { name: 'Spring survey' })).toBeVisible();
  await expect(page.getByRole('button', { name: campaignsTexts.en_US.add })).toBeHidden();
});
