// Prepares this machine for the tests in a browser: Debian's Chromium without its windows, which cost
// more than the pages, and a font for Chinese, without
// which pictures of the pages would show boxes. `npm test` calls it; a second run changes nothing.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  installPackages,
  missingPackages,
  type Needs,
  refuseOtherMachines,
  withLock,
} from '../src/lab/debian.ts';

const needs: Needs = {
  'chromium-headless-shell': 'chromium-headless-shell',
  '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc': 'fonts-wqy-microhei',
};

try {
  const missing = missingPackages(needs);
  // A browser of one's own is believed to be there, with fonts of its own (playwright.config.ts).
  if (missing.length > 0 && process.env.CAMPANA_TEST_CHROMIUM === undefined) {
    refuseOtherMachines(`The console is tested with Debian's packages ${missing.join(', ')}.`);
    withLock(join(tmpdir(), 'campana-chromium.lock'), (lock) =>
      installPackages(needs, (line) => process.stdout.write(`${line}\n`), lock),
    );
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
