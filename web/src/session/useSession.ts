// The session as pages use it: behind the gate there always is one.
import { useQuery } from '@tanstack/react-query';
import type { Permission } from '../../../src/core/user.ts';
import { type Session, sessionQuery } from '../api/session.ts';

/** Who is signed in. Only for what stands behind the gate. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('a page was shown to nobody');
  return data;
}

/** True when the role of whoever is signed in has the permission; buttons that cannot work are not shown. */
export const useMay = (permission: Permission): boolean => useSession().permissions.includes(permission);

/** The VDN's zone; UTC before anybody has signed in. */
export function useTimeZone(): string {
  const { data } = useQuery(sessionQuery);
  return data?.timeZone ?? 'UTC';
}
