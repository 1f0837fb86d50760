// A special date as the wire shows it (contract.md 5); what does not belong to its type is null.
import type { SpecialDate } from '../../core/specialDate.ts';
import type { Shaped } from '../rules/field.ts';
import type { specialDate } from '../schemas/answers.ts';

export function writeSpecialDate({ id, name, rule }: SpecialDate): Shaped<typeof specialDate> {
  switch (rule.kind) {
    case 'week':
      return { id, name, type: 1, week: rule.days.join(','), beginTime: null, endTime: null };
    case 'date':
      return { id, name, type: 2, week: null, beginTime: rule.begin, endTime: rule.end };
    case 'yearly':
      return { id, name, type: 3, week: null, beginTime: rule.begin, endTime: rule.end };
  }
}
