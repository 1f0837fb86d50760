// Where a request comes from, as limits count it: the address, or of an IPv6 address its network of 64
// bits, since one customer of a provider has at least that many and could use a new one for each request.
import { isIPv4, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** The caller's network; behind a proxy, that of the client that the proxy names. */
export function networkOf(request: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const { ip } = request;
  if (isIPv4(ip)) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIPv6(ip)) return `${firstGroups(ip)}::/64`;
  // What a proxy writes that names no address ("unknown", say) counts as the proxy itself.
  return request.socket.remoteAddress ?? 'nowhere';
}

/** The first four of the eight groups, without leading zeros; a zone (`%eth0`) stands behind them. */
function firstGroups(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...rest]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
