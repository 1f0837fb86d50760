// The three pictures of the README: a campaign that dials, a change that is tried before it is made, and an
// agent who talks.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import { fieldTexts } from '../../web/src/pages/campaign/form/fieldTexts.ts';
import { settingsTexts } from '../../web/src/pages/campaign/settings/texts.ts';
import { workspaceTexts } from '../../web/src/pages/workspace/texts.ts';
import { openPage } from './looks.ts';
import type { World } from './world.ts';

/** How long the charts are watched before the picture: five minutes of the world. */
const watchMillis = 30_000;
const size = { width: 1280, height: 800 };

export async function takeReadmePictures(browser: Browser, world: World, folder: string): Promise<void> {
  const look = { ...size, language: 'en_US', isDark: false } as const;
  const page = await openPage(browser, world, look, 'anna');
  await page.goto(`/campaigns/${world.predictedId}/pacing`);
  await expect(page.getByRole('img').first()).toBeVisible();
  await page.waitForTimeout(watchMillis);
  await shoot(page, folder, 'campaign.png');

  const texts = settingsTexts.en_US;
  await page.goto(`/campaigns/${world.predictedId}/settings`);
  await page.getByLabel(fieldTexts.en_US.offHookRate).fill('150');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: texts.tryIt }).click();
  const forecast = page.getByRole('table', { name: texts.forecast });
  await expect(forecast).toContainText(/\d/, { timeout: 60_000 });
  // The forecast is at the end of the page, and higher than the others.
  await page.setViewportSize({ ...size, height: 960 });
  await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
  await shoot(page, folder, 'change.png');
  await page.context().close();

  const agent = await openPage(browser, world, look, world.agentId);
  await agent.goto('/workspace');
  const words = workspaceTexts.en_US;
  await agent.getByRole('button', { name: words.signIn }).click();
  await expect(agent.getByRole('heading', { level: 2, name: words.onBreak })).toBeVisible();
  await agent.keyboard.press('F2');
  await expect(agent.getByRole('heading', { level: 2, name: words.previewing })).toBeVisible();
  await shoot(agent, folder, 'workspace.png');
  await agent.context().close();
}

async function shoot(page: Page, folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  rmSync(path, { force: true });
  await page.screenshot({ path });
}
