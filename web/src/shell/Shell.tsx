// The frame around every page: who and where one is at the top, the pages at the side, on a small screen
// behind a button.
import { CloseOutlined, MenuOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { Suspense, useEffect, useRef, useState } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { useLoadedAhead } from '../parts/hooks/useLoadedAhead.ts';
import { Loading } from '../parts/states/Loading.tsx';
import { useSession } from '../session/useSession.ts';
import { useTexts } from '../text/useTexts.ts';
import { Bell } from './Bell.tsx';
import { UserMenu } from './menu/UserMenu.tsx';
import { Navigation } from './Navigation.tsx';
import styles from './Shell.module.css';
import { shellTexts } from './texts.ts';
import { useVisiblePages } from './useHome.ts';

export function Shell() {
  const texts = useTexts(shellTexts);
  const { vdnId, vdnName } = useSession();
  const [isOpen, setOpen] = useState(false);
  useLoadedAhead(useVisiblePages().map(({ load }) => load));
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  // A user who follows a link by keyboard or screen reader begins at the top of the new page.
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setOpen(false);
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {texts.skip}
      </a>
      <header className={styles.top}>
        <Button
          className={styles.opener}
          type="text"
          icon={<MenuOutlined />}
          aria-label={texts.openNavigation}
          onClick={() => setOpen(true)}
        />
        <Link to="/" className={styles.name}>
          <Bell />
          Campana
        </Link>
        <span className={styles.vdn} title={texts.vdn(vdnId)}>
          {vdnName}
        </span>
        <UserMenu />
      </header>
      <nav className={styles.side} aria-label={texts.navigation}>
        <Navigation />
      </nav>
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        placement="left"
        size={260}
        title="Campana"
        closeIcon={<CloseOutlined aria-label={texts.closeNavigation} />}
        styles={{ body: { padding: '8px 0' } }}
      >
        <nav aria-label={texts.navigation}>
          <Navigation />
        </nav>
      </Drawer>
      <main id="content" className={styles.main} tabIndex={-1} ref={main}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
