// The wall of agents: who does what, found and filtered, and a thousand of them.
import type { WebSocketRoute } from '@playwright/test';
import { wallTexts } from '../../web/src/pages/wall/texts.ts';
import { expect, expectAccessible, languagesOf, small, test } from './console.ts';

const stream = /\/vdns\/1\/agents\/stream\?/;

for (const language of languagesOf('en_US')) {
  test.describe(language, () => {
    test.use({ language });
    const texts = wallTexts[language];

    test('shows everybody at work, by what they do and for how long', async ({ page, visit }) => {
      await visit('sam', '/wall');
      const tile = page.getByRole('listitem').filter({ hasText: 'Agent 7' });
      await expect(tile).toContainText(/\d:\d\d/);
      await expectAccessible(page);
      await page.getByRole('searchbox').or(page.getByLabel(texts.search)).first().fill('agent 12');
      await expect(page.getByRole('list', { name: texts.agents }).getByRole('listitem')).toHaveCount(1);
      await page.getByLabel(texts.search).fill('nobody of this name');
      await expect(page.getByText(texts.noneFound)).toBeVisible();
    });

    test('what was true last stays, and is said to be old, when the connection is lost', async ({
      page,
      visit,
    }) => {
      const lines: WebSocketRoute[] = [];
      await page.routeWebSocket(stream, (line) => {
        lines.push(line);
        if (lines.length === 1) line.send(frameOf([agent(1, 'talking')]));
        else void line.close();
      });
      await visit('sam', '/wall');
      await expect(page.getByText(texts.connected, { exact: true })).toBeVisible();
      await lines[0]?.close();
      await expect(page.getByText(texts.lost)).toBeVisible();
      await expect(page.getByRole('list', { name: texts.agents }).getByRole('listitem')).toHaveCount(1);
      await expectAccessible(page);
    });
  });
}

test('a thousand agents who change all the time are drawn as far as they are seen', async ({
  page,
  visit,
}) => {
  const texts = wallTexts.en_US;
  const everybody = Array.from({ length: 1000 }, (_, number) => agent(number, 'idle'));
  let line: WebSocketRoute | null = null;
  await page.routeWebSocket(stream, (opened) => {
    line = opened;
    opened.send(frameOf(everybody));
  });
  await visit('sam', '/wall?order=name');
  const tiles = page.getByRole('list', { name: texts.agents }).getByRole('listitem');
  await expect(page.getByRole('button', { name: texts.idle })).toContainText('1,000');
  expect(await tiles.count()).toBeLessThan(200);
  const changes = Array.from({ length: 100 }, (_, number) => agent(number * 10, 'talking'));
  (line as WebSocketRoute | null)?.send(frameOf(changes, false));
  await expect(page.getByRole('button', { name: texts.talking })).toContainText('100');
  await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
  await expect(tiles.filter({ hasText: '5999' })).toBeInViewport();
  expect(await tiles.count()).toBeLessThan(200);
  await page.getByRole('button', { name: texts.talking }).click();
  await expect(page.getByRole('status').filter({ hasText: '100 of 1,000' })).toBeVisible();
});

test('fits a telephone', async ({ page, visit }) => {
  await page.setViewportSize(small ?? { width: 360, height: 740 });
  await visit('sam', '/wall');
  await expect(page.getByRole('list', { name: wallTexts.en_US.agents })).toBeVisible();
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  await expectAccessible(page);
});

/** As src/http/api/agents/agentsStream.ts tells it. */
const frameOf = (agents: readonly object[], isWhole = true): string =>
  JSON.stringify({ type: 'agents', at: new Date().toISOString(), isWhole, agents });

const agent = (number: number, state: 'idle' | 'talking') => ({
  id: String(5000 + number),
  skills: [{ skillId: 5, priority: 1 }],
  telephone: { endpoint: String(5000 + number), line: 'open' },
  isReachable: true,
  status: 'ready',
  breakReason: null,
  state,
  since: new Date().toISOString(),
  signedInAt: new Date().toISOString(),
  signOffAt: null,
  campaignId: state === 'talking' ? 2 : null,
  callId: null,
  called: state === 'talking' ? '13900000001' : null,
  offer: null,
  wrapUpEndsAt: null,
});
