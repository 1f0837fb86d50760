// A page as the shell knows it. The list of them (pages/index.ts) is both the navigation and the routes.
import type { ComponentType } from 'react';
import type { Permission } from '../../../src/core/user.ts';
import type { Texts } from '../text/texts.ts';

export interface Page {
  /** From the root, with `:name` for what varies: `/campaigns/:id`. */
  readonly path: string;
  /** Without it a user neither sees the page in the navigation nor gets it by its address. */
  readonly permission: Permission;
  /** Its name in the browser's tab and, if it has an icon, in the navigation. */
  readonly texts: Texts<{ readonly title: string }>;
  /** Under which heading of the navigation; null: the page is reached from another one. */
  readonly place: PlaceInNavigation | null;
  /** The page itself, in a file of its own that is loaded when it is asked for. */
  readonly load: () => Promise<ComponentType>;
}

interface PlaceInNavigation {
  readonly group: NavigationGroup;
  /** Beside the title, which says it all. */
  readonly icon: ComponentType<{ readonly 'aria-hidden'?: boolean }>;
}

/** In their order. */
export const navigationGroups = ['run', 'people', 'house'] as const;
export type NavigationGroup = (typeof navigationGroups)[number];
