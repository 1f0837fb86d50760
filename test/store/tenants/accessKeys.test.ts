// Access keys: the text names the tenant, the secret is shown once and kept sealed.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { toMillis, toVdnId } from '../../../src/core/units.ts';
import { vdnSettingsDefault } from '../../../src/core/vdn.ts';
import { callIdOf, parseCallId } from '../../../src/store/calls/callIds.ts';
import {
  createAccessKey,
  findAccessKey,
  listAccessKeys,
  loadSigningKey,
  revokeAccessKey,
  vdnIdOfAccessKey,
} from '../../../src/store/tenants/accessKeys.ts';
import { createVdn, findVdn, saveVdn } from '../../../src/store/tenants/vdns.ts';
import { withDatabase } from '../../database.ts';

const { database } = await withDatabase({ connectionsMax: 2 });
const masterKey = randomBytes(32);
const vdnId = toVdnId(42);
const now = toMillis(Date.UTC(2030, 0, 1));
await createVdn(database, { id: vdnId, name: 'Forty-two', settings: vdnSettingsDefault }, now);

test('a key signs until it is revoked, under its own master key only', async () => {
  const { ak, secret } = await createAccessKey(database, vdnId, 'for tests', masterKey, now);
  expect(ak).toMatch(/^AK0042[A-Z2-7]{16}$/);
  expect(vdnIdOfAccessKey(ak)).toBe(vdnId);
  expect(await loadSigningKey(database, ak, masterKey)).toMatchObject({ ak, secret, vdn: { id: 42 } });
  expect(await loadSigningKey(database, ak, randomBytes(32))).toBeNull();

  expect(await revokeAccessKey(database, vdnId, ak, now)).toBe(true);
  expect(await revokeAccessKey(database, vdnId, ak, now)).toBe(false);
  expect(await loadSigningKey(database, ak, masterKey)).toBeNull();
  const kept = { vdnId, ak, description: 'for tests', createdAt: now, revokedAt: now };
  expect(await findAccessKey(database, vdnId, ak)).toEqual(kept);
  expect(await findAccessKey(database, toVdnId(1), ak)).toBeNull();
  expect(await listAccessKeys(database, vdnId)).toEqual([kept]);
});

test.each(['', 'AK', 'AK0000AAAAAAAAAAAAAAAA', 'AK0042aaaaaaaaaaaaaaaa', 'AK0042AAAAAAAAAAAAAAAA '])(
  'the text %j is no key',
  async (ak) => {
    expect(vdnIdOfAccessKey(ak)).toBeNull();
    expect(await loadSigningKey(database, ak, masterKey)).toBeNull();
  },
);

test('a tenant has the default of each setting that was never stored, and keeps what was', async () => {
  await database`update vdns set settings = '{"timeZone":"Asia/Shanghai"}' where vdn_id = ${vdnId}`;
  const vdn = await findVdn(database, vdnId);
  expect(vdn?.settings).toEqual({ ...vdnSettingsDefault, timeZone: 'Asia/Shanghai' });
  if (vdn === null) return;
  const settings = { ...vdn.settings, callbackTrustlist: ['10.0.0.0/8'], noticePushesMax: 2 };
  expect(await saveVdn(database, { ...vdn, settings })).toBe(true);
  expect((await findVdn(database, vdnId))?.settings).toEqual(settings);
  expect(await createVdn(database, vdn, now)).toBe(false);
  expect(await saveVdn(database, { ...vdn, id: toVdnId(43) })).toBe(false);
});

test('a call id tells the second of the claim and the number, and nothing else is one', () => {
  const id = callIdOf(toMillis(1_644_464_743_999), '1388');
  expect(id).toBe('1644464743-1388');
  expect(parseCallId(id)).toEqual({ secondStartMillis: 1_644_464_743_000, number: '1388' });
  for (const text of ['', '1', '1-', '-1', '1-x', '1-2-3', '1-9223372036854775808'])
    expect(parseCallId(text)).toBeNull();
});
