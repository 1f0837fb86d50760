// Every word that a person reads stands twice, side by side, in a file called texts.ts beside the page
// that shows it. The compiler refuses a Chinese text that is missing, or that takes other values.
import type { Language } from './language.ts';

type Text = string | ((...values: never[]) => string);
export type Dictionary = { readonly [name: string]: Text };

/** The same names as the English ones, each with the same values to put in. */
export type Translated<English extends Dictionary> = {
  readonly [Name in keyof English]: English[Name] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : string;
};

export type Texts<English extends Dictionary> = Readonly<Record<Language, Translated<English>>>;

/** Both dictionaries; the English one says which texts there are. */
export const inBoth = <const English extends Dictionary>(
  en_US: English,
  zh_CN: Translated<English>,
): Texts<English> => ({
  // Widened to what both have in common: no page may depend on the very words.
  en_US: en_US as unknown as Translated<English>,
  zh_CN,
});
