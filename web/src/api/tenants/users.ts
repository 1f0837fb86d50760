// The users of a VDN and their changes.
import { queryOptions } from '@tanstack/react-query';
import type { BodyOf } from '../../../../src/api/route.ts';
import { getUsers, patchUser, postUser } from '../../../../src/api/routes/users.ts';
import { ask } from '../client.ts';
import { readAgain } from '../kept.ts';

export const usersQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['users', vdnId],
    queryFn: async ({ signal }) => (await ask(getUsers, { params: { vdnId }, signal })).items,
  });

export async function addUser(vdnId: number, user: BodyOf<typeof postUser>): Promise<void> {
  await ask(postUser, { params: { vdnId }, body: user });
  await readAgain('users');
}

export async function changeUser(
  vdnId: number,
  name: string,
  change: BodyOf<typeof patchUser>,
): Promise<void> {
  await ask(patchUser, { params: { vdnId, name }, body: change });
  await readAgain('users');
}
