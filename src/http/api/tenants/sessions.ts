// Open sessions: one's own, to see where one is signed in and to end what one does not know; and those of
// a user, for administrators.
import { Type } from 'typebox';
import { instantText, patterned, userName, vdnIdText, vdnOf } from '../../../api/fields.ts';
import { inBoth } from '../../../core/language.ts';
import {
  deleteSessionsOf,
  endSessionOf,
  type ListedSession,
  listSessionsOf,
  sessionIdOf,
} from '../../../store/tenants/sessions.ts';
import { findUser } from '../../../store/tenants/users.ts';
import { refuse } from '../door/problem.ts';
import { type ApiRoute, audit, done, ok, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';

const sessionAnswer = Type.Object({
  id: Type.String(),
  createdAt: Type.String(),
  expiresAt: Type.String({ description: 'When it ends if it is not used again' }),
  address: Type.String({ description: 'Where the user signed in from' }),
  client: Type.String({ description: 'What the browser said of itself' }),
  isThis: Type.Boolean({ description: 'The session that asks' }),
});
const sessionsAnswer = Type.Object({ items: Type.Array(sessionAnswer) });

const describe = (sessions: readonly ListedSession[], askingHash: string | null) => ({
  items: sessions.map((session) => ({
    ...session,
    createdAt: instantText(session.createdAt),
    expiresAt: instantText(session.expiresAt),
    isThis: askingHash !== null && session.id === sessionIdOf(askingHash),
  })),
});

const getOwn = route({
  method: 'GET',
  path: '/v1/sessions',
  tag: 'session',
  summary: 'One’s own open sessions, the newest first',
  permission: 'session.own',
  answer: sessionsAnswer,
  handle: async ({ database, principal, now }) => {
    const { vdnId, userName: name, session } = principal;
    if (name === null) return refuse('permissionMissing', sentences.keyHasNoSession);
    return ok(describe(await listSessionsOf(database, vdnId, name, now), session?.tokenHash ?? null));
  },
});

const endOwn = route({
  method: 'DELETE',
  path: '/v1/sessions/:sessionId',
  tag: 'session',
  summary: 'End one of one’s own sessions',
  permission: 'session.own',
  params: Type.Object({
    sessionId: patterned('^[0-9a-f]{16}$', inBoth('must be the id of a session', '必须是会话编号')),
  }),
  handle: async (call) => {
    const { database, principal, params } = call;
    const { vdnId, userName: name } = principal;
    if (name === null) return refuse('permissionMissing', sentences.keyHasNoSession);
    return database.begin(async (transaction) => {
      if (!(await endSessionOf(transaction, vdnId, name, params.sessionId))) {
        return refuse('notFound', sentences.noSession);
      }
      await audit(transaction, call, 'session.end', `session ${params.sessionId}`);
      return done();
    });
  },
});

const endOwnOthers = route({
  method: 'DELETE',
  path: '/v1/sessions',
  tag: 'session',
  summary: 'End all of one’s own sessions but this one',
  permission: 'session.own',
  handle: async (call) => {
    const { database, principal } = call;
    const { vdnId, userName: name, session } = principal;
    if (name === null || session === null) return refuse('permissionMissing', sentences.keyHasNoSession);
    await database.begin(async (transaction) => {
      await deleteSessionsOf(transaction, vdnId, name, session.tokenHash);
      await audit(transaction, call, 'session.end', `sessions of user ${name}`);
    });
    return done();
  },
});

const userParams = Type.Object({ vdnId: vdnIdText, name: userName });

const getOfUser = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/users/:name/sessions',
  tag: 'users',
  summary: 'Open sessions of a user, the newest first',
  permission: 'user.read',
  params: userParams,
  answer: sessionsAnswer,
  handle: async ({ database, principal, params, now }) => {
    const vdnId = vdnOf(params);
    if ((await findUser(database, vdnId, params.name)) === null) return refuse('notFound', sentences.noUser);
    const sessions = await listSessionsOf(database, vdnId, params.name, now);
    return ok(describe(sessions, principal.session?.tokenHash ?? null));
  },
});

const endOfUser = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/users/:name/sessions',
  tag: 'users',
  summary: 'End every session of a user, but the one that asks',
  permission: 'user.change',
  params: userParams,
  handle: async (call) => {
    const { database, principal, params } = call;
    const vdnId = vdnOf(params);
    return database.begin(async (transaction) => {
      if ((await findUser(transaction, vdnId, params.name)) === null) {
        return refuse('notFound', sentences.noUser);
      }
      await deleteSessionsOf(transaction, vdnId, params.name, principal.session?.tokenHash ?? null);
      await audit(transaction, call, 'session.end', `sessions of user ${params.name}`);
      return done();
    });
  },
});

export const sessionRoutes: readonly ApiRoute[] = [getOwn, endOwn, endOwnOthers, getOfUser, endOfUser];
