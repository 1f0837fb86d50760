// Numbers of a campaign in requests (contract.md 7.1 and 7.3). That callData must be JSON text
// depends on the stored campaign, and is judged by `judgeCallData` in readNumber.ts.
import { choice, list, object, optional, text, textChoice } from '../rules/field.ts';

const sessionId = optional(
  text({ maxLength: 32, description: "The integrator's user ID, returned with the result." }),
);
const customField = optional(
  text({ maxLength: 200, description: "The integrator's own field, returned with the result." }),
);

const callData = object(
  {
    sessionId,
    called: text({ maxLength: 24, characters: 'dial', description: 'Called number.' }),
    caller: optional(
      text({
        maxLength: 24,
        characters: 'dial',
        description: "Calling number; the campaign's when not given.",
      }),
    ),
    customField,
    recycleTime: optional(
      text({
        format: 'wallTime',
        formatCode: '0200030',
        description: "Recycle time, in the VDN's time zone.",
      }),
    ),
    callData: optional(
      text({
        maxLength: 1024,
        description: 'Channel-associated data; JSON text when the deviceType of the campaign is 1.',
      }),
    ),
    priority: textChoice(['1', '2', '3', '4', '5'], {
      default: '3',
      description: 'Priority; a smaller one is dialed earlier.',
    }),
  },
  { description: 'A number with its data.' },
);

export const addNumbersBody = object(
  {
    callDataList: list(callData, {
      maxItems: 20,
      itemsCode: '0200029',
      unique: { field: 'called', code: '0200018' },
      description: 'The numbers to add.',
    }),
  },
  { description: 'Numbers to add.' },
);

export const deleteNumbersBody = object(
  {
    sessionId,
    called: optional(text({ maxLength: 24, characters: 'dial', description: 'Called number.' })),
    customField,
    recycleTime: optional(
      text({
        format: 'wallTime',
        formatCode: '0200030',
        description: "Recycle time, in the VDN's time zone.",
      }),
    ),
    recycleType: optional(
      textChoice(['1', '2', '3'], {
        'x-needs': 'recycleTime',
        description:
          'Which recycle times: 1: of the day of recycleTime or earlier; 2: of that day; 3 (also when not given): of that second.',
      }),
    ),
    archiveHistory: choice([0, 1], { default: 0, description: '0: delete outright; 1: keep as history.' }),
  },
  {
    description: 'Which numbers to delete: those that meet all that is given.',
    atLeastOne: ['sessionId', 'called', 'customField', 'recycleTime'],
  },
);
