// Where somebody begins: the first page that their role may see.
import { pages } from '../pages/index.ts';
import type { Page } from '../pages/page.ts';
import { useSession } from '../session/useSession.ts';

/** The pages that the signed-in user may see. */
export function useVisiblePages(): readonly Page[] {
  const { permissions } = useSession();
  return pages.filter(({ permission }) => permissions.includes(permission));
}

/** Those of them that stand in the navigation. */
export const useNavigation = (): readonly Page[] => useVisiblePages().filter(({ place }) => place !== null);

/** Null when the role sees no page at all. */
export const useHome = (): string | null => useNavigation()[0]?.path ?? null;
