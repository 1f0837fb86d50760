// The stream of an agent's application over real sockets: who may open it, what comes over it, what it
// takes, and who is cut off.

import { connect } from 'node:net';
import { beforeEach, describe, expect, test } from 'vitest';
import { inBoth } from '../../../../src/core/language.ts';
import { toVdnId } from '../../../../src/core/units.ts';
import { createAccessKey, revokeAccessKey } from '../../../../src/store/tenants/accessKeys.ts';
import { openStreams } from '../streams.ts';

const world = await openStreams();
const { desk, open, attempt, pass, origin } = world;
await world.addUser(1, '4711', 'agent');
const [agent, other, supervisor, auditor, administrator] = await Promise.all([
  world.signIn(1, '4711'),
  world.signIn(1, 'agent'),
  world.signIn(1, 'supervisor'),
  world.signIn(1, 'auditor'),
  world.signIn(1, 'administrator'),
]);
await world.ask(administrator, 'PUT', '/vdns/1/skill-queues/5', { name: 'Voice' });
for (const id of ['4711', 'agent'])
  await world.ask(administrator, 'PUT', `/vdns/1/agents/${id}`, { name: id, skills: [{ skillId: 5 }] });
const own = '/vdns/1/agents/4711/stream';
const all = '/vdns/1/agents/stream';
const here = (who: { cookie: string }) => ({ cookie: who.cookie, origin });
const countOf = (kind: string) => desk.asked.filter(({ command }) => command.kind === kind).length;
const soon = async (isSo: () => boolean) => {
  for (let turn = 0; turn < 400 && !isSo(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(isSo()).toBe(true);
};

beforeEach(() => desk.refuse(null));

describe('a stream is opened', () => {
  test.each([
    ['by the agent, from a page of this server', own, here(agent), 101],
    ['by a supervisor', own, here(supervisor), 101],
    ['by another agent', own, here(other), 403],
    ['by an auditor', own, here(auditor), 403],
    ['by nobody', own, { origin }, 401],
    ['from a page of elsewhere', own, { ...here(agent), origin: 'http://evil.example' }, 403],
    ['from no page at all', own, { cookie: agent.cookie }, 403],
    ['for an agent whom nobody knows', '/vdns/1/agents/4799/stream', here(supervisor), 404],
    ['for another VDN', '/vdns/2/agents/4711/stream', here(supervisor), 403],
    ['by a supervisor for all', all, here(supervisor), 101],
    ['by an agent for all', all, here(agent), 403],
    ['by an auditor for all', all, here(auditor), 403],
  ])('%s', async (_who, path, headers, status) => {
    expect(await attempt(path, headers)).toBe(status);
  });

  test('with a signature, which is good for one', async () => {
    const key = await createAccessKey(world.database, toVdnId(1), 'test', world.masterKey, world.clock.at);
    const headers = world.signed(key, 'GET', `/api/v1${own}`, '', { host: new URL(origin).host });
    expect(await attempt(own, headers)).toBe(101);
    expect(await attempt(own, headers)).toBe(401);
  });

  test('not without an upgrade', async () => {
    const answer = await fetch(`${origin}/api/v1${own}`, { headers: here(agent) });
    expect(answer.status).toBe(426);
  });

  test('not where another process seats the agents', async () => {
    desk.refuse({ refusal: 'agentsElsewhere', detail: inBoth('b1', '拒绝') });
    expect(await attempt(own, here(agent))).toBe(503);
  });

  test('and an offer to go on in HTTP/2 is passed over', async () => {
    const heard = await new Promise<string>((resolve) => {
      const { hostname, port } = new URL(origin);
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          `GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n\r\n`,
        ),
      );
      socket.on('data', (data) => {
        resolve(data.toString());
        socket.destroy();
      });
    });
    expect(heard).toMatch(/^HTTP\/1\.1 200 /);
  });
});

test('an agent sees how they stand, at once and at each change', async () => {
  const stream = open(own, here(agent));
  expect(await stream.next()).toMatchObject({
    type: 'agent',
    agent: { id: '4711', status: 'signedOut', skills: [{ skillId: 5, priority: 1 }] },
  });
  desk.put({ id: '4711', state: 'talking', called: '13900000001' });
  desk.put({ id: '4712', state: 'talking' });
  desk.put({ id: '4711', state: 'wrapUp' });
  expect(await stream.next()).toMatchObject({ agent: { state: 'talking', called: '13900000001' } });
  expect(await stream.next()).toMatchObject({ agent: { id: '4711', state: 'wrapUp' } });
  stream.socket.close();
  await soon(() => desk.watchers() === 0);
  // The last window that closes signs nobody out: the silence limit does.
  expect(countOf('signOut')).toBe(0);
});

test('commands come in order, each with its answer', async () => {
  const stream = open(own, here(agent));
  await stream.next();
  stream.say({ id: 1, command: 'break', reason: 'tea' });
  stream.say({ id: 'two', command: 'ready' });
  stream.say({ id: 3, command: 'break' });
  stream.say({ id: 4, command: 'dance' });
  stream.say({ command: 'ready' });
  stream.say('{"id":5,"id":6}');
  stream.say('[');
  expect(await stream.next()).toMatchObject({ type: 'agent', agent: { breakReason: 'tea' } });
  expect(await stream.next()).toMatchObject({
    type: 'answer',
    id: 1,
    ok: true,
    agent: { status: 'onBreak' },
  });
  expect(await stream.next()).toMatchObject({ type: 'agent' });
  expect(await stream.next()).toMatchObject({ type: 'answer', id: 'two', ok: true });
  const rest = await Promise.all(Array.from({ length: 5 }, () => stream.next()));
  expect(rest).toContainEqual(
    expect.objectContaining({ id: 3, ok: false, problem: expect.objectContaining({ status: 400 }) }),
  );
  expect(rest).toContainEqual(expect.objectContaining({ id: 4, ok: false }));
  expect(rest.filter(({ type }) => type === 'error')).toHaveLength(3);
  desk.refuse({ refusal: 'wrongState', detail: inBoth('You are talking.', '拒绝') });
  stream.say({ id: 7, command: 'dialOffer' });
  expect(await stream.next()).toMatchObject({
    id: 7,
    ok: false,
    problem: { status: 409, detail: 'You are talking.', agent: { id: '4711' } },
  });
  stream.socket.close();
});

test('answers to pings are signs of life, from the agent and not from an observer', async () => {
  const watching = open(own, here(supervisor));
  await watching.next();
  const before = countOf('alive');
  await pass(10);
  await pass(10);
  expect(countOf('alive')).toBe(before);
  watching.socket.close();
  const stream = open(own, here(agent));
  await stream.next();
  await soon(() => true);
  for (let turn = 0; turn < 20 && countOf('alive') === before; turn += 1) await pass(10);
  expect(countOf('alive')).toBeGreaterThan(before);
  stream.socket.close();
});

test('a stream ends when another process seats the agents from now on', async () => {
  const stream = open(own, here(agent));
  await stream.next();
  desk.refuse({ refusal: 'agentsElsewhere', detail: inBoth('b1', '拒绝') });
  stream.say({ id: 1, command: 'alive' });
  expect(await stream.next()).toMatchObject({ type: 'error', problem: { status: 503 } });
  expect(await stream.closed).toBe(1013);
});

test('a stream ends with its session, and with its key', async () => {
  await world.addUser(1, '4713', 'agent');
  await world.ask(administrator, 'PUT', '/vdns/1/agents/4713', { name: 'x', skills: [] });
  const short = await world.signIn(1, '4713');
  const bySession = open('/vdns/1/agents/4713/stream', here(short));
  const key = await createAccessKey(world.database, toVdnId(1), 'test', world.masterKey, world.clock.at);
  const signed = world.signed(key, 'GET', `/api/v1${own}`, '', { host: new URL(origin).host });
  const byKey = open(own, { authorization: signed.authorization ?? '' });
  await Promise.all([bySession.next(), byKey.next()]);
  await world.ask(short, 'DELETE', '/session');
  await revokeAccessKey(world.database, toVdnId(1), key.ak, world.clock.at);
  await pass(60);
  expect(await Promise.all([bySession.closed, byKey.closed])).toEqual([4401, 4401]);
});

test('a stream that sends too much, or too large a frame, is closed', async () => {
  const hasty = open(own, here(agent));
  await hasty.next();
  for (let frame = 0; frame < 100; frame += 1) hasty.say({ id: frame, command: 'alive' });
  expect(await hasty.closed).toBe(1008);
  const large = open(own, here(agent));
  await large.next();
  large.say({ id: 1, command: 'break', reason: 'x'.repeat(20_000) });
  // The server says 1009; undici calls whatever it did not ask for itself 1006.
  expect([1006, 1009]).toContain(await large.closed);
});

test('a reader who does not keep up is cut off', async () => {
  const watchers = desk.watchers();
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const lines = [
    `GET /api/v1${own} HTTP/1.1`,
    `host: ${host}`,
    `origin: ${origin}`,
    `cookie: ${agent.cookie}`,
    'connection: Upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    `sec-websocket-key: ${Buffer.alloc(16).toString('base64')}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await soon(() => desk.watchers() === watchers + 1);
  socket.pause();
  const reason = 'x'.repeat(60_000);
  for (let change = 0; change < 400 && desk.watchers() > watchers; change += 1) {
    desk.put({ id: '4711', breakReason: reason });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await soon(() => desk.watchers() === watchers);
  socket.destroy();
});

test('a supervisor sees everybody, and then the changes of all, gathered', async () => {
  desk.put({ id: '4711', state: 'idle', breakReason: null });
  const stream = open(all, here(supervisor));
  const first = await stream.next();
  expect(first).toMatchObject({ type: 'agents', isWhole: true });
  expect(first.agents).toHaveLength(desk.agents(toVdnId(1)).length);
  for (const state of ['reserved', 'talking', 'wrapUp'] as const) {
    desk.put({ id: '4711', state });
    desk.put({ id: '4712', state });
  }
  expect(await stream.next()).toMatchObject({
    isWhole: false,
    agents: [
      { id: '4711', state: 'wrapUp' },
      { id: '4712', state: 'wrapUp' },
    ],
  });
  stream.say({ id: 1, command: 'ready' });
  expect(await stream.next()).toMatchObject({ type: 'error' });
  stream.socket.close();
});

test('twenty windows of one agent are enough for anybody', async () => {
  const streams = Array.from({ length: 20 }, () => open('/vdns/1/agents/agent/stream', here(other)));
  await Promise.all(streams.map((stream) => stream.next()));
  expect(await attempt('/vdns/1/agents/agent/stream', here(other))).toBe(429);
  expect(await attempt('/vdns/1/agents/agent/stream', here(supervisor))).toBe(101);
  for (const { socket } of streams) socket.close();
  await Promise.all(streams.map(({ closed }) => closed));
  expect(await attempt('/vdns/1/agents/agent/stream', here(other))).toBe(101);
});

test('a stop of the server closes streams, and waits for none', async () => {
  const stream = open(own, here(agent));
  await stream.next();
  await world.app.close();
  expect(await stream.closed).toBe(1001);
});
