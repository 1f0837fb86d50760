// Signs what the command line sends, `auth-v2` in reading A (contract.md 2, ruling R20). The text that
// is signed comes from src/contract/signature.ts, which the verifier uses too; the two digests are
// written out here once more, so client and server check each other.
import { createHmac } from 'node:crypto';
import { authorizationPrefix, canonicalRequest } from '../contract/signature.ts';

export interface AccessKeyPair {
  readonly ak: string;
  readonly sk: string;
}

export interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  /** Headers beside content-length and host that are sent and signed; lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty when there is none. */
  readonly body: Uint8Array;
}

const contentType = 'application/json; charset=UTF-8';

/** What to sign for a JSON text; an empty text is no body at all. */
export function jsonRequest(method: string, url: URL, body: string): UnsignedRequest {
  return {
    method: method.toUpperCase(),
    url,
    headers: body === '' ? {} : { 'content-type': contentType },
    body: Buffer.from(body, 'utf8'),
  };
}

/**
 * All headers to send, signature included; `at` is the server's present instant. A request with a body
 * signs content-length, content-type and host, one without signs host alone.
 */
export function signedHeaders(
  request: UnsignedRequest,
  key: AccessKeyPair,
  at: number,
): Record<string, string> {
  const { method, url, body } = request;
  const sent: Record<string, string> = { ...request.headers, host: url.host };
  if (body.length > 0) sent['content-length'] = String(body.length);
  const headers = Object.entries(sent).sort(([one], [other]) => (one < other ? -1 : 1));
  const timestamp = new Date(at).toISOString();
  const prefix = authorizationPrefix(
    key.ak,
    timestamp,
    headers.map(([name]) => name),
  );
  const canonical = canonicalRequest(
    { method, path: url.pathname, query: url.search.slice(1), headers, body },
    'A',
  );
  const signingKey = createHmac('sha256', key.sk).update(prefix).digest('hex');
  const signature = createHmac('sha256', signingKey).update(canonical).digest('hex');
  return { ...sent, authorization: `${prefix}/${signature}` };
}
