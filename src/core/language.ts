// The two languages in which this server speaks to people. A sentence is written in both at once, side by
// side, so that none can be missing; which of them is sent is decided where the answer is written.

/** As the header `locale` names them (contract.md 1). */
export type Language = 'en_US' | 'zh_CN';

/** One text in both languages. */
export type Bilingual = Readonly<Record<Language, string>>;

export const inBoth = (en_US: string, zh_CN: string): Bilingual => ({ en_US, zh_CN });

/** Texts after another, as a sentence follows a sentence. */
export const together = (texts: readonly Bilingual[]): Bilingual =>
  inBoth(texts.map(({ en_US }) => en_US).join(' '), texts.map(({ zh_CN }) => zh_CN).join(''));
