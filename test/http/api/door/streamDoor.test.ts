// How many streams one may open, and from where: over real sockets, with addresses written as an enemy
// would write them.
import { connect } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { toMillis } from '../../../../src/core/units.ts';
import { isStreamAddress } from '../../../../src/http/api/door/streamDoor.ts';
import { openStreams } from '../streams.ts';
import { openWorld } from '../world.ts';

const world = await openStreams();
const { attempt, origin } = world;
const supervisor = await world.signIn(1, 'supervisor');
const here = { cookie: supervisor.cookie, origin };
const sockets: ReturnType<typeof connect>[] = [];
afterAll(() => {
  for (const socket of sockets) socket.destroy();
});

/** The first line of the answer to an opening; the connection stays open. */
const openRaw = (path: string, headers: Record<string, string> = here): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(origin);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    const all = {
      host,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      ...headers,
    };
    const text = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.once('data', (data) => resolve(data.toString('latin1').split('\r\n', 1)[0] ?? ''));
    socket.once('error', reject);
    socket.write(`GET ${path} HTTP/1.1\r\n${text.join('')}\r\n`);
  });

const statusOf = (line: string): number => Number(line.split(' ')[1]);

async function closeAll(): Promise<void> {
  const open = sockets.filter((socket) => !socket.closed);
  const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(closed);
}

describe('twenty streams of one address are open and no more', () => {
  test('when thirty are opened at once', async () => {
    const lines = await Promise.all(Array.from({ length: 30 }, () => openRaw('/api/v1/vdns/1/stream')));
    const statuses = lines.map(statusOf);
    expect(statuses.filter((status) => status === 101)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    await closeAll();
  });

  test('however the address is written', async () => {
    const spellings = [
      '/api/v1/vdns/1/stream',
      '/api/v1/vdns/1/%73tream',
      '/api/v1/vdns/%31/str%65am',
      '/api/v1/%76dns/1/stream',
    ];
    const statuses: number[] = [];
    for (let at = 0; at < 24; at += 1) statuses.push(statusOf(await openRaw(spellings[at % 4] ?? '')));
    expect(statuses).toEqual([...Array(20).fill(101), ...Array(4).fill(429)]);
    await closeAll();
  });

  test('and a place is free again when a stream ends, and when an opening fails', async () => {
    for (let at = 0; at < 25; at += 1) {
      await openRaw('/api/v1/vdns/1/stream', { ...here, 'sec-websocket-key': 'no key' });
      await closeAll();
    }
    const until = async () => {
      for (let turn = 0; turn < 100; turn += 1)
        if (statusOf(await openRaw('/api/v1/vdns/1/stream')) === 101) return true;
      return false;
    };
    expect(await until()).toBe(true);
    await closeAll();
  });
});

describe('a WebSocket is not opened', () => {
  test.each([
    '/api/v1/session',
    '/health/live',
    '/',
    '/api/v1/vdns/1/campaigns',
    '/rest/nothing',
    '/api/v1/nothing',
  ])('at %s, which answers as it does without', async (path) => {
    const plain = await fetch(`${origin}${path}`, { headers: { cookie: supervisor.cookie } });
    expect(statusOf(await openRaw(path))).toBe(plain.status);
  });

  test.each([
    ['of another scheme', origin.replace('http:', 'https:')],
    ['of another port', `${new URL(origin).protocol}//${new URL(origin).hostname}:1`],
    ['of another host', 'http://evil.example'],
    ['of none', 'null'],
  ])('from a page %s', async (_of, from) => {
    expect(await attempt('/vdns/1/stream', { cookie: supervisor.cookie, origin: from })).toBe(403);
  });
});

const at = toMillis(Date.parse('2030-03-05T09:00:00Z'));
const proxied = await openWorld({
  behindProxy: true,
  // A stream that is open sleeps between its pings: here until it is closed.
  clock: {
    now: () => at,
    ticks: () => at,
    sleep: (_milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) resolve();
        else signal?.addEventListener('abort', () => resolve());
      }),
  },
});
const listening = await proxied.app.listen({ host: '127.0.0.1', port: 0 });
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await proxied.app.close();
});

test('behind a proxy the page must have come over TLS, as the proxy tells it', async () => {
  const answer = await proxied.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { vdnId: 1, user: 'supervisor', password: 'correct horse battery' },
  });
  const cookie = String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
  const open = async (headers: Record<string, string>): Promise<number> => {
    const { hostname, port } = new URL(listening);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      sockets.push(socket);
      const all = {
        host: 'console.example',
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16).toString('base64'),
        cookie,
        ...headers,
      };
      socket.once('data', (data) => resolve(statusOf(data.toString('latin1'))));
      socket.once('error', reject);
      const text = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`GET /api/v1/vdns/1/stream HTTP/1.1\r\n${text.join('')}\r\n`);
    });
  };
  expect(await open({ origin: 'https://console.example' })).toBe(101);
  expect(await open({ origin: 'http://console.example' })).toBe(403);
  expect(await open({ origin: 'https://console.example', 'x-forwarded-proto': 'https' })).toBe(101);
  expect(await open({ origin: 'https://console.example', 'x-forwarded-proto': 'http' })).toBe(403);
});

test.each([
  ['/api/v1/vdns/1/stream', true],
  ['/api/v1/vdns/1/%73tream?a=/b', true],
  ['/api/v1/vdns/1/agents/stream', true],
  ['/api/v1/vdns/1/agents/4711/stream', true],
  ['/api/v1/vdns/1/agents/47%2F11/stream', true],
  ['/api/v1/vdns/1/agents/4711/work', false],
  ['/api/v1/session', false],
  ['/api/v1/vdns/1/stream/', false],
  ['/api/v1/vdns/1/%ff/stream', false],
  ['/', false],
])('%s is a stream: %s', (url, is) => {
  expect(isStreamAddress(url)).toBe(is);
});
