// Bodies of the contract's add and modify, for campaigns that dial in the laboratory: open all day, with
// the shortest ring limit, fast enough for a test to be over soon.
import { zoneOfAfternoon } from '../../src/cli/demo/requests.ts';
import { toMillis } from '../../src/core/units.ts';
import { wallOfInstant } from '../../src/core/zone.ts';

export const campaignsPath = '/rest/isales/v1/openapi/campaigns/1';
export const numbersPath = (campaignId: number): string => `${campaignsPath}/calldata/${campaignId}`;

let made = 0;

/** The time of day is an afternoon, so that no test runs into the end of a day. */
export const zone = zoneOfAfternoon(toMillis(Date.now()));

function anyCampaign() {
  const day = (daysAhead: number): string =>
    wallOfInstant(toMillis(Date.now() + daysAhead * 86_400_000), zone).slice(0, 10);
  made += 1;
  return {
    name: `Laboratory ${made}`,
    strBeginTime: `${day(0)} 00:00:00`,
    strEndTime: `${day(30)} 23:59:59`,
    callerNo: '10085',
    maxAlertingTime: 5,
    scheduleParam: { workdayBeginTime1: '00:00', workdayEndTime1: '23:59' },
  };
}

/** An IVR campaign; 20 calls a second unless told otherwise. */
export const ivrCampaign = (flowCode: string, change: object = {}, pace: object = {}) => ({
  ...anyCampaign(),
  deviceType: 3,
  ivrParam: { deviceSign: flowCode, callCount: 20, callInterval: 1, ...pace },
  ...change,
});

/** A predicted campaign of skill queue 5, by the off-hook rate. */
export const predictedCampaign = (change: object = {}) => ({
  ...anyCampaign(),
  deviceType: 2,
  skillParam: {
    skillId: 5,
    outBoundType: 2,
    predictParam: { predictMethod: 5, offhookPredictParam: { offHookRate: 100 } },
  },
  ...change,
});

export const previewedCampaign = (change: object = {}) => ({
  ...anyCampaign(),
  deviceType: 5,
  maxAlertingTime: 20,
  skillParam: {
    skillId: 5,
    outBoundType: 5,
    previewParam: { failInterval: 3, obCallCount: 1, autoCallTime: 15 },
  },
  ...change,
});

export const preemptedCampaign = (change: object = {}) => ({
  ...anyCampaign(),
  deviceType: 6,
  skillParam: { skillId: 5, outBoundType: 6 },
  ...change,
});
