// Whether a password is good enough to be kept (NIST SP 800-63B, 3.1.1.2: no common ones, no repeated or
// sequential characters, nothing made of the name of the user or of the service). How long it must be is
// the schema's business. It judges new passwords only, so nobody is locked out by a new rule.
import { commonPasswords } from './commonPasswords.ts';
import { type Bilingual, inBoth } from './language.ts';

/** Words that people make passwords of, and the name of this house. */
const usualWords = [
  ...['administrator', 'administrador', 'admin', 'supervisor', 'agent', 'campana', 'callcenter', 'telephone'],
  ...[
    'password',
    'passwort',
    'passwd',
    'passw',
    'letmein',
    'welcome',
    'changeme',
    'default',
    'secret',
    'login',
  ],
  ...[
    'iloveyou',
    'sunshine',
    'princess',
    'football',
    'baseball',
    'superman',
    'batman',
    'starwars',
    'pokemon',
  ],
  ...[
    'dragon',
    'monkey',
    'shadow',
    'master',
    'summer',
    'winter',
    'spring',
    'autumn',
    'hello',
    'test',
    'user',
  ],
  ...[
    'qwertyuiop',
    'qwerty',
    'qwertz',
    'azerty',
    'asdfghjkl',
    'asdfgh',
    'asdf',
    'zxcvbnm',
    'zxcvbn',
    'woaini',
  ],
];

/** Characters that stand for letters in such passwords. */
const letterFor: ReadonlyMap<string, string> = new Map(
  [...'0134579@$!|'].map((sign, at) => [sign, 'oleastgasil'[at] ?? '']),
);

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
];
const charactersMin = 5;
const sequenceShareMax = 0.7;
const restMin = 6;

/** What is wrong with `password` for that user, as a rule that follows the name of a field; null: nothing. */
export function passwordFlaw(password: string, userName: string): Bilingual | null {
  const text = password.toLowerCase();
  if (commonPasswords.has(text)) return isCommon;
  if (new Set(text).size < charactersMin || isRepetition(text)) return isRepeated;
  if (isSequence(text)) return isInOrder;
  return isOfUsualWords(text, userName.toLowerCase()) ? isGuessable : null;
}

const isCommon = inBoth(
  'must not be a common password that many people use',
  '不能使用许多人都在用的常见密码',
);
const isRepeated = inBoth('must not repeat the same few characters', '不能由少数字符重复组成');
const isInOrder = inBoth(
  'must not be a run of the alphabet, of digits or of the keyboard',
  '不能是字母表、数字或键盘的连续序列',
);
const isGuessable = inBoth(
  'must not be made of the user’s name or of words such as “password” and a few digits',
  '不能由用户名或“password”之类的词加几位数字组成',
);

/** Nothing but one piece, again and again; the last one may be cut off. */
function isRepetition(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const piece = text.slice(0, length);
    if (piece.repeat(Math.ceil(text.length / length)).startsWith(text)) return true;
  }
  return false;
}

/** Most characters are the neighbor of the one before, or the same. */
function isSequence(text: string): boolean {
  const isNext = (one: string, other: string): boolean =>
    one === other || rows.some((row) => row.includes(one + other) || row.includes(other + one));
  const steps = text.length - 1;
  let next = 0;
  for (let at = 0; at < steps; at += 1) if (isNext(text[at] ?? '', text[at + 1] ?? '')) next += 1;
  return next / steps > sequenceShareMax;
}

/** What remains without the words, with and without signs read as letters, is too little to guess at. */
function isOfUsualWords(text: string, userName: string): boolean {
  const words = userName.length < 3 ? usualWords : [lettersOf(userName), userName, ...usualWords];
  const readings = [
    lettersOf(text),
    lettersOf([...text].map((sign) => letterFor.get(sign) ?? sign).join('')),
  ];
  return readings.some((reading) => {
    const rest = words.reduce((left, word) => (word === '' ? left : left.replaceAll(word, '')), reading);
    return rest.length < reading.length && rest.length < restMin;
  });
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}]/gu, '');
