// The access keys of a VDN: making and revoking them.
import { queryOptions } from '@tanstack/react-query';
import { askPath, vdnPath } from './client.ts';
import { readAgain } from './kept.ts';

export interface ListedKey {
  readonly ak: string;
  readonly description: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

export interface MadeKey {
  readonly ak: string;
  readonly secret: string;
}

const keysPath = (vdnId: number): string => `${vdnPath(vdnId)}/access-keys`;

export const accessKeysQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['accessKeys', vdnId],
    queryFn: async ({ signal }) =>
      (await askPath<{ items: readonly ListedKey[] }>('GET', keysPath(vdnId), { signal })).items,
  });

/** The secret is in this answer and in no other; it is kept nowhere. */
export async function makeKey(vdnId: number, description: string): Promise<MadeKey> {
  const made = await askPath<MadeKey>('POST', keysPath(vdnId), { body: { description } });
  await readAgain('accessKeys');
  return made;
}

export async function revokeKey(vdnId: number, ak: string): Promise<void> {
  await askPath('DELETE', `${keysPath(vdnId)}/${ak}`);
  await readAgain('accessKeys');
}
