// Where the laboratory's Asterisk 22 lies: a small Debian in a folder outside the checkout, which
// `scripts/asterisk.ts` makes once for the machine.
import { existsSync } from 'node:fs';

/** The folder; `CAMPANA_TEST_ASTERISK_DIR` names another. */
export const asteriskRoot = (): string =>
  process.env.CAMPANA_TEST_ASTERISK_DIR ?? '/var/cache/campana/asterisk-22';

/** Whether Asterisk can be started from it: a folder with that name is always a whole one. */
export const isPrepared = (): boolean => existsSync(`${asteriskRoot()}/usr/sbin/asterisk`);
