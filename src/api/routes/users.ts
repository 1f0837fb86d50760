// The people and programs that may use a VDN, and the audit log.
import { Type } from 'typebox';
import { inBoth } from '../../core/language.ts';
import {
  instant,
  instantOrNull,
  limitText,
  nameText,
  orNull,
  password,
  patterned,
  role,
  userName,
  userParams,
  vdnIdText,
  vdnParams,
} from '../fields.ts';
import { route, type Value } from '../route.ts';

const user = Type.Object({
  name: Type.String(),
  role,
  createdAt: instant,
  disabledAt: orNull(instant, { description: 'null: the user may sign in' }),
});
export type User = Value<typeof user>;

export const getUsers = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/users',
  tag: 'users',
  summary: 'All users',
  permission: 'user.read',
  params: vdnParams,
  answer: Type.Object({ items: Type.Array(user) }),
});

export const postUser = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/users',
  tag: 'users',
  summary: 'Add a user',
  permission: 'user.change',
  params: vdnParams,
  body: Type.Object({ name: userName, role, password }, { additionalProperties: false }),
  answer: user,
});

export const patchUser = route({
  method: 'PATCH',
  path: '/v1/vdns/:vdnId/users/:name',
  tag: 'users',
  summary: 'Change a role or a password, disable or enable; ends the user’s sessions',
  permission: 'user.change',
  params: userParams,
  body: Type.Object(
    {
      role: Type.Optional(role),
      password: Type.Optional(password),
      disabled: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
  answer: user,
});

const accessKey = Type.Object({
  ak: Type.String(),
  description: Type.String(),
  createdAt: instant,
  revokedAt: instantOrNull,
});
export type AccessKey = Value<typeof accessKey>;

export const getAccessKeys = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/access-keys',
  tag: 'access keys',
  summary: 'All access keys, without their secrets',
  permission: 'key.read',
  params: vdnParams,
  answer: Type.Object({ items: Type.Array(accessKey) }),
});

const madeKey = Type.Object({ ak: Type.String(), secret: Type.String(), description: Type.String() });
export type MadeKey = Value<typeof madeKey>;

export const postAccessKey = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/access-keys',
  tag: 'access keys',
  summary: 'Create an access key; only this answer has the secret',
  permission: 'key.change',
  params: vdnParams,
  body: Type.Object({ description: nameText(200) }, { additionalProperties: false }),
  answer: madeKey,
});

export const deleteAccessKey = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/access-keys/:ak',
  tag: 'access keys',
  summary: 'Revoke an access key',
  permission: 'key.change',
  params: Type.Object({
    vdnId: vdnIdText,
    ak: patterned(
      '^AK[0-9]{4}[A-Z2-7]{16}$',
      inBoth('must be an access key, AK and 20 characters', '必须是访问密钥：AK 加 20 个字符'),
    ),
  }),
});

const auditEntry = Type.Object({
  id: Type.String(),
  at: instant,
  actor: Type.String({ description: 'user:<name> or key:<access key>' }),
  action: Type.String({ description: '<subject>.<verb>, such as user.change' }),
  subject: Type.String(),
  detail: Type.Unknown({ description: 'What changed; each action has its own fields' }),
});
export type AuditEntry = Value<typeof auditEntry>;

export const getAudit = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/audit',
  tag: 'audit',
  summary: 'Entries of the audit log, newest first, a page at a time',
  description: 'Changes of campaigns through the contract are in their revisions.',
  permission: 'audit.read',
  params: vdnParams,
  query: Type.Object(
    {
      before: Type.Optional(
        patterned('^[0-9]{1,13}-[0-9]{1,18}$', inBoth('must be the `next` of a page', '必须是某一页的 next')),
      ),
      limit: limitText,
      actor: Type.Optional(
        patterned(
          '^(user|key):[A-Za-z0-9._@-]{1,64}$',
          inBoth('must be user:<name> or key:<access key>', '必须是 user:<用户名> 或 key:<密钥>'),
        ),
      ),
      action: Type.Optional(
        patterned(
          '^[a-z]+[.][a-z]+$',
          inBoth('must be an action such as campaign.modify', '必须是操作名，例如 campaign.modify'),
        ),
      ),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({ items: Type.Array(auditEntry), next: orNull(Type.String()) }),
});
