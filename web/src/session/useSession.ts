// The session as pages use it: behind the gate there always is one.
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Permission } from '../../../src/core/user.ts';
import { type Session, sessionQuery } from '../api/tenants/session.ts';

/**
 * The session that the gate has let in. Pages take it from the gate and not from the kept answers: these say
 * "nobody" a moment before the gate takes the pages away, and a page that is drawn in that moment would fail.
 */
export const SessionContext = createContext<Session | null>(null);

/** The user who is signed in. Only for what stands behind the gate. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('a page was shown to nobody');
  return session;
}

/** True when the user's role has the permission; buttons that cannot work are not shown. */
export const useMay = (permission: Permission): boolean => useSession().permissions.includes(permission);

/** The VDN's zone; UTC before anybody has signed in. */
export function useTimeZone(): string {
  const { data } = useQuery(sessionQuery);
  return data?.timeZone ?? 'UTC';
}
