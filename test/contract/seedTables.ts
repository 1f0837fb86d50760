// Tables 3 to 12 of the seed, row by row, copied by hand. The schemas are held against them, so that
// a slip in a schema cannot hide behind the cases that are derived from it.

/** No., parameter, type, mandatory or not, what the description says in numbers. */
export type Row = readonly [no: string, path: string, type: string, mandatory: string, facts?: object];

const average = (table: string, object: string): Row[] => [
  [`${table}.1`, `${object}.maxAvgCallTime`, 'Integer', 'Yes', { minimum: 50, maximum: 200 }],
  [`${table}.2`, `${object}.minAvgCallTime`, 'Integer', 'Yes', { minimum: 50, maximum: 200 }],
];

const skill = 'skillParam';
const predict = `${skill}.predictParam`;
const preview = `${skill}.previewParam`;

export const seedRows: readonly Row[] = [
  ['1', 'name', 'String', 'Yes', { maxLength: 32 }],
  ['2', 'description', 'String', 'No', { maxLength: 200 }],
  ['3', 'strBeginTime', 'String', 'No'],
  ['4', 'strEndTime', 'String', 'No'],
  ['5', 'deviceType', 'Integer', 'Yes', { enum: [1, 2, 3, 5, 6] }],
  ['6', 'callerNo', 'String', 'Yes', { maxLength: 24 }],
  ['7', 'maxAlertingTime', 'Integer', 'Yes', { minimum: 5, maximum: 120 }],
  ['8', 'scheduleParam', 'Object', 'Yes'],
  ['8.1', 'scheduleParam.workdayBeginTime1', 'String', 'No'],
  ['8.2', 'scheduleParam.workdayEndTime1', 'String', 'No'],
  ['8.3', 'scheduleParam.workdayBeginTime2', 'String', 'No'],
  ['8.4', 'scheduleParam.workdayEndTime2', 'String', 'No'],
  ['8.5', 'scheduleParam.workdayBeginTime3', 'String', 'No'],
  ['8.6', 'scheduleParam.workdayEndTime3', 'String', 'No'],
  ['8.7', 'scheduleParam.holidayBeginTime1', 'String', 'No'],
  ['8.8', 'scheduleParam.holidayEndTime1', 'String', 'No'],
  ['8.9', 'scheduleParam.holidayBeginTime2', 'String', 'No'],
  ['8.10', 'scheduleParam.holidayEndTime2', 'String', 'No'],
  ['8.11', 'scheduleParam.holidayBeginTime3', 'String', 'No'],
  ['8.12', 'scheduleParam.holidayEndTime3', 'String', 'No'],
  ['9', 'ivrParam', 'Object', 'when deviceType 1,3'],
  ['9.1', 'ivrParam.deviceSign', 'String', 'Yes', { maxLength: 128 }],
  ['9.2', 'ivrParam.callCount', 'Integer', 'Yes', { minimum: 1, maximum: 100 }],
  ['9.3', 'ivrParam.callInterval', 'Integer', 'Yes', { minimum: 1, maximum: 9999 }],
  ['10', skill, 'Object', 'when deviceType 2,5,6'],
  ['10.1', `${skill}.skillId`, 'Integer', 'Yes', { minimum: 1, maximum: 1000 }],
  ['10.2', `${skill}.skillName`, 'String', 'No', { maxLength: 100 }],
  ['10.3', `${skill}.outBoundType`, 'Integer', 'Yes', { enum: [2, 5, 6] }],
  ['10.4', predict, 'Object', 'when outBoundType 2'],
  ['10.4.1', `${predict}.predictMethod`, 'Integer', 'Yes', { enum: [1, 2, 3, 5] }],
  ['10.4.2', `${predict}.expPredictParam`, 'Object', 'when predictMethod 1'],
  ...average('10.4.2', `${predict}.expPredictParam`),
  [
    '10.4.2.3',
    `${predict}.expPredictParam.outBoundRate`,
    'Integer',
    'Yes',
    { minimum: 0, maximum: 100, default: 70 },
  ],
  ['10.4.3', `${predict}.agentPredictParam`, 'Object', 'when predictMethod 2'],
  ...average('10.4.3', `${predict}.agentPredictParam`),
  [
    '10.4.3.3',
    `${predict}.agentPredictParam.lossRate`,
    'Integer',
    'Yes',
    { minimum: 0, maximum: 100, default: 3 },
  ],
  [
    '10.4.3.4',
    `${predict}.agentPredictParam.utilRate`,
    'Integer',
    'Yes',
    { minimum: 0, maximum: 100, default: 70 },
  ],
  ['10.4.3.5', `${predict}.agentPredictParam.utilRateMethod`, 'Integer', 'Yes', { enum: [1, 2] }],
  ['10.4.4', `${predict}.connectPredictParam`, 'Object', 'when predictMethod 3'],
  ...average('10.4.4', `${predict}.connectPredictParam`),
  [
    '10.4.4.3',
    `${predict}.connectPredictParam.lossRate`,
    'Integer',
    'Yes',
    { minimum: 0, maximum: 100, default: 3 },
  ],
  [
    '10.4.4.4',
    `${predict}.connectPredictParam.waitTime`,
    'Integer',
    'Yes',
    { minimum: 0, maximum: 16, default: 5 },
  ],
  ['10.4.4.5', `${predict}.connectPredictParam.connRate`, 'Integer', 'Yes', { minimum: 0, maximum: 100 }],
  ['10.4.5', `${predict}.offhookPredictParam`, 'Object', 'when predictMethod 5'],
  [
    '10.4.5.1',
    `${predict}.offhookPredictParam.offHookRate`,
    'Integer',
    'Yes',
    { minimum: 50, maximum: 200, default: 100 },
  ],
  ['10.5', preview, 'Object', 'when outBoundType 5'],
  ['10.5.1', `${preview}.failInterval`, 'Integer', 'Yes', { minimum: 3, maximum: 60 }],
  ['10.5.2', `${preview}.obCallCount`, 'Integer', 'Yes', { minimum: 1, maximum: 100 }],
  ['10.5.3', `${preview}.autoCallTime`, 'Integer', 'Yes', { minimum: 5 }],
  ['11', 'callBackUrl', 'String', 'Yes', { maxLength: 1024 }],
];
