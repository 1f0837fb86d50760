// The two languages, and which of them a browser asks for.

/** As the server names them. */
export type Language = 'en_US' | 'zh_CN';

/** The first of the languages that a browser asks for which is one of ours; English otherwise. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) return 'zh_CN';
    if (/^en\b/i.test(tag)) return 'en_US';
  }
  return 'en_US';
}

/** As `lang` in HTML and in Intl. */
export const tagOf = (language: Language): string => (language === 'zh_CN' ? 'zh-CN' : 'en');
