// Passwords and the brake on guessing them, without a door around.
import { describe, expect, test } from 'vitest';
import { toMillis } from '../../../../src/core/units.ts';
import { inHashingPlace } from '../../../../src/http/api/tenants/hashingPlaces.ts';
import { checkPassword, hashPassword } from '../../../../src/http/api/tenants/password.ts';
import { openLoginThrottle } from '../../../../src/http/api/tenants/throttle.ts';

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

  test('is checked for eight of one caller at once and no more', async () => {
    const hash = await hashPassword('a real password');
    const answers = await Promise.allSettled(
      Array.from({ length: 12 }, () => checkPassword('wrong', hash, 'one')),
    );
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(4);
    expect(await checkPassword('a real password', hash, 'one')).toBe(true);
  });
});

describe('the throttle', () => {
  const at = (seconds: number) => toMillis(seconds * 1000);
  const a = { of: 'user a', free: 5 };

  test('doubles the wait up to five minutes and forgets after an hour of quiet', () => {
    const throttle = openLoginThrottle();
    let now = 0;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 16; attempt += 1) {
      const wait = throttle.attempt([a], at(now));
      if (wait > 0) {
        waits.push(wait);
        now += wait;
        expect(throttle.attempt([a], at(now))).toBe(0);
      }
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(throttle.attempt([a], at(now + 3601))).toBe(0);
    expect(throttle.attempt([a], at(now + 3601))).toBe(0);
  });

  test('forgets the quietest when it is full', () => {
    const throttle = openLoginThrottle();
    for (let attempt = 0; attempt < 5; attempt += 1) throttle.attempt([a], at(0));
    expect(throttle.attempt([a], at(0))).toBe(1);
    for (let other = 0; other < 10_000; other += 1)
      throttle.attempt([{ of: `user ${other}`, free: 5 }], at(0));
    expect(throttle.attempt([a], at(0))).toBe(0);
  });

  test('leaves what was not wrong out of every count', () => {
    const throttle = openLoginThrottle();
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect(throttle.attempt([a], at(0))).toBe(0);
      throttle.takeBack([a]);
    }
  });
});

describe('places for hashing', () => {
  const held: (() => void)[] = [];
  const holding = () => new Promise<void>((resolve) => held.push(resolve));
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  test('are given to callers in turn, so that nobody waits for the crowd of another', async () => {
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(name);
      await holding();
    };
    const crowd = Array.from({ length: 8 }, (_, at) => inHashingPlace('crowd', work(`crowd ${at}`)));
    const other = inHashingPlace('other', work('other'));
    for (let at = 0; at < 20; at += 1) {
      await turn();
      held.shift()?.();
    }
    await Promise.all([...crowd, other]);
    expect(order.indexOf('other')).toBeLessThan(4);
    expect(order).toHaveLength(9);
  });

  test('are refused with 429 when all are taken, and free again afterwards', async () => {
    const all = Array.from({ length: 80 }, (_, at) => inHashingPlace(`caller ${at}`, async () => turn()));
    const answers = await Promise.allSettled(all);
    const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason.statusCode] : []));
    expect(refused).toEqual(Array.from({ length: 16 }, () => 429));
    await expect(inHashingPlace('caller 1', async () => 'done')).resolves.toBe('done');
    await expect(inHashingPlace('caller 1', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(inHashingPlace('caller 1', async () => 'done')).resolves.toBe('done');
  });
});
