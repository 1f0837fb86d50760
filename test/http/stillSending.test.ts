// An answer that is ready before the request is whole reaches a client that is still sending, over a real
// socket: no reset of the connection takes it away.
import { connect } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { openWorld } from './api/world.ts';

const world = await openWorld();
const campaign = await world.addOneCampaign(1, 'the one that is written to');
const administrator = await world.signIn(1, 'administrator');
const origin = new URL(await world.app.listen({ host: '127.0.0.1', port: 0 }));
afterAll(() => world.app.close());

const piece = Buffer.alloc(65_536, '1');

/** Sends head and `pieces` times 64 KiB to the end, whatever is answered meanwhile, and only then reads on. */
function sendOn(head: string, first: string, pieces: number, chunked: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(origin.port), allowHalfOpen: true });
    let heard = '';
    let left = pieces;
    socket.on('error', reject);
    socket.on('data', (data) => {
      heard += data.toString('latin1');
    });
    socket.on('end', () => resolve(heard));
    const sendPiece = (): void => {
      if (left === 0) {
        socket.end(chunked ? '0\r\n\r\n' : '');
        return;
      }
      left -= 1;
      const bytes = chunked
        ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
        : piece;
      // A moment between two pieces, in which an answer could come and the connection could be closed.
      socket.write(bytes, () => setTimeout(sendPiece, 5));
    };
    socket.on('connect', () => socket.write(head + first, sendPiece));
  });
}

const lines = (...all: string[]): string => `${all.join('\r\n')}\r\n\r\n`;
const pieces = 120;
const length = pieces * piece.length;

describe.each([['keep-alive'], ['close']])('with connection: %s', (connection) => {
  test.each([
    ['by its length', `content-length: ${length}`, false],
    ['piece by piece', 'transfer-encoding: chunked', true],
  ])('a body that is too large %s is answered with 413', async (_how, size, chunked) => {
    const head = lines(
      'POST /rest/isales/v1/openapi/campaigns/1 HTTP/1.1',
      'host: localhost',
      `connection: ${connection}`,
      'content-type: application/json',
      size,
    );
    const answer = await sendOn(head, '', pieces, chunked);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ resultCode: '413' });
  });

  test('a file that cannot be imported is answered with 422', async () => {
    const first = 'no,such,columns\r\n';
    const head = lines(
      `POST /api/v1/vdns/1/campaigns/${campaign.id}/imports?called=number&header=yes HTTP/1.1`,
      'host: localhost',
      `connection: ${connection}`,
      'content-type: text/csv',
      `cookie: ${administrator.cookie}`,
      `x-csrf-token: ${administrator.csrfToken}`,
      `content-length: ${length + first.length}`,
    );
    const answer = await sendOn(head, first, pieces, false);
    expect(answer).toMatch(/^HTTP\/1\.1 422 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 422 });
  });

  test('a file of nobody is answered with 401', async () => {
    const head = lines(
      `POST /api/v1/vdns/1/campaigns/${campaign.id}/imports HTTP/1.1`,
      'host: localhost',
      `connection: ${connection}`,
      'content-type: text/csv',
      `content-length: ${length}`,
    );
    expect(await sendOn(head, '', pieces, false)).toMatch(/^HTTP\/1\.1 401 /);
  });
});

test('bytes that are not HTTP are answered once, although they go on', async () => {
  const answer = await sendOn('NO HTTP AT ALL\r\n\r\n', '', 30, false);
  expect(answer.match(/HTTP\/1\.1 400 /g)).toHaveLength(1);
});
