// Signing in: the cookie, the token against forged requests, the two ends of a session, and what a
// guesser meets.
import { describe, expect, test } from 'vitest';
import { toMillis } from '../../../../src/core/units.ts';
import { openWorld, passwordOfAll } from '../world.ts';

const world = await openWorld();
const minute = 60_000;

const login = (user: string, password: string, vdnId = 1, remoteAddress = '192.0.2.1') =>
  world.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { vdnId, user, password },
    remoteAddress,
  });

describe('signing in', () => {
  test('sets a cookie that scripts and other sites do not see, and tells the csrfToken', async () => {
    const answer = await login('administrator', passwordOfAll);
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['set-cookie']).toMatch(
      /^campana_session=1\.[\w-]{43}; Path=\/api; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.json()).toMatchObject({ vdnId: 1, user: 'administrator', role: 'administrator' });
    expect(answer.json().csrfToken).toMatch(/^[\w-]{43}$/);
    const stored = await world.database`select token_hash from sessions`;
    expect(String(answer.headers['set-cookie'])).not.toContain(stored[0]?.token_hash);
  });

  test('answers a wrong user and a wrong password with the same words', async () => {
    const wrongPassword = await login('supervisor', 'wrong', 1, '192.0.2.2');
    const wrongUser = await login('nobody', 'wrong', 1, '192.0.2.2');
    const wrongVdn = await login('supervisor', passwordOfAll, 77, '192.0.2.2');
    expect(wrongPassword.statusCode).toBe(401);
    expect(wrongPassword.headers['content-type']).toContain('application/problem+json');
    expect(wrongUser.json()).toEqual(wrongPassword.json());
    expect(wrongVdn.json()).toEqual(wrongPassword.json());
  });

  test('is audited, the refused attempt as well, and never with what was typed', async () => {
    const auditor = await world.signIn(1, 'auditor');
    await login('my secret typed here', 'wrong', 1, '192.0.2.3');
    const entries = (await world.ask(auditor, 'GET', '/vdns/1/audit')).json().items;
    expect(entries).toContainEqual(
      expect.objectContaining({ actor: 'user:auditor', action: 'session.open', subject: 'session' }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({ actor: 'user:supervisor', action: 'session.refuse' }),
    );
    expect(JSON.stringify(entries)).not.toContain('typed here');
  });

  test('is refused to a disabled user, whose sessions end at once', async () => {
    await world.addUser(1, 'leaver', 'supervisor');
    const administrator = await world.signIn(1, 'administrator');
    const leaver = await world.signIn(1, 'leaver');
    expect((await world.ask(leaver, 'GET', '/session')).statusCode).toBe(200);
    const disabled = await world.ask(administrator, 'PATCH', '/vdns/1/users/leaver', { disabled: true });
    expect(disabled.json().disabledAt).toBe('2030-03-05T09:00:00.000Z');
    expect((await world.ask(leaver, 'GET', '/session')).statusCode).toBe(401);
    expect((await login('leaver', passwordOfAll, 1, '192.0.2.4')).statusCode).toBe(401);
  });

  test('needs JSON, so that no form of another site can do it', async () => {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'content-type': 'text/plain' },
      payload: JSON.stringify({ user: 'administrator', password: passwordOfAll }),
    });
    expect(answer.statusCode).toBe(415);
  });

  test.each([
    ['a missing field', { user: 'x' }, 'password is missing.'],
    ['a field that is not known', { user: 'x', password: 'y', admin: true }, 'admin is not known here.'],
    ['a wrong type', { user: 5, password: 'y' }, 'user must be a text.'],
  ])('names %s', async (_name, payload, sentence) => {
    const answer = await world.app.inject({ method: 'POST', url: '/api/v1/session', payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toBe(sentence);
  });
});

describe('a session', () => {
  test('changes nothing without its csrfToken', async () => {
    const administrator = await world.signIn(1, 'administrator');
    for (const csrfToken of ['', 'x'.repeat(43)]) {
      const forged = { cookie: administrator.cookie, csrfToken };
      const answer = await world.ask(forged, 'POST', '/vdns/1/access-keys', { description: 'forged' });
      expect(answer.statusCode).toBe(403);
      expect(answer.json().type).toBe('urn:campana:problem:csrfTokenMissing');
    }
    expect(await world.database`select from access_keys`).toHaveLength(0);
  });

  test('tells its csrfToken again, and ends by signing out', async () => {
    const auditor = await world.signIn(1, 'auditor');
    expect((await world.ask(auditor, 'GET', '/session')).json().csrfToken).toBe(auditor.csrfToken);
    const answer = await world.ask(auditor, 'DELETE', '/session');
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['set-cookie']).toContain('Max-Age=0');
    expect((await world.ask(auditor, 'GET', '/session')).statusCode).toBe(401);
  });

  test('ends after an hour without use and after twelve hours in any case', async () => {
    const startedAt = world.clock.at;
    const idle = await world.signIn(1, 'auditor');
    const busy = await world.signIn(1, 'supervisor');
    const isOpen = async (who: typeof idle) => (await world.ask(who, 'GET', '/session')).statusCode === 200;
    for (let minutes = 50; minutes < 12 * 60; minutes += 50) {
      world.setClock(toMillis(startedAt + minutes * minute));
      expect(await isOpen(busy)).toBe(true);
      if (minutes === 100) expect(await isOpen(idle)).toBe(false);
    }
    world.setClock(toMillis(startedAt + 12 * 60 * minute));
    expect(await isOpen(busy)).toBe(false);
    world.setClock(startedAt);
  });

  test('writes its sliding end at most every five minutes', async () => {
    const startedAt = world.clock.at;
    await world.addUser(1, 'reader', 'auditor');
    const auditor = await world.signIn(1, 'reader');
    const end = async () =>
      (
        await world.database<
          { at: number }[]
        >`select expires_at as at from sessions where user_name = 'reader'`
      )[0]?.at ?? 0;
    const first = await end();
    world.setClock(toMillis(startedAt + 4 * minute));
    await world.ask(auditor, 'GET', '/session');
    expect(await end()).toBe(first);
    world.setClock(toMillis(startedAt + 6 * minute));
    await world.ask(auditor, 'GET', '/session');
    expect(await end()).toBe(first + 6 * minute);
    world.setClock(startedAt);
  });

  test.each([
    '',
    'campana_session=',
    'campana_session=1.x',
    'campana_session=9999.%00',
    `campana_session=1.${'A'.repeat(43)}`,
  ])('is not made from the cookie %j', async (cookie) => {
    const answer = await world.ask({ cookie, csrfToken: '' }, 'GET', '/session');
    expect(answer.statusCode).toBe(401);
  });
});

describe('a new password', () => {
  test('needs the current one and ends the other sessions', async () => {
    await world.addUser(1, 'careful', 'agent');
    const here = await world.signIn(1, 'careful');
    const there = await world.signIn(1, 'careful');
    const change = (current: string) =>
      world.ask(here, 'PUT', '/session/password', { current, new: 'another long password' });
    expect((await change('not the current one')).statusCode).toBe(401);
    expect((await change(passwordOfAll)).statusCode).toBe(204);
    expect((await world.ask(here, 'GET', '/session')).statusCode).toBe(200);
    expect((await world.ask(there, 'GET', '/session')).statusCode).toBe(401);
    expect((await login('careful', 'another long password', 1, '192.0.2.5')).statusCode).toBe(201);
  });

  test('is stored as argon2id in PHC form', async () => {
    const [row] = await world.database`select password_hash from users where user_name = 'careful'`;
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
  });
});

describe('one who has signed in somewhere', () => {
  test('sees their sessions, ends one, and all but this one', async () => {
    await world.addUser(1, 'traveler', 'agent');
    const here = await world.signIn(1, 'traveler');
    const there = await world.signIn(1, 'traveler');
    const away = await world.signIn(1, 'traveler');
    const { items } = (await world.ask(here, 'GET', '/sessions')).json();
    expect(items).toHaveLength(3);
    expect(items.filter(({ isThis }: { isThis: boolean }) => isThis)).toHaveLength(1);
    expect(items[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      createdAt: '2030-03-05T09:00:00.000Z',
      expiresAt: '2030-03-05T10:00:00.000Z',
      address: '127.0.0.1',
      client: 'lightMyRequest',
      isThis: expect.any(Boolean),
    });
    const idOf = async (who: typeof here) =>
      (await world.ask(who, 'GET', '/sessions')).json().items.find((one: { isThis: boolean }) => one.isThis)
        .id;
    const idThere = await idOf(there);
    expect((await world.ask(here, 'DELETE', `/sessions/${idThere}`)).statusCode).toBe(204);
    expect((await world.ask(here, 'DELETE', `/sessions/${idThere}`)).statusCode).toBe(404);
    expect((await world.ask(there, 'GET', '/session')).statusCode).toBe(401);
    expect((await world.ask(here, 'DELETE', '/sessions')).statusCode).toBe(204);
    expect((await world.ask(away, 'GET', '/session')).statusCode).toBe(401);
    expect((await world.ask(here, 'GET', '/session')).statusCode).toBe(200);
  });

  test('cannot end the session of somebody else; an administrator can end all of a user', async () => {
    const [administrator, auditor] = [
      await world.signIn(1, 'administrator'),
      await world.signIn(1, 'auditor'),
    ];
    const of = async (path: string) => (await world.ask(administrator, 'GET', path)).json().items;
    const [one] = await of('/vdns/1/users/auditor/sessions');
    expect((await world.ask(administrator, 'DELETE', `/sessions/${one.id}`)).statusCode).toBe(404);
    expect((await world.ask(auditor, 'GET', '/session')).statusCode).toBe(200);
    const ended = await world.ask(administrator, 'DELETE', '/vdns/1/users/auditor/sessions');
    expect(ended.statusCode).toBe(204);
    expect((await world.ask(auditor, 'GET', '/session')).statusCode).toBe(401);
    expect(await of('/vdns/1/users/auditor/sessions')).toEqual([]);
    const entries = (await world.ask(administrator, 'GET', '/vdns/1/audit?action=session.end')).json().items;
    expect(entries[0]).toMatchObject({ actor: 'user:administrator', subject: 'sessions of user auditor' });
  });
});

describe('a password is refused as too easy', () => {
  const weak = ['aaaaaaaaaaaa', 'password1234', '1qaz2wsx3edc', 'abcabcabcabc'];

  test.each(weak)('%s, by every route that takes one', async (password) => {
    const house = await world.signIn(1, 'administrator');
    const user = { name: 'somebody', role: 'agent', password };
    const vdn = { id: 33, name: 'Thirty-three', administrator: { name: 'first', password } };
    const answers = [
      await world.ask(house, 'POST', '/vdns/1/users', user),
      await world.ask(house, 'PATCH', '/vdns/1/users/supervisor', { password }),
      await world.ask(house, 'PUT', '/session/password', { current: passwordOfAll, new: password }),
      await world.ask(house, 'POST', '/vdns', vdn),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 400]);
    expect(answers.map((answer) => answer.json().violations[0].path)).toEqual([
      'password',
      'password',
      'new',
      'administrator.password',
    ]);
  });

  test('and one’s own is not changed without the present one, by an administrator either', async () => {
    const administrator = await world.signIn(1, 'administrator');
    const answer = await world.ask(administrator, 'PATCH', '/vdns/1/users/administrator', {
      password: 'a brand new password',
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().detail).toContain('/session/password');
    expect((await login('administrator', passwordOfAll, 1, '192.0.2.20')).statusCode).toBe(201);
  });
});

describe('a guesser', () => {
  const wrong = (user: string, address: string) => login(user, 'guess', 2, address);
  const right = (user: string, address: string) => login(user, passwordOfAll, 2, address);
  const statusOf = async (answer: ReturnType<typeof login>) => (await answer).statusCode;

  test('waits after five failures for one name, twice as long each time', async () => {
    const startedAt = world.clock.at;
    await world.addUser(2, 'target', 'supervisor');
    const address = '198.51.100.1';
    for (let at = 1; at <= 5; at += 1) expect(await statusOf(wrong('target', address))).toBe(401);
    const sixth = await right('target', address);
    expect(sixth.statusCode).toBe(429);
    expect(sixth.headers['retry-after']).toBe('1');
    world.setClock(toMillis(startedAt + 1000));
    expect(await statusOf(wrong('target', address))).toBe(401);
    expect((await wrong('target', address)).headers['retry-after']).toBe('2');
    world.setClock(startedAt);
  });

  test('keeps nobody out who has signed in before, however long it goes on and from however many places', async () => {
    await world.addUser(2, 'known', 'supervisor');
    expect(await statusOf(right('known', '198.51.100.50'))).toBe(201);
    for (let at = 0; at < 101; at += 1) await wrong('known', `198.18.${at}.1`);
    expect(await statusOf(right('known', '198.18.200.1'))).toBe(429);
    expect(await statusOf(right('known', '198.51.100.50'))).toBe(201);
  }, 60_000);

  test('waits as well when it tries many names from one address', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 7; at += 1) statuses.push(await statusOf(login(`n${at}`, 'x', 2, '203.0.113.9')));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  test('does not clear the count of its address by signing in itself', async () => {
    await world.addUser(2, 'insider', 'agent');
    const statuses: number[] = [];
    for (let at = 0; at < 12; at += 1) {
      statuses.push(await statusOf(login(`v${at}`, 'x', 2, '203.0.113.11')));
      await right('insider', '203.0.113.11');
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    // Where one has signed in before, the mistakes of others leave one room.
    expect(await statusOf(right('insider', '203.0.113.11'))).toBe(201);
  });

  test('counts as one from a whole network of IPv6', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 7; at += 1)
      statuses.push(await statusOf(login(`six${at}`, 'x', 2, `2001:db8:1:2::${at + 1}`)));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(await statusOf(login('six8', 'x', 2, '2001:db8:1:3::1'))).toBe(401);
  });

  test('gains nothing by asking side by side', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => login('auditor', 'x', 2, '203.0.113.10')),
    );
    expect(answers.filter((answer) => answer.statusCode === 401).length).toBeLessThanOrEqual(5);
  });
});
