// Numbers, instants and lengths of time as people read them, in the chosen language and, where it is a
// time of day, in the VDN's zone: that is the zone in which campaigns are set and calls are made.
import { useMemo } from 'react';
import { useLanguage } from '../preferences.ts';
import { useTimeZone } from '../session/useSession.ts';
import { type Language, tagOf } from './language.ts';

export interface Format {
  /** 1,234 */
  number(value: number): string;
  /** 12.3 %; a dash for null */
  percent(value: number | null): string;
  /** 12.3 MB, of bytes */
  size(bytes: number): string;
  /** 2026-11-24 18:45:03, in the VDN's zone unless another is named; a dash for null */
  dateTime(at: Instant | null, timeZone?: string): string;
  /** 18:45:03 */
  time(at: Instant | null): string;
  /** 24 Nov 2026 */
  day(at: Instant | null): string;
  /** 1:02:03, or 2:03 below an hour */
  clock(seconds: number): string;
  /** 1 hr 2 min 3 sec; what is 0 is left out */
  seconds(value: number): string;
  /** 3 minutes ago, in 2 hours */
  relative(at: Instant, now: number): string;
}

/** Milliseconds since 1970, or an ISO 8601 text as /api/v1 writes it. */
type Instant = number | string;

export const dash = '–';

/** The formats of the moment. */
export function useFormat(): Format {
  const language = useLanguage();
  const zone = useTimeZone();
  return useMemo(() => formatIn(language, zone), [language, zone]);
}

export function formatIn(language: Language, zone: string): Format {
  const tag = tagOf(language);
  const numbers = new Intl.NumberFormat(tag);
  const shares = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const times = new Intl.DateTimeFormat(tag, { timeZone: zone, hourCycle: 'h23', ...hourParts });
  const days = new Intl.DateTimeFormat(tag, { timeZone: zone, dateStyle: 'medium' });
  const relatives = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  // Sorted and compared by eye: year first in every language.
  const dateTimesIn = (timeZone: string) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone, ...dayParts, ...hourParts });
  const dateTimes = dateTimesIn(zone);
  return {
    number: (value) => numbers.format(value),
    percent: (value) => (value === null ? dash : percents.format(value / 100)),
    size: (bytes) => {
      const [name, size] = sizes.find(([, least]) => bytes >= least) ?? ['B', 1];
      return `${shares.format(bytes / size)} ${name}`;
    },
    dateTime: (at, timeZone) =>
      at === null ? dash : (timeZone === undefined ? dateTimes : dateTimesIn(timeZone)).format(millisOf(at)),
    time: (at) => (at === null ? dash : times.format(millisOf(at))),
    day: (at) => (at === null ? dash : days.format(millisOf(at))),
    clock: (seconds) => clockText(Math.max(0, Math.floor(seconds))),
    seconds: (value) => lengthText(value, tag),
    relative: (at, now) => {
      const seconds = Math.round((millisOf(at) - now) / 1000);
      const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
      return relatives.format(Math.trunc(seconds / length), unit);
    },
  };
}

/** Whole units from the largest on; of a second also its parts. */
function lengthText(value: number, tag: string): string {
  const parts = [
    ['hour', Math.floor(value / 3600)],
    ['minute', Math.floor(value / 60) % 60],
    ['second', value % 60],
  ] as const;
  const given = parts.filter(([unit, amount]) => amount > 0 || (unit === 'second' && value === 0));
  return given
    .map(([unit, amount]) => new Intl.NumberFormat(tag, { style: 'unit', unit }).format(amount))
    .join(' ');
}

const dayParts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
const hourParts = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

const sizes: readonly (readonly [name: string, bytes: number])[] = [
  ['MB', 1_000_000],
  ['kB', 1000],
];

const millisOf = (at: Instant): number => (typeof at === 'number' ? at : Date.parse(at));

function clockText(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
