// Which addresses a notice may go to (R19): never loopback, link-local, private or cloud-metadata
// addresses, unless the VDN's callback trustlist names the host or its network. The address is judged
// when the connection is made, so a name that resolves to an inner address is caught as well.
import { lookup } from 'node:dns';
import { lookup as resolve } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { buildConnector } from 'undici';

const forbidden = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  forbidden.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  // Ways to write an IPv4 address: NAT64 and 6to4. Mapped ones (::ffff:) the list knows by itself.
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  forbidden.addSubnet(network, prefix, 'ipv6');

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Whether a notice may go to `address`, reached under the name `host`. A trustlist entry is a host
 * name, an address or a network in CIDR form; entries that are none of these match nothing.
 */
export function isAddressAllowed(host: string, address: string, trustlist: readonly string[]): boolean {
  if (!forbidden.check(address, familyOf(address))) return true;
  const trusted = new BlockList();
  for (const entry of trustlist) {
    if (entry.toLowerCase() === host.toLowerCase()) return true;
    const [network = '', prefix] = entry.split('/');
    if (isIP(network) === 0) continue;
    const bits = prefix === undefined ? (isIP(network) === 6 ? 128 : 32) : Number(prefix);
    if (Number.isInteger(bits) && bits >= 0 && bits <= (isIP(network) === 6 ? 128 : 32))
      trusted.addSubnet(network, bits, familyOf(network));
  }
  return trusted.check(address, familyOf(address));
}

/** Why a connection was not made, in words for the notice. */
export class AddressRefused extends Error {
  constructor(host: string, address: string) {
    super(
      `the callback address ${host === address ? host : `${host} (${address})`} is loopback, link-local, private ` +
        'or reserved, and the callback trustlist of the VDN does not name it',
    );
  }
}

/** Connection options under which every address, written or resolved, is judged before it is used. */
export function guardedConnect(trustlist: readonly string[]): buildConnector.BuildOptions {
  return {
    timeout: 5_000,
    lookup: (host, options, callback) => {
      lookup(host, { ...options, all: true }, (error, addresses) => {
        if (error !== null) {
          callback(error, '', 0);
          return;
        }
        const refused = addresses.find(({ address }) => !isAddressAllowed(host, address, trustlist));
        if (refused !== undefined) callback(new AddressRefused(host, refused.address), '', 0);
        else if (options.all === true) callback(null, addresses);
        else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
      });
    },
  };
}

/** An entry must not wait for a name server that does not answer. */
const resolveMillisMax = 2_000;

/**
 * Why no result would be sent to `url` as things stand, in the words of the notice; null when one would be tried.
 * The delivery judges again, so a name that cannot be resolved in time is let through here.
 */
export async function callbackRefusal(url: string, trustlist: readonly string[]): Promise<string | null> {
  const target = URL.parse(url);
  if (target === null) return null;
  const literal = refusedLiteral(target, trustlist);
  if (literal !== null) return literal.message;
  const host = target.hostname;
  const addresses = await Promise.race([
    resolve(host, { all: true }).catch(() => []),
    sleep(resolveMillisMax, [], { ref: false }),
  ]);
  const refused = addresses.find(({ address }) => !isAddressAllowed(host, address, trustlist));
  return refused === undefined ? null : new AddressRefused(host, refused.address).message;
}

/** The refusal for a URL whose host is an address: no lookup happens for it. Null when it may be used. */
export function refusedLiteral(url: URL, trustlist: readonly string[]): AddressRefused | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isAddressAllowed(host, host, trustlist) ? new AddressRefused(host, host) : null;
}
