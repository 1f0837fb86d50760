// Judges where a notice goes (R19; core/callbackTrust.ts) when the connection is made, so that a name that
// resolves to an inner address is caught as well. The port of the server's own database is closed to every
// notice, unless the address is a public one.
import { lookup } from 'node:dns';
import { lookup as resolve } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildConnector } from 'undici';
import { trustRefusal } from '../../core/callbackTrust.ts';
import { type PushFailure, pushFailureText } from '../../core/pushFailure.ts';

/** Whether a notice may go to `address`, reached under the name `host`. */
export const isAddressAllowed = (host: string, address: string, trustlist: readonly string[]): boolean =>
  trustRefusal(host, address, trustlist) === null;

/** No connection was made, since the address is not allowed. */
export class AddressRefused extends Error {
  readonly failure: PushFailure;

  constructor(failure: PushFailure) {
    super(pushFailureText(failure).en_US);
    this.failure = failure;
  }
}

/** Connects only to addresses, written or resolved, that the trustlist allows. */
export function guardedConnector(
  trustlist: readonly string[],
  closedPorts: ReadonlySet<number>,
): buildConnector.connector {
  const [trusting, strict] = [buildConnector(guarded(trustlist)), buildConnector(guarded([]))];
  return (options, callback) => {
    const port = options.port === '' ? (options.protocol === 'https:' ? 443 : 80) : Number(options.port);
    (closedPorts.has(port) ? strict : trusting)(options, callback);
  };
}

const guarded = (trustlist: readonly string[]): buildConnector.BuildOptions => ({
  timeout: 5_000,
  lookup: (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      const refused = addresses.flatMap(({ address }) => refusalOf(host, address, trustlist) ?? [])[0];
      if (refused !== undefined) callback(new AddressRefused(refused), '', 0);
      else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
    });
  },
});

function refusalOf(host: string, address: string, trustlist: readonly string[]): PushFailure | null {
  const code = trustRefusal(host, address, trustlist);
  return code === null ? null : { code, host, address };
}

/** An entry must not wait for a name server that does not answer. */
const resolveMillisMax = 2_000;

/**
 * Why no result would be sent to `url` as things stand, in the words of the notice; null when one would be tried.
 * The delivery judges again, so a name that cannot be resolved in time is let through here.
 */
export async function callbackRefusal(
  url: string,
  trustlist: readonly string[],
  closedPorts: ReadonlySet<number> = new Set(),
): Promise<PushFailure | null> {
  const target = URL.parse(url);
  if (target === null) return null;
  const literal = refusedLiteral(target, trustlist, closedPorts);
  if (literal !== null) return literal;
  const host = target.hostname;
  const addresses = await Promise.race([
    resolve(host, { all: true }).catch(() => []),
    sleep(resolveMillisMax, [], { ref: false }),
  ]);
  const trusted = closedPorts.has(Number(target.port)) ? [] : trustlist;
  return addresses.flatMap(({ address }) => refusalOf(host, address, trusted) ?? [])[0] ?? null;
}

/** The refusal for a URL whose host is an address: no lookup happens for it. Null when it may be used. */
export function refusedLiteral(
  url: URL,
  trustlist: readonly string[],
  closedPorts: ReadonlySet<number>,
): PushFailure | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return null;
  return refusalOf(host, host, closedPorts.has(Number(url.port)) ? [] : trustlist);
}
