// Tables whose rows open: what opens takes the width of the table, and the table stays as wide as it was.
import type { Page } from '@playwright/test';
import { items } from '../../src/cli/read.ts';
import { home, openApi } from './api.ts';
import { expect, test } from './console.ts';

for (const width of [360, 1440, 2560]) {
  test(`a row that is opened makes no table wider, at ${width} px`, async ({ page, visit }) => {
    await page.setViewportSize({ width, height: 900 });
    const api = await openApi();
    const found = items(await api.send('GET', `${home}/campaigns?name=Appointment%20reminders`), 'items');
    const id = Number(Reflect.get(Object(found.at(-1)), 'id'));
    await visit('anna', `/campaigns/${id}/calls`);
    for (const path of [`/campaigns/${id}/calls`, `/campaigns/${id}/numbers`, '/audit']) {
      await page.goto(path);
      const opener = page.locator('button.ant-table-row-expand-icon:not(.ant-table-row-expand-icon-spaced)');
      await expect(async () => {
        if ((await opener.count()) === 0) await page.reload();
        await expect(opener.first()).toBeVisible({ timeout: 5_000 });
      }).toPass();
      const before = await widthOfTable(page);
      for (const place of [0, 1]) await opener.nth(place).click();
      await expect(page.locator('.ant-table-expanded-row').nth(1)).toBeVisible();
      // A table that widens itself does it anew with each drawing.
      await page.evaluate(someDrawings);
      expect(await widthOfTable(page), path).toBeLessThanOrEqual(before + 1);
      const whole = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(whole, path).toBeLessThanOrEqual(width);
      for (const box of await page.locator('.ant-table-expanded-row').all())
        expect((await box.boundingBox())?.width, path).toBeLessThanOrEqual(before + 1);
    }
  });
}

const someDrawings = `(async () => {
  for (let drawn = 0; drawn < 30; drawn += 1) await new Promise(requestAnimationFrame);
})()`;

async function widthOfTable(page: Page): Promise<number> {
  const box = await page.locator('.ant-table table').first().boundingBox();
  return box?.width ?? Number.NaN;
}
