// The words that a part of a page shows, in the language that is chosen now.
import { useLanguage } from '../preferences.ts';
import type { Dictionary, Texts, Translated } from './texts.ts';

/** The dictionary in the language that is chosen now. */
export const useTexts = <English extends Dictionary>(texts: Texts<English>): Translated<English> =>
  texts[useLanguage()];
