// Before the first test: one PostgreSQL for the whole run, in a temporary directory and without fsync,
// unless CAMPANA_TEST_DATABASE_URL names a server; then the migrated template of test/database.ts.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/store/embedded.ts';
import { makeTemplate } from './database.ts';

export default async function setup(): Promise<() => Promise<void>> {
  // Each vitest project calls this; the variable says that the server is there already.
  if (process.env.CAMPANA_TEST_DATABASE_URL !== undefined) {
    await makeTemplate();
    return async () => {};
  }
  const directory = mkdtempSync(join(tmpdir(), 'campana-test-'));
  // As root, PostgreSQL runs as a user of its own, who must be able to pass.
  chmodSync(directory, 0o711);
  const server = await startEmbedded(directory, { isDurable: false });
  process.env.CAMPANA_TEST_DATABASE_URL = server.url;
  await makeTemplate();
  return async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
