// Addresses to pages. Each page is a file of its own, loaded when somebody goes there.
import { createBrowserRouter, type RouteObject } from 'react-router';
import { pages } from './pages/index.ts';
import type { Page } from './pages/page.ts';
import { Guarded } from './shell/Guarded.tsx';
import { Home } from './shell/Home.tsx';
import { LoadedPage } from './shell/LoadedPage.tsx';
import { NoSuchPage } from './shell/NoSuchPage.tsx';
import { PageFailed } from './shell/PageFailed.tsx';
import { Shell } from './shell/Shell.tsx';

const routeOf = (page: Page): RouteObject => ({
  path: page.path,
  element: (
    <Guarded page={page}>
      <LoadedPage page={page} />
    </Guarded>
  ),
  errorElement: <PageFailed />,
});

export const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <PageFailed />,
    children: [
      { index: true, Component: Home },
      ...pages.map(routeOf),
      { path: '*', element: <NoSuchPage /> },
    ],
  },
]);
