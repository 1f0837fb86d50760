// Every rule of a field in words, with the code of its violation, as its schema states them: for
// the OpenAPI document and for the conformance table.
import { characterSets } from '../../core/characters.ts';
import type { Code } from '../codes.ts';
import type { Bilingual } from '../locale.ts';
import { formatNamed } from './formats.ts';
import { isMandatory, type ObjectRule, type Rule } from './rule.ts';
import { ruleTexts } from './ruleTexts.ts';
import type { Source } from './shape.ts';

export interface FieldRule {
  readonly code: Code;
  readonly rule: Bilingual;
}

/** The rules of the field `name` of `owner`, in the order in which they are judged. */
export function rulesOf(owner: ObjectRule, name: string, field: Rule, source: Source): FieldRule[] {
  const rules: FieldRule[] = [];
  const add = (code: Code, rule: Bilingual): number => rules.push({ code, rule });
  const when = field['x-only-when'];
  if (when) add('02000001', ruleTexts.mandatoryWhen(when));
  else if (isMandatory(owner, name, field)) add('02000001', ruleTexts.mandatory);
  if (source === 'json') add('02000006', ruleTexts.type(field.type));
  else if (field.type === 'integer') add('02000008', ruleTexts.type('integer'));
  addShape(field, add);
  addMeaning(owner, name, field, add);
  return rules;
}

type Add = (code: Code, rule: Bilingual) => void;

function addShape(field: Rule, add: Add): void {
  if (field.type === 'array') {
    add(field['x-items-code'] ?? '02000011', ruleTexts.itemsMax(field.maxItems));
    if (field['x-unique']) add(field['x-unique'].code, ruleTexts.unique(field['x-unique'].field));
  }
  if (field.type === 'integer') {
    const { minimum, maximum } = field;
    if (field.enum) add('02000007', ruleTexts.oneOf(field.enum));
    else if (minimum !== undefined || maximum !== undefined)
      add('02000007', ruleTexts.range(minimum, maximum));
  }
  if (field.type !== 'string') return;
  const { minLength, maxLength } = field;
  const set = field['x-characters'];
  if (set) add('02000002', characterSets[set].rule);
  if (minLength !== undefined && maxLength !== undefined)
    add('02000005', ruleTexts.lengthRange(minLength, maxLength));
  else if (maxLength !== undefined) add('02000003', ruleTexts.lengthMax(maxLength));
  else if (minLength !== undefined) add('02000004', ruleTexts.lengthMin(minLength));
  if (field.enum) add('02000007', ruleTexts.oneOf(field.enum));
  const format = field['x-format'];
  if (format) {
    // A value that is not a text has the format's own code; a number in a path differs (R3).
    const code = formatNamed(format).violation('?') ?? '02000007';
    add(field['x-format-code'] ?? code, formatNamed(format).rule);
    if (format === 'segmentTime') add('02000010', ruleTexts.hourAndMinute);
  }
  for (const choice of field['x-format-when'] ?? []) {
    add(field['x-format-code'] ?? '02000007', ruleTexts.formatWhen(formatNamed(choice.format).rule, choice));
  }
}

function addMeaning(owner: ObjectRule, name: string, field: Rule, add: Add): void {
  const least = field['x-minimum-when'];
  const most = field['x-maximum-when'];
  const below = field['x-maximum-of'];
  if (least) add('02000007', ruleTexts.minimumWhen(least.minimum, least));
  if (most) add('02000007', ruleTexts.maximumWhen(most.maximum, most));
  if (field['x-not-above']) add('02000009', ruleTexts.notAbove(field['x-not-above']));
  if (field['x-equals']) add('02000009', ruleTexts.equals(field['x-equals']));
  if (below) add('02000007', ruleTexts.maximumOf(below.field, below.minus));
  if (field['x-not-before'] === 'today') add('0200002', ruleTexts.notBeforeToday);
  if (field['x-not-before'] === 'now') add('02000007', ruleTexts.notBeforeNow);
  if (field['x-needs']) add('02000009', ruleTexts.needs(field['x-needs']));
  const pair = field['x-pair'];
  if (pair) {
    if (pair.together) add('02000009', ruleTexts.together(pair.end));
    add('02000009', ruleTexts.ordered(pair));
    if (pair.daysApartMax !== undefined) add('02000007', ruleTexts.daysApart(pair.end, pair.daysApartMax));
  }
  for (const [begin, other] of Object.entries(owner.properties)) {
    if (other['x-pair']?.end === name && other['x-pair'].together) add('02000009', ruleTexts.together(begin));
  }
  if (field.type === 'object' && field['x-at-least-one']) {
    add('02000009', ruleTexts.atLeastOne(field['x-at-least-one']));
  }
}
