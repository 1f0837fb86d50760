// The credentials in a result URL (`https://user:password@host/…`). They are sent to the receiver and never
// shown, not even to their author. A client that reads the campaign and sends it back as it was shown (R10)
// means the stored ones. URLs are taken apart by hand here, since pure rooms have no URL class.

/** Stands where a password is; sent back, it means the one that is stored. */
const hidden = '***';

const parts = /^(https?:\/\/)(?:([^/?#@]*)@)?(.*)$/s;

/** The URL as it may be shown: the password hidden, and a name that stands without a password as well. */
export function shownUrl(url: string): string {
  const [, scheme = '', userInfo, rest = ''] = parts.exec(url) ?? [];
  if (userInfo === undefined) return url;
  const at = userInfo.indexOf(':');
  return `${scheme}${at === -1 ? hidden : `${userInfo.slice(0, at)}:${hidden}`}@${rest}`;
}

/** A copy of what is to be told, as JSON can write it, with no password in any `callBackUrl`. */
export function withoutPasswords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPasswords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === 'callBackUrl' && typeof inner === 'string' ? shownUrl(inner) : withoutPasswords(inner),
    ]),
  );
}

/** The same of what was received and is perhaps no URL: all that may belong to a password is hidden. */
export const shownReceived = (received: unknown): unknown =>
  typeof received === 'string'
    ? received.replace(/\/\/([^/?#@:\s]*)(:?).*@/s, (_all, name: string, colon: string) =>
        colon === '' ? `//${hidden}@` : `//${name}:${hidden}@`,
      )
    : received;

/** True when the URL has the mark in the place of its password: it means one that is stored. */
export function meansStoredPassword(url: string): boolean {
  const userInfo = parts.exec(url)?.[2];
  return userInfo !== undefined && (userInfo === hidden || userInfo.endsWith(`:${hidden}`));
}

/**
 * The URL that is meant by `given`: with the stored credentials where it has the mark, as long as scheme,
 * host and port stay, and the user. Null when it has the mark and names another receiver: a user who may
 * change a URL must not be able to send a password that they do not know to a host of their own.
 */
export function meantUrl(given: string, stored: string): string | null {
  if (!meansStoredPassword(given)) return given;
  const [, scheme = '', shownInfo = '', rest = ''] = parts.exec(given) ?? [];
  const [, , storedInfo, storedRest = ''] = parts.exec(stored) ?? [];
  const isSame = storedInfo !== undefined && receiverOf(given) === receiverOf(stored);
  if (!isSame || shownUrl(stored) !== `${scheme}${shownInfo}@${storedRest}`) return null;
  return `${scheme}${storedInfo}@${rest}`;
}

/** Scheme, host and port. */
function receiverOf(url: string): string {
  const [, scheme = '', , rest = ''] = parts.exec(url) ?? [];
  return `${scheme}${rest.split(/[/?#]/, 1)[0] ?? ''}`.toLowerCase();
}
