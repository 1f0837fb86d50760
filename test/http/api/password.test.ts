// Passwords and the brake on guessing them, without a door around.
import { describe, expect, test } from 'vitest';
import { toMillis } from '../../../src/core/units.ts';
import { checkPassword, hashPassword } from '../../../src/http/api/password.ts';
import { openLoginThrottle } from '../../../src/http/api/throttle.ts';

describe('a hash', () => {
  test('is opened by its password alone, however its accents were typed', async () => {
    const hash = await hashPassword('caf\u00e9 au lait');
    expect(await checkPassword('cafe\u0301 au lait', hash)).toBe(true);
    expect(await checkPassword('cafe au lait', hash)).toBe(false);
    expect(await hashPassword('caf\u00e9 au lait')).not.toBe(hash);
  });

  test('keeps the parameters that it was made with', async () => {
    // Made with m=8, t=1: an older hash stays valid when the parameters rise.
    const { argon2Sync } = await import('node:crypto');
    const nonce = Buffer.alloc(16, 1);
    const tag = argon2Sync('argon2id', {
      message: 'old',
      nonce,
      memory: 8,
      passes: 1,
      parallelism: 1,
      tagLength: 32,
    });
    const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    const hash = `$argon2id$v=19$m=8,t=1,p=1$${text(nonce)}$${text(tag)}`;
    expect(await checkPassword('old', hash)).toBe(true);
  });

  test.each(['', 'plain', '$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA', '$2b$10$abc'])(
    'that is none, %j, opens for nobody',
    async (hash) => {
      expect(await checkPassword('', hash)).toBe(false);
    },
  );

  test('of nobody costs as much as a real one', async () => {
    const hash = await hashPassword('a real password');
    const millisecondsOf = async (stored: string | null) => {
      const times: number[] = [];
      for (let at = 0; at < 5; at += 1) {
        const startedAt = performance.now();
        await checkPassword('wrong', stored);
        times.push(performance.now() - startedAt);
      }
      return Math.min(...times);
    };
    await millisecondsOf(null);
    const [nobody, somebody] = [await millisecondsOf(null), await millisecondsOf(hash)];
    expect(nobody).toBeGreaterThan(somebody / 4);
    expect(somebody).toBeGreaterThan(nobody / 4);
  });

  test('is checked by eight at once and no more', async () => {
    const hash = await hashPassword('a real password');
    const answers = await Promise.all(Array.from({ length: 12 }, () => checkPassword('wrong', hash)));
    expect(answers.filter((answer) => answer === 'busy')).toHaveLength(4);
    expect(await checkPassword('a real password', hash)).toBe(true);
  });
});

describe('the throttle', () => {
  const at = (seconds: number) => toMillis(seconds * 1000);

  test('doubles the wait up to five minutes and forgets after an hour of quiet', () => {
    const throttle = openLoginThrottle();
    let now = 0;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 16; attempt += 1) {
      const wait = throttle.attempt(['user a'], at(now));
      if (wait > 0) {
        waits.push(wait);
        now += wait;
        expect(throttle.attempt(['user a'], at(now))).toBe(0);
      }
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(throttle.attempt(['user a'], at(now + 3601))).toBe(0);
    expect(throttle.attempt(['user a'], at(now + 3601))).toBe(0);
  });

  test('forgets the quietest when it is full', () => {
    const throttle = openLoginThrottle();
    for (let attempt = 0; attempt < 5; attempt += 1) throttle.attempt(['user a'], at(0));
    expect(throttle.attempt(['user a'], at(0))).toBe(1);
    for (let other = 0; other < 10_000; other += 1) throttle.attempt([`user ${other}`], at(0));
    expect(throttle.attempt(['user a'], at(0))).toBe(0);
  });
});
