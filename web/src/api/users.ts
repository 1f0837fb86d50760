// The users of a VDN and their changes.
import { queryOptions } from '@tanstack/react-query';
import type { Role } from '../../../src/core/user.ts';
import { askPath, vdnPath } from './client.ts';
import { readAgain } from './kept.ts';

export interface ListedUser {
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly disabledAt: string | null;
}

export interface UserChange {
  readonly role?: Role;
  readonly password?: string;
  readonly disabled?: boolean;
}

const usersPath = (vdnId: number): string => `${vdnPath(vdnId)}/users`;

export const usersQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['users', vdnId],
    queryFn: async ({ signal }) =>
      (await askPath<{ items: readonly ListedUser[] }>('GET', usersPath(vdnId), { signal })).items,
  });

export async function addUser(
  vdnId: number,
  user: { readonly name: string; readonly role: Role; readonly password: string },
): Promise<void> {
  await askPath('POST', usersPath(vdnId), { body: user });
  await readAgain('users');
}

export async function changeUser(vdnId: number, name: string, change: UserChange): Promise<void> {
  await askPath('PATCH', `${usersPath(vdnId)}/${encodeURIComponent(name)}`, { body: change });
  await readAgain('users');
}
