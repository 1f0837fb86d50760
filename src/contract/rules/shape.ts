// Reads the shape of a request by its schema: the fields in the order of the tables, depth first.
// It answers the fields that are given and right, and a violation for each that is not (ruling R3).
//
// | violation | code |
// |---|---|
// | mandatory, also by its condition, and absent, null, "" or blank | 02000001 |
// | NUL or a lone surrogate in any text; characters outside the field's set | 02000002 |
// | text too long / too short / outside a length range that states both ends | 02000003 / 4 / 5 |
// | wrong JSON type, a fraction where an Integer is asked | 02000006 |
// | not in the list, out of range, not in the format | 02000007, or the format's own code |
// | no object at all; text of a path or a query that is not a number | 02000008 |
// | a segment time with an hour alone | 02000010 |
// | too many items; a parameter of a query more than once | 02000011, or the list's own code |
//
// Only fields of the schema are looked at, and only as own properties: unknown fields, `__proto__`
// among them, are never touched, and their depth does not matter (R5).
import type { Static, TSchema } from 'typebox';
import { anyText, characterSets, isStorable, isWithin } from '../../core/characters.ts';
import type { Code } from '../codes.ts';
import type { Bilingual } from '../locale.ts';
import { type FormatName, formatNamed } from './formats.ts';
import {
  holds,
  type IntegerRule,
  isMandatory,
  type ListRule,
  type ObjectRule,
  type Rule,
  ruleOf,
  type TextRule,
} from './rule.ts';
import { ruleTexts } from './ruleTexts.ts';
import type { Violation } from './violation.ts';

/** `text`: a query or a path, where a number is written as text. */
export type Source = 'json' | 'text';

/** A violation without its path and what was received. */
type Broken = readonly [Code, Bilingual];

export interface Shape<Value> {
  /** Complete only when there are no violations. */
  readonly value: Value;
  readonly violations: readonly Violation[];
}

/** Reads `received` by `schema`; the value holds known fields only, those not given are left out. */
export function readShape<Schema extends TSchema>(
  schema: Schema,
  received: unknown,
  source: Source,
): Shape<Static<Schema>> {
  const found: Violation[] = [];
  if (!isObject(received)) {
    return {
      value: {} as Static<Schema>,
      violations: [{ code: '02000008', path: 'body', rule: ruleTexts.noObject, received }],
    };
  }
  const value = readObject(ruleOf(schema), received, '', source, found);
  return { value: value as Static<Schema>, violations: found };
}

function readObject(
  rule: ObjectRule,
  received: object,
  path: string,
  source: Source,
  found: Violation[],
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(rule.properties)) {
    const condition = field['x-only-when'];
    if (condition !== undefined && !holds(condition, value)) continue;
    const fieldPath = path === '' ? name : `${path}.${name}`;
    const read = readField(field, ownValue(received, name), {
      path: fieldPath,
      source,
      found,
      owner: value,
      mandatory: isMandatory(rule, name, field),
    });
    if (read !== undefined) value[name] = read;
  }
  return value;
}

interface Place {
  readonly path: string;
  readonly source: Source;
  readonly found: Violation[];
  /** The object around the field, as far as it is read. */
  readonly owner: Readonly<Record<string, unknown>>;
  readonly mandatory: boolean;
}

function readField(rule: Rule, received: unknown, place: Place): unknown {
  const { path, source, found } = place;
  if (received === '' && rule.type === 'string' && rule['x-clearable']) return received;
  if (isNotGiven(received, place.mandatory)) {
    const condition = rule['x-only-when'];
    const text = condition === undefined ? ruleTexts.mandatory : ruleTexts.mandatoryWhen(condition);
    if (place.mandatory) found.push({ code: '02000001', path, rule: text, received });
    return rule.default;
  }
  if (source === 'text' && Array.isArray(received)) {
    found.push({ code: '02000011', path, rule: ruleTexts.once, received });
    return undefined;
  }
  if (rule.type === 'object') {
    if (isObject(received)) return readObject(rule, received, path, source, found);
    found.push({ code: '02000006', path, rule: ruleTexts.type('object'), received });
    return undefined;
  }
  if (rule.type === 'array') return readList(rule, received, place);
  const broken =
    rule.type === 'integer'
      ? brokenInteger(rule, received, source)
      : brokenText(rule, received, formatOf(rule, place.owner));
  for (const [code, text] of broken) found.push({ code, path, rule: text, received });
  if (broken.length > 0) return undefined;
  // Adding 0 makes -0 an ordinary 0.
  return rule.type === 'integer' ? Number(received) + 0 : received;
}

/** `null` and `""` are "not given"; a mandatory field is not given by blanks either (R3, R5). */
const isNotGiven = (received: unknown, mandatory: boolean): boolean =>
  received === undefined ||
  received === null ||
  received === '' ||
  (mandatory && typeof received === 'string' && received.trim() === '');

function readList(rule: ListRule, received: unknown, place: Place): unknown[] | undefined {
  const { path, source, found } = place;
  const refuse = (code: Code, text: Bilingual): undefined => {
    found.push({ code, path, rule: text, received });
  };
  if (!Array.isArray(received)) return refuse('02000006', ruleTexts.type('array'));
  if (received.length === 0 && place.mandatory) return refuse('02000001', ruleTexts.notEmptyList);
  if (received.length > rule.maxItems) {
    return refuse(rule['x-items-code'] ?? '02000011', ruleTexts.itemsMax(rule.maxItems));
  }
  return received.map((item: unknown, index) =>
    readField(rule.items, item, { path: `${path}[${index}]`, source, found, owner: {}, mandatory: true }),
  );
}

function brokenInteger(rule: IntegerRule, received: unknown, source: Source): Broken[] {
  if (source === 'text') {
    if (typeof received !== 'string') return [['02000006', ruleTexts.type('integer')]];
    if (!/^-?\d+$/.test(received)) return [['02000008', ruleTexts.type('integer')]];
  } else if (typeof received !== 'number' || (Number.isFinite(received) && !Number.isInteger(received))) {
    return [['02000006', ruleTexts.type('integer')]];
  }
  const value = Number(received);
  if (rule.enum !== undefined) {
    return rule.enum.includes(value) ? [] : [['02000007', ruleTexts.oneOf(rule.enum)]];
  }
  const isOutside = value < (rule.minimum ?? value) || value > (rule.maximum ?? value);
  return isOutside ? [['02000007', ruleTexts.range(rule.minimum, rule.maximum)]] : [];
}

/** Characters and length may both be broken, and are both told; a format is judged after them. */
function brokenText(rule: TextRule, received: unknown, format: FormatName | undefined): Broken[] {
  if (typeof received !== 'string') return [['02000006', ruleTexts.type('string')]];
  const broken = [...brokenCharacters(rule, received), ...brokenLength(rule, received)];
  if (broken.length > 0) return broken;
  if (rule.enum !== undefined && !rule.enum.includes(received)) {
    return [['02000007', ruleTexts.oneOf(rule.enum)]];
  }
  if (format === undefined) return [];
  const { violation, rule: text } = formatNamed(format);
  const code = violation(received);
  return code === null ? [] : [[rule['x-format-code'] ?? code, text]];
}

function brokenCharacters(rule: TextRule, received: string): Broken[] {
  if (!isStorable(received)) return [['02000002', anyText]];
  const set = rule['x-characters'];
  return set === undefined || isWithin(set, received) ? [] : [['02000002', characterSets[set].rule]];
}

function brokenLength({ minLength, maxLength }: TextRule, received: string): Broken[] {
  const isShort = minLength !== undefined && isShorter(received, minLength);
  const isLong = maxLength !== undefined && !isShorter(received, maxLength + 1);
  if (!isShort && !isLong) return [];
  if (minLength !== undefined && maxLength !== undefined) {
    return [['02000005', ruleTexts.lengthRange(minLength, maxLength)]];
  }
  return maxLength === undefined
    ? [['02000004', ruleTexts.lengthMin(minLength ?? 0)]]
    : [['02000003', ruleTexts.lengthMax(maxLength)]];
}

/** Counts code points (R6), and none of them when the text is far too long. */
const isShorter = (text: string, points: number): boolean =>
  text.length < points || (text.length < 2 * points && Array.from(text).length < points);

const formatOf = (rule: TextRule, owner: Readonly<Record<string, unknown>>): FormatName | undefined =>
  rule['x-format'] ?? rule['x-format-when']?.find((candidate) => holds(candidate, owner))?.format;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own properties only, so that nothing inherited is taken for a field. */
const ownValue = (owner: object, name: string): unknown =>
  Object.getOwnPropertyDescriptor(owner, name)?.value;
