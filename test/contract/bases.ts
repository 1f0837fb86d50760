// Requests that every interface accepts, from which the derived cases break one thing at a time.
// Between them the bases of an interface hold every field of its schema.
import { addSeconds, type Millis } from '../../src/core/units.ts';
import { wallOfInstant } from '../../src/core/zone.ts';

const day = 86_400;

/** The seed's own example, its dates moved into the future of `now`. */
export const seedExample = (now: Millis, zone = 'UTC') => ({
  name: 'Data Package Recommendation for National Day',
  description: 'Data Package Recommendation for National Day',
  strBeginTime: `${wallOfInstant(addSeconds(now, day), zone).slice(0, 10)} 00:00:00`,
  strEndTime: `${wallOfInstant(addSeconds(now, 28 * day), zone).slice(0, 10)} 23:59:59`,
  deviceType: 2,
  callerNo: '10085',
  maxAlertingTime: 20,
  scheduleParam: {
    workdayBeginTime1: '08:00',
    workdayEndTime1: '11:30',
    workdayBeginTime2: '13:00',
    workdayEndTime2: '17:30',
    workdayBeginTime3: '',
    workdayEndTime3: '',
    holidayBeginTime1: '10:00',
    holidayEndTime1: '11:00',
    holidayBeginTime2: '13:00',
    holidayEndTime2: '17:30',
    holidayBeginTime3: '',
    holidayEndTime3: '',
  },
  skillParam: {
    skillId: 5,
    skillName: 'Voice Skill Queue',
    outBoundType: 2,
    predictParam: { predictMethod: 5, offhookPredictParam: { offHookRate: 100 } },
  },
  callBackUrl: 'https://10.10.10.10/xxx/xxx/xxx',
});

const average = { maxAvgCallTime: 200, minAvgCallTime: 50 };

const methods = [
  { predictMethod: 1, expPredictParam: { ...average, outBoundRate: 70 } },
  { predictMethod: 2, agentPredictParam: { ...average, lossRate: 3, utilRate: 70, utilRateMethod: 1 } },
  { predictMethod: 3, connectPredictParam: { ...average, lossRate: 3, waitTime: 5, connRate: 40 } },
  { predictMethod: 5, offhookPredictParam: { offHookRate: 100 } },
];

const ivrParam = { deviceSign: '1001', callCount: 3, callInterval: 3 };
const skill = { skillId: 5, skillName: 'Voice Skill Queue' };

/** One for each device type, and for deviceType 2 one for each algorithm. */
export function campaignBases(now: Millis, zone = 'UTC') {
  const { skillParam: _, name, ...example } = seedExample(now, zone);
  const common = {
    ...example,
    name: name.slice(0, 32).trimEnd(),
    scheduleParam: {
      ...example.scheduleParam,
      workdayBeginTime3: '18:00',
      workdayEndTime3: '19:00',
      holidayBeginTime3: '18:00',
      holidayEndTime3: '19:00',
    },
  };
  return [
    ...methods.map((predictParam) => ({
      ...common,
      deviceType: 2,
      skillParam: { ...skill, outBoundType: 2, predictParam },
    })),
    { ...common, deviceType: 1, ivrParam },
    { ...common, deviceType: 3, ivrParam },
    {
      ...common,
      deviceType: 5,
      skillParam: {
        ...skill,
        outBoundType: 5,
        previewParam: { failInterval: 3, obCallCount: 1, autoCallTime: 5 },
      },
    },
    { ...common, deviceType: 6, skillParam: { ...skill, outBoundType: 6 } },
  ];
}

export const specialDateBases = [
  { name: 'Weekend', type: 1, week: '6,7' },
  { name: 'Festival', type: 2, beginTime: '2018-09-22', endTime: '2018-09-24' },
  { name: 'New Year', type: 3, beginTime: '01-01', endTime: '01-02' },
];

const number = {
  sessionId: 'customer-1',
  called: '13800000010',
  caller: '10085',
  customField: 'row 1',
  recycleTime: '2030-01-01 00:00:00',
  callData: '{"fullName":"A"}',
  priority: '3',
};

export const addNumbersBases = [{ callDataList: [number, { called: '13800000011' }] }];

const filter = {
  sessionId: 'customer-1',
  called: '13800000010',
  customField: 'row 1',
  recycleTime: '2030-01-01 12:00:00',
  archiveHistory: 0,
};

export const deleteNumbersBases = [filter, { ...filter, recycleType: '2' }];

const resultQuery = { sessionId: 'customer-1', customField: 'row 1', pageSize: 100, pageNum: 1 };

export const resultQueryBases = [
  { ...resultQuery, showDetail: 0, beginTime: '2030-01-01', endTime: '2030-01-31' },
];

export const campaignListBases = [
  {
    name: 'National',
    status: '0',
    deviceType: '0',
    beginTime: '2030-01-01 00:00:00',
    endTime: '2030-01-31 00:00:00',
    curPage: '1',
    rowsPerPage: '10',
  },
];

export const exceptionBases = [{ campaignId: '46', startDate: '2030-01-01', endDate: '2030-01-31' }];
