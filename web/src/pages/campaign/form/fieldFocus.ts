// The way from a rule that is broken to the field that breaks it: each field of the form has an id that is
// made of its path.
import type { Path } from './draft.ts';

const beginning = 'field.';

export const fieldId = (path: Path): string => `${beginning}${path}`;

/** The path that the address names behind `#`; null without one. */
export const fieldOfHash = (hash: string): Path | null =>
  hash.startsWith(`#${beginning}`) ? hash.slice(beginning.length + 1) : null;

/**
 * Moves the focus to the field of that path: for an object to its first field, and for what has no field of
 * its own to the object around it. False when this page shows none of them.
 */
export function focusField(path: Path): boolean {
  const id = CSS.escape(fieldId(path));
  const found = document.querySelector<HTMLElement>(`#${id}, [id^="${id}\\."]`);
  if (found === null) {
    const around = path.split('.').slice(0, -1).join('.');
    return around !== '' && focusField(around);
  }
  found.focus({ preventScroll: true });
  // Newer browsers answer it with a promise; nothing waits for the end of the scrolling.
  void found.scrollIntoView({ block: 'center' });
  return true;
}
