// Fields and their values as people read them: the name of a field by its path, in the contract's words
// or core's, and a value with its unit.
import { useMemo } from 'react';
import { minuteText } from '../../../../../src/core/calendarDay.ts';
import { useLanguage } from '../../../preferences.ts';
import { useFormat } from '../../../text/format.ts';
import { kindTexts } from '../../campaigns/texts.ts';
import { type FieldName, fieldOfCore, fieldTexts, isFieldName, optionTexts, unitOf } from './fieldTexts.ts';
import { formTexts } from './texts.ts';

export interface FieldTexts {
  /** `skillParam.skillId`, `skill.skillId`, `schedule.workday.1.begin`. */
  label(path: string): string;
  value(path: string, value: unknown): string;
  /** A rule with the names of its fields as people call them. */
  rule(text: string): string;
}

const methods: Readonly<Record<string, number>> = { empirical: 1, usage: 2, completion: 3, offHook: 5 };
const reactions: readonly string[] = ['machine', 'unsure'];

export function useFieldTexts(): FieldTexts {
  const language = useLanguage();
  const format = useFormat();
  return useMemo(() => {
    const [fields, options, words, kinds] = [
      fieldTexts[language],
      optionTexts[language],
      formTexts[language],
      kindTexts[language],
    ];
    const nameOf = (path: string): FieldName | null => {
      const last = path.split('.').at(-1) ?? path;
      return fieldOfCore[last] ?? (isFieldName(last) ? last : null);
    };
    const label = (path: string): string => {
      const segment = segmentIn(path);
      if (segment !== null) {
        const { kind, number, end } = segment;
        const whole = words.segment(fields[kind], number);
        return end === null ? whole : `${whole}, ${end === 'begin' ? words.begin : words.end}`;
      }
      const name = nameOf(path);
      return name === null ? path : fields[name];
    };
    const value = (path: string, one: unknown): string => {
      const name = nameOf(path);
      if (one === null || one === undefined || one === '')
        return name === 'machineDetection' ? words.off : words.nothing;
      if (typeof one === 'boolean') return one ? words.yes : words.no;
      if (path.endsWith('At') && typeof one === 'string') return format.dateTime(one);
      if (typeof one === 'object') return objectText(one, path, { label, value });
      if (segmentIn(path) !== null && typeof one === 'number') return minuteText(one);
      const choice = optionOf(name, one, options, kinds);
      if (choice !== null) return choice;
      const unit = name === null ? undefined : unitOf[name];
      if (typeof one === 'number')
        return unit === undefined ? format.number(one) : `${format.number(one)} ${options[unit]}`;
      return String(one);
    };
    return {
      label,
      value,
      rule: (text: string) =>
        text.replace(/[a-z]+[A-Z]\w*/g, (found) => (isFieldName(found) ? `“${fields[found]}”` : found)),
    };
  }, [language, format]);
}

function optionOf(
  name: FieldName | null,
  value: unknown,
  options: (typeof optionTexts)['en_US'],
  kinds: (typeof kindTexts)['en_US'],
): string | null {
  if (name === 'deviceType' && typeof value === 'number')
    return new Map(Object.entries(kinds)).get(String(value)) ?? null;
  const key =
    name === 'predictMethod'
      ? `predictMethod ${typeof value === 'string' ? methods[value] : value}`
      : name !== null && reactions.includes(name)
        ? `reaction ${value}`
        : `${name} ${value}`;
  const text = new Map(Object.entries(options)).get(key);
  return text === undefined ? null : (text.split(/[:：]/)[0] ?? text);
}

/** The whole of something that came or went: `from 09:00, to 17:00`. */
function objectText(one: object, path: string, words: Pick<FieldTexts, 'label' | 'value'>): string {
  const entries = Object.entries(one).filter(([, inner]) => inner !== null);
  if ('begin' in one && 'end' in one && typeof one.begin === 'number' && typeof one.end === 'number')
    return `${minuteText(one.begin)}–${minuteText(one.end)}`;
  return entries
    .map(([name, inner]) => `${words.label(`${path}.${name}`)}: ${words.value(`${path}.${name}`, inner)}`)
    .join(', ');
}

interface SegmentPlace {
  readonly kind: 'workday' | 'holiday';
  readonly number: number;
  readonly end: 'begin' | 'end' | null;
}

/** `scheduleParam.workdayBeginTime1`, or core's `schedule.workday.1.begin`. */
function segmentIn(path: string): SegmentPlace | null {
  const wire = /(workday|holiday)(Begin|End)Time([123])$/.exec(path);
  const core = /schedule\.(workday|holiday)\.([123])(?:\.(begin|end))?$/.exec(path);
  const kind = (wire?.[1] ?? core?.[1]) === 'holiday' ? 'holiday' : 'workday';
  if (wire !== null) return { kind, number: Number(wire[3]), end: wire[2] === 'Begin' ? 'begin' : 'end' };
  if (core === null) return null;
  const end = core[3] === 'begin' || core[3] === 'end' ? core[3] : null;
  return { kind, number: Number(core[2]), end };
}
