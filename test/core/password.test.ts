// Which new passwords are refused, and that good ones are not.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passwordFlaw } from '../../src/core/password.ts';

describe('a password is refused', () => {
  test.each([
    ['aaaaaaaaaaaa', 'repeat'],
    ['121212121212', 'repeat'],
    ['abcabcabcabc', 'repeat'],
    ['horseshoe horseshoe ', 'repeat'],
    ['correct1correct1correct', 'repeat'],
    ['1qaz2wsx3edc', 'many people'],
    ['1QAZ2wsx3EDC', 'many people'],
    ['password1234', 'many people'],
    ['unbelievable', 'many people'],
    ['abcdefghijkl', 'run'],
    ['123456789012', 'many people'],
    ['9876543210987', 'run'],
    ['qwertyuiop[]12', 'run'],
    ['Password12345!', 'words'],
    ['P4$$w0rd2026', 'words'],
    ['Administrator1!', 'words'],
    ['campana-campana-1', 'words'],
    ['Summer2026!!!', 'words'],
    ['jane.miller.2026', 'words'],
  ])('%s', (password, because) => {
    expect(passwordFlaw(password, 'jane.miller')?.en_US).toContain(because);
  });
});

describe('a password is taken', () => {
  test.each([
    'correct horse battery',
    'another long password',
    'my dragon eats blue cheese',
    'vB7-kqLw92-mZtp',
    '国庆节去西湖看日出吧朋友们',
    'x9!Kd#2mQz&7Lp',
  ])('%s', (password) => {
    expect(passwordFlaw(password, 'jane.miller')).toBeNull();
  });

  test('when chance made it', () => {
    const random = fc.string({
      unit: fc.constantFrom(...'abdfhkmoqtwyACEGJLNPSUXZ2468-_'),
      minLength: 16,
      maxLength: 16,
    });
    const share = fc
      .sample(random, { numRuns: 2000, seed: 7 })
      .filter((one) => passwordFlaw(one, 'admin') !== null);
    expect(share.length).toBeLessThan(5);
  });
});
