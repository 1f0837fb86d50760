// What a person chose for themselves in this browser: language, and light or dark. Kept in the browser
// and known before anybody has signed in; without a choice the browser's own settings decide.
import { useSyncExternalStore } from 'react';
import { type Language, languageOf } from './text/language.ts';

export type ThemeChoice = 'auto' | 'light' | 'dark';

interface Preferences {
  /** Null: the browser decides. */
  readonly language: Language | null;
  readonly theme: ThemeChoice;
}

const storedAs = 'campana.preferences';

let preferences: Preferences = read();
const listeners = new Set<() => void>();

/** Changes some of the choices, now and for later visits. */
export function choose(change: Partial<Preferences>): void {
  preferences = { ...preferences, ...change };
  try {
    localStorage.setItem(storedAs, JSON.stringify(preferences));
  } catch {
    // A browser that keeps nothing still shows what was chosen.
  }
  for (const listener of listeners) listener();
}

/** The language of this moment, for code outside of a page; a page uses `useLanguage`. */
export const languageNow = (): Language => preferences.language ?? languageOf(navigator.languages);

export const useLanguage = (): Language => useSyncExternalStore(listen, languageNow);

export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(listen, () => preferences.theme);

const darkWanted = matchMedia('(prefers-color-scheme: dark)');

export const useIsDark = (): boolean =>
  useSyncExternalStore(listen, () =>
    preferences.theme === 'auto' ? darkWanted.matches : preferences.theme === 'dark',
  );

const stillnessWanted = matchMedia('(prefers-reduced-motion: reduce)');
const wishes = [darkWanted, stillnessWanted];

/** True for people whose browser asks that nothing on the page moves. */
export const useIsStill = (): boolean => useSyncExternalStore(listen, () => stillnessWanted.matches);

function listen(listener: () => void): () => void {
  listeners.add(listener);
  for (const wish of wishes) wish.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    for (const wish of wishes) wish.removeEventListener('change', listener);
  };
}

/** What is kept may be of another version, or written by somebody else. */
function read(): Preferences {
  let kept: unknown = null;
  try {
    kept = JSON.parse(localStorage.getItem(storedAs) ?? 'null');
  } catch {
    // As if nothing had been kept.
  }
  const of = (name: string): unknown =>
    typeof kept === 'object' && kept !== null ? Reflect.get(kept, name) : null;
  const [language, theme] = [of('language'), of('theme')];
  return {
    language: language === 'en_US' || language === 'zh_CN' ? language : null,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
  };
}
