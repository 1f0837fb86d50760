// The sets of characters that the contract names. Each is a pattern, because a pattern is what the
// OpenAPI document can say of it, with its rule in words.
import type { Bilingual } from './language.ts';

interface CharacterSet {
  /** ECMAScript, Unicode mode: every text that holds to the set. */
  readonly pattern: string;
  readonly rule: Bilingual;
}

/** What stands on one line; by code points, so a surrogate is a lone one. */
const oneLine = '[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]';
/** White space, and what has no width or no ink: fillers, joiners, marks of direction. */
const blank =
  '[\\s\\u00ad\\u034f\\u115f\\u1160\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\uffa0]';
/** Unicode's own list of what is not shown, and the Braille cell without dots, which it leaves out. */
const visible = '[^\\s\\p{Cc}\\p{Cf}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\u2800]';

export const characterSets = {
  /** Numbers to dial and to show (seed, Table 3 row 6; contract.md 7.1). */
  dial: {
    pattern: '^[0-9*#]*$',
    rule: {
      en_US: 'may contain only digits, asterisks (*) and number signs (#)',
      zh_CN: '只能包含数字、星号(*)和井号(#)',
    },
  },
  /** Any text of one line: anything but control characters (ruling R3). */
  line: {
    pattern: `^${oneLine}*$`,
    rule: { en_US: 'must not contain control characters', zh_CN: '不能包含控制字符' },
  },
  /**
   * Names and codes. A blank at an end, or a name without a visible character, makes two names that
   * nobody can tell apart.
   */
  name: {
    pattern: `^(?!${blank})(?=${oneLine}*${visible})${oneLine}*(?<!${blank})$`,
    rule: {
      en_US: 'must have a visible character, no blank at its beginning or end, and no control characters',
      zh_CN: '至少包含一个可见字符，首尾不能有空白，且不能包含控制字符',
    },
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
