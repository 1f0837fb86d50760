// Writes migrations/schema.sql: a fresh embedded PostgreSQL (or the server of
// CAMPANA_TEST_DATABASE_URL) is migrated and its catalog described. Run it after each new migration.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/store/database/connection.ts';
import { startEmbedded } from '../src/store/database/embedded.ts';
import { migrate } from '../src/store/database/migrate.ts';
import { describeSchema } from '../src/store/database/schema.ts';

const directory = mkdtempSync(join(tmpdir(), 'campana-schema-'));
// As root, PostgreSQL runs as a user of its own, who must be able to pass.
chmodSync(directory, 0o711);
const server = await startEmbedded(directory, { isDurable: false });
try {
  const database = openDatabase(server.url, 1);
  await migrate(database);
  writeFileSync(new URL('../migrations/schema.sql', import.meta.url), await describeSchema(database));
  await database.end();
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
