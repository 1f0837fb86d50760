// The schedule of a campaign: a week that is drawn and dragged, special dates, and the next opening.
import { field, items } from '../../src/cli/read.ts';
import { fieldTexts } from '../../web/src/pages/campaign/form/fieldTexts.ts';
import { formTexts } from '../../web/src/pages/campaign/form/texts.ts';
import { scheduleTexts } from '../../web/src/pages/campaign/schedule/texts.ts';
import { settingsTexts } from '../../web/src/pages/campaign/settings/texts.ts';
import { addCampaign, home, openApi, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, test } from './console.ts';

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });
    const [texts, words, form, fields] = [
      scheduleTexts[language],
      settingsTexts[language],
      formTexts[language],
      fieldTexts[language],
    ];
    const edge = (end: string) => `${form.segment(fields.workday, 1)}, ${end}`;
    // Each language has a campaign of its own to change.
    const name = language === 'en_US' ? 'Delivery notes' : 'Appointment reminders';

    test('hours are moved by key and by pointer, and applied', async ({ page, visit }) => {
      await visit('sam', '/campaigns');
      await page.getByRole('link', { name }).click();
      await page.getByRole('tab', { name: texts.tab }).click();
      const begin = page.getByRole('slider', { name: edge(form.begin) });
      await expect(begin).toHaveAttribute('aria-valuetext', '00:00');
      await begin.focus();
      await page.keyboard.press('Shift+ArrowDown');
      await expect(begin).toHaveAttribute('aria-valuetext', '01:00');
      await begin.hover();
      await page.mouse.down();
      const box = await begin.boundingBox();
      await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 60, { steps: 4 });
      await page.mouse.up();
      await expect(begin).toHaveAttribute('aria-valuetext', /^0[3-5]:/);
      await expect(page.getByText(words.changed(1))).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('textbox', { name: edge(form.begin) }).fill('130');
      await page.keyboard.press('Tab');
      await expect(begin).toHaveAttribute('aria-valuetext', '01:30');
      await page.getByRole('button', { name: words.apply }).click();
      await expect(page.getByText(words.changed(1))).toBeHidden();
      await page.reload();
      await expect(begin).toHaveAttribute('aria-valuetext', '01:30');
    });

    test('a special date is added, refused while it is wrong, and deleted', async ({ page, visit }) => {
      await visit('sam', '/campaigns');
      await page.getByRole('link', { name: 'Spring survey' }).click();
      await page.getByRole('tab', { name: texts.tab }).click();
      await page.getByRole('button', { name: texts.add }).click();
      const dialog = page.getByRole('dialog');
      const called = `Feast in ${language}`;
      await dialog.getByLabel(texts.name, { exact: true }).fill(called);
      await dialog.getByText(texts.yearly).click();
      await dialog.getByLabel(texts.from).fill('02-30');
      await dialog.getByLabel(texts.to).fill('12-31');
      await dialog.getByRole('button', { name: texts.save }).click();
      await expect(dialog).toContainText('MM-dd');
      await dialog.getByLabel(texts.from).fill('12-24');
      await expectAccessible(page);
      await dialog.getByRole('button', { name: texts.save }).click();
      await expect(dialog).toBeHidden();
      const list = page.getByRole('list', { name: texts.dates });
      await expect(list).toContainText(texts.yearlyFrom('12-24', '12-31'));
      await page.getByRole('button', { name: texts.remove(called) }).click();
      await page.getByRole('dialog').getByRole('button', { name: texts.removeIt }).click();
      await expect(page.getByRole('button', { name: texts.remove(called) })).toBeHidden();
    });

    test('the second of two who change a special date sees what the first has made of it', async ({
      page,
      visit,
    }) => {
      const api = await openApi();
      const id = await addCampaign(api, uniqueName('Two at one date'), {
        deviceType: 1,
        initStatus: 1,
        ivrParam: { deviceSign: '1001', callCount: 1, callInterval: 60 },
      });
      const path = `${home}/campaigns/${id}/special-dates`;
      const yearly = (endTime: string) => ({ name: 'Feast', type: 3, beginTime: '12-24', endTime });
      const added = await api.send('POST', path, yearly('12-26'));
      const dateId = field(items(added, 'items')[0], 'id');
      await visit('sam', `/campaigns/${id}/schedule`);
      await page.getByRole('button', { name: texts.change('Feast') }).click();
      const dialog = page.getByRole('dialog');
      const last = dialog.getByLabel(texts.to);
      await last.fill('12-27');
      await api.send('PUT', `${path}/${dateId}`, yearly('12-31'));
      const alert = dialog.getByRole('alert');
      await expect(alert).toContainText(texts.yearlyFrom('12-24', '12-31'));
      await expect(dialog.getByRole('button', { name: texts.save })).toBeDisabled();
      await expectAccessible(page);
      await alert.getByRole('button', { name: words.keepMine }).click();
      await expect(alert).toBeHidden();
      await expect(last).toHaveValue('12-27');
      await dialog.getByRole('button', { name: texts.save }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByRole('list', { name: texts.dates })).toContainText('12-27');
    });
  });
}
