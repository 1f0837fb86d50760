// Where somebody begins: the first page that their role may see.
import { pages } from '../pages/index.ts';
import type { Page } from '../pages/page.ts';
import { useSession } from '../session/useSession.ts';

/** The pages in the navigation of whoever is signed in. */
export function useNavigation(): readonly Page[] {
  const { permissions } = useSession();
  return pages.filter(({ place, permission }) => place !== null && permissions.includes(permission));
}

/** Null when the role sees no page at all. */
export const useHome = (): string | null => useNavigation()[0]?.path ?? null;
