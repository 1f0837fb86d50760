// One's own open sessions: where one is signed in, and how to end what one does not know.
import { queryOptions } from '@tanstack/react-query';
import { deleteOneSession, deleteOtherSessions, getSessions } from '../../../../src/api/routes/sessions.ts';
import { ask } from '../client.ts';
import { readAgain } from '../kept.ts';

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await ask(getSessions, { signal })).items,
  staleTime: 0,
});

export async function endSession(id: string): Promise<void> {
  await ask(deleteOneSession, { params: { sessionId: id } });
  await readAgain('sessions');
}

export async function endOtherSessions(): Promise<void> {
  await ask(deleteOtherSessions, {});
  await readAgain('sessions');
}
