// A flood of new passwords: the server hashes a few at a time, refuses what is too much, and goes on
// answering everybody else.
import { afterAll, expect, test } from 'vitest';
import { openWorld, passwordOfAll } from './api/world.ts';

const world = await openWorld();
const origin = await world.app.listen({ host: '127.0.0.1', port: 0 });
afterAll(() => world.app.close());

test('sixty new users at once hold up neither pages nor those who sign in, and most are told to wait', async () => {
  const administrator = await world.signIn(1, 'administrator');
  const flood = Array.from({ length: 60 }, (_, at) =>
    fetch(`${origin}/api/v1/vdns/1/users`, {
      method: 'POST',
      headers: {
        cookie: administrator.cookie,
        'x-csrf-token': administrator.csrfToken,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name: `user${at}`, role: 'agent', password: 'a fairly good password' }),
    }),
  );
  const begunAt = performance.now();
  const page = await fetch(`${origin}/`, { headers: { accept: 'text/html' } });
  await page.text();
  const pageMilliseconds = performance.now() - begunAt;
  const signIn = await fetch(`${origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ vdnId: 2, user: 'supervisor', password: passwordOfAll }),
  });
  const signInMilliseconds = performance.now() - begunAt;
  const answers = await Promise.all(flood);
  const statuses = answers.map(({ status }) => status);
  // Eight wait at a time, and some more come when the first are through.
  expect(statuses.filter((status) => status === 201).length).toBeLessThan(30);
  expect(statuses.filter((status) => status === 201 || status === 429)).toHaveLength(60);
  expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
  expect(signIn.status).toBe(201);
  // Wide margins, since the machine may be busy: the page took as long as all sixty hashes.
  expect(pageMilliseconds).toBeLessThan(1000);
  expect(signInMilliseconds).toBeLessThan(3000);
});
