// Open sessions: the user's own, to see and end them; and those of any user, for administrators.
import { instantText, vdnOf } from '../../../api/fields.ts';
import {
  deleteOneSession,
  deleteOtherSessions,
  deleteUserSessions,
  getSessions,
  getUserSessions,
  type OpenSession,
} from '../../../api/routes/sessions.ts';
import {
  deleteSessionsOf,
  endSessionOf,
  type ListedSession,
  listSessionsOf,
  sessionIdOf,
} from '../../../store/tenants/sessions.ts';
import { findUser } from '../../../store/tenants/users.ts';
import { refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, done, type ServedRoute, serve } from '../door/route.ts';

const describe =
  (askingHash: string | null) =>
  ({ id, createdAt, expiresAt, address, client }: ListedSession): OpenSession => ({
    id,
    createdAt: instantText(createdAt),
    expiresAt: instantText(expiresAt),
    address,
    client,
    isThis: askingHash !== null && id === sessionIdOf(askingHash),
  });

const getOwn = serve(getSessions, async ({ database, principal, now, ok }) => {
  const { vdnId, userName: name, session } = principal;
  if (name === null) return refuse('permissionMissing', refusalTexts.keyHasNoSession);
  const sessions = await listSessionsOf(database, vdnId, name, now);
  return ok({ items: sessions.map(describe(session?.tokenHash ?? null)) });
});

const endOwn = serve(deleteOneSession, async (call) => {
  const { database, principal, params } = call;
  const { vdnId, userName: name } = principal;
  if (name === null) return refuse('permissionMissing', refusalTexts.keyHasNoSession);
  return database.begin(async (transaction) => {
    if (!(await endSessionOf(transaction, vdnId, name, params.sessionId))) {
      return refuse('notFound', refusalTexts.noSession);
    }
    await audit(transaction, call, 'session.end', `session ${params.sessionId}`);
    return done();
  });
});

const endOwnOthers = serve(deleteOtherSessions, async (call) => {
  const { database, principal } = call;
  const { vdnId, userName: name, session } = principal;
  if (name === null || session === null) return refuse('permissionMissing', refusalTexts.keyHasNoSession);
  await database.begin(async (transaction) => {
    await deleteSessionsOf(transaction, vdnId, name, session.tokenHash);
    await audit(transaction, call, 'session.end', `sessions of user ${name}`);
  });
  return done();
});

const getOfUser = serve(getUserSessions, async ({ database, principal, params, now, ok }) => {
  const vdnId = vdnOf(params);
  if ((await findUser(database, vdnId, params.name)) === null) return refuse('notFound', refusalTexts.noUser);
  const sessions = await listSessionsOf(database, vdnId, params.name, now);
  return ok({ items: sessions.map(describe(principal.session?.tokenHash ?? null)) });
});

const endOfUser = serve(deleteUserSessions, async (call) => {
  const { database, principal, params } = call;
  const vdnId = vdnOf(params);
  return database.begin(async (transaction) => {
    if ((await findUser(transaction, vdnId, params.name)) === null) {
      return refuse('notFound', refusalTexts.noUser);
    }
    await deleteSessionsOf(transaction, vdnId, params.name, principal.session?.tokenHash ?? null);
    await audit(transaction, call, 'session.end', `sessions of user ${params.name}`);
    return done();
  });
});

export const sessionRoutes: readonly ServedRoute[] = [getOwn, endOwn, endOwnOthers, getOfUser, endOfUser];
