// The parameters of a path, and well-formed URLs (seed, Table 1; Table 3 row 11).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  readCallId,
  readCampaignId,
  readContactId,
  readSpecialDateId,
  readVdnId,
} from '../../src/contract/read/readPath.ts';
import type { Reading } from '../../src/contract/rules/violation.ts';
import { isHttpUrl } from '../../src/contract/url.ts';

const said = (reading: Reading<unknown>): unknown =>
  reading.ok ? reading.value : reading.violations.map(({ code, path }) => `${code} ${path}`).join();

test('vdnId is an integer from 1 to 9999', () => {
  expect(
    ['1', '9999', '0', '10000', 'abc', '1.0', '', ' 1', '1e3', '-1'].map((text) => said(readVdnId(text))),
  ).toEqual([
    1,
    9999,
    '02000007 vdnId',
    '02000007 vdnId',
    '02000008 vdnId',
    '02000008 vdnId',
    '02000001 vdnId',
    '02000008 vdnId',
    '02000008 vdnId',
    '02000007 vdnId',
  ]);
});

test('a campaign id is any integer; one that no database holds is the id of nothing', () => {
  expect(
    ['46', '0', '-5', '2147483647', '2147483648', '9'.repeat(400), 'x'].map((text) =>
      said(readCampaignId(text)),
    ),
  ).toEqual([46, 0, -5, 2147483647, 0, 0, '02000008 campaignId']);
  expect(said(readSpecialDateId('1318795089'))).toBe(1318795089);
});

test('the id of a number has up to 19 digits', () => {
  expect(
    ['1803096731904991234', '007', '9223372036854775808', '9'.repeat(50), 'x', '1.0'].map((text) =>
      said(readContactId(text)),
    ),
  ).toEqual(['1803096731904991234', '7', '0', '0', '02000008 dataId', '02000008 dataId']);
});

test('a call id is two numbers and a hyphen, three characters at least', () => {
  expect(
    ['1644464743-1388', '0023-134864174', '1-', '12', 'a-b', '1-2-3', '1-1234567890123456789'].map((text) =>
      said(readCallId(text)),
    ),
  ).toEqual([
    '1644464743-1388',
    '0023-134864174',
    '02000004 callId',
    '02000004 callId',
    '02000007 callId',
    '02000007 callId',
    '02000007 callId',
  ]);
});

test.each([
  'https://10.10.10.10/xxx/xxx/xxx',
  'http://host',
  'https://user:pass@host.example:8443/a?b=c#d',
  'https://[2001:db8::1]:8443/',
  'https://[::ffff:10.0.0.1]/',
  'https://xn--fiqs8s.example./%E4%BD%A0',
  'https://host.example/你好',
  'https://my_service:8080',
])('a URL: %s', (text) => {
  expect(isHttpUrl(text)).toBe(true);
});

test.each([
  'https://',
  'http://:80/',
  'https://?a',
  'https:/host',
  'https://ho st/',
  'https://host:99999',
  'https://1.2.3',
  'https://1.2.3.04/',
  'https://[1:2]/',
  'https://[1::2::3]/',
  'https://[::12345]/',
  'https://a..b/',
  'https://host/\u0000',
  'https://host\\path',
  'ftp://host',
  ' https://host',
  'https://host\n',
  'https://[::1.2.3.4.5]/',
  `https://${'a'.repeat(64)}.example`,
])('no URL: %s', (text) => {
  expect(isHttpUrl(text)).toBe(false);
});

test('what is accepted can be parsed when it is delivered', () => {
  const texts = fc.oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true, validSchemes: ['http', 'https'] }),
    fc.stringMatching(/^https?:\/\/[0-9a-z.:[\]@_-]{1,20}(\/[\x21-\x7e]{0,10})?$/),
    fc.ipV6().map((address) => `http://[${address}]/`),
    fc.ipV4().map((address) => `http://${address}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      // Punycode is judged where names are resolved.
      fc.pre(!text.includes('xn--'));
      return !isHttpUrl(text) || URL.canParse(text);
    }),
    { numRuns: 2000 },
  );
  fc.assert(fc.property(fc.ipV6(), (address) => isHttpUrl(`https://[${address}]/`)));
});
