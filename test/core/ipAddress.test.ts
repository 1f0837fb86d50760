// Which addresses are part of the public internet, with every way in which IPv6 writes an IPv4 address.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsAll, reachOf, readAddress, readNetwork } from '../../src/core/ipAddress.ts';

const reach = (text: string) => {
  const address = readAddress(text);
  return address === null ? 'no address' : reachOf(address);
};

describe('never a place for results', () => {
  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '169.254.169.254',
    '169.254.170.2',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'ff02::1',
    'fd00:ec2::254',
    'fd20:ce::254',
    '::ffff:169.254.169.254',
    '::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a9fe:a9fe',
    '64:ff9b:1:a9fe:a9:fe00::',
    '2002:a9fe:a9fe::1',
    '2001:0:a9fe:a9fe::1',
    '2001:0:4136:e378:8000:63bf:5601:5601',
    '::ffff:0:169.254.169.254',
    '2606:4700::5efe:169.254.169.254',
    '::ffff:168.63.129.16',
  ])('%s', (text) => {
    expect(reach(text)).toBe('never');
  });
});

describe('loopback', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1:0:0:f7f7:f7f7',
  ])('%s', (text) => {
    expect(reach(text)).toBe('loopback');
  });
});

describe('private or reserved', () => {
  test.each([
    '10.0.0.1',
    '100.64.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '::8.8.8.8',
    '::ffff:0:8.8.8.8',
    '64:ff9b::808:808',
    '64:ff9b:1::808:808',
    '100::1',
    '100:0:0:1::1',
    '2001:0:808:808:0:0:f7f7:f7f7',
    '2001:2::1',
    '2001:10::1',
    '2001:db8::1',
    '2002:808:808::1',
    '3fff::1',
    '3fff:fff::1',
    '5f00::1',
    'fc00::1',
    'fdff::1',
    'fec0::1',
    'feff::1',
  ])('%s', (text) => {
    expect(reach(text)).toBe('private');
  });
});

describe('public', () => {
  test.each([
    '8.8.8.8',
    '1.0.0.1',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.1',
    '126.255.255.255',
    '128.0.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '169.253.0.1',
    '198.17.0.1',
    '198.20.0.1',
    '223.255.255.255',
    '168.63.129.17',
    '2606:4700::1111',
    '2001:4860:4860::8888',
    '2003::1',
    '::ffff:8.8.8.8',
    '2400:cb00::1',
    '4000::1',
  ])('%s', (text) => {
    expect(reach(text)).toBe('public');
  });
});

describe('no address at all', () => {
  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '0x7f.0.0.1',
    ':::',
    '1::2::3',
    '12345::',
    'g::',
    '1:2:3:4:5:6:7:8:9',
    '::1.2.3',
    'host',
  ])('%j', (text) => {
    expect(reach(text)).toBe('no address');
  });
});

const byte = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(byte, byte, byte, byte);
const hex = (high: number, low: number): string => ((high << 8) | low).toString(16);

test('an IPv4 address that is not public is not public in any of its forms in IPv6', () => {
  const order = ['never', 'loopback', 'private', 'public'];
  fc.assert(
    fc.property(ipv4, ([a, b, c, d]) => {
      const plain = `${a}.${b}.${c}.${d}`;
      const [high, low] = [hex(a, b), hex(c, d)];
      const forms = [
        `::ffff:${plain}`,
        `::ffff:${high}:${low}`,
        `0:0:0:0:0:ffff:${high}:${low}`,
        `::${plain}`,
        `::ffff:0:${plain}`,
        `64:ff9b::${plain}`,
        `64:ff9b:1::${plain}`,
        `2002:${high}:${low}::1`,
        `2001:0:${high}:${low}::1`,
        `2001:0:808:808:0:0:${hex(255 - a, 255 - b)}:${hex(255 - c, 255 - d)}`,
        `2606:4700::5efe:${plain}`,
      ];
      // `::` and `::1` are addresses of their own, and no IPv4 ones.
      for (const form of forms)
        if (reach(form) !== 'loopback' || reach(plain) !== 'never')
          expect(order.indexOf(reach(form)), form).toBeLessThanOrEqual(order.indexOf(reach(plain)));
    }),
  );
});

test('an address means the same in whatever case and with whatever zeros it is written', () => {
  const group = fc.integer({ min: 0, max: 65_535 });
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const short = groups.map((one) => one.toString(16)).join(':');
      const long = groups.map((one) => one.toString(16).padStart(4, '0').toUpperCase()).join(':');
      expect(readAddress(short)).toEqual(readAddress(long));
    }),
  );
});

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.1.0.0/16', '10.0.0.0/8', false],
  ['10.0.0.0/8', '10.9.9.9', true],
  ['0.0.0.0/0', '10.0.0.0/8', true],
  ['::/0', '10.0.0.0/8', false],
  ['::ffff:10.0.0.0/104', '10.1.0.0/16', true],
  ['fd00::/8', 'fd12::/16', true],
])('%s holds all of %s: %s', (outer, inner, is) => {
  const [one, other] = [readNetwork(outer), readNetwork(inner)];
  expect(one !== null && other !== null && holdsAll(one, other)).toBe(is);
});
