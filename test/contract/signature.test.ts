// The canonical text of a signature, held against the worked example of contract.md 2.
import { expect, test } from 'vitest';
import {
  authorizationPrefix,
  canonicalRequest,
  percentEncode,
  percentEncodeBytes,
  readAuthorization,
  type SignedRequest,
} from '../../src/contract/signature.ts';
import { authorizationOf, signatureOf } from '../../src/http/signature.ts';

const key = { ak: 'AKSAMPLE0001', secret: 'sk-sample-secret-0001' };
const timestamp = '2026-01-02T03:04:05.678Z';
const request: SignedRequest = {
  method: 'DELETE',
  path: '/rest/isales/v1/openapi/campaigns/11/46',
  query: '',
  headers: [
    ['content-length', '20'],
    ['content-type', 'application/json; charset=UTF-8'],
    ['host', 'isales.example:18443'],
  ],
  body: new TextEncoder().encode('{"archiveHistory":0}'),
};

test('the worked example gives its canonical request and its signature', () => {
  const text = canonicalRequest(request, 'A');
  expect(text).toHaveLength(210);
  expect(text.split('\n')).toEqual([
    'DELETE',
    '/rest/isales/v1/openapi/campaigns/11/46',
    '',
    'content-length;content-type;host',
    'content-length:20',
    'content-type:application%2Fjson%3B%20charset%3DUTF-8',
    'host:isales.example%3A18443',
    '%7B%22archiveHistory%22%3A0%7D',
  ]);
  expect(signatureOf(request, key, timestamp, 'A')).toBe(
    '0d1215222680266ae814aef3d0fdb9d6e65a0ea02191cfb1e2f6659ae45b9231',
  );
});

test('reading B ends each header with a line feed, leaves a blank line and signs in Base64', () => {
  expect(canonicalRequest(request, 'B').split('\n').slice(-3)).toEqual([
    'host:isales.example%3A18443',
    '',
    '%7B%22archiveHistory%22%3A0%7D',
  ]);
  expect(signatureOf(request, key, timestamp, 'B')).toMatch(/^[A-Za-z0-9+/]{43}=$/);
});

test('a query is encoded anew and sorted, whatever its order and encoding were', () => {
  const lineOf = (query: string) => canonicalRequest({ ...request, query }, 'A').split('\n')[2];
  expect(lineOf('name=a+b&curPage=1')).toBe('curPage=1&name=a%20b');
  expect(lineOf('curPage=1&name=a%20b')).toBe('curPage=1&name=a%20b');
  expect(lineOf('flag&x=100%')).toBe('flag=&x=100%25');
});

test('percent-encoding keeps the unreserved characters only, over UTF-8', () => {
  expect(percentEncode("aZ09-._~ !'()*/:中")).toBe('aZ09-._~%20%21%27%28%29%2A%2F%3A%E4%B8%AD');
  const text = '{"name":"国庆 *"}';
  expect(percentEncodeBytes(new TextEncoder().encode(text))).toBe(percentEncode(text));
});

test('the header is read in its five parts, a Base64 signature with slashes too', () => {
  const names = ['content-type', 'host'];
  const header = `${authorizationPrefix(key.ak, timestamp, names)}/ab/cd+ef=`;
  expect(readAuthorization(header)).toEqual({
    ak: key.ak,
    timestamp,
    signedHeaders: names,
    signature: 'ab/cd+ef=',
  });
  expect(readAuthorization(authorizationOf(request, key, timestamp))?.ak).toBe(key.ak);
});

test.each([
  ['another scheme', `auth-v1/AK/${timestamp}/host/00`],
  ['host unsigned', `auth-v2/AK/${timestamp}/content-type/00`],
  ['names out of order', `auth-v2/AK/${timestamp}/host;content-type/00`],
  ['a name twice', `auth-v2/AK/${timestamp}/host;host/00`],
  ['authorization signed', `auth-v2/AK/${timestamp}/authorization;host/00`],
  ['upper-case names', `auth-v2/AK/${timestamp}/Host/00`],
  ['no milliseconds', 'auth-v2/AK/2026-01-02T03:04:05Z/host/00'],
  ['no signature', `auth-v2/AK/${timestamp}/host/`],
])('a header with %s is refused', (_what, header) => {
  expect(readAuthorization(header)).toBeNull();
});
