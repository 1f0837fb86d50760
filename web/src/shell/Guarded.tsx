// A page for those who may see it; its title in the browser's tab, and the focus at its beginning.
import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'react-router';
import type { Page } from '../pages/page.ts';
import { useMay } from '../session/useSession.ts';
import { useTexts } from '../text/useTexts.ts';
import { NotAllowed } from './NotAllowed.tsx';

export function Guarded({ page, children }: { readonly page: Page; readonly children: ReactNode }) {
  const { title } = useTexts(page.texts);
  useEffect(() => {
    document.title = `${title} · Campana`;
  }, [title]);
  const { pathname } = useLocation();
  return useMay(page.permission) ? <div key={pathKey(page, pathname)}>{children}</div> : <NotAllowed />;
}

/** Another thing of the same kind is another page: nothing of the first may be left in its forms. */
function pathKey({ path }: Page, pathname: string): string {
  const depth = path.split('/').filter((segment) => !segment.endsWith('?')).length;
  return pathname.split('/').slice(0, depth).join('/');
}
