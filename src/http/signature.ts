// The digests of a request's signature (R20), to verify one and to make one.
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  authorizationPrefix,
  canonicalRequest,
  type SignatureReading,
  type SignedRequest,
} from '../contract/signature.ts';

/**
 * The signature of `request`. Reading A keys the second digest with the hex text of the first and
 * writes hex; reading B keys it with the raw bytes and writes Base64 (contract.md 2).
 */
export function signatureOf(
  request: SignedRequest,
  key: { readonly ak: string; readonly secret: string },
  timestamp: string,
  reading: SignatureReading,
): string {
  const names = request.headers.map(([name]) => name);
  const first = createHmac('sha256', key.secret)
    .update(authorizationPrefix(key.ak, timestamp, names))
    .digest();
  const signingKey = reading === 'A' ? first.toString('hex') : first;
  const second = createHmac('sha256', signingKey).update(canonicalRequest(request, reading)).digest();
  return second.toString(reading === 'A' ? 'hex' : 'base64');
}

/** The whole `Authorization` header for `request`, in reading A. */
export function authorizationOf(
  request: SignedRequest,
  key: { readonly ak: string; readonly secret: string },
  timestamp: string,
): string {
  const names = request.headers.map(([name]) => name);
  return `${authorizationPrefix(key.ak, timestamp, names)}/${signatureOf(request, key, timestamp, 'A')}`;
}

/** Takes the same time wherever two texts of equal length differ. */
export function isSameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
