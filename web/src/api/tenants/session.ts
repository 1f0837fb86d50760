// Who is signed in. The session is one answer among the others, with a key of its own; null in it means
// that nobody is. A session that ends under an open page does not tear the page down: see SignInGate.
import { queryOptions } from '@tanstack/react-query';
import type { BodyOf } from '../../../../src/api/route.ts';
import {
  deleteSession,
  getSession,
  postSession,
  putPassword,
  type Session as ToldSession,
} from '../../../../src/api/routes/sessions.ts';
import { dropDrafts } from '../../session/drafts.ts';
import { ask, keepCsrfToken, whenSignInNeeded } from '../client.ts';
import { queryClient } from '../kept.ts';
import { Problem, problemOf } from '../problem.ts';

/** A page asks by cookie, so there is a user. */
export type Session = ToldSession & { readonly user: string };
export type Credentials = Required<BodyOf<typeof postSession>>;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return keep(await ask(getSession, {}));
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** When another user signs in, everything that the user before has read or drafted goes. */
export async function signIn(credentials: Credentials): Promise<Session> {
  const before = queryClient.getQueryData(sessionQuery.queryKey);
  const session = keep(await ask(postSession, { body: credentials }));
  const isSame = before?.user === session.user && before.vdnId === session.vdnId;
  queryClient.setQueryData(sessionQuery.queryKey, session);
  ended(false);
  if (isSame) await queryClient.invalidateQueries({ predicate: isNotSession });
  else {
    queryClient.removeQueries({ predicate: isNotSession });
    dropDrafts();
  }
  return session;
}

/** Takes the VDN's name and zone into the session, when it is the VDN of the session. */
export function keepVdn(vdnId: number, vdnName: string, timeZone: string): void {
  queryClient.setQueryData(sessionQuery.queryKey, (session) =>
    session?.vdnId === vdnId ? { ...session, vdnName, timeZone } : session,
  );
}

export async function signOut(): Promise<void> {
  await ask(deleteSession, {}).catch((error: unknown) => {
    // Nobody is signed in: that is what was asked for.
    if (!(error instanceof Problem) || error.status !== 401) throw error;
  });
  forget();
}

/** Drops the session and everything that was read in it. */
export function forget(): void {
  keepCsrfToken('');
  queryClient.setQueryData(sessionQuery.queryKey, null);
  queryClient.removeQueries({ predicate: isNotSession });
  dropDrafts();
  ended(false);
}

export const changePassword = (current: string, next: string): Promise<null> =>
  ask(putPassword, { body: { current, new: next } });

function keep(session: ToldSession): Session {
  const { user, csrfToken } = session;
  // Of an access key only, which no page has.
  if (user === null || csrfToken === null) throw new Error('the session is nobody’s');
  keepCsrfToken(csrfToken);
  return { ...session, user };
}

/** Finds out whether somebody is still signed in; if not, `hasEnded` becomes true. Null: somebody is. */
export const checkSession = (): Promise<Problem | null> =>
  ask(getSession, {}).then((session) => {
    keep(session);
    return null;
  }, problemOf);

const isNotSession = ({ queryKey }: { queryKey: readonly unknown[] }): boolean => queryKey[0] !== 'session';

const endedListeners = new Set<() => void>();
let isEnded = false;

function ended(is: boolean): void {
  if (isEnded === is) return;
  isEnded = is;
  for (const listener of endedListeners) listener();
}

/** True while a session that was open has ended and nobody has signed in again. */
export const hasEnded = (): boolean => isEnded;

export function onEnded(listener: () => void): () => void {
  endedListeners.add(listener);
  return () => endedListeners.delete(listener);
}

whenSignInNeeded(() => {
  if (queryClient.getQueryData(sessionQuery.queryKey)) ended(true);
});
