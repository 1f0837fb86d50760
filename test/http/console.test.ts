// The console's files: which address is a page and which an interface, under which policy, how long a
// browser may keep what it gets, and what is said when nothing was built.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { openWorld } from './api/world.ts';

const directory = mkdtempSync(join(tmpdir(), 'campana-built-'));
mkdirSync(join(directory, 'assets'));
const script = 'globalThis.answer = 42;'.repeat(100);
writeFileSync(
  join(directory, 'index.html'),
  '<!doctype html><script nonce="__nonce__" src="/assets/a.js"></script>',
);
writeFileSync(join(directory, 'assets/a-1234.js'), script);
writeFileSync(join(directory, 'assets/a-1234.js.gz'), gzipSync(script));
afterAll(() => rmSync(directory, { recursive: true }));

const built = await openWorld({ consoleDirectory: directory });
const notBuilt = await openWorld({ consoleDirectory: join(directory, 'nowhere') });
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = (url: string, headers: Record<string, string> = html, app = built.app) =>
  app.inject({ method: 'GET', url, headers });

test.each(['/', '/campaigns', '/campaigns/46/schedule?page=2', '/users/a.b'])('%s is a page', async (url) => {
  const answer = await get(url);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answer.headers['cache-control']).toBe('no-cache');
});

test.each([
  '/api/v1/nothing',
  '/api',
  '/rest/isales/v1/openapi/nothing',
  '/health/nothing',
  '/assets/nothing.js',
  '/assets/..%2findex.html',
])('%s is none', async (url) => {
  const answer = await get(url);
  expect(answer.statusCode).toBe(404);
  expect(answer.headers['content-type']).toMatch(/json/);
});

test('a program that asks for no HTML gets a page at the root only', async () => {
  expect((await get('/', { accept: '*/*' })).statusCode).toBe(200);
  expect((await get('/campaigns', { accept: 'application/json' })).statusCode).toBe(404);
  expect((await built.app.inject({ method: 'POST', url: '/campaigns', headers: html })).statusCode).toBe(404);
});

describe('the policy of a page', () => {
  test('lets scripts come from files of the server and from nowhere else', async () => {
    const policy = String((await get('/')).headers['content-security-policy']);
    expect(policy).toMatch(/(?:^|; )script-src 'self'(?:;|$)/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe/);
  });

  test('has a nonce for styles that is another with each answer, and stands in the page', async () => {
    const answers = await Promise.all([get('/'), get('/')]);
    const nonces = answers.map(({ headers, body }) => {
      const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
      expect(body).toContain(`nonce="${nonce}"`);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
  });

  test('is none at all for an answer of an interface', async () => {
    const { headers } = await get('/health/live');
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
  });
});

test('a file with its hash in its name is kept for ever, and sent packed', async () => {
  const answer = await get('/assets/a-1234.js', { 'accept-encoding': 'gzip' });
  expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(answer.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(answer.rawPayload).toString()).toBe(script);
  expect((await get('/assets/a-1234.js', {})).body).toBe(script);
});

test('a console that was not built says so, and the interfaces answer', async () => {
  const answer = await get('/campaigns', html, notBuilt.app);
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('npm run build');
  expect((await get('/health/live', html, notBuilt.app)).statusCode).toBe(200);
});
