// The door on a real socket: what a signing client sends is what is judged, half a request holds
// nothing up, and garbage costs one connection.
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { authorizationOf } from '../../src/http/signature.ts';
import { base, ivrCampaign, openDoor } from './contract/door.ts';

const door = await openDoor();
const id = await door.addCampaign();
const origin = await door.app.listen({ host: '127.0.0.1', port: 0 });
const { host, port } = new URL(origin);

function send(path: string, method: string, text: string, milliseconds: number): Promise<Response> {
  const body = new TextEncoder().encode(text);
  const signed: [string, string][] = [
    ['content-length', String(body.length)],
    ['content-type', 'application/json;charset=UTF-8'],
    ['host', host],
  ];
  const timestamp = new Date(door.now() + milliseconds).toISOString();
  const request = { method, path, query: '', headers: signed, body };
  return fetch(`${origin}${path}`, {
    method,
    body,
    headers: {
      'content-type': 'application/json;charset=UTF-8',
      authorization: authorizationOf(request, door.key, timestamp),
    },
  });
}

/** What the server says to bytes that are no HTTP, until it hangs up. */
const say = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    let heard = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (data) => {
      heard += data.toString('latin1');
    });
    socket.on('close', () => resolve(heard));
    socket.on('error', () => resolve(heard));
  });

test('a signed request is answered as JSON, with safe headers', async () => {
  const answer = await send(
    `${base}/1/${id}`,
    'PUT',
    JSON.stringify({ ...ivrCampaign, description: '国庆' }),
    1,
  );
  expect(await answer.json()).toEqual({
    resultCode: '0200000',
    resultDesc: '',
    returnCode: '0200000',
    returnDesc: '',
  });
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('x-powered-by')).toBeNull();
});

test('a DELETE with a body is read with its body', async () => {
  await send(`${base}/1/${id}/pause`, 'PUT', '', 2);
  const answer = await send(`${base}/1/${id}`, 'DELETE', '{"archiveHistory":2}', 3);
  expect(await answer.json()).toMatchObject({ resultCode: '02000007' });
});

test('garbage is refused in the four fields, and the next caller is served', async () => {
  const garbage = await say('\x16\x03\x01 hello\r\n\r\n');
  expect(garbage).toMatch(/^HTTP\/1\.1 400 /);
  expect(JSON.parse(garbage.split('\r\n\r\n')[1] ?? '')).toEqual({
    resultCode: '400',
    resultDesc: 'The request cannot be read as HTTP.',
    returnCode: '400',
    returnDesc: 'The request cannot be read as HTTP.',
  });
  const long = await say(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
  expect(long).toMatch(/^HTTP\/1\.1 431 .*"resultCode":"431"/s);
  const both = 'content-length: 4\r\ntransfer-encoding: chunked\r\n';
  expect(await say(`PUT ${base}/1/1 HTTP/1.1\r\nhost: x\r\n${both}\r\n0\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 400 /,
  );
  expect((await fetch(`${origin}/health/live`)).status).toBe(200);
});

test('health and metrics need no signature and tell nothing of a tenant', async () => {
  expect(await (await fetch(`${origin}/health/live`)).json()).toMatchObject({ status: 'live' });
  expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
  const metrics = await fetch(`${origin}/metrics`);
  expect(metrics.headers.get('content-type')).toMatch(/^text\/plain/);
});
