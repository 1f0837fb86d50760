// The sets of characters that the contract names. Each is a pattern, because a pattern is what the
// OpenAPI document can say of it, with its rule in words.
import type { Bilingual } from './locale.ts';

interface CharacterSet {
  /** ECMAScript, Unicode mode: every text that holds to the set. */
  readonly pattern: string;
  readonly rule: Bilingual;
}

export const characterSets = {
  /** Numbers to dial and to show (seed, Table 3 row 6; contract.md 7.1). */
  dial: {
    pattern: '^[0-9*#]*$',
    rule: {
      en_US: 'may contain only digits, asterisks (*) and number signs (#)',
      zh_CN: '只能包含数字、星号(*)和井号(#)',
    },
  },
  /** Names and codes: anything but control characters (ruling R3). */
  name: {
    pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$',
    rule: { en_US: 'must not contain control characters', zh_CN: '不能包含控制字符' },
  },
  /** Descriptions (seed, Table 3 row 2; ruling R8). */
  description: {
    pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f"\\[\\]=;<>]*$',
    rule: {
      en_US: 'must not contain control characters or any of "[]=;<>',
      zh_CN: '不能包含控制字符以及特殊字符"[]=;<>',
    },
  },
} as const satisfies Record<string, CharacterSet>;

export type CharacterSetName = keyof typeof characterSets;

const compiled = new Map(
  Object.entries(characterSets).map(([name, set]) => [name, new RegExp(set.pattern, 'u')]),
);

/** True when every character of `text` is in the set. */
export const isWithin = (name: CharacterSetName, text: string): boolean =>
  compiled.get(name)?.test(text) === true;

/** What no text of any field may hold: PostgreSQL keeps no NUL, UTF-8 has no lone surrogates. */
export const anyText: Bilingual = {
  en_US: 'must not contain NUL or a lone surrogate',
  zh_CN: '不能包含NUL字符或不成对的代理字符',
};

export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
