// The formats of texts: times, days, weekdays, URLs. Each knows its pattern for the OpenAPI
// document, its rule in words, the code of a text that breaks it, and, where texts have an order,
// the number by which two of them are compared.
import { instantOfWall } from '../../core/zone.ts';
import type { Code } from '../codes.ts';
import type { Bilingual } from '../locale.ts';
import { isHttpUrl } from '../url.ts';

interface Format {
  readonly pattern: string;
  readonly rule: Bilingual;
  /** The code of the violation; `null` when the text is in the format. */
  violation(text: string): Code | null;
  /** Where the text stands on its scale: milliseconds, days, minutes or plain order. */
  measure(text: string, zone: string): number;
}

const wrongValue = '02000007' satisfies Code;
const unordered = (): number => 0;

// Years below 1000 are typing errors, and a database need not keep them.
const day = '[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';
const time = '([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d';

const millisecondsOf = (text: string, zone: string): number =>
  instantOfWall(spaced(text), zone) ?? Number.NaN;

/** Days since 1970-01-01 of `yyyy-MM-dd`; NaN when there is no such day. */
export function dayNumber(text: string): number {
  const [year = 0, month = 0, dayOfMonth = 0] = text.split('-').map(Number);
  const days = Date.UTC(year, month - 1, dayOfMonth) / 86_400_000;
  // Date carries a day that its month does not have over into the next.
  return new Date(days * 86_400_000).getUTCDate() === dayOfMonth ? days : Number.NaN;
}

const isRealDay = (text: string): boolean => !Number.isNaN(dayNumber(text.slice(0, 10)));

/** A time text written without the blank between date and time, with it (R9). */
export const spaced = (text: string): string => text.replace(/^(\d{4}-\d\d-\d\d)(?=\d)/, '$1 ');

function format(
  pattern: string,
  rule: Bilingual,
  rest: Partial<Format> = {},
  isReal = (_: string) => true,
): Format {
  const expression = new RegExp(pattern, 'u');
  return {
    pattern,
    rule,
    violation: (text) => (expression.test(text) && isReal(text) ? null : wrongValue),
    measure: unordered,
    ...rest,
  };
}

export const formats = {
  /** Begin of a campaign, recycle time. */
  wallTime: format(
    `^${day} ${time}$`,
    {
      en_US: 'must be a real time in the format yyyy-MM-dd HH:mm:ss',
      zh_CN: '必须是格式为yyyy-MM-dd HH:mm:ss的有效时间',
    },
    { measure: millisecondsOf },
    isRealDay,
  ),
  /** End of a campaign: printed without the blank, shown with it (R9). */
  endTime: format(
    `^${day} ?${time}$`,
    {
      en_US: 'must be a real time in the format yyyy-MM-dd HH:mm:ss or yyyy-MM-ddHH:mm:ss',
      zh_CN: '必须是格式为yyyy-MM-dd HH:mm:ss或yyyy-MM-ddHH:mm:ss的有效时间',
    },
    { measure: millisecondsOf },
    isRealDay,
  ),
  day: format(
    `^${day}$`,
    { en_US: 'must be a real date in the format yyyy-MM-dd', zh_CN: '必须是格式为yyyy-MM-dd的有效日期' },
    { measure: dayNumber },
    isRealDay,
  ),
  /** A day of every year; 02-29 is one (leap years only). */
  yearlyDay: format(
    '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
    { en_US: 'must be a real date in the format MM-dd', zh_CN: '必须是格式为MM-dd的有效日期' },
    { measure: (text) => dayNumber(`2000-${text}`) },
    (text) => !Number.isNaN(dayNumber(`2000-${text}`)),
  ),
  /** A segment's begin or end, 00:00 to 23:59 (R12); an hour alone has a code of its own (R3). */
  segmentTime: segmentTime(),
  weekDays: format(
    '^[1-7](,[1-7])*$',
    {
      en_US: 'must be days of the week from 1 (Monday) to 7 (Sunday), each at most once, joined by commas',
      zh_CN: '必须是1（星期一）到7（星期日）的星期值，以逗号分隔且不重复',
    },
    {},
    (text) => new Set(text.split(',')).size === text.split(',').length,
  ),
  httpUrl: format(
    '^https?://',
    {
      en_US: 'must be a URL that starts with https:// or http://',
      zh_CN: '必须是以https://或http://开头的URL',
    },
    {},
    isHttpUrl,
  ),
  /** An Integer in a path that is too long for a number of JSON. */
  integerText: {
    ...format('^-?[0-9]+$', { en_US: 'must be an Integer', zh_CN: '必须是整数' }),
    violation: (text) => (/^-?\d+$/.test(text) ? null : '02000008'),
  },
  callId: format('^[0-9]{1,10}-[0-9]{1,18}$', {
    en_US: 'must be two numbers joined by a hyphen',
    zh_CN: '必须是由连字符连接的两个数字',
  }),
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

export const formatNamed = (name: FormatName): Format => formats[name];

function segmentTime(): Format {
  const plain = format('^([01]\\d|2[0-3]):[0-5]\\d$', {
    en_US: 'must be a time from 00:00 to 23:59 in the format HH:mm',
    zh_CN: '必须是格式为HH:mm、范围为00:00到23:59的时间',
  });
  return {
    ...plain,
    violation: (text) => (/^\d{1,2}:?$/.test(text) ? '02000010' : plain.violation(text)),
    measure: (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)),
  };
}
