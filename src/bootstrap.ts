// The first start on an empty database: VDN 1 with an access key and an administrator, and the demo world
// on request. Both are written to bootstrap.json before it is committed, so a crash in between leaves a
// file that the next start replaces, never a database without a way to sign in.
import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import { toVdnId } from './core/units.ts';
import { vdnSettingsDefault } from './core/vdn.ts';
import { hashPassword } from './http/api/tenants/password.ts';
import type { Connection, Database } from './store/database/connection.ts';
import { fillDemoWorld } from './store/system/demoWorld.ts';
import { createAccessKey } from './store/tenants/accessKeys.ts';
import { createUser } from './store/tenants/users.ts';
import { createVdn, listVdns } from './store/tenants/vdns.ts';

export interface Bootstrap {
  readonly vdnId: number;
  readonly ak: string;
  readonly sk: string;
  readonly user: string;
  readonly password: string;
}

export interface BootstrapOptions {
  readonly clock: Clock;
  readonly dataDirectory: string;
  /** 32 bytes; seals the access key's secret. */
  readonly masterKey: Buffer;
  readonly world: 'empty' | 'demo';
}

/** Fills an empty database and returns what was made; null when the database was not empty. */
export async function bootstrap(database: Database, options: BootstrapOptions): Promise<Bootstrap | null> {
  if ((await listVdns(database)).length > 0) return null;
  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password);
  return await database.begin((transaction) => fill(transaction, options, password, passwordHash));
}

async function fill(
  transaction: Connection,
  { clock, dataDirectory, masterKey, world }: BootstrapOptions,
  password: string,
  passwordHash: string,
): Promise<Bootstrap | null> {
  const now = clock.now();
  const vdnId = toVdnId(1);
  // A process that started at the same moment waits here for the other, and then has nothing to do.
  if (!(await createVdn(transaction, { id: vdnId, name: 'VDN 1', settings: vdnSettingsDefault }, now)))
    return null;
  const key = await createAccessKey(transaction, vdnId, 'made at the first start', masterKey, now);
  await createUser(transaction, vdnId, { name: 'admin', role: 'administrator', passwordHash }, now);
  if (world === 'demo') await fillDemoWorld(transaction, vdnId);
  const made = { vdnId, ak: key.ak, sk: key.secret, user: 'admin', password };
  const file = join(dataDirectory, 'bootstrap.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}
