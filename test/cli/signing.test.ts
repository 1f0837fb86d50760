// What the command line signs is what the contract's worked example says (contract.md 2).
import { expect, test } from 'vitest';
import { jsonRequest, signedHeaders } from '../../src/cli/signing.ts';
import { signatureOf } from '../../src/http/signature.ts';

const key = { ak: 'AKSAMPLE0001', sk: 'sk-sample-secret-0001' };
const at = Date.parse('2026-01-02T03:04:05.678Z');

test('the worked example comes out to the letter', () => {
  const url = new URL('https://isales.example:18443/rest/isales/v1/openapi/campaigns/11/46');
  const headers = signedHeaders(jsonRequest('delete', url, '{"archiveHistory":0}'), key, at);
  expect(headers).toEqual({
    'content-length': '20',
    'content-type': 'application/json; charset=UTF-8',
    host: 'isales.example:18443',
    authorization:
      'auth-v2/AKSAMPLE0001/2026-01-02T03:04:05.678Z/content-length;content-type;host/' +
      '0d1215222680266ae814aef3d0fdb9d6e65a0ea02191cfb1e2f6659ae45b9231',
  });
});

test('without a body only the host is signed, and the server comes to the same signature', () => {
  const url = new URL('http://127.0.0.1:8080/api/v1/vdns/1/agents?limit=5&after=%C3%A4%20b');
  const { authorization = '' } = signedHeaders(jsonRequest('GET', url, ''), key, at);
  const request = {
    method: 'GET',
    path: url.pathname,
    query: url.search.slice(1),
    headers: [['host', '127.0.0.1:8080']] as const,
    body: new Uint8Array(),
  };
  const expected = signatureOf(request, { ak: key.ak, secret: key.sk }, '2026-01-02T03:04:05.678Z', 'A');
  expect(authorization.endsWith(`/host/${expected}`)).toBe(true);
});
