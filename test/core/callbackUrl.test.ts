// A password in a result URL: never shown, kept when what was shown comes back, and never sent to another host.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meantUrl, shownReceived, shownUrl } from '../../src/core/callbackUrl.ts';

test.each([
  ['https://crm.example/results', 'https://crm.example/results'],
  ['https://anna:secret@crm.example/results?a=b@c', 'https://anna:***@crm.example/results?a=b@c'],
  ['https://token@crm.example/', 'https://***@crm.example/'],
  ['https://anna:@crm.example', 'https://anna:***@crm.example'],
  ['https://anna:p%40ss:word@[fd00::1]:8443/x', 'https://anna:***@[fd00::1]:8443/x'],
  ['https://crm.example/path@host', 'https://crm.example/path@host'],
])('%s is shown as %s', (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});

test.each([
  ['http://anna:se cret@host', 'http://anna:***@host'],
  ['http://anna:sec/ret@host', 'http://anna:***@host'],
  ['http://sec ret@host', 'http://***@host'],
  ['ftp://anna:secret@host', 'ftp://anna:***@host'],
  ['nothing of the kind', 'nothing of the kind'],
  [17, 17],
])('%s, which was refused, is quoted as %s', (received, quoted) => {
  expect(shownReceived(received)).toBe(quoted);
});

describe('what comes back', () => {
  const stored = 'https://anna:secret@crm.example/results';

  test('as it was shown is what is stored', () => {
    expect(meantUrl('https://anna:***@crm.example/results', stored)).toBe(stored);
    expect(meantUrl('https://***@crm.example/', 'https://token@crm.example/')).toBe(
      'https://token@crm.example/',
    );
  });

  test('with another path or query keeps the password', () => {
    expect(meantUrl('https://anna:***@crm.example/v2?x=1', stored)).toBe(
      'https://anna:secret@crm.example/v2?x=1',
    );
  });

  test('without the mark is what it says', () => {
    expect(meantUrl('https://anna:new@crm.example/results', stored)).toBe(
      'https://anna:new@crm.example/results',
    );
    expect(meantUrl('https://crm.example/results', stored)).toBe('https://crm.example/results');
  });

  test.each([
    'https://anna:***@evil.example/results',
    'http://anna:***@crm.example/results',
    'https://anna:***@crm.example:8443/results',
    'https://anna:***@crm.example.evil.example/results',
    'https://anna:***@crm.example@evil.example/',
    'https://otto:***@crm.example/results',
    'https://***@crm.example/results',
  ])('for another receiver or user, as %s, is refused', (given) => {
    expect(meantUrl(given, stored)).toBeNull();
  });

  test('where none is stored is refused', () => {
    expect(meantUrl('https://anna:***@crm.example/results', 'https://crm.example/results')).toBeNull();
  });

  test('of any URL with credentials shows none of the password and means the same again', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019-._~%3A!$&'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(word, word, word, (user, password, path) => {
        const url = `https://${user}:SECRET${password}@host.example/${path}`;
        expect(shownUrl(url)).not.toContain('SECRET');
        expect(meantUrl(shownUrl(url), url)).toBe(url);
      }),
    );
  });
});
