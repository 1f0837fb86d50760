// The user's own session, and the open sessions: the user's own, and for administrators those of any user.
import { Type } from 'typebox';
import { inBoth } from '../../core/language.ts';
import type { Masking } from '../../core/masking.ts';
import { permissionNames } from '../../core/user.ts';
import { choice, instant, orNull, password, patterned, role, userParams } from '../fields.ts';
import { route, type Value } from '../route.ts';

/** The cookie of a session over plain HTTP: on this machine, and while the console is being written. */
export const cookieName = 'campana_session';
/** Over TLS: a browser takes a name of this prefix from this very host only, and never over plain HTTP. */
export const secureCookieName = `__Host-${cookieName}`;

const maskings = ['none', 'number', 'person'] as const satisfies readonly Masking[];

const session = Type.Object({
  vdnId: Type.Integer(),
  vdnName: Type.String(),
  timeZone: Type.String({ description: 'IANA zone of the VDN' }),
  user: orNull(Type.String(), { description: 'null: the request is signed with an access key' }),
  role,
  permissions: Type.Array(choice(permissionNames)),
  masking: choice(maskings, {
    description:
      'none; number: called numbers are masked; person: what was imported with them is hidden as well',
  }),
  csrfToken: orNull(Type.String(), {
    description: 'null: the request is signed with an access key and needs no token',
  }),
});
export type Session = Value<typeof session>;

const tag = 'session';
const permission = 'session.own';

export const postSession = route({
  method: 'POST',
  path: '/v1/session',
  tag,
  summary: 'Sign in',
  description: 'Sets the session cookie; the answer holds the csrfToken for state-changing requests.',
  permission: 'public',
  body: Type.Object(
    {
      vdnId: Type.Optional(Type.Integer({ minimum: 1, maximum: 9999, description: 'Default: VDN 1' })),
      user: Type.String({ minLength: 1, maxLength: 64 }),
      password: Type.String({ minLength: 1, maxLength: 128 }),
    },
    { additionalProperties: false },
  ),
  answer: session,
});

export const getSession = route({
  method: 'GET',
  path: '/v1/session',
  tag,
  summary: 'The signed-in user, the permissions of the role, and the csrfToken',
  permission,
  answer: session,
});

export const putPassword = route({
  method: 'PUT',
  path: '/v1/session/password',
  tag,
  summary: 'Change one’s own password; ends one’s other sessions',
  permission,
  body: Type.Object(
    { current: Type.String({ minLength: 1, maxLength: 128 }), new: password },
    { additionalProperties: false },
  ),
});

export const deleteSession = route({
  method: 'DELETE',
  path: '/v1/session',
  tag,
  summary: 'Sign out',
  permission,
});

const openSession = Type.Object({
  id: Type.String(),
  createdAt: instant,
  expiresAt: Type.String({ format: 'date-time', description: 'When it ends if it is not used again' }),
  address: Type.String({ description: 'Where the user signed in from' }),
  client: Type.String({ description: 'The user agent of the browser' }),
  isThis: Type.Boolean({ description: 'The session of this request' }),
});
export type OpenSession = Value<typeof openSession>;

const openSessions = Type.Object({ items: Type.Array(openSession) });

export const getSessions = route({
  method: 'GET',
  path: '/v1/sessions',
  tag,
  summary: 'Your own open sessions, newest first',
  permission,
  answer: openSessions,
});

export const deleteOneSession = route({
  method: 'DELETE',
  path: '/v1/sessions/:sessionId',
  tag,
  summary: 'End one of your own sessions',
  permission,
  params: Type.Object({
    sessionId: patterned('^[0-9a-f]{16}$', inBoth('must be the id of a session', '必须是会话编号')),
  }),
});

export const deleteOtherSessions = route({
  method: 'DELETE',
  path: '/v1/sessions',
  tag,
  summary: 'End all of your own sessions but this one',
  permission,
});

export const getUserSessions = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/users/:name/sessions',
  tag: 'users',
  summary: 'Open sessions of a user, newest first',
  permission: 'user.read',
  params: userParams,
  answer: openSessions,
});

export const deleteUserSessions = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/users/:name/sessions',
  tag: 'users',
  summary: 'End every session of a user but that of this request',
  permission: 'user.change',
  params: userParams,
});
