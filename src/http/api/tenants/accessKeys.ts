// Access keys of a VDN. A secret is shown once, when its key is made.

import { Type } from 'typebox';
import {
  instantText,
  instantTextOrNull,
  nameText,
  patterned,
  vdnIdText,
  vdnOf,
  vdnParams,
} from '../../../api/fields.ts';
import { inBoth } from '../../../core/language.ts';
import { createAccessKey, listAccessKeys, revokeAccessKey } from '../../../store/tenants/accessKeys.ts';
import { refuse } from '../door/problem.ts';
import { type ApiRoute, audit, created, done, ok, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';

const listKeys = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/access-keys',
  tag: 'access keys',
  summary: 'All access keys, without their secrets',
  permission: 'key.read',
  params: vdnParams,
  handle: async ({ database, params }) => {
    const keys = await listAccessKeys(database, vdnOf(params));
    return ok({
      items: keys.map((key) => ({
        ak: key.ak,
        description: key.description,
        createdAt: instantText(key.createdAt),
        revokedAt: instantTextOrNull(key.revokedAt),
      })),
    });
  },
});

const createKey = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/access-keys',
  tag: 'access keys',
  summary: 'Make an access key; the secret is told here and never again',
  permission: 'key.change',
  params: vdnParams,
  body: Type.Object({ description: nameText(200) }, { additionalProperties: false }),
  answer: Type.Object({ ak: Type.String(), secret: Type.String(), description: Type.String() }),
  handle: async (call) => {
    const { deps, database, params, body, now } = call;
    return database.begin(async (transaction) => {
      const { description } = body;
      const key = await createAccessKey(transaction, vdnOf(params), description, deps.masterKey, now);
      await audit(transaction, call, 'key.create', `key ${key.ak}`, { description });
      return created({ ak: key.ak, secret: key.secret, description });
    });
  },
});

const revokeKey = route({
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
  handle: async (call) => {
    const { database, params, now } = call;
    return database.begin(async (transaction) => {
      if (!(await revokeAccessKey(transaction, vdnOf(params), params.ak, now))) {
        return refuse('notFound', sentences.noKey);
      }
      await audit(transaction, call, 'key.revoke', `key ${params.ak}`);
      return done();
    });
  },
});

export const accessKeyRoutes: readonly ApiRoute[] = [listKeys, createKey, revokeKey];
