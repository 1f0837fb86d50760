// One's own open sessions: where one is signed in, and how to end what one does not know.
import { queryOptions } from '@tanstack/react-query';
import { askPath } from './client.ts';
import { readAgain } from './kept.ts';

export interface OpenSession {
  readonly id: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly address: string;
  /** What the browser said of itself. */
  readonly client: string;
  /** The session of this page. */
  readonly isThis: boolean;
}

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) =>
    (await askPath<{ items: readonly OpenSession[] }>('GET', '/sessions', { signal })).items,
  staleTime: 0,
});

export async function endSession(id: string): Promise<void> {
  await askPath('DELETE', `/sessions/${id}`);
  await readAgain('sessions');
}

export async function endOtherSessions(): Promise<void> {
  await askPath('DELETE', '/sessions');
  await readAgain('sessions');
}
