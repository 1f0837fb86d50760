// Whether results may go to an address (R19): public ones always, private ones when the VDN's trustlist
// names the host or its network, loopback only by an entry of its own, and link-local addresses, metadata
// of clouds and multicast never. It also says which part of a trustlist lies within the operator's bound.
import {
  holds,
  holdsAll,
  type IpAddress,
  type Network,
  reachOf,
  readAddress,
  readNetwork,
} from './ipAddress.ts';

/** Why results may not go there: nobody can allow it, or the trustlist does not. */
export type TrustRefusal = 'never' | 'notTrusted';

/**
 * Judges `address`, reached under the name `host`; null: results may go there. An entry of the trustlist is
 * a host name, an address or a network in CIDR form; what is none of these matches nothing.
 */
export function trustRefusal(
  host: string,
  address: string,
  trustlist: readonly string[],
): TrustRefusal | null {
  const read = readAddress(address);
  if (read === null) return 'never';
  const reach = reachOf(read);
  if (reach === 'never') return 'never';
  if (reach === 'public') return null;
  const trusts = reach === 'loopback' ? trustsLoopback : trustsPrivate;
  return trustlist.some((entry) => trusts(entry, host, read)) ? null : 'notTrusted';
}

const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const trustsPrivate = (entry: string, host: string, address: IpAddress): boolean => {
  const network = readNetwork(entry);
  return network === null ? isSameName(entry, host) : holds(network, address);
};

/** A network that is wider than loopback, and a name other than localhost, say nothing about this machine. */
const trustsLoopback = (entry: string, host: string, address: IpAddress): boolean =>
  namesLoopback(entry) && trustsPrivate(entry, host, address);

function namesLoopback(entry: string): boolean {
  const network = readNetwork(entry);
  if (network === null) return isSameName(entry, 'localhost');
  return loopbackNetworks.some((loopback) => holdsAll(loopback, network));
}

const loopbackNetworks: readonly Network[] = ['127.0.0.0/8', '::1/128'].flatMap(
  (text) => readNetwork(text) ?? [],
);

/** True when `entry` opens nothing that an entry of `bound` does not open; names must be the same. */
export const isWithinBound = (entry: string, bound: readonly string[]): boolean =>
  bound.some((outer) => {
    const [inner, around] = [readNetwork(entry), readNetwork(outer)];
    if (inner === null || around === null) return inner === around && isSameName(entry, outer);
    return holdsAll(around, inner) && (!namesLoopback(entry) || namesLoopback(outer));
  });
