// Users of a VDN and their roles. A change of role or password, or being disabled, ends a user's
// sessions; users are disabled rather than deleted, because the audit log names them.
import { Type } from 'typebox';
import {
  instantText,
  instantTextOrNull,
  password,
  role,
  userName,
  vdnIdText,
  vdnOf,
  vdnParams,
} from '../../../api/fields.ts';
import { passwordFlaw } from '../../../core/password.ts';
import type { User } from '../../../core/user.ts';
import { deleteSessionsOf } from '../../../store/tenants/sessions.ts';
import { changeUser, createUser, findUser, listUsers } from '../../../store/tenants/users.ts';
import { refuse, refuseRules } from '../door/problem.ts';
import { type ApiRoute, audit, created, ok, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';
import { hashPassword } from './password.ts';

const describe = (user: User) => ({
  name: user.name,
  role: user.role,
  createdAt: instantText(user.createdAt),
  disabledAt: instantTextOrNull(user.disabledAt),
});

const getUsers = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/users',
  tag: 'users',
  summary: 'All users',
  permission: 'user.read',
  params: vdnParams,
  handle: async ({ database, params }) => {
    const users = await listUsers(database, vdnOf(params));
    return ok({ items: users.map(describe) });
  },
});

const postUser = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/users',
  tag: 'users',
  summary: 'Add a user',
  permission: 'user.change',
  params: vdnParams,
  body: Type.Object({ name: userName, role, password }, { additionalProperties: false }),
  handle: async (call) => {
    const { database, params, body, now } = call;
    const flaw = passwordFlaw(body.password, body.name);
    if (flaw !== null) return refuseRules('invalid', [{ path: 'password', rule: flaw }]);
    const passwordHash = await hashPassword(body.password, `vdn ${params.vdnId}`);
    return database.begin(async (transaction) => {
      const vdnId = vdnOf(params);
      const { name } = body;
      if (!(await createUser(transaction, vdnId, { name, role: body.role, passwordHash }, now))) {
        return refuse('alreadyThere', sentences.userThere(name));
      }
      await audit(transaction, call, 'user.create', `user ${name}`, { role: body.role });
      return created(describe({ vdnId, name, role: body.role, createdAt: now, disabledAt: null }));
    });
  },
});

const patchUser = route({
  method: 'PATCH',
  path: '/v1/vdns/:vdnId/users/:name',
  tag: 'users',
  summary: 'Change a role or a password, disable or enable; ends the user’s sessions',
  permission: 'user.change',
  params: Type.Object({ vdnId: vdnIdText, name: userName }),
  body: Type.Object(
    {
      role: Type.Optional(role),
      password: Type.Optional(password),
      disabled: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
  handle: async (call) => {
    const { database, params, body, now, principal } = call;
    if (body.password !== undefined) {
      // With an open browser of an administrator alone nobody takes the account over.
      if (principal.userName === params.name) return refuse('permissionMissing', sentences.ownPassword);
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
      if (before === null || after === 'noSuchUser') return refuse('notFound', sentences.noUser);
      if (after === 'lastAdministrator') {
        return refuse('lastAdministrator', sentences.lastAdministrator);
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
      return ok(describe(after));
    });
  },
});

export const userRoutes: readonly ApiRoute[] = [getUsers, postUser, patchUser];
