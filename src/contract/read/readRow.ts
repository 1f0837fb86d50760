// Reads one row of a file of numbers by the rules of the interface that adds numbers. A file can hold
// a million of them: a row that is plainly right is taken at once, by checks that are made from the
// same schema; every other row goes the ordinary way, which says what is wrong.

import { isStorable, isWithin } from '../../core/characters.ts';
import type { NewContact } from '../../core/contact.ts';
import { type ObjectRule, type Rule, ruleOf } from '../rules/rule.ts';
import { accepted, type ReadContext, type Reading } from '../rules/violation.ts';
import { addNumbersBody } from '../schemas/number.ts';
import { readNumbers } from './readNumber.ts';

/** The fields of a number that a file can have, in the order of the interface's table. */
export const rowFields = [
  'sessionId',
  'called',
  'caller',
  'customField',
  'recycleTime',
  'callData',
  'priority',
] as const;

export type RowField = (typeof rowFields)[number];

/** A row by field; a field without a column is not there. */
export type FileRow = Readonly<Partial<Record<RowField, string>>>;

export function readRow(row: FileRow, context: ReadContext): Reading<NewContact> {
  if (isPlain(row)) return accepted(plainContact(row));
  const reading = readNumbers({ callDataList: [row] }, context);
  if (!reading.ok) return reading;
  const [contact] = reading.value;
  return accepted(contact ?? plainContact(row));
}

const plainContact = (row: FileRow): NewContact => ({
  called: row.called ?? '',
  caller: row.caller || null,
  sessionId: row.sessionId || null,
  customField: row.customField || null,
  callData: row.callData || null,
  recycleAt: null,
  priority: Number(row.priority || priorityDefault),
});

/** True only when the ordinary way would take the row as it is; a time always goes the ordinary way. */
const isPlain = (row: FileRow): boolean =>
  row.called !== undefined &&
  row.called !== '' &&
  !row.recycleTime &&
  isPlainCalled(row.called) &&
  isPlainCaller(row.caller) &&
  isPlainSessionId(row.sessionId) &&
  isPlainCustomField(row.customField) &&
  isPlainCallData(row.callData) &&
  isPlainPriority(row.priority);

const fields = itemRule().properties;

const isPlainCalled = plainText(fields.called);
const isPlainCaller = plainText(fields.caller);
const isPlainSessionId = plainText(fields.sessionId);
const isPlainCustomField = plainText(fields.customField);
const isPlainCallData = plainText(fields.callData);
const isPlainPriority = plainText(fields.priority);
const priorityDefault = fields.priority?.default;

function itemRule(): ObjectRule {
  const list = ruleOf(addNumbersBody).properties.callDataList;
  if (list?.type !== 'array' || list.items.type !== 'object')
    throw new Error('the numbers are not a list of objects');
  return list.items;
}

function plainText(rule: Rule | undefined): (text: string | undefined) => boolean {
  // A rule that this shortcut does not know leaves the judgment to the ordinary way.
  if (rule?.type !== 'string' || rule.minLength !== undefined || rule['x-format'] !== undefined) {
    return (text) => !text;
  }
  const { enum: list, maxLength = 0, 'x-characters': set } = rule;
  if (list !== undefined) return (text) => !text || list.includes(text);
  return (text) =>
    !text || (text.length <= maxLength && isStorable(text) && (set === undefined || isWithin(set, text)));
}
