// Tests of the console in a real browser against the real server (test/web/serve.ts), started once for
// the run. Debian's Chromium without its windows is used as it is installed; nothing is downloaded.
import { defineConfig } from '@playwright/test';

const switches = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: 'test/web',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/web',
  globalSetup: './test/web/globalSetup.ts',
  // Deadlines for a machine that is busy with something else; no test waits for them.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/web.json' }]],
  use: {
    launchOptions: {
      executablePath: process.env.CAMPANA_TEST_CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      args: switches,
    },
    viewport: { width: 1440, height: 900 },
    // As people ask for it who do not want things to move: a click never meets a dialog that still grows, and
    // axe never judges a text that is half faded in.
    contextOptions: { reducedMotion: 'reduce' },
    timezoneId: 'Europe/Madrid',
    // A record of every step (`--trace on`) takes longer than the steps.
    screenshot: 'only-on-failure',
  },
});
