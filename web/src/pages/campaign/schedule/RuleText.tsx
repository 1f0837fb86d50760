// On which days a special date lies, in words.
import type { SpecialDate } from '../../../../../src/core/specialDate.ts';
import { useLanguage } from '../../../preferences.ts';
import { tagOf } from '../../../text/language.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { weekDayName } from './days.ts';
import { scheduleTexts } from './texts.ts';

export function RuleText({ date: { rule } }: { readonly date: SpecialDate }) {
  const texts = useTexts(scheduleTexts);
  const tag = tagOf(useLanguage());
  switch (rule.kind) {
    case 'week':
      return texts.every(rule.days.map((day) => weekDayName(day, tag)).join(', '));
    case 'date':
      return texts.onceFrom(rule.begin, rule.end);
    case 'yearly':
      return texts.yearlyFrom(rule.begin, rule.end);
  }
}
