// The campaign in requests: Tables 3 to 12 of the seed, row by row, and the differences of add V1
// (contract.md 3.3). A default beside "mandatory" is taken when the field is not given (R11).
import { choice, integer, object, optional, text } from '../rules/field.ts';
import { scheduleParam } from './schedule.ts';

/** Rows of Tables 9, 10 and 11 that are the same in all three. */
const averageCallTime = {
  maxAvgCallTime: integer({
    minimum: 50,
    maximum: 200,
    description: 'Maximum average call duration, in seconds.',
  }),
  minAvgCallTime: integer({
    minimum: 50,
    maximum: 200,
    'x-not-above': 'maxAvgCallTime',
    description: 'Minimum average call duration, in seconds.',
  }),
};

const percent = (description: string) => integer({ minimum: 0, maximum: 100, description });
const percentOr = (value: number, description: string) =>
  integer({ minimum: 0, maximum: 100, default: value, description });

const lossRate = percentOr(3, 'Minimum call loss rate, in percent.');

const predictParam = object(
  {
    predictMethod: choice([1, 2, 3, 5], {
      description:
        'Algorithm for predicted outbound calls. 1: empirical prediction; 2: agent usage prediction; 3: prediction of the outbound call completion rate; 5: off-hook rate prediction.',
    }),
    expPredictParam: optional(
      object(
        { ...averageCallTime, outBoundRate: percentOr(70, 'Outbound call rate, in percent.') },
        {
          description: 'Settings of the algorithm for empirical prediction.',
          'x-only-when': { field: 'predictMethod', in: [1] },
        },
      ),
    ),
    agentPredictParam: optional(
      object(
        {
          ...averageCallTime,
          lossRate,
          utilRate: percentOr(70, 'Agent usage, in percent.'),
          utilRateMethod: choice([1, 2], {
            description:
              'Algorithm for agent usage. 1: total call duration / total login duration; 2: (total call duration + work state duration) / total login duration.',
          }),
        },
        {
          description: 'Settings of the algorithm for agent usage prediction.',
          'x-only-when': { field: 'predictMethod', in: [2] },
        },
      ),
    ),
    connectPredictParam: optional(
      object(
        {
          ...averageCallTime,
          lossRate,
          waitTime: integer({
            minimum: 0,
            maximum: 16,
            default: 5,
            description: "Called party's waiting time, in seconds.",
          }),
          connRate: percent('Outbound call connection rate, in percent.'),
        },
        {
          description: 'Settings of the algorithm for predicting the outbound call completion rate.',
          'x-only-when': { field: 'predictMethod', in: [3] },
        },
      ),
    ),
    offhookPredictParam: optional(
      object(
        { offHookRate: integer({ minimum: 50, maximum: 200, default: 100, description: 'Off-hook rate.' }) },
        {
          description: 'Settings of the algorithm for off-hook rate prediction.',
          'x-only-when': { field: 'predictMethod', in: [5] },
        },
      ),
    ),
  },
  {
    description: 'Settings of predicted outbound calls.',
    'x-only-when': { field: 'outBoundType', in: [2] },
  },
);

const previewParam = object(
  {
    failInterval: integer({ minimum: 3, maximum: 60, description: 'Outbound call interval, in seconds.' }),
    obCallCount: integer({ minimum: 1, maximum: 100, description: 'Outbound calls each time.' }),
    autoCallTime: integer({
      minimum: 5,
      'x-maximum-of': { field: 'maxAlertingTime', minus: 3 },
      description: 'Duration of a previewed outbound call, in seconds.',
    }),
  },
  {
    description: 'Settings of previewed outbound calls.',
    'x-only-when': { field: 'outBoundType', in: [5] },
  },
);

const ivrParam = object(
  {
    deviceSign: text({
      maxLength: 128,
      characters: 'name',
      description:
        'Intelligent IVR flow code for deviceType 1; access code of an IVR flow or of a chatbot for deviceType 3.',
    }),
    callCount: integer({ minimum: 1, maximum: 100, description: 'Outbound calls each time.' }),
    callInterval: integer({ minimum: 1, maximum: 9999, description: 'Interval of the calls, in seconds.' }),
  },
  { description: 'IVR of the campaign.', 'x-only-when': { field: 'deviceType', in: [1, 3] } },
);

const skillParam = object(
  {
    skillId: integer({ minimum: 1, maximum: 1000, description: 'ID of a skill queue.' }),
    skillName: optional(text({ maxLength: 100, characters: 'name', description: 'Skill queue name.' })),
    outBoundType: choice([2, 5, 6], {
      'x-equals': 'deviceType',
      description: 'Outbound call mode. 2: predicted; 5: previewed; 6: preempted.',
    }),
    predictParam: optional(predictParam),
    previewParam: optional(previewParam),
  },
  { description: 'Skill queue of the campaign.', 'x-only-when': { field: 'deviceType', in: [2, 5, 6] } },
);

const name = text({
  maxLength: 32,
  characters: 'name',
  description: 'Name of an outbound campaign, unique in the VDN.',
});

const description = optional(
  text({
    maxLength: 200,
    characters: 'description',
    clearable: true,
    description: 'Description. On modify an absent or null one keeps what is stored, and "" clears it.',
  }),
);

const strBeginTime = text({
  format: 'wallTime',
  'x-not-before': 'today',
  'x-pair': { end: 'strEndTime', together: true, order: 'notAfter' },
  description: "Time when an outbound campaign starts, in the VDN's time zone.",
});

const strEndTime = text({
  format: 'endTime',
  'x-not-before': 'now',
  description: "Time when an outbound campaign ends, in the VDN's time zone.",
});

/** Rows 5 to 10 of Table 3. */
const dialing = {
  deviceType: choice([1, 2, 3, 5, 6], {
    description:
      'Type of an outbound device, fixed on creation. 1: IVR in intelligent outbound calls; 2: skill queue in predicted, 5: in previewed, 6: in preempted outbound calls; 3: IVR in automatic outbound calls.',
  }),
  callerNo: text({ maxLength: 24, characters: 'dial', description: 'Calling number shown to the customer.' }),
  maxAlertingTime: integer({
    minimum: 5,
    maximum: 120,
    'x-minimum-when': { field: 'deviceType', in: [5], minimum: 9 },
    description: 'Maximum ringing duration, in seconds, after which the call is released.',
  }),
  scheduleParam,
  ivrParam: optional(ivrParam),
  skillParam: optional(skillParam),
};

const callBackUrl = text({
  maxLength: 1024,
  format: 'httpUrl',
  description: 'URL to which results are sent. HTTPS is recommended.',
});

/** Modify V1 (seed, Table 3). */
export const modifyCampaignBody = object(
  {
    name,
    description,
    strBeginTime: optional(strBeginTime),
    strEndTime: optional(strEndTime),
    ...dialing,
    callBackUrl,
  },
  { description: 'The campaign as it is to be.' },
);

/** Add V1 (contract.md 3.3): begin and end are mandatory, and the first state can be chosen (R14). */
export const addCampaignBody = object(
  {
    name,
    description,
    strBeginTime,
    strEndTime,
    ...dialing,
    initStatus: choice([0, 1, 3], {
      default: 0,
      description: 'State of the new campaign. 0: started; 1: draft; 3: paused.',
    }),
    callBackUrl,
  },
  { description: 'The new campaign.' },
);

/** Delete (contract.md 3.5). */
export const deleteCampaignBody = object(
  {
    archiveHistory: choice([0, 1], { default: 0, description: '0: delete outright; 1: keep as history.' }),
  },
  { description: 'How to delete.' },
);

/** Query of the list (contract.md 3.7); every value is text. */
export const campaignListQuery = object(
  {
    name: optional(
      text({ minLength: 0, maxLength: 30, characters: 'line', description: 'Part of the name.' }),
    ),
    status: choice([0, 2, 3, 4], { description: '0: all; 2: started; 3: paused; 4: finished.' }),
    deviceType: choice([0, 1, 2, 3, 5, 6], { description: '0: all; else the device type.' }),
    beginTime: optional(
      text({
        format: 'wallTime',
        'x-pair': { end: 'endTime', together: false, order: 'notAfter' },
        description: 'Earliest start time.',
      }),
    ),
    endTime: optional(text({ format: 'wallTime', description: 'Latest end time.' })),
    curPage: integer({ default: 1, description: 'Page, from 1; a value below 1 is corrected to 1.' }),
    rowsPerPage: integer({ minimum: 1, maximum: 100, default: 10, description: 'Rows of a page.' }),
  },
  { description: 'Which campaigns, and which page of them.' },
);
