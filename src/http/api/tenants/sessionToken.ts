// A session's token, its cookie, and how long it lasts. The cookie holds the VDN and 32 random
// bytes; the database holds their SHA-256 only. The token against forged requests is derived from the
// session's, so it needs no place of its own and ends with it.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { cookieName, secureCookieName } from '../../../api/routes/sessions.ts';
import type { Millis, VdnId } from '../../../core/units.ts';
import { toMillis, toVdnId } from '../../../core/units.ts';
import type { Connection } from '../../../store/database/connection.ts';
import { extendSession, findSession, type Session } from '../../../store/tenants/sessions.ts';
import type { HttpDeps } from '../../deps.ts';

type Transport = Pick<HttpDeps, 'tls' | 'behindProxy'>;

/** True when browsers reach us over TLS, ours or that of the proxy in front. */
export const isSecure = ({ tls, behindProxy }: Transport): boolean =>
  tls !== undefined || behindProxy === true;

export const cookieNameOf = (transport: Transport): string =>
  isSecure(transport) ? secureCookieName : cookieName;

/** The header that sets the cookie; its characters need no quoting. Zero seconds take it away. */
export function cookieHeader(transport: Transport, value: string, maxAgeSeconds: number): string {
  const attributes = `Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
  return isSecure(transport)
    ? `${secureCookieName}=${value}; Path=/; ${attributes}; Secure`
    : `${cookieName}=${value}; Path=/api; ${attributes}`;
}

/** Also the header's name in which a state-changing request by cookie brings it back. */
export const csrfHeader = 'x-csrf-token';

const minute = 60_000;
/** A session ends 12 hours after its login whatever happens. */
export const absoluteMilliseconds = 12 * 60 * minute;
/** A session ends when it is not used for an hour. */
const idleMilliseconds = 60 * minute;
/** The sliding end is written only when it moves by this much: reading costs no write each time. */
const extendMilliseconds = 5 * minute;

export interface SessionToken {
  readonly vdnId: VdnId;
  /** What the cookie holds. */
  readonly token: string;
  readonly tokenHash: string;
}

/** A new token: `<vdnId>.<32 random bytes>`. */
export function newSessionToken(vdnId: VdnId): SessionToken {
  const token = `${vdnId}.${randomBytes(32).toString('base64url')}`;
  return { vdnId, token, tokenHash: hashOf(token) };
}

/** Reads a cookie's value; null when it has not the form of a token. */
export function readSessionToken(token: string): SessionToken | null {
  const match = /^([1-9][0-9]{0,3})\.[A-Za-z0-9_-]{43}$/.exec(token);
  if (match === null) return null;
  return { vdnId: toVdnId(Number(match[1])), token, tokenHash: hashOf(token) };
}

/** When a session made at `createdAt` and used at `now` ends if it is not used again. */
export const sessionEnd = (createdAt: Millis, now: Millis): Millis =>
  toMillis(Math.min(createdAt + absoluteMilliseconds, now + idleMilliseconds));

/** The open session of a token, its end moved forward when that is worth a write. */
export async function useSession(
  connection: Connection,
  token: SessionToken,
  now: Millis,
): Promise<Session | null> {
  const session = await findSession(connection, token.vdnId, token.tokenHash, now);
  if (session === null) return null;
  const expiresAt = sessionEnd(session.createdAt, now);
  if (expiresAt - session.expiresAt >= extendMilliseconds) {
    await extendSession(connection, token.vdnId, token.tokenHash, expiresAt);
  }
  return session;
}

export const csrfTokenOf = (token: string): string =>
  createHmac('sha256', token).update('campana csrf').digest('base64url');

/** Compares in constant time. */
export function isCsrfToken(token: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const expected = Buffer.from(csrfTokenOf(token));
  const received = Buffer.from(given);
  return expected.length === received.length && timingSafeEqual(expected, received);
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
