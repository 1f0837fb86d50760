// Judges what a well-shaped request means: pairs and conditions between fields (ruling R1). It runs
// only when no shape is broken, walks the same order, and finds its rules in the same schema.
//
// | violation | code |
// |---|---|
// | earlier than 00:00 of today | 0200002 |
// | earlier than now; outside a range that depends on another field; too many days apart | 02000007 |
// | one of a pair; a pair out of order; none of those of which one is needed; unequal or above a field of which it must not be | 02000009 |
// | the same value twice in a list | the list's own code |
//
// A pair is judged where its begin stands in the table, after the begin's own rules.
import type { TSchema } from 'typebox';
import type { Millis } from '../../core/units.ts';
import type { Code } from '../codes.ts';
import type { Bilingual } from '../locale.ts';
import { formatNamed } from './formats.ts';
import { holds, type ListRule, type ObjectRule, type Rule, ruleOf } from './rule.ts';
import { ruleTexts } from './ruleTexts.ts';
import type { Violation } from './violation.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the meaning of times depends on. */
export interface Frame {
  /** The zone in which the times of this request are written (R13). */
  readonly zone: string;
  readonly now: Millis;
  /** 00:00 of today in the VDN's zone. */
  readonly today: Millis;
}

/** Every violation of a value that `readShape` found without one. */
export function judgeMeaning(schema: TSchema, value: object, frame: Frame): Violation[] {
  const fields = Object.fromEntries(Object.entries(value));
  return judgeObject(ruleOf(schema), fields, { frame, root: fields, path: '' });
}

interface Place {
  readonly frame: Frame;
  readonly root: Fields;
  readonly path: string;
}

function judgeObject(rule: ObjectRule, fields: Fields, place: Place): Violation[] {
  const found: Violation[] = [];
  const needed = rule['x-at-least-one'];
  if (needed?.every((name) => fields[name] === undefined)) {
    const path = place.path === '' ? 'body' : place.path;
    found.push({ code: '02000009', path, rule: ruleTexts.atLeastOne(needed), received: undefined });
  }
  const scale = scaleOf(rule, fields, place.frame.zone);
  for (const [name, field] of Object.entries(rule.properties)) {
    const path = place.path === '' ? name : `${place.path}.${name}`;
    const tell = (code: Code, text: Bilingual, at = path): void => {
      const received = at === path ? fields[name] : undefined;
      found.push({ code, path: at, rule: text, received });
    };
    judgeNumber(field, fields[name], fields, place.root, tell);
    if (field['x-not-before']) judgeTime(field, scale(name), place.frame, tell);
    judgePair(rule, name, { fields, scale, path: place.path }, tell);
    found.push(...judgeInside(field, fields[name], { ...place, path }));
  }
  return found;
}

type Tell = (code: Code, text: Bilingual, at?: string) => void;

function judgeNumber(rule: Rule, value: unknown, fields: Fields, root: Fields, tell: Tell): void {
  if (typeof value !== 'number') return;
  const least = rule['x-minimum-when'];
  const most = rule['x-maximum-when'];
  const upper = rule['x-not-above'];
  const same = rule['x-equals'];
  const below = rule['x-maximum-of'];
  if (least && holds(least, fields) && value < least.minimum) {
    tell('02000007', ruleTexts.minimumWhen(least.minimum, least));
  }
  if (most && holds(most, fields) && value > most.maximum) {
    tell('02000007', ruleTexts.maximumWhen(most.maximum, most));
  }
  if (upper !== undefined && value > Number(fields[upper])) tell('02000009', ruleTexts.notAbove(upper));
  if (same !== undefined && value !== root[same]) tell('02000009', ruleTexts.equals(same));
  if (below && value > Number(root[below.field]) - below.minus) {
    tell('02000007', ruleTexts.maximumOf(below.field, below.minus));
  }
}

function judgeTime(rule: Rule, at: number | null, frame: Frame, tell: Tell): void {
  if (at === null) return;
  if (rule['x-not-before'] === 'today' && at < frame.today) tell('0200002', ruleTexts.notBeforeToday);
  if (rule['x-not-before'] === 'now' && at < frame.now) tell('02000007', ruleTexts.notBeforeNow);
}

interface Own {
  readonly fields: Fields;
  readonly scale: Scale;
  readonly path: string;
}

function judgePair(owner: ObjectRule, name: string, { fields, scale, path }: Own, tell: Tell): void {
  const rule = owner.properties[name];
  const needed = rule?.['x-needs'];
  if (needed !== undefined && fields[name] !== undefined && fields[needed] === undefined) {
    tell('02000009', ruleTexts.needs(needed));
  }
  const pair = rule?.['x-pair'];
  if (pair === undefined) return;
  const begin = scale(name);
  const end = scale(pair.end);
  if (begin === null || end === null) {
    if (!pair.together || begin === end) return;
    const endPath = path === '' ? pair.end : `${path}.${pair.end}`;
    if (begin === null) tell('02000009', ruleTexts.together(pair.end));
    else tell('02000009', ruleTexts.together(name), endPath);
    return;
  }
  if (pair.orderedWhen === undefined || holds(pair.orderedWhen, fields)) {
    const isOrdered = pair.order === 'before' ? begin < end : begin <= end;
    if (!isOrdered) tell('02000009', ruleTexts.ordered(pair));
  }
  if (pair.daysApartMax !== undefined && end - begin > pair.daysApartMax) {
    tell('02000007', ruleTexts.daysApart(pair.end, pair.daysApartMax));
  }
}

function judgeInside(rule: Rule, value: unknown, place: Place): Violation[] {
  if (rule.type === 'object' && typeof value === 'object' && value !== null) {
    return judgeObject(rule, Object.fromEntries(Object.entries(value)), place);
  }
  return rule.type === 'array' && Array.isArray(value) ? judgeList(rule, value, place) : [];
}

function judgeList(rule: ListRule, items: readonly unknown[], place: Place): Violation[] {
  const found = items.flatMap((item, index) =>
    judgeInside(rule.items, item, { ...place, path: `${place.path}[${index}]` }),
  );
  const unique = rule['x-unique'];
  if (unique === undefined) return found;
  const seen = new Set<unknown>();
  for (const [index, item] of items.entries()) {
    const value: unknown = Object.getOwnPropertyDescriptor(item, unique.field)?.value;
    const path = `${place.path}[${index}].${unique.field}`;
    if (seen.has(value)) {
      found.push({ code: unique.code, path, rule: ruleTexts.unique(unique.field), received: value });
    }
    seen.add(value);
  }
  return found;
}

/** Where the text of a field stands on the scale of its format; `null` when it is not given. */
type Scale = (name: string) => number | null;

/** Each text is measured once, and only when something asks: an instant of a zone is dear. */
function scaleOf(owner: ObjectRule, fields: Fields, zone: string): Scale {
  const known = new Map<string, number | null>();
  return (name) => {
    const stored = known.get(name);
    if (stored !== undefined) return stored;
    const found = measure(owner.properties[name], fields[name], fields, zone);
    known.set(name, found);
    return found;
  };
}

function measure(rule: Rule | undefined, value: unknown, fields: Fields, zone: string): number | null {
  if (rule?.type !== 'string' || typeof value !== 'string') return null;
  const format =
    rule['x-format'] ?? rule['x-format-when']?.find((candidate) => holds(candidate, fields))?.format;
  return format === undefined ? null : formatNamed(format).measure(value, zone);
}
