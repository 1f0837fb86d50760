// Queries for results (contract.md 10.1) and for exception statistics (contract.md 4.2).
import { choice, integer, object, optional, text } from '../rules/field.ts';

const days = (end: string, description: string) =>
  optional(
    text({
      format: 'day',
      'x-pair': { end, together: true, order: 'notAfter', daysApartMax: 30 },
      description,
    }),
  );

export const resultQueryBody = object(
  {
    sessionId: optional(text({ maxLength: 32, description: "The integrator's user ID." })),
    customField: optional(text({ maxLength: 200, description: "The integrator's own field." })),
    pageSize: optional(
      integer({
        minimum: 1,
        maximum: 500,
        'x-maximum-when': { field: 'showDetail', in: [1], maximum: 100 },
        description: 'Rows of a page. Without pageSize and pageNum at most 2000 rows are returned.',
      }),
    ),
    pageNum: optional(integer({ minimum: 1, maximum: 2_147_483_647, description: 'Page, from 1.' })),
    showDetail: choice([0, 1], {
      default: 0,
      description: '0: the final result of each number; 1: every attempt.',
    }),
    beginTime: days('endTime', 'First day of the calls.'),
    endTime: optional(text({ format: 'day', description: 'Last day of the calls, included.' })),
  },
  { description: 'Which results, and which page of them.' },
);

export const exceptionQuery = object(
  {
    campaignId: integer({ description: 'Outbound campaign task ID.' }),
    startDate: days('endDate', 'First day; today when not given.'),
    endDate: optional(text({ format: 'day', description: 'Last day, included; today when not given.' })),
  },
  { description: 'Which campaign and which days.' },
);
