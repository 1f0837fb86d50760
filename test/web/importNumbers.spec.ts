// A file of numbers on its way into a campaign and out again, with everything that can be wrong with it and
// with the way.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Route } from '@playwright/test';
import { openClock } from '../../src/clock.ts';
import { addSeconds } from '../../src/core/units.ts';
import { wallOfInstant } from '../../src/core/zone.ts';
import { explainTexts } from '../../web/src/pages/campaign/explain/texts.ts';
import { fieldNames } from '../../web/src/pages/campaign/numbers/import/texts.ts';
import {
  importStateTexts,
  importsTexts,
  numberStateTexts,
  numbersTexts,
} from '../../web/src/pages/campaign/numbers/texts.ts';
import { stateTexts } from '../../web/src/pages/campaigns/texts.ts';
import { problemTexts } from '../../web/src/parts/texts.ts';
import { sessionTexts } from '../../web/src/session/texts.ts';
import { home } from './api.ts';
import { expect, expectAccessible, languagesOf } from './console.ts';
import { gbk, openBreakableWay, partsOf, test } from './importing.ts';
import { password } from './people.ts';

/** A file that takes some minutes at the slow pace, and comes to one number. */
const longFile = `called\n${'13800000001\n'.repeat(200_000)}`;

const slowly = 30_000;
const asItCan = -1;

/** Sets how fast the browser sends, in bytes a second. */
async function paceOf(page: Page): Promise<(uploadThroughput: number) => Promise<unknown>> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  const others = { offline: false, latency: 0, downloadThroughput: -1 };
  return (uploadThroughput) =>
    network.send('Network.emulateNetworkConditions', { ...others, uploadThroughput });
}

for (const language of languagesOf('en_US')) {
  test.describe(language, () => {
    test.use({ language });
    const [numbers, imports] = [numbersTexts[language], importsTexts[language]];

    test('a file is dropped, read, imported, looked through, and undone', async ({
      newCampaign,
      page,
      visit,
    }) => {
      const id = await newCampaign();
      await visit('sam', `/campaigns/${id}/numbers`);
      await expect(page.getByText(numbers.none)).toBeVisible();
      await expectAccessible(page);
      const { texts, dialog, button, figure, show } = partsOf(page, language);
      const markup = '<img src=x onerror=alert(1)>';
      const file = gbk(
        `姓名,手机号码,备注\n王小明,13800000001,"one\n""two"""\n王小明,13800000002,${markup}\n` +
          '王小明,139-0000,x\n王小明,13800000003,=1+1\n王小明,13800000001,again\n',
      );
      const transfer = await page.evaluateHandle(`(() => {
        const bytes = Uint8Array.from(atob('${file.toString('base64')}'), (sign) => sign.charCodeAt(0));
        const carried = new DataTransfer();
        carried.items.add(new File([bytes], '<b>customers</b>.csv', { type: 'text/csv' }));
        return carried;
      })()`);
      await page.getByRole('region', { name: texts.title }).dispatchEvent('drop', { dataTransfer: transfer });

      await expect(dialog).toContainText('<b>customers</b>.csv');
      await expect(dialog.getByRole('columnheader', { name: '手机号码' })).toBeVisible();
      await expect(dialog.getByRole('cell', { name: markup })).toBeVisible();
      await expect(dialog.getByRole('checkbox', { name: texts.header })).toBeChecked();
      await expectAccessible(page);
      await button(texts.on).click();
      await expect(dialog.getByText('手机号码 (13800000001)')).toBeVisible();
      await expect(dialog.getByText(texts.leftOut('1', '5'))).toBeVisible();
      await expect(dialog.getByRole('listitem').filter({ hasText: '139-0000' })).toContainText(
        fieldNames[language].called,
      );
      await expectAccessible(page);
      await button(texts.start).click();
      await expect(dialog.getByText(texts.done)).toBeVisible();
      await expect(figure(texts.read)).toHaveText('5');
      await expect(figure(texts.added)).toHaveText('3');
      await expect(figure(texts.duplicatesFound)).toHaveText('1');
      await expect(figure(texts.rejected)).toHaveText('1');
      const download = page.waitForEvent('download');
      await dialog.getByRole('link', { name: texts.errors }).click();
      expect((await download).suggestedFilename()).toMatch(/^import-\d+-errors\.csv$/);
      await expectAccessible(page);
      await button(texts.finish).click();

      await expect(page.getByRole('row')).toHaveCount(4);
      const row = page.getByRole('row', { name: '13800000002' });
      await expect(row).toContainText(numberStateTexts[language].waiting);
      await expect(row).toContainText(markup);
      await row.getByRole('button').click();
      await expect(page.getByText(numbers.noCalls)).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('link', { name: numbers.explain }).click();
      await expect(page.getByText(explainTexts[language].notCallable('13800000002'))).toBeVisible();
      await page.goBack();

      await show(numbers.imports);
      const done = page.getByRole('row', { name: 'customers' });
      await expect(done).toContainText(importStateTexts[language].finished);
      await expectAccessible(page);
      await done.getByRole('button', { name: imports.undo }).click();
      await expect(page.getByRole('tooltip')).toContainText(imports.undoConsequence('3'));
      await page.getByRole('tooltip').getByRole('button', { name: imports.undo }).click();
      await expect(done).toContainText(importStateTexts[language].undone);
      await show(numbers.numbers);
      await expect(page.getByText(numbers.none)).toBeVisible();
    });

    test('a file without numbers is refused with a reason, and the next one is taken', async ({
      newCampaign,
      page,
      visit,
    }) => {
      const id = await newCampaign();
      await visit('sam', `/campaigns/${id}/numbers`);
      const { texts, dialog, button, choose, figure, start } = partsOf(page, language);
      const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
      for (const [name, content, title] of [
        ['nothing.csv', '', texts.empty],
        ['picture.csv', picture, texts.binary],
        ['book.csv', Buffer.from('PK\u0003\u0004 and so on'), texts.workbook],
      ] as const) {
        await choose(name, content);
        await expect(page.getByRole('alert').filter({ hasText: title })).toContainText(name);
      }
      await expectAccessible(page);

      await choose('no-number.csv', 'name,ref\nAnna,7\n');
      await expect(page.getByRole('alert')).toBeHidden();
      await button(texts.on).click();
      await expect(dialog.getByText(texts.calledMissing)).toBeVisible();
      await expect(button(texts.start)).toBeDisabled();
      await expectAccessible(page);
      await dialog.getByLabel(fieldNames[language].called).click();
      await page.keyboard.press('Enter');
      await expect(dialog.getByText(texts.noRowFits)).toBeVisible();
      await expect(button(texts.start)).toBeDisabled();
      await expectAccessible(page);
      await button(texts.back).click();
      await button(texts.cancel).click();

      for (const added of ['2', '0']) {
        await choose('twice.csv', '\ufeffcalled;x\r\n13800000001;"a,b\r\nc"\r\n13800000002;\r\n');
        await start();
        if (added === '0') {
          await expect(dialog.getByRole('alert')).toContainText(/with 2 numbers|共 2 个号码/);
          await button(texts.allTheSame).click();
        }
        await expect(figure(texts.added)).toHaveText(added);
        await expect(figure(texts.duplicatesFound)).toHaveText(added === '2' ? '0' : '2');
        await button(texts.finish).click();
      }
      await expect(page.getByRole('row')).toHaveCount(3);
    });

    test('when the session ends before the file is sent, signing in and trying again is enough', async ({
      newCampaign,
      page,
      visit,
    }) => {
      const id = await newCampaign();
      await visit('sam', `/campaigns/${id}/numbers`);
      const { texts, dialog, button, choose, figure } = partsOf(page, language);
      await choose('numbers.csv', 'called\n13800000001\n');
      await button(texts.on).click();
      await expect(button(texts.start)).toBeEnabled();
      // Nothing else of the page may notice first that the session has ended: its dialog would cover the button.
      await page.route('**/api/v1/**', (route) =>
        route.request().method() === 'GET' ? undefined : route.continue(),
      );
      await page.context().clearCookies();
      await button(texts.start).click();
      await page.unroute('**/api/v1/**');
      const session = sessionTexts[language];
      const signIn = page.getByRole('dialog', { name: session.endedTitle });
      await signIn.getByLabel(session.password, { exact: true }).fill(password);
      await page.keyboard.press('Enter');
      await expect(signIn).toBeHidden();
      await expect(dialog.getByRole('alert')).toContainText(problemTexts[language].signInNeeded);
      await expectAccessible(page);
      await button(texts.again).click();
      await expect(figure(texts.added)).toHaveText('1');
    });

    test('a connection that breaks leaves nothing twice, wherever it broke', async ({
      newCampaign,
      page,
      visit,
    }) => {
      const id = await newCampaign();
      await visit('sam', `/campaigns/${id}`);
      const way = await openBreakableWay(page.url());
      await page.goto(`${way.url}/campaigns/${id}/numbers`);
      const { texts, dialog, button, choose, figure, start } = partsOf(page, language);
      const setPace = await paceOf(page);
      await setPace(slowly);
      await choose('numbers.csv', longFile);
      await start();
      await expect(dialog.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[1-9]/);
      way.break();
      await expect(dialog.getByRole('alert')).toContainText(problemTexts[language].unreachable);
      await expect(dialog).toContainText(texts.unknownDetail);
      await expectAccessible(page);
      way.mend();
      await setPace(asItCan);
      const listed = `${home}/campaigns/${id}/imports`;
      await expect
        .poll(async () => (await (await page.request.get(listed)).json()).items[0].state)
        .toBe('failed');

      // The second time the server does its work, and only its answer is lost.
      const loseAnswer = async (route: Route): Promise<void> => {
        await route.fetch();
        await route.abort('connectionreset');
      };
      await page.route('**/imports?*', loseAnswer, { times: 1 });
      await button(texts.again).click();
      await expect(dialog.getByRole('alert')).toBeHidden();
      await expect(dialog.getByRole('alert')).toContainText(problemTexts[language].unreachable);
      await button(texts.again).click();
      await expect(dialog.getByText(texts.repeated)).toBeVisible();
      await expect(figure(texts.added)).toHaveText('1');
      await button(texts.finish).click();
      await expect(page.getByRole('row')).toHaveCount(2);
      way.close();
    });

    test('a file can be stopped on its way, and then nothing of it is there', async ({
      newCampaign,
      page,
      visit,
    }) => {
      const id = await newCampaign();
      await visit('sam', `/campaigns/${id}`);
      await page.getByRole('tab', { name: numbers.tab }).click();
      const { texts, dialog, button, choose, show, start } = partsOf(page, language);
      const setPace = await paceOf(page);
      await setPace(slowly);
      await choose('long.csv', longFile);
      await start();
      await expect(dialog.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[1-9]/);
      await expectAccessible(page);
      // Leaving asks, too.
      await page.goBack();
      const question = page.getByRole('dialog', { name: texts.stopQuestion });
      await question.getByRole('button', { name: texts.goOn }).click();
      await expect(dialog.getByText(texts.sending)).toBeVisible();
      await button(texts.stop).click();
      await question.getByRole('button', { name: texts.stop, exact: true }).click();
      await expect(question).toBeHidden();
      await button(texts.cancel).click();
      await expect(dialog).toBeHidden();
      await show(numbers.imports);
      await expect(page.getByRole('row', { name: 'long.csv' })).toContainText(
        importStateTexts[language].failed,
      );
      await show(numbers.numbers);
      await expect(page.getByText(numbers.none)).toBeVisible();
    });
  });
}

test('a campaign that ends meanwhile takes no more, and says so', async ({ newCampaign, page, visit }) => {
  await visit('sam', '/campaigns');
  const { timeZone } = await (await page.request.get('/api/v1/session')).json();
  const end = wallOfInstant(addSeconds(openClock(1).now(), 25), timeZone);
  const id = await newCampaign({ strEndTime: end });
  await page.goto(`/campaigns/${id}/numbers`);
  const { texts, dialog, button, choose, start } = partsOf(page, 'en_US');
  await choose('late.csv', 'called\n13800000001\n');
  await expect(dialog).toContainText('late.csv');
  await expect(page.getByText(new RegExp(`${stateTexts.en_US.ended}$`))).toBeVisible({ timeout: 40_000 });
  await start();
  await expect(dialog.getByRole('alert')).toContainText(problemTexts.en_US.wrongState);
  await expect(dialog).toContainText(texts.failedDetail);
  await button(texts.back).click();
  await button(texts.cancel).click();
  await expect(page.getByText(texts.ended)).toBeVisible();
  await expectAccessible(page);
});

test('a file that is changed after it was chosen is not sent, and can be chosen again', async ({
  newCampaign,
  page,
  visit,
}, { outputDir }) => {
  const id = await newCampaign();
  await visit('sam', `/campaigns/${id}/numbers`);
  const { texts, dialog, button, figure, start } = partsOf(page, 'en_US');
  mkdirSync(outputDir, { recursive: true });
  const file = join(outputDir, 'numbers.csv');
  writeFileSync(file, 'called\n13800000001\n');
  await page.getByLabel(texts.chosen).setInputFiles(file);
  await expect(dialog).toContainText('13800000001');
  writeFileSync(file, 'called\n13800000002\n13800000003\n');
  await start();
  await expect(dialog.getByRole('alert')).toContainText(texts.unreadable);
  await expectAccessible(page);
  await button(texts.cancel).click();
  await page.getByLabel(texts.chosen).setInputFiles(file);
  await start();
  await expect(figure(texts.added)).toHaveText('2');
});
