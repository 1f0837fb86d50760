// Addresses of the internet as numbers, and the networks that do not belong to the public one. Written by
// hand, since pure rooms have no network library, and since libraries leave out what matters here: the many
// ways in which an IPv6 address can hold an IPv4 one.

export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface Network {
  readonly address: IpAddress;
  readonly prefix: number;
}

/**
 * What an address is for: `never` a place for results, whatever the settings; `loopback` and `private` when
 * somebody trusts them; `public` for everybody.
 */
export type Reach = 'never' | 'loopback' | 'private' | 'public';

/**
 * IANA's registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890 and its successors), as of
 * 2026, with the addresses at which clouds tell their machines secrets. The first network that holds an
 * address decides.
 */
const specialNetworks: readonly (readonly [network: string, reach: Reach, what: string])[] = [
  ['0.0.0.0/8', 'never', 'this network, RFC 791'],
  ['169.254.0.0/16', 'never', 'link-local, RFC 3927; metadata of most clouds'],
  ['168.63.129.16/32', 'never', 'the platform of Azure'],
  ['100.100.100.200/32', 'never', 'metadata of Alibaba Cloud'],
  ['192.0.0.192/32', 'never', 'metadata of Oracle Cloud, first generation'],
  ['224.0.0.0/4', 'never', 'multicast, RFC 5771'],
  ['240.0.0.0/4', 'never', 'reserved and broadcast, RFC 1112 and RFC 919'],
  ['127.0.0.0/8', 'loopback', 'loopback, RFC 1122'],
  ['10.0.0.0/8', 'private', 'private use, RFC 1918'],
  ['100.64.0.0/10', 'private', 'shared by carriers, RFC 6598'],
  ['172.16.0.0/12', 'private', 'private use, RFC 1918'],
  ['192.0.0.0/24', 'private', 'assignments of protocols, RFC 6890'],
  ['192.0.2.0/24', 'private', 'documentation, RFC 5737'],
  ['192.88.99.0/24', 'private', 'relays of 6to4, RFC 7526'],
  ['192.168.0.0/16', 'private', 'private use, RFC 1918'],
  ['198.18.0.0/15', 'private', 'benchmarks, RFC 2544'],
  ['198.51.100.0/24', 'private', 'documentation, RFC 5737'],
  ['203.0.113.0/24', 'private', 'documentation, RFC 5737'],
  ['::/128', 'never', 'no address, RFC 4291'],
  ['::1/128', 'loopback', 'loopback, RFC 4291'],
  ['fe80::/10', 'never', 'link-local, RFC 4291'],
  ['ff00::/8', 'never', 'multicast, RFC 4291'],
  ['fd00:ec2::/32', 'never', 'metadata of AWS'],
  ['fd20:ce::254/128', 'never', 'metadata of Google Cloud'],
  ['::/96', 'private', 'IPv4-compatible, RFC 4291'],
  ['::ffff:0:0:0/96', 'private', 'IPv4-translated, RFC 2765'],
  ['64:ff9b::/96', 'private', 'IPv4 behind NAT64, RFC 6052'],
  ['64:ff9b:1::/48', 'private', 'IPv4 behind a local NAT64, RFC 8215'],
  ['100::/64', 'private', 'discarded, RFC 6666'],
  ['100:0:0:1::/64', 'private', 'no address, RFC 9780'],
  ['2001::/23', 'private', 'assignments of protocols, RFC 2928; Teredo (2001::/32), RFC 4380'],
  ['2001:db8::/32', 'private', 'documentation, RFC 3849'],
  ['2002::/16', 'private', '6to4, RFC 3056'],
  ['3fff::/20', 'private', 'documentation, RFC 9637'],
  ['5f00::/16', 'private', 'segment routing, RFC 9602'],
  ['fc00::/7', 'private', 'unique local, RFC 4193'],
  ['fec0::/10', 'private', 'site-local, RFC 3879'],
];

const networks = specialNetworks.flatMap(([text, reach]) => {
  const network = readNetwork(text);
  return network === null ? [] : [{ network, reach }];
});

/** The strictest of what the address is and what any IPv4 address in it is. */
export function reachOf(address: IpAddress): Reach {
  const own = networks.find(({ network }) => holds(network, address))?.reach ?? 'public';
  // `::` and `::1` would otherwise be read as IPv4 addresses.
  if (own === 'never' || own === 'loopback') return own;
  const order: readonly Reach[] = ['never', 'loopback', 'private', 'public'];
  const all = [own, ...embeddedIn(address).map(reachOf)];
  return order.find((reach) => all.includes(reach)) ?? own;
}

/** An address in the usual text; one that is IPv4 mapped into IPv6 (`::ffff:10.0.0.1`) is the IPv4 one. */
export function readAddress(text: string): IpAddress | null {
  if (!text.includes(':')) return readIpv4(text);
  const address = readIpv6(text.split('%', 1)[0] ?? '');
  if (address === null) return null;
  const isMapped = address.value >> 32n === 0xffffn;
  return isMapped ? ipv4(address.value & 0xffff_ffffn) : address;
}

/** `10.0.0.0/8`, or a single address; null for what is neither. */
export function readNetwork(text: string): Network | null {
  const [addressText = '', prefixText, ...more] = text.split('/');
  const address = readAddress(addressText);
  if (address === null || more.length > 0) return null;
  if (prefixText === undefined) return { address, prefix: address.bits };
  if (!/^\d{1,3}$/.test(prefixText)) return null;
  const written = addressText.includes(':') ? 128 : 32;
  // Of a mapped network the first 96 bits are the mapping.
  const prefix = Number(prefixText) - (written - address.bits);
  return prefix < 0 || prefix > address.bits ? null : { address, prefix };
}

export const holds = ({ address, prefix }: Network, other: IpAddress): boolean =>
  address.bits === other.bits && (address.value ^ other.value) >> BigInt(address.bits - prefix) === 0n;

/** True when all of `inner` lies in `outer`. */
export const holdsAll = (outer: Network, inner: Network): boolean =>
  inner.prefix >= outer.prefix && holds(outer, inner.address);

function ipv4(value: bigint): IpAddress {
  return { bits: 32, value };
}

/** The IPv4 addresses to which a gateway, a relay or an old stack would send what goes to this one. */
function embeddedIn({ bits, value }: IpAddress): IpAddress[] {
  if (bits === 32) return [];
  const at = (shift: number): IpAddress => ipv4((value >> BigInt(shift)) & 0xffff_ffffn);
  const top = (count: number): bigint => value >> BigInt(128 - count);
  // ISATAP (RFC 5214) stands in the lower half of any address.
  const isIsatap = ((value >> 32n) & 0xfcff_ffffn) === 0x5efen;
  const found = isIsatap ? [at(0)] : [];
  if (top(96) === 0n || top(96) === 0xffff_0000n || top(96) === 0x64_ff9b_0000_0000_0000_0000n)
    return [...found, at(0)];
  if (top(48) === 0x64_ff9b_0001n) {
    // Behind a prefix of 96 bits or of 48, around the byte that is always zero (RFC 6052): one is empty.
    const around = ipv4((((value >> 64n) & 0xffffn) << 16n) | ((value >> 40n) & 0xffffn));
    const given = [at(0), around].filter((one) => one.value !== 0n);
    return [...found, ...(given.length === 0 ? [at(0)] : given)];
  }
  if (top(16) === 0x2002n) return [...found, at(80)];
  if (top(32) === 0x2001_0000n) return [...found, at(64), ipv4(~value & 0xffff_ffffn)];
  return found;
}

function readIpv4(text: string): IpAddress | null {
  const parts = text.split('.');
  const isWhole =
    parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isWhole ? ipv4(parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n)) : null;
}

/** Eight groups, or fewer around one `::`; the last two may be written as IPv4. */
function readIpv6(text: string): IpAddress | null {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return null;
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  if (before === null || after === null) return null;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...Array.from({ length: missing }, () => 0n), ...after];
  return { bits: 128, value: groups.reduce((value, group) => (value << 16n) | group, 0n) };
}

function groupsOf(text: string): bigint[] | null {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1 && part.includes('.') ? readIpv4(part) : null;
    if (last !== null) groups.push(last.value >> 16n, last.value & 0xffffn);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return null;
  }
  return groups;
}
