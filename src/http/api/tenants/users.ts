// Users of a VDN and their roles. A change of role or password, or being disabled, ends a user's
// sessions; users are disabled rather than deleted, because the audit log names them.
import { instantText, instantTextOrNull, vdnOf } from '../../../api/fields.ts';
import { getUsers, patchUser, postUser, type User } from '../../../api/routes/users.ts';
import { passwordFlaw } from '../../../core/password.ts';
import type { User as StoredUser } from '../../../core/user.ts';
import { deleteSessionsOf } from '../../../store/tenants/sessions.ts';
import { changeUser, createUser, findUser, listUsers } from '../../../store/tenants/users.ts';
import { refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, type ServedRoute, serve } from '../door/route.ts';
import { hashPassword } from './password.ts';

const describe = (user: StoredUser): User => ({
  name: user.name,
  role: user.role,
  createdAt: instantText(user.createdAt),
  disabledAt: instantTextOrNull(user.disabledAt),
});

const listed = serve(getUsers, async ({ database, params, ok }) => {
  const users = await listUsers(database, vdnOf(params));
  return ok({ items: users.map(describe) });
});

const added = serve(postUser, async (call) => {
  const { database, params, body, now } = call;
  const flaw = passwordFlaw(body.password, body.name);
  if (flaw !== null) return refuseRules('invalid', [{ path: 'password', rule: flaw }]);
  const passwordHash = await hashPassword(body.password, `vdn ${params.vdnId}`);
  return database.begin(async (transaction) => {
    const vdnId = vdnOf(params);
    const { name } = body;
    if (!(await createUser(transaction, vdnId, { name, role: body.role, passwordHash }, now))) {
      return refuse('alreadyThere', refusalTexts.userThere(name));
    }
    await audit(transaction, call, 'user.create', `user ${name}`, { role: body.role });
    return call.created(describe({ vdnId, name, role: body.role, createdAt: now, disabledAt: null }));
  });
});

const changed = serve(patchUser, async (call) => {
  const { database, params, body, now, principal } = call;
  if (body.password !== undefined) {
    // With an open browser of an administrator alone nobody takes the account over.
    if (principal.userName === params.name) return refuse('permissionMissing', refusalTexts.ownPassword);
    const flaw = passwordFlaw(body.password, params.name);
    if (flaw !== null) return refuseRules('invalid', [{ path: 'password', rule: flaw }]);
  }
  const passwordHash =
    body.password === undefined ? undefined : await hashPassword(body.password, `vdn ${params.vdnId}`);
  return database.begin(async (transaction) => {
    const vdnId = vdnOf(params);
    const { name } = params;
    const before = await findUser(transaction, vdnId, name);
    const change = { role: body.role, passwordHash, disabled: body.disabled };
    const after = await changeUser(transaction, vdnId, name, change, now);
    if (before === null || after === 'noSuchUser') return refuse('notFound', refusalTexts.noUser);
    if (after === 'lastAdministrator') {
      return refuse('lastAdministrator', refusalTexts.lastAdministrator);
    }
    const isOneself = principal.userName === name;
    await deleteSessionsOf(
      transaction,
      vdnId,
      name,
      isOneself ? (principal.session?.tokenHash ?? null) : null,
    );
    const detail = {
      before: describe(before),
      after: describe(after),
      password: passwordHash !== undefined,
    };
    await audit(transaction, call, 'user.change', `user ${name}`, detail);
    return call.ok(describe(after));
  });
});

export const userRoutes: readonly ServedRoute[] = [listed, added, changed];
