// Reads a special date to add or to modify (contract.md 5).
import type { NewSpecialDate, SpecialDate, SpecialDateRule } from '../../core/specialDate.ts';
import type { Shaped } from '../rules/field.ts';
import { accepted, type ReadContext, type Reading } from '../rules/violation.ts';
import { addSpecialDateBody, modifySpecialDateBody } from '../schemas/specialDate.ts';
import { read } from './read.ts';
import { storableId } from './readPath.ts';

export function readAddSpecialDate(body: unknown, context: ReadContext): Reading<NewSpecialDate> {
  const reading = read(addSpecialDateBody, body, context);
  return reading.ok ? accepted({ name: reading.value.name, rule: ruleOf(reading.value) }) : reading;
}

/** The id is in the body (contract.md 5). */
export function readModifySpecialDate(body: unknown, context: ReadContext): Reading<SpecialDate> {
  const reading = read(modifySpecialDateBody, body, context);
  if (!reading.ok) return reading;
  const { id, name } = reading.value;
  return accepted({ id: storableId(id), name, rule: ruleOf(reading.value) });
}

/** Only what belongs to the type was read, so the other fields are absent. */
function ruleOf({ type, week, beginTime, endTime }: Shaped<typeof addSpecialDateBody>): SpecialDateRule {
  switch (type) {
    case 1:
      return {
        kind: 'week',
        days: week
          .split(',')
          .map(Number)
          .toSorted((a, b) => a - b),
      };
    case 2:
      return { kind: 'date', begin: beginTime, end: endTime };
    case 3:
      return { kind: 'yearly', begin: beginTime, end: endTime };
  }
}
