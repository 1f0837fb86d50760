// What a campaign's page tells: why it dials, what pacing decides, how calls end, each call, and what
// became of the results.
import { callsTexts } from '../../web/src/pages/campaign/calls/texts.ts';
import { explainTexts, questionTexts } from '../../web/src/pages/campaign/explain/texts.ts';
import { noticesTexts } from '../../web/src/pages/campaign/notices/texts.ts';
import { outcomesTexts } from '../../web/src/pages/campaign/outcomes/texts.ts';
import { pacingTexts } from '../../web/src/pages/campaign/pacing/texts.ts';
import { stateTexts } from '../../web/src/pages/campaigns/texts.ts';
import { expect, expectAccessible, languagesOf, small, test } from './console.ts';

for (const language of languagesOf('en_US')) {
  test.describe(language, () => {
    test.use({ language });
    const [explain, pacing, calls] = [explainTexts[language], pacingTexts[language], callsTexts[language]];

    test('explains the campaign and any number', async ({ page, visit }) => {
      await visit('audrey', '/campaigns');
      await page.getByRole('link', { name: 'Delivery notes' }).click();
      await page.getByRole('tab', { name: explain.tab }).click();
      await expect(page.getByText(explain.notDialing)).toBeVisible();
      await expect(page.getByText(explain.because(questionTexts[language].state))).toBeVisible();
      await expect(
        page.getByRole('list').getByText(stateTexts[language].paused, { exact: true }),
      ).toBeVisible();
      await expectAccessible(page);
      const number = page.getByRole('searchbox', { name: explain.number });
      await number.fill('13800000111');
      await page.keyboard.press('Enter');
      await expect(page.getByText(explain.notCallable('…11'))).toBeVisible();
      await number.fill('999');
      await page.keyboard.press('Enter');
      await expect(page.getByText(explain.noSuchNumber)).toBeVisible();
      await page.goBack();
      await expect(page.getByText(explain.notCallable('…11'))).toBeVisible();
    });

    test('says in plain words what each gate decided by', async ({ page, visit }) => {
      await visit('audrey', '/campaigns');
      for (const name of ['Delivery notes', 'Contract renewals']) {
        await page.getByRole('link', { name }).click();
        await page.getByRole('tab', { name: explain.tab }).click();
        for (const called of ['', '13800000111']) {
          if (called !== '') {
            await page.getByRole('searchbox', { name: explain.number }).fill(called);
            await page.keyboard.press('Enter');
            await expect(page.getByText(questionTexts[language].contactRetryTimer)).toBeVisible();
          }
          const gates = page.getByRole('main').getByRole('listitem');
          await expect(gates.filter({ hasText: questionTexts[language].segment })).toContainText(
            /\d{4}-\d\d-\d\d/,
          );
          for (const told of await gates.allInnerTexts()) {
            expect(told, 'raw words of the server').not.toMatch(/[a-z][A-Z]|[{}"]|null|undefined|\dT\d/);
            if (language === 'zh_CN') expect(told.replace('Campana', '')).not.toMatch(/[A-Za-z]{2}/);
          }
        }
        await page.goto('/campaigns');
      }
    });

    test('tells what pacing decides, and why not another number', async ({ page, visit }) => {
      await visit('audrey', '/campaigns');
      await page.getByRole('link', { name: 'Contract renewals' }).click();
      await page.getByRole('tab', { name: pacing.tab }).click();
      await expect(page.getByRole('img', { name: pacing.agents })).toBeVisible();
      await expect(page.getByRole('row').nth(1)).toContainText(/\d/);
      await page.getByLabel(pacing.dials).fill('50');
      await page.getByRole('button', { name: pacing.ask }).click();
      await expect(page.getByRole('status').filter({ hasText: /50/ })).toBeVisible();
      await expectAccessible(page);
    });

    test('shows calls, finds those of a number, and counts how they ended', async ({ page, visit }) => {
      await visit('audrey', '/campaigns');
      await page.getByRole('link', { name: 'Appointment reminders' }).click();
      await page.getByRole('tab', { name: outcomesTexts[language].tab, exact: true }).click();
      // The first call has to end before anything is counted.
      const code = page.getByRole('cell', { name: /^0\d{4}$/ }).first();
      await expect(async () => {
        await page.reload();
        await expect(code).toBeVisible({ timeout: 5000 });
      }).toPass();

      await expectAccessible(page);
      await page.getByRole('tab', { name: calls.tab, exact: true }).click();
      await expect(page.getByRole('row').nth(2)).toContainText('…');
      await page.getByRole('searchbox', { name: calls.called }).fill('13800000111');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('row')).toHaveCount(2);
      await page.getByRole('row').nth(1).getByRole('button').click();
      await expect(page.getByText(calls.caller)).toBeVisible();
      await expectAccessible(page);
    });

    test('says that results wait because their receiver refuses them', async ({ page, visit }) => {
      const texts = noticesTexts[language];
      await visit('audrey', '/campaigns');
      await page.getByRole('link', { name: 'Appointment reminders' }).click();
      await page.getByRole('tab', { name: texts.tab }).click();
      await expect(page.getByText(texts.to('http://127.0.0.1:9/results'))).toBeVisible();
      await expect(page.getByText(texts.none)).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('every tab fits a telephone', async ({ page, visit }) => {
  await page.setViewportSize(small ?? { width: 360, height: 740 });
  for (const tab of [
    'settings',
    'schedule',
    'history',
    'explain',
    'pacing',
    'outcomes',
    'numbers',
    'calls',
    'notices',
  ]) {
    await visit('sam', `/campaigns/2/${tab}`);
    await expect(page.getByRole('tabpanel')).toContainText(/\w/);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth'), tab).toBeLessThanOrEqual(360);
  }
});
