// Before the first test: one PostgreSQL for the whole run, in a temporary directory and without fsync,
// unless CAMPANA_TEST_DATABASE_URL names a server; then the migrated template of test/database.ts.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/store/database/embedded.ts';
import { makeTemplate } from './database.ts';

/** What the projects of a run share: each loads this file anew, and they do so at the same time. */
interface Shared {
  users: number;
  readonly stop: Promise<() => Promise<void>>;
}

const place = Symbol.for('campana test server');

export default async function setup(): Promise<() => Promise<void>> {
  const found: unknown = Reflect.get(globalThis, place);
  const shared: Shared = isShared(found) ? found : { users: 0, stop: open() };
  Reflect.set(globalThis, place, shared);
  shared.users += 1;
  const stop = await shared.stop;
  return async () => {
    shared.users -= 1;
    if (shared.users === 0) await stop();
  };
}

const isShared = (value: unknown): value is Shared =>
  typeof value === 'object' && value !== null && 'users' in value && 'stop' in value;

async function open(): Promise<() => Promise<void>> {
  if (process.env.CAMPANA_TEST_DATABASE_URL !== undefined) {
    await makeTemplate();
    return async () => {};
  }
  await stopLeftBehind();
  const directory = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
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

const prefix = 'campana-test-';

/** The database is a process of its own: a run that was killed leaves it behind. */
async function stopLeftBehind(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const processId = Number(/^campana-test-(\d+)-/.exec(name)?.[1] ?? 0);
    if (processId === 0 || isAlive(processId)) continue;
    const directory = join(tmpdir(), name);
    try {
      // Adopting it is the way to find it, whatever its state.
      await (await startEmbedded(directory, { isDurable: false })).stop();
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
