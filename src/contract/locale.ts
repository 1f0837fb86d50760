// The languages in which the contract speaks to its callers (contract.md 1, header `locale`).

/** The language of descriptions, chosen by the `locale` header. */
export type Locale = 'en_US' | 'zh_CN';

/** One text in the languages of the contract. */
export type Bilingual = Readonly<Record<Locale, string>>;
