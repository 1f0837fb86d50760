// Access keys of a VDN. A secret is shown once, when its key is created.
import { instantText, instantTextOrNull, vdnOf } from '../../../api/fields.ts';
import { type AccessKey, deleteAccessKey, getAccessKeys, postAccessKey } from '../../../api/routes/users.ts';
import {
  createAccessKey,
  listAccessKeys,
  revokeAccessKey,
  type AccessKey as StoredKey,
} from '../../../store/tenants/accessKeys.ts';
import { refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, done, type ServedRoute, serve } from '../door/route.ts';

const listKeys = serve(getAccessKeys, async ({ database, params, ok }) => {
  const keys = await listAccessKeys(database, vdnOf(params));
  return ok({ items: keys.map(describe) });
});

const describe = ({ ak, description, createdAt, revokedAt }: StoredKey): AccessKey => ({
  ak,
  description,
  createdAt: instantText(createdAt),
  revokedAt: instantTextOrNull(revokedAt),
});

const createKey = serve(postAccessKey, async (call) => {
  const { deps, database, params, body, now } = call;
  return database.begin(async (transaction) => {
    const { description } = body;
    const { ak, secret } = await createAccessKey(
      transaction,
      vdnOf(params),
      description,
      deps.masterKey,
      now,
    );
    await audit(transaction, call, 'key.create', `key ${ak}`, { description });
    return call.created({ ak, secret, description });
  });
});

const revokeKey = serve(deleteAccessKey, async (call) => {
  const { database, params, now } = call;
  return database.begin(async (transaction) => {
    if (!(await revokeAccessKey(transaction, vdnOf(params), params.ak, now))) {
      return refuse('notFound', refusalTexts.noKey);
    }
    await audit(transaction, call, 'key.revoke', `key ${params.ak}`);
    return done();
  });
});

export const accessKeyRoutes: readonly ServedRoute[] = [listKeys, createKey, revokeKey];
