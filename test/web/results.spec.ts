// The calls of a campaign that was dialed, as a file, and what each role sees of them: a supervisor the
// numbers, an auditor their last two digits.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { upload } from '../../src/cli/demo/scene.ts';
import { field, items } from '../../src/cli/read.ts';
import { callsTexts } from '../../web/src/pages/campaign/calls/texts.ts';
import { explainTexts } from '../../web/src/pages/campaign/explain/texts.ts';
import { outcomeNames } from '../../web/src/pages/campaign/outcomes/outcomeNames.ts';
import { settingHelps, settingNames } from '../../web/src/pages/settings/texts.ts';
import { maskedTexts } from '../../web/src/parts/texts.ts';
import { roleTexts } from '../../web/src/shell/texts.ts';
import { addCampaign, home, openApi, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, small, test } from './console.ts';

/** By the last two digits the first three are busy, and the fourth does not exist. */
const numbers = ['13870000100', '13870000200', '13870000300', '13870000102'];

/** A campaign all of whose numbers were called once. */
async function dialedCampaign(name: string): Promise<number> {
  const api = await openApi();
  const id = await addCampaign(api, name, {
    deviceType: 3,
    ivrParam: { deviceSign: '1001', callCount: 10, callInterval: 1 },
  });
  await upload(api, id, `called\n${numbers.join('\n')}\n`);
  await expect
    .poll(
      async () => {
        const calls = items(await api.send('GET', `${home}/campaigns/${id}/calls`), 'items');
        return calls.filter((call) => field(call, 'endedAt') !== null).length;
      },
      { timeout: 40_000 },
    )
    .toBe(numbers.length);
  return id;
}

async function downloaded(page: Page, name: string): Promise<{ fileName: string; rows: string[] }> {
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name }).click();
  const download = await coming;
  expect(await download.failure()).toBeNull();
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.startsWith('\uFEFFcallId,')).toBe(true);
  return { fileName: download.suggestedFilename(), rows: text.split('\r\n').slice(1, -1) };
}

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });
    const texts = callsTexts[language];

    test('a supervisor downloads the calls that are shown', async ({ page, visit }) => {
      const name = uniqueName('回访 results');
      const id = await dialedCampaign(name);
      await visit('sam', `/campaigns/${id}/calls`);
      await expect(page.getByRole('row')).toHaveCount(5);
      await expect(page.getByText(texts.kept('90'))).toBeVisible();
      await expect(page.getByText(maskedTexts[language].maskedSearch)).toHaveCount(0);
      await expectAccessible(page);
      const all = await downloaded(page, texts.download);
      expect(all.fileName).toMatch(
        new RegExp(`^calls-${name.replaceAll(' ', '-')}-\\d{4}-\\d{2}-\\d{2}\\.csv$`),
      );
      expect(all.rows.map((row) => row.split(',')[2]).sort()).toEqual([...numbers].sort());
      await page
        .getByRole('combobox', { name: texts.anyOutcome })
        .or(page.getByLabel(texts.outcome))
        .first()
        .click();
      await page.getByTitle(outcomeNames[language].busy, { exact: true }).click();
      await expect(page.getByRole('row')).toHaveCount(4);
      const busy = await downloaded(page, texts.download);
      expect(busy.rows.map((row) => row.split(',')[2]).sort()).toEqual(numbers.slice(0, 3).sort());
    });

    test('an auditor sees no number, and finds by a whole one', async ({ page, visit }) => {
      const id = await dialedCampaign(uniqueName('Masked'));
      await visit('audrey', `/campaigns/${id}/calls`);
      await expect(page.getByText(maskedTexts[language].maskedSearch)).toBeVisible();
      await expect(page.getByRole('cell', { name: '…02', exact: true })).toBeVisible();
      await expect(page.getByText(/1387/)).toHaveCount(0);
      await expectAccessible(page);
      const { rows } = await downloaded(page, texts.download);
      expect(rows.map((row) => row.split(',')[2]).sort()).toEqual(['…00', '…00', '…00', '…02']);
      await page.getByRole('searchbox', { name: texts.called }).fill('13870000200');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('row')).toHaveCount(2);
      await page.goto(`/campaigns/${id}/explain?called=13870000200`);
      await expect(page.getByText(explainTexts[language].notCallable('…00'))).toBeVisible();
      await expectAccessible(page);
    });

    test('the settings say from whom numbers are hidden, and what is kept for how long', async ({
      page,
      visit,
    }) => {
      await visit('anna', '/settings');
      const hiddenFrom = page.getByRole('combobox', { name: settingNames[language].maskedFor });
      await expect(hiddenFrom).toBeVisible();
      await expect(page.getByTitle(roleTexts[language].auditor)).toBeVisible();
      await expect(page.getByText(settingHelps[language].retentionDays)).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('calls and their file fit a telephone', async ({ page, visit }) => {
  const id = await dialedCampaign(uniqueName('Small'));
  await page.setViewportSize(small ?? { width: 360, height: 740 });
  await visit('audrey', `/campaigns/${id}/calls`);
  await expect(page.getByRole('link', { name: callsTexts.en_US.download })).toBeVisible();
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
});
