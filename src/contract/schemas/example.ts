// The example of the seed, its dates moved far into the future and its name shortened to the 32 characters
// of its own table (R7).
export const seedExampleBody = {
  name: 'Data Package for National Day',
  description: 'Data Package Recommendation for National Day',
  strBeginTime: '2040-09-10 00:00:00',
  strEndTime: '2040-10-07 23:59:59',
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
};
