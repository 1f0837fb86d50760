// The first start adds one tenant with a working sign-in, also when several processes start at once.
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bootstrap } from '../src/bootstrap.ts';
import { openClock } from '../src/clock.ts';
import { toVdnId } from '../src/core/units.ts';
import { checkPassword } from '../src/http/api/tenants/password.ts';
import { listAgents } from '../src/store/agents/agents.ts';
import { listSkillQueues } from '../src/store/agents/skillQueues.ts';
import { loadSigningKey } from '../src/store/tenants/accessKeys.ts';
import { findCredential } from '../src/store/tenants/users.ts';
import { withDatabase } from './database.ts';

const { database } = await withDatabase();
const dataDirectory = mkdtempSync(join(tmpdir(), 'campana-bootstrap-'));
const masterKey = Buffer.alloc(32, 7);
const options = { clock: openClock(1), dataDirectory, masterKey, world: 'demo' as const };

test('of three that start at once one makes the tenant, and the file opens the door', async () => {
  const made = await Promise.all([1, 2, 3].map(() => bootstrap(database, options)));
  const [first, ...others] = made.filter((one) => one !== null);
  expect(others).toEqual([]);

  const file = join(dataDirectory, 'bootstrap.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(first);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const vdnId = toVdnId(1);
  const key = await loadSigningKey(database, first?.ak ?? '', masterKey);
  expect(key?.secret).toBe(first?.sk);
  const credential = await findCredential(database, vdnId, 'admin');
  expect(await checkPassword(first?.password ?? '', credential?.passwordHash ?? null)).toBe(true);

  const queues = await listSkillQueues(database, vdnId);
  expect(queues).toHaveLength(10);
  expect(queues.find((queue) => queue.id === 5)?.name).toBe('Voice Skill Queue');
  expect(await listAgents(database, vdnId, { afterId: '', limit: 100, skillId: 5 })).toHaveLength(20);
});

test('a database that is not empty is left alone', async () => {
  expect(await bootstrap(database, options)).toBeNull();
});
