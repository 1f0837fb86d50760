// Who sends the request, and is it allowed? The one place that turns a cookie or a signature into a
// principal and compares the route's permission and VDN with it. It runs before anything of the body is
// looked at.
import type { FastifyRequest } from 'fastify';
import type { Millis } from '../../../core/units.ts';
import { allows } from '../../../core/user.ts';
import { withinDatabaseLimit } from '../../databaseLimit.ts';
import type { HttpDeps } from '../../deps.ts';
import {
  cookieNameOf,
  csrfHeader,
  isCsrfToken,
  readSessionToken,
  useSession,
} from '../tenants/sessionToken.ts';
import { refuse } from './problem.ts';
import { refusalTexts } from './refusalTexts.ts';
import type { Principal, Refusal, ServedRoute } from './route.ts';

/** The principal, or the answer that refuses the request. */
export type Admission = { readonly principal: Principal } | { readonly refusal: Refusal };

/** Browsers send a cookie on their own, never this header, so a signed request needs no other proof. */
export const isSigned = (request: FastifyRequest): boolean => request.headers.authorization !== undefined;

/** What is asked: a stream is asked for with GET. */
export type Asked = Pick<ServedRoute, 'method' | 'permission'>;

/** Admits by the session cookie. */
export async function admitSession(
  request: FastifyRequest,
  route: Asked,
  deps: HttpDeps,
  now: Millis,
): Promise<Admission> {
  const cookie = request.cookies[cookieNameOf(deps)];
  const token = cookie === undefined ? null : readSessionToken(cookie);
  const session =
    token === null
      ? null
      : await withinDatabaseLimit(deps.database, () => useSession(deps.database, token, now));
  if (token === null || session === null) {
    return { refusal: refuse('signInNeeded', refusalTexts.signIn) };
  }
  if (route.method !== 'GET' && !isCsrfToken(token.token, request.headers[csrfHeader])) {
    const detail = refusalTexts.csrfToken(csrfHeader);
    return { refusal: refuse('csrfTokenMissing', detail) };
  }
  const principal: Principal = {
    vdnId: session.vdnId,
    role: session.role,
    masking: session.masking,
    actor: `user:${session.userName}`,
    userName: session.userName,
    session: { token: token.token, tokenHash: token.tokenHash },
  };
  return admitTo(route, request, principal);
}

/** Compares what the route asks for with what the principal has: first the VDN, then the role. */
export function admitTo(route: Asked, request: FastifyRequest, principal: Principal): Admission {
  const vdnId = vdnIdOf(request);
  if (vdnId !== null && vdnId !== String(principal.vdnId)) {
    return { refusal: refuse('otherVdn', refusalTexts.otherVdn(principal.vdnId)) };
  }
  if (route.permission !== 'public' && !allows(principal.role, route.permission)) {
    const detail = refusalTexts.permissionMissing(route.permission, principal.role);
    return { refusal: refuse('permissionMissing', detail) };
  }
  return { principal };
}

function vdnIdOf(request: FastifyRequest): string | null {
  const { params } = request;
  if (typeof params !== 'object' || params === null || !('vdnId' in params)) return null;
  return typeof params.vdnId === 'string' ? params.vdnId : '';
}
