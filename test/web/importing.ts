// What tests of numbers and of their import share: a campaign of their own, the parts of the dialog, and
// files as they are chosen.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import { importTexts } from '../../web/src/pages/campaign/numbers/import/texts.ts';
import { numbersTexts } from '../../web/src/pages/campaign/numbers/texts.ts';
import type { Language } from '../../web/src/text/language.ts';
import { addCampaign, openApi, uniqueName } from './api.ts';
import { test as plain } from './console.ts';

export const test = plain.extend<{ readonly newCampaign: (change?: object) => Promise<number> }>({
  /** Makes a paused campaign, so that nobody is called meanwhile, and deletes it after the test: a VDN may have few. */
  newCampaign: async ({ baseURL: _any }, use) => {
    const api = await openApi();
    const made: number[] = [];
    await use(async (change = {}) => {
      const ivr = { deviceType: 3, ivrParam: { deviceSign: '1001', callCount: 1, callInterval: 3 } };
      const id = await addCampaign(api, uniqueName('numbers'), { ...ivr, initStatus: 3, ...change });
      made.push(id);
      return id;
    });
    for (const id of made) await api.send('DELETE', `/rest/isales/v1/openapi/campaigns/1/${id}`);
  },
});

const fileOf = (name: string, content: string | Buffer) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(content),
});

export function partsOf(page: Page, language: Language) {
  const texts = importTexts[language];
  const dialog = page.getByRole('dialog', { name: texts.title });
  const button = (name: string): Locator => dialog.getByRole('button', { name, exact: true });
  return {
    texts,
    dialog,
    button,
    /** The one or the other list. */
    show: (name: string) =>
      page.getByRole('radiogroup', { name: numbersTexts[language].tab }).getByText(name).click(),
    choose: (name: string, content: string | Buffer) =>
      page.getByLabel(texts.chosen).setInputFiles(fileOf(name, content)),
    figure: (name: string) =>
      dialog.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd[1]'),
    /** From the dropped file to the beginning of the import, with everything as it was guessed. */
    start: async () => {
      await button(texts.on).click();
      await button(texts.start).click();
    },
  };
}

/** Node reads GBK and writes none: each character is looked for among the pairs of bytes. */
export function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gbk');
  const pairs = new Map<string, Buffer>();
  for (let code = 0x8140; code <= 0xfefe; code += 1) {
    const pair = Buffer.from([code >> 8, code & 0xff]);
    pairs.set(decoder.decode(pair), pair);
  }
  return Buffer.concat([...text].map((letter) => pairs.get(letter) ?? Buffer.from(letter)));
}

/**
 * The console by another port of this machine, on a way that can be broken for uploads: those that are on it
 * end, and no other comes through before it is mended.
 */
export async function openBreakableWay(to: string) {
  const uploads = new Set<Socket>();
  let isBroken = false;
  const server = createServer((near) => {
    const far = connect(Number(new URL(to).port), new URL(to).hostname);
    near.on('data', (bytes) => {
      if (!bytes.includes('/imports?')) return;
      uploads.add(near);
      if (isBroken) near.destroy();
    });
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    break: () => {
      isBroken = true;
      for (const upload of uploads) upload.destroy();
    },
    mend: () => {
      isBroken = false;
    },
    close: () => server.close(),
  };
}
