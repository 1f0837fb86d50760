// A campaign as the wire shows it (contract.md 3.6 and 3.7). Details sent back as a PUT leave the
// campaign as it is: every name and text here is one that readCampaign.ts reads.
import { minuteText } from '../../core/calendarDay.ts';
import { shownUrl } from '../../core/callbackUrl.ts';
import {
  type Campaign,
  type CampaignSettings,
  type CampaignState,
  type IvrSettings,
  type PredictSettings,
  type PreviewSettings,
  type Schedule,
  type Segment,
  type SkillSettings,
  stateAt,
} from '../../core/campaign.ts';
import type { CampaignListQuery } from '../../core/query.ts';
import { zoneOfTimes } from '../read/read.ts';
import type { Shaped } from '../rules/field.ts';
import type { ReadContext } from '../rules/violation.ts';
import type { campaignDetails, campaignItem, campaignList } from '../schemas/answers.ts';
import { wallOrNull } from '../time.ts';

type Details = Shaped<typeof campaignDetails>;
type SkillParam = NonNullable<Details['skillParam']>;

const statusOf = { draft: 1, started: 2, paused: 3, ended: 4 } as const satisfies Record<
  CampaignState,
  number
>;

/** One item of the list. */
export function writeCampaignItem(campaign: Campaign, context: ReadContext): Shaped<typeof campaignItem> {
  const { settings } = campaign;
  const zone = zoneOfTimes(context);
  return {
    id: campaign.id,
    name: settings.name,
    status: statusOf[stateAt(campaign, context.now)],
    strBeginTime: wallOrNull(settings.beginAt, zone),
    strEndTime: wallOrNull(settings.endAt, zone),
    deviceType: settings.deviceType,
    callerNo: settings.callerNo,
  };
}

/** The `returnObject` of the details. */
export function writeCampaignDetails(campaign: Campaign, context: ReadContext): Details {
  const { settings } = campaign;
  return {
    ...writeCampaignItem(campaign, context),
    description: settings.description,
    maxAlertingTime: settings.maxAlertingSeconds,
    scheduleParam: scheduleParamOf(settings.schedule),
    ivrParam: settings.ivr && ivrParamOf(settings.ivr),
    skillParam: settings.skill && skillParamOf(settings.skill, settings.deviceType),
    callBackUrl: shownUrl(settings.callBackUrl),
  };
}

/** What the list query answers beside the four common fields. */
export function writeCampaignList(
  page: {
    readonly campaigns: readonly Campaign[];
    readonly total: number;
    readonly skillCampaigns: number;
    readonly ivrCampaigns: number;
  },
  query: CampaignListQuery,
  context: ReadContext,
): Shaped<typeof campaignList> {
  return {
    curPage: query.page,
    totalSize: page.total,
    rowsPerPage: query.rowsPerPage,
    curSkillQueueCount: page.skillCampaigns,
    curIvrCount: page.ivrCampaigns,
    data: page.campaigns.map((campaign) => writeCampaignItem(campaign, context)),
  };
}

const beginOf = (segment: Segment | null): string | null => segment && minuteText(segment.begin);
const endOf = (segment: Segment | null): string | null => segment && minuteText(segment.end);

function scheduleParamOf({ workday, holiday }: Schedule): Details['scheduleParam'] {
  return {
    workdayBeginTime1: beginOf(workday[0]),
    workdayEndTime1: endOf(workday[0]),
    workdayBeginTime2: beginOf(workday[1]),
    workdayEndTime2: endOf(workday[1]),
    workdayBeginTime3: beginOf(workday[2]),
    workdayEndTime3: endOf(workday[2]),
    holidayBeginTime1: beginOf(holiday[0]),
    holidayEndTime1: endOf(holiday[0]),
    holidayBeginTime2: beginOf(holiday[1]),
    holidayEndTime2: endOf(holiday[1]),
    holidayBeginTime3: beginOf(holiday[2]),
    holidayEndTime3: endOf(holiday[2]),
  };
}

const ivrParamOf = (ivr: IvrSettings): Details['ivrParam'] => ({
  deviceSign: ivr.deviceSign,
  callCount: ivr.callCount,
  callInterval: ivr.callIntervalSeconds,
});

const skillParamOf = (skill: SkillSettings, deviceType: CampaignSettings['deviceType']): SkillParam => ({
  skillId: skill.skillId,
  skillName: skill.skillName,
  outBoundType: deviceType,
  predictParam: skill.predict && predictParamOf(skill.predict),
  previewParam: skill.preview && previewParamOf(skill.preview),
});

const previewParamOf = (preview: PreviewSettings): SkillParam['previewParam'] => ({
  failInterval: preview.failIntervalSeconds,
  obCallCount: preview.obCallCount,
  autoCallTime: preview.autoCallSeconds,
});

function predictParamOf(predict: PredictSettings): SkillParam['predictParam'] {
  const none = {
    expPredictParam: null,
    agentPredictParam: null,
    connectPredictParam: null,
    offhookPredictParam: null,
  };
  if (predict.method === 'offHook') {
    return { ...none, predictMethod: 5, offhookPredictParam: { offHookRate: predict.offHookRatePercent } };
  }
  const average = { maxAvgCallTime: predict.maxAvgCallSeconds, minAvgCallTime: predict.minAvgCallSeconds };
  switch (predict.method) {
    case 'empirical':
      return {
        ...none,
        predictMethod: 1,
        expPredictParam: { ...average, outBoundRate: predict.outBoundRatePercent },
      };
    case 'usage':
      return {
        ...none,
        predictMethod: 2,
        agentPredictParam: {
          ...average,
          lossRate: predict.lossRatePercent,
          utilRate: predict.utilRatePercent,
          utilRateMethod: predict.utilRateMethod,
        },
      };
    case 'completion':
      return {
        ...none,
        predictMethod: 3,
        connectPredictParam: {
          ...average,
          lossRate: predict.lossRatePercent,
          waitTime: predict.waitSeconds,
          connRate: predict.connRatePercent,
        },
      };
  }
}
