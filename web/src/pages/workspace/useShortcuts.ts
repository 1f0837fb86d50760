// Keys that work wherever the cursor is: function keys, since letters are for writing notes.
import { useLayoutEffect, useRef } from 'react';

export type ShortcutKey = 'F2' | 'F4' | 'F8' | 'F9' | 'Control+Enter';

/**
 * Calls what stands under the key that is pressed; a key with nothing under it is the browser's. The keys work
 * as soon as the page shows what they do: an effect after the drawing would miss the key of a quick agent.
 */
export function useShortcuts(actions: Readonly<Partial<Record<ShortcutKey, () => void>>>): void {
  const current = useRef(actions);
  useLayoutEffect(() => {
    current.current = actions;
  });
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.repeat || event.altKey || event.metaKey || event.shiftKey) return;
      const key = `${event.ctrlKey ? 'Control+' : ''}${event.key}`;
      const action = Object.entries(current.current).find(([name]) => name === key)?.[1];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
