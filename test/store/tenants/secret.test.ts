// Sealed secrets open only with their master key, for their owner, and whole.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openSecret, sealSecret } from '../../../src/store/tenants/secret.ts';

const masterKey = randomBytes(32);

test('what was sealed opens again, and no two seals are alike', () => {
  const sealed = sealSecret(masterKey, 'AK1', 'säcret');
  expect(openSecret(masterKey, 'AK1', sealed)).toBe('säcret');
  expect(sealed.equals(sealSecret(masterKey, 'AK1', 'säcret'))).toBe(false);
  expect(sealed.includes('cret')).toBe(false);
});

test('another key, another owner, a changed or a shortened seal open nothing', () => {
  const sealed = sealSecret(masterKey, 'AK1', 'secret');
  expect(openSecret(randomBytes(32), 'AK1', sealed)).toBeNull();
  expect(openSecret(masterKey, 'AK2', sealed)).toBeNull();
  expect(openSecret(masterKey, 'AK1', sealed.subarray(0, -1))).toBeNull();
  expect(openSecret(masterKey, 'AK1', sealed.subarray(0, 5))).toBeNull();
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(openSecret(masterKey, 'AK1', changed)).toBeNull();
  }
});
