// The languages in which the contract speaks to its callers (contract.md 1, header `locale`).
import type { Language } from '../core/language.ts';

/** The language of descriptions, chosen by the `locale` header. */
export type Locale = Language;

/** One text in the languages of the contract. */
export type { Bilingual } from '../core/language.ts';
