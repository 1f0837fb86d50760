// Where notices may go, and what counts as received (R17, R19).
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { isAddressAllowed } from '../../../src/workers/results/callbackAddress.ts';
import { Pusher } from '../../../src/workers/results/push.ts';

describe('an address', () => {
  test.each([
    '127.0.0.1',
    '127.9.9.9',
    '10.10.10.10',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
  ])('%s is refused', (address) => {
    expect(isAddressAllowed(address, address, [])).toBe(false);
  });

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111'])('%s is taken', (address) => {
    expect(isAddressAllowed(address, address, [])).toBe(true);
  });

  test('is taken when the trustlist names its host, itself or its network', () => {
    expect(isAddressAllowed('crm.internal', '10.1.2.3', ['CRM.internal'])).toBe(true);
    expect(isAddressAllowed('crm.internal', '10.1.2.3', ['10.1.2.3'])).toBe(true);
    expect(isAddressAllowed('crm.internal', '10.1.2.3', ['10.1.0.0/16'])).toBe(true);
    expect(isAddressAllowed('crm.internal', 'fd00::7', ['fd00::/8'])).toBe(true);
    expect(isAddressAllowed('crm.internal', '10.2.2.3', ['10.1.0.0/16'])).toBe(false);
  });

  test('of this machine needs a word of its own, and metadata and link-local ones are never taken', () => {
    for (const wide of [['0.0.0.0/0', '::/0'], ['127.0.0.0/7'], ['crm.internal']])
      for (const address of ['127.0.0.1', '::1', '::127.0.0.1', '::ffff:127.0.0.1'])
        expect(isAddressAllowed('crm.internal', address, wide)).toBe(false);
    expect(isAddressAllowed('crm.internal', '127.0.0.1', ['127.0.0.0/8'])).toBe(true);
    expect(isAddressAllowed('::1', '::1', ['::1'])).toBe(true);
    expect(isAddressAllowed('localhost', '127.0.0.1', ['localhost'])).toBe(true);
    for (const address of ['169.254.169.254', '168.63.129.16', 'fe80::1', 'fd00:ec2::254', '0.0.0.0', '::'])
      for (const entry of ['0.0.0.0/0', '::/0', address, 'metadata.internal'])
        expect(isAddressAllowed('metadata.internal', address, [entry])).toBe(false);
  });

  test('is refused all the same when the entry of the trustlist is nonsense', () => {
    for (const entry of ['', '/', '10.0.0.0/99', '10.0.0.0/x', 'not a host/8', '10.0.0.0/8/8/8'])
      expect(isAddressAllowed('crm.internal', '192.168.0.1', [entry])).toBe(false);
  });
});

describe('a push', () => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function receiver(listener: RequestListener): Promise<{ url: string; hits: () => number }> {
    let hits = 0;
    const server = createServer((request, response) => {
      hits += 1;
      request.resume();
      listener(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, hits: () => hits };
  }

  function pusher(): Pusher {
    const made = new Pusher();
    closers.push(() => made.close());
    return made;
  }

  test('is received with HTTP 200, whatever the body says', async () => {
    const { url } = await receiver((_, response) => response.end('<html>{"retCode":"1"} nonsense'));
    expect(await pusher().push(url, '[]', ['127.0.0.1'])).toBeNull();
  });

  test.each([201, 204, 404, 500])('is not received with HTTP %i', async (status) => {
    const { url } = await receiver((_, response) => response.writeHead(status).end());
    expect(await pusher().push(url, '[]', ['127.0.0.1'])).toEqual({ code: 'status', status });
  });

  test('does not follow a redirect', async () => {
    const target = await receiver((_, response) => response.end());
    const { url } = await receiver((_, response) => response.writeHead(307, { location: target.url }).end());
    expect(await pusher().push(url, '[]', ['127.0.0.1'])).toEqual({ code: 'status', status: 307 });
    expect(target.hits()).toBe(0);
  });

  test('says so when nobody listens, when the line is cut, and when the answer never comes', async () => {
    expect(await pusher().push('http://127.0.0.1:9/', '[]', ['127.0.0.1'])).toEqual({
      code: 'connectionRefused',
      address: '127.0.0.1:9',
    });
    const cut = await receiver((request) => request.socket.destroy());
    expect(await pusher().push(cut.url, '[]', ['127.0.0.1'])).toEqual({ code: 'connectionLost' });
    const silent = await receiver(() => undefined);
    expect(await pusher().push(silent.url, '[]', ['127.0.0.1'])).toEqual({ code: 'timeout' });
  });

  test('says so when the host has no address', async () => {
    expect(await pusher().push('http://nowhere.invalid/', '[]', [])).toEqual({
      code: 'hostUnknown',
      host: 'nowhere.invalid',
    });
  });

  test('keeps what it does not know as its text', async () => {
    const { url } = await receiver((_, response) => response.end());
    expect(await pusher().push(url.replace('http:', 'https:'), '[]', ['127.0.0.1'])).toEqual({
      code: 'other',
      text: expect.stringContaining('SSL'),
    });
  });

  test('is not held up by an answer without end', async () => {
    const { url } = await receiver((_, response) => {
      const endless = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.on('close', () => clearInterval(endless));
    });
    expect(await pusher().push(url, '[]', ['127.0.0.1'])).toBeNull();
  });

  test('never reaches a closed port of this machine, by number or by name', async () => {
    const { url, hits } = await receiver((_, response) => response.end());
    const closed = new Pusher([Number(new URL(url).port)]);
    closers.push(() => closed.close());
    for (const target of [url, url.replace('127.0.0.1', 'localhost')])
      expect(await closed.push(target, '[]', ['127.0.0.1', 'localhost', '::1'])).toMatchObject({
        code: 'notTrusted',
      });
    expect(hits()).toBe(0);
  });

  test('takes the credentials of the URL along as Basic, with their escapes undone', async () => {
    const heard: (string | undefined)[] = [];
    const { url } = await receiver((request, response) => {
      heard.push(request.headers.authorization);
      response.end();
    });
    const withUser = (user: string): string => url.replace('http://', `http://${user}@`);
    const users = [
      'anna:secret',
      'anna:p%40ss%3Aw%2Frd%25',
      '%E5%BC%A0:%E5%AF%86',
      'anna:%ff',
      'token',
      ':only',
    ];
    for (const user of users) expect(await pusher().push(withUser(user), '[]', ['127.0.0.1'])).toBeNull();
    await pusher().push(url, '[]', ['127.0.0.1']);
    const basic = (text: string, encoding: BufferEncoding = 'utf8') =>
      `Basic ${Buffer.from(text, encoding).toString('base64')}`;
    expect(heard).toEqual([
      basic('anna:secret'),
      basic('anna:p@ss:w/rd%'),
      basic('张:密'),
      basic('anna:\xff', 'latin1'),
      basic('token:'),
      basic(':only'),
      undefined,
    ]);
  });

  test('that fails never tells the password', async () => {
    const refused = await pusher().push('http://anna:secret@127.0.0.1:9/', '[]', ['127.0.0.1']);
    const inner = await pusher().push('http://anna:secret@10.0.0.1/', '[]', []);
    const none = await pusher().push('http://anna:secret@[/', '[]', []);
    for (const result of [refused, inner, none]) {
      expect(result).not.toBeNull();
      expect(JSON.stringify(result)).not.toContain('secret');
    }
  });

  test('to an inner address is refused with the reason, by number and by name', async () => {
    const { url, hits } = await receiver((_, response) => response.end());
    const byNumber = await pusher().push(url, '[]', []);
    const byName = await pusher().push(url.replace('127.0.0.1', 'localhost'), '[]', []);
    expect(byNumber).toEqual({ code: 'notTrusted', host: '127.0.0.1', address: '127.0.0.1' });
    expect(byName).toMatchObject({ code: 'notTrusted', host: 'localhost' });
    expect(hits()).toBe(0);
  });
});
