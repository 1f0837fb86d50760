// Words of a campaign's outcomes.
import { inBoth } from '../../../text/texts.ts';

export const outcomesTexts = inBoth(
  {
    tab: 'Outcomes',
    about: (from: string, to: string, calls: string) => `${calls} calls from ${from} to ${to}, by outcome.`,
    outcome: 'Outcome',
    cause: 'Code',
    calls: 'Calls',
    share: 'Share',
    byDay: 'By day',
    day: 'Day',
    succeeded: 'Succeeded',
    none: 'No call has ended yet',
    noneDetail: 'Outcomes are counted when calls end.',
  },
  {
    tab: '结果',
    about: (from, to, calls) => `${from} 至 ${to} 共 ${calls} 次呼叫，按结束原因统计。`,
    outcome: '结束原因',
    cause: '代码',
    calls: '呼叫数',
    share: '占比',
    byDay: '按日',
    day: '日期',
    succeeded: '成功',
    none: '还没有结束的呼叫',
    noneDetail: '呼叫结束后即计入统计。',
  },
);
