// The numbers of a campaign, one by one and a million of them; imports as others see them; on a telephone.
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { join } from 'node:path';
import { importTexts } from '../../web/src/pages/campaign/numbers/import/texts.ts';
import { importStateTexts, importsTexts, numbersTexts } from '../../web/src/pages/campaign/numbers/texts.ts';
import { problemTexts } from '../../web/src/parts/texts.ts';
import { home, openApi } from './api.ts';
import { expect, expectAccessible, small } from './console.ts';
import { partsOf, test } from './importing.ts';

test('an import that runs elsewhere is shown as running until it has ended', async ({
  newCampaign,
  page,
  visit,
}) => {
  const id = await newCampaign();
  await visit('sam', `/campaigns/${id}/numbers`);
  const session = await (await page.request.get('/api/v1/session')).json();
  const cookies = await page.context().cookies();
  const sending = plainRequest(new URL(`${home}/campaigns/${id}/imports?fileName=slow.csv`, page.url()), {
    method: 'POST',
    headers: {
      'content-type': 'text/csv',
      'transfer-encoding': 'chunked',
      'x-csrf-token': session.csrfToken,
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    },
  });
  sending.on('error', () => undefined);
  sending.write('called\n13800000001\n');
  const imports = `${home}/campaigns/${id}/imports`;
  await expect.poll(async () => (await (await page.request.get(imports)).json()).items.length).toBe(1);
  await page.goto(`/campaigns/${id}/numbers?show=imports`);
  const [texts, states] = [importsTexts.en_US, importStateTexts.en_US];
  const row = page.getByRole('row', { name: 'slow.csv' });
  await expect(row).toContainText(states.running);
  await expect(row.getByRole('button', { name: texts.undo })).toHaveCount(0);
  sending.end('13800000002\n');
  await expect(row).toContainText(states.finished);
  await expectAccessible(page);
});

test('a million numbers: refused over the limit, taken when it is raised, and looked through', async ({
  newCampaign,
  page,
  visit,
}, { outputDir }) => {
  test.setTimeout(600_000);
  const id = await newCampaign();
  await visit('sam', `/campaigns/${id}/numbers`);
  const { texts, dialog, button, figure, start } = partsOf(page, 'en_US');
  mkdirSync(outputDir, { recursive: true });
  const file = join(outputDir, 'million.csv');
  const rows = Array.from({ length: 1_000_000 }, (_, row) => `139${String(row).padStart(8, '0')},c${row}`);
  writeFileSync(file, `called,ref\n${rows.join('\n')}\n`);
  await page.getByLabel(texts.chosen).setInputFiles(file);
  await start();
  const long = { timeout: 240_000 };
  await expect(dialog.getByRole('alert')).toContainText(problemTexts.en_US.tooManyNumbers, long);
  await expect(dialog).toContainText(texts.failedDetail);

  const api = await openApi();
  await api.send('PATCH', home, { settings: { unfinishedNumbersMax: 2_000_000 } });
  await button(texts.again).click();
  await expect(figure(texts.added)).toHaveText('1,000,000', long);
  const heap = await page.evaluate(() => Reflect.get(performance, 'memory').usedJSHeapSize);
  expect(heap / 1_000_000, 'megabytes that the page holds').toBeLessThan(100);
  await button(texts.finish).click();

  const numbers = numbersTexts.en_US;
  await expect(page.getByRole('row')).toHaveCount(51);
  await page.getByRole('button', { name: numbers.next }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('13900000050');
  await page.getByRole('searchbox', { name: numbers.searched }).fill('1390099999');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row')).toHaveCount(11);
  await page.getByRole('searchbox', { name: numbers.searched }).fill('2');
  await page.keyboard.press('Enter');
  await expect(page.getByText(numbers.noneFound)).toBeVisible();
});

test('fits a telephone, each step of an import as well', async ({ newCampaign, page, visit }) => {
  const id = await newCampaign();
  await page.setViewportSize(small ?? { width: 360, height: 740 });
  await visit('sam', `/campaigns/${id}/numbers`);
  const { texts, button, choose, figure } = partsOf(page, 'en_US');
  const fits = async (what: string) =>
    expect(await page.evaluate<number>('document.documentElement.scrollWidth'), what).toBeLessThanOrEqual(
      360,
    );
  await fits('tab');
  await choose('a-name-that-is-as-long-as-names-of-files-are-in-offices.csv', 'called,x\n13800000001,a\n');
  await expect(button(texts.on)).toBeVisible();
  await fits('file');
  await button(texts.on).click();
  await expect(button(texts.start)).toBeVisible();
  await fits('columns');
  await button(texts.start).click();
  await expect(figure(texts.added)).toHaveText('1');
  await fits('result');
  await button(texts.finish).click();
  await page.getByRole('row', { name: '13800000001' }).getByRole('button').click();
  await expect(page.getByText(numbersTexts.en_US.noCalls)).toBeVisible();
  await fits('details');
});

test('an auditor looks, and is offered neither an import nor an undo', async ({ page, visit }) => {
  await visit('audrey', '/campaigns/1/numbers');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('button', { name: importTexts.en_US.choose })).toBeHidden();
  await partsOf(page, 'en_US').show(numbersTexts.en_US.imports);
  await expect(page.getByRole('row').nth(1)).toContainText(importStateTexts.en_US.finished);
  await expect(page.getByRole('button', { name: importsTexts.en_US.undo })).toBeHidden();
  await expectAccessible(page);
});
