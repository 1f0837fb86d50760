// The text that a request's signature covers, `auth-v2` (contract.md 2, ruling R20). Text only: the
// digests are made where a crypto library is at hand. Reading A and reading B are the two ways in
// which public ports of the vendor's demo understand the end of the header block.

export type SignatureReading = 'A' | 'B';

export interface Authorization {
  readonly ak: string;
  /** UTC, `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`. */
  readonly timestamp: string;
  /** Lower-case names, sorted, each once; `host` is among them. */
  readonly signedHeaders: readonly string[];
  /** Lower-case hex in reading A, Base64 in reading B. */
  readonly signature: string;
}

export interface SignedRequest {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** As sent, without the question mark; empty when there is none. */
  readonly query: string;
  /** Values of the signed headers, in the order of their names. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

const form =
  /^auth-v2\/([A-Za-z0-9]{1,64})\/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\/([a-z0-9-]{1,64}(?:;[a-z0-9-]{1,64}){0,31})\/([A-Za-z0-9+/=]{1,128})$/;

/** Reads the header's five parts; null when it is not of that form or its names break a rule. */
export function readAuthorization(header: string): Authorization | null {
  const match = form.exec(header.trim());
  if (match === null) return null;
  const [, ak = '', timestamp = '', names = '', signature = ''] = match;
  const signedHeaders = names.split(';');
  const isSorted = signedHeaders.every((name, at) => at === 0 || (signedHeaders[at - 1] ?? '') < name);
  if (!isSorted || !signedHeaders.includes('host') || signedHeaders.includes('authorization')) return null;
  return { ak, timestamp, signedHeaders, signature };
}

/** What the signing key is made of: the header without its signature. */
export const authorizationPrefix = (
  ak: string,
  timestamp: string,
  signedHeaders: readonly string[],
): string => `auth-v2/${ak}/${timestamp}/${signedHeaders.join(';')}`;

/** The canonical request; in reading B a line feed ends each header and a blank line follows. */
export function canonicalRequest(request: SignedRequest, reading: SignatureReading): string {
  const { method, path, query, headers, body } = request;
  const lines = headers.map(([name, value]) => `${name}:${percentEncode(value.trim())}`);
  const block = reading === 'A' ? lines.join('\n') : `${lines.map((line) => `${line}\n`).join('')}\n`;
  const names = headers.map(([name]) => name).join(';');
  const head = [method.toUpperCase(), path, canonicalQuery(query), names].join('\n');
  return reading === 'A'
    ? `${head}\n${block}\n${percentEncodeBytes(body)}`
    : `${head}\n${block}${percentEncodeBytes(body)}`;
}

/** Names and values encoded anew, sorted, joined by `&`; a `+` in a query is a blank. */
function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const at = pair.indexOf('=');
    const name = at === -1 ? pair : pair.slice(0, at);
    const value = at === -1 ? '' : pair.slice(at + 1);
    return `${percentEncode(decode(name))}=${percentEncode(decode(value))}`;
  });
  return pairs.sort().join('&');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // No encoding of anything: it stands for itself.
    return text;
  }
}

/** `A-Z a-z 0-9 - . _ ~` stay, every other byte of the UTF-8 becomes `%XX`. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const encodedBytes: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9\-._~]/.test(character)
    ? character
    : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** As `percentEncode`, over bytes as they were sent, valid UTF-8 or not. */
export function percentEncodeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += encodedBytes[byte];
  return text;
}
