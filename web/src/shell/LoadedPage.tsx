// A page whose file is loaded when somebody goes there for the first time.
import { type ComponentType, lazy } from 'react';
import { pages } from '../pages/index.ts';
import type { Page } from '../pages/page.ts';

const loaded = new Map<Page, ComponentType>(
  pages.map((page) => [page, lazy(async () => ({ default: await page.load() }))]),
);

export function LoadedPage({ page }: { readonly page: Page }) {
  const Shown = loaded.get(page);
  return Shown === undefined ? null : <Shown />;
}
