// The description of /api/v1 is made from the routes, so it names each of them with its schemas.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { routes } from '../../../../src/api/index.ts';
import { openapiDocument } from '../../../../src/api/openapi.ts';
import type { Route } from '../../../../src/api/route.ts';
import { apiRoutes } from '../../../../src/http/api/index.ts';
import { openWorld } from '../world.ts';

const world = await openWorld();

test('/api/openapi.json is OpenAPI 3.1, and docs/openapi-v1.json is a copy of it', async () => {
  const answer = await world.app.inject({ method: 'GET', url: '/api/openapi.json' });
  expect(answer.statusCode).toBe(200);
  const document = answer.json();
  expect(document.openapi).toBe('3.1.0');
  expect(
    JSON.parse(readFileSync(new URL('../../../../docs/openapi-v1.json', import.meta.url), 'utf8')),
  ).toEqual(document);
});

test('the description has every route that the server answers, and no other', () => {
  const named = (list: readonly Route[]) => list.map(({ method, path }) => `${method} ${path}`).sort();
  expect(named(apiRoutes())).toEqual(named(Object.values(routes)));
  const document = JSON.parse(JSON.stringify(openapiDocument(routes)));
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = `/api${route.path.replace(/:([A-Za-z]+)/g, '{$1}')}`;
    const operation = document.paths[path]?.[route.method.toLowerCase()];
    expect(operation, `${route.method} ${path}`).toMatchObject({ operationId: name, tags: [route.tag] });
    expect(operation.security).toEqual(
      route.permission === 'public' ? [] : [{ session: [] }, { signature: [] }],
    );
    expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(
      route.takes === 'stream' ? ['text/csv'] : route.body === null ? [] : ['application/json'],
    );
  }
});

test('a route that does not exist is answered as a problem', async () => {
  const answer = await world.app.inject({ method: 'GET', url: '/api/v1/nothing' });
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ type: 'urn:campana:problem:notFound', status: 404 });
});

test.each([
  ['a body over 1 MiB', 'x'.repeat(1_100_000), 413],
  ['broken JSON', '{', 400],
  ['deep nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`, 400],
  ['a key twice', '{"user":"a","user":"b","password":"c"}', 400],
  ['a list', '[]', 400],
  ['NUL', '{"user":"\\u0000","password":"c"}', 401],
  ['a lone surrogate', '{"user":"\\ud800","password":"c"}', 401],
  ['__proto__', '{"__proto__":{"user":"a"},"password":"c"}', 400],
])('%s gets a clear answer', async (_name, payload, status) => {
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { 'content-type': 'application/json' },
    payload,
  });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toMatchObject({ status, detail: expect.stringMatching(/\.$/) });
});
