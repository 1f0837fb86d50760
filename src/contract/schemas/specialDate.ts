// The special date in requests (contract.md 5). A time text that is not in the format of its type
// has a code of its own there, 0200030.
import { choice, integer, object, text } from '../rules/field.ts';

const fields = {
  name: text({ maxLength: 30, characters: 'name', description: 'Name, unique in the campaign.' }),
  type: choice([1, 2, 3], { description: '1: by week; 2: by date; 3: by date, every year.' }),
  week: text({
    format: 'weekDays',
    'x-only-when': { field: 'type', in: [1] },
    description: 'Days of the week, 1 (Monday) to 7 (Sunday), joined by commas.',
  }),
  beginTime: text({
    formatWhen: [
      { field: 'type', in: [2], format: 'day' },
      { field: 'type', in: [3], format: 'yearlyDay' },
    ],
    formatCode: '0200030',
    'x-only-when': { field: 'type', in: [2, 3] },
    // A yearly date may go over New Year: 12-24 to 01-06.
    'x-pair': {
      end: 'endTime',
      together: true,
      order: 'notAfter',
      orderedWhen: { field: 'type', in: [2] },
    },
    description:
      'First day: yyyy-MM-dd for type 2, MM-dd for type 3, where one later than endTime goes over New Year.',
  }),
  endTime: text({
    formatWhen: [
      { field: 'type', in: [2], format: 'day' },
      { field: 'type', in: [3], format: 'yearlyDay' },
    ],
    formatCode: '0200030',
    'x-only-when': { field: 'type', in: [2, 3] },
    description: 'Last day, included: yyyy-MM-dd for type 2, MM-dd for type 3.',
  }),
};

export const addSpecialDateBody = object(fields, { description: 'The new special date.' });

export const modifySpecialDateBody = object(
  { id: integer({ description: 'ID of the special date.' }), ...fields },
  { description: 'The special date as it is to be.' },
);
