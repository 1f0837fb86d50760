// The access keys of a VDN: making and revoking them.
import { queryOptions } from '@tanstack/react-query';
import {
  deleteAccessKey,
  getAccessKeys,
  type MadeKey,
  postAccessKey,
} from '../../../../src/api/routes/users.ts';
import { ask } from '../client.ts';
import { readAgain } from '../kept.ts';

export const accessKeysQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['accessKeys', vdnId],
    queryFn: async ({ signal }) => (await ask(getAccessKeys, { params: { vdnId }, signal })).items,
  });

/** The secret is in this answer and in no other; it is kept nowhere. */
export async function makeKey(vdnId: number, description: string): Promise<MadeKey> {
  const made = await ask(postAccessKey, { params: { vdnId }, body: { description } });
  await readAgain('accessKeys');
  return made;
}

export async function revokeKey(vdnId: number, ak: string): Promise<void> {
  await ask(deleteAccessKey, { params: { vdnId, ak } });
  await readAgain('accessKeys');
}
