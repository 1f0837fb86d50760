// A result that its receiver refused is kept, and sent again when somebody says so. The VDN gives up after
// one push, so that nobody waits for the ten minutes between two.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { upload } from '../../src/cli/demo/scene.ts';
import { noticesTexts } from '../../web/src/pages/campaign/notices/texts.ts';
import { addCampaign, addVdn, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, test } from './console.ts';

/** Answers 503 until it is told to accept; what it has accepted is in `taken`. */
async function openReceiver() {
  const receiver = { accepts: false, taken: [] as unknown[] };
  const server: Server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (receiver.accepts) receiver.taken.push(...JSON.parse(Buffer.concat(parts).toString()));
    response.writeHead(receiver.accepts ? 200 : 503).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/results`;
  return { receiver, url, close: () => server.close().closeAllConnections() };
}

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });
    const texts = noticesTexts[language];

    test('a result that was refused is sent again', async ({ page, visit }) => {
      const { receiver, url, close } = await openReceiver();
      const { vdnId, home, api } = await addVdn({ noticePushesMax: 1 });
      await api.send('PUT', `${home}/flows/1001`, { description: 'Hello', playSeconds: 1 });
      const ivr = { deviceType: 3, ivrParam: { deviceSign: '1001', callCount: 1, callInterval: 1 } };
      const name = uniqueName('Refused');
      const id = await addCampaign(api, name, { ...ivr, callBackUrl: url, maxAlertingTime: 5 }, vdnId);
      await upload(api, id, 'called\n13800000111\n13800000112\n');

      await visit('anna', `/campaigns/${id}/notices`, vdnId);
      const again = page.getByRole('row').getByRole('button', { name: texts.resend });
      // Both ring and end, and their results are refused.
      await expect(again).toHaveCount(2, { timeout: 90_000 });
      await expect(page.getByRole('row').nth(1)).toContainText('503');
      expect(receiver.taken).toEqual([]);
      await expectAccessible(page);

      receiver.accepts = true;
      await again.first().click();
      await expect(page.getByText(texts.resent('1'))).toBeVisible();
      await expect(again).toHaveCount(1);
      await expect.poll(() => receiver.taken.length).toBe(1);
      await page.getByRole('button', { name: texts.resendAll }).click();
      await expect(page.getByText(texts.none)).toBeVisible();
      await expect.poll(() => receiver.taken.length).toBe(2);
      const called = receiver.taken.map((result) => Reflect.get(Object(result), 'called'));
      expect(called.sort()).toEqual(['13800000111', '13800000112']);
      await page.reload();
      await expect(page.getByLabel(texts.figures)).toContainText(`${texts.delivered}2`);
      close();
    });
  });
}
