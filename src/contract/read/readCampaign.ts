// Reads the requests for campaigns: add, modify, delete, list (contract.md 3). It turns the wire's names
// and texts into the types of core; nothing of the wire goes further in.
import { meansStoredPassword } from '../../core/callbackUrl.ts';
import type {
  ChosenState,
  DeviceType,
  IvrSettings,
  PredictSettings,
  PreviewSettings,
  Schedule,
  Segment,
  Segments,
  SkillSettings,
} from '../../core/campaign.ts';
import type { CampaignListQuery } from '../../core/query.ts';
import type { CampaignRequest } from '../../core/revise.ts';
import type { Shaped } from '../rules/field.ts';
import { formatNamed } from '../rules/formats.ts';
import { ruleTexts } from '../rules/ruleTexts.ts';
import { readShape } from '../rules/shape.ts';
import { accepted, type ReadContext, type Reading, refusal } from '../rules/violation.ts';
import {
  addCampaignBody,
  campaignListQuery,
  deleteCampaignBody,
  modifyCampaignBody,
} from '../schemas/campaign.ts';
import type { scheduleParam } from '../schemas/schedule.ts';
import { instantOf, instantOrNull } from '../time.ts';
import { read, zoneOfTimes } from './read.ts';

type Body = Shaped<typeof modifyCampaignBody>;

/** A new campaign and the state it begins in: 0 started, 1 draft, 3 paused (R14). */
export function readAddCampaign(
  body: unknown,
  context: ReadContext,
): Reading<{ readonly request: CampaignRequest; readonly state: ChosenState }> {
  const reading = read(addCampaignBody, body, context, { zone: zoneOfTimes(context) });
  if (!reading.ok) return reading;
  const { callBackUrl: received } = reading.value;
  if (meansStoredPassword(received)) {
    const rule = ruleTexts.noStoredPassword;
    return { ok: false, violations: [{ code: '02000007', path: 'callBackUrl', rule, received }] };
  }
  return accepted({
    request: requestOf(reading.value, context),
    state: ({ 0: 'started', 1: 'draft', 3: 'paused' } as const)[reading.value.initStatus],
  });
}

/** The campaign as it is to be; description and window may be left as they are (R10). */
export function readModifyCampaign(body: unknown, context: ReadContext): Reading<CampaignRequest> {
  const reading = read(modifyCampaignBody, body, context, { zone: zoneOfTimes(context) });
  return reading.ok ? accepted(requestOf(reading.value, context)) : reading;
}

/** A request without a body deletes outright (contract.md 3.5). */
export function readDeleteCampaign(body: unknown): Reading<{ readonly archive: boolean }> {
  const { value, violations } = readShape(deleteCampaignBody, body ?? {}, 'json');
  return refusal(violations) ?? accepted({ archive: value.archiveHistory === 1 });
}

/** The query of the list: every value is text, as the URL has it (contract.md 3.7). */
export function readCampaignListQuery(query: unknown, context: ReadContext): Reading<CampaignListQuery> {
  const zone = zoneOfTimes(context);
  const reading = read(campaignListQuery, query, context, { source: 'text', zone });
  if (!reading.ok) return reading;
  const { name, status, deviceType, beginTime, endTime, curPage, rowsPerPage } = reading.value;
  return accepted({
    name: name ?? null,
    anyCase: false,
    sort: { by: 'id', descending: true },
    state: ({ 0: null, 2: 'started', 3: 'paused', 4: 'ended' } as const)[status],
    deviceType: deviceType === 0 ? null : deviceType,
    beginFrom: instantOrNull(beginTime, zone),
    endUntil: instantOrNull(endTime, zone),
    page: Math.min(Math.max(curPage, 1), 2_147_483_647),
    rowsPerPage,
  });
}

function requestOf(body: Body, context: ReadContext): CampaignRequest {
  const zone = zoneOfTimes(context);
  const { strBeginTime, strEndTime, deviceType } = body;
  return {
    name: body.name,
    description: body.description === '' ? null : body.description,
    window:
      strBeginTime === undefined || strEndTime === undefined
        ? undefined
        : { beginAt: instantOf(strBeginTime, zone), endAt: instantOf(strEndTime, zone) },
    deviceType,
    callerNo: body.callerNo,
    maxAlertingSeconds: body.maxAlertingTime,
    schedule: scheduleOf(body.scheduleParam),
    ivr: ivrOf(body.ivrParam),
    skill: skillOf(body.skillParam, deviceType),
    callBackUrl: body.callBackUrl,
  };
}

function scheduleOf(param: Shaped<typeof scheduleParam>): Schedule {
  const workday: Segments = [
    segmentOf(param.workdayBeginTime1, param.workdayEndTime1),
    segmentOf(param.workdayBeginTime2, param.workdayEndTime2),
    segmentOf(param.workdayBeginTime3, param.workdayEndTime3),
  ];
  const holiday: Segments = [
    segmentOf(param.holidayBeginTime1, param.holidayEndTime1),
    segmentOf(param.holidayBeginTime2, param.holidayEndTime2),
    segmentOf(param.holidayBeginTime3, param.holidayEndTime3),
  ];
  return { workday, holiday };
}

function segmentOf(begin: string | undefined, end: string | undefined): Segment | null {
  if (begin === undefined || end === undefined) return null;
  const { measure } = formatNamed('segmentTime');
  return { begin: measure(begin, 'UTC'), end: measure(end, 'UTC') };
}

const ivrOf = (param: Body['ivrParam']): IvrSettings | null =>
  param === undefined
    ? null
    : {
        deviceSign: param.deviceSign,
        callCount: param.callCount,
        callIntervalSeconds: param.callInterval,
      };

type SkillParam = NonNullable<Body['skillParam']>;

function skillOf(param: SkillParam | undefined, deviceType: DeviceType): SkillSettings | null {
  if (param === undefined) return null;
  return {
    skillId: param.skillId,
    skillName: param.skillName ?? null,
    predict: deviceType === 2 ? predictOf(param.predictParam) : null,
    preview: deviceType === 5 ? previewOf(param.previewParam) : null,
  };
}

const previewOf = (param: SkillParam['previewParam']): PreviewSettings | null =>
  param === undefined
    ? null
    : {
        failIntervalSeconds: param.failInterval,
        obCallCount: param.obCallCount,
        autoCallSeconds: param.autoCallTime,
      };

const averageOf = (param: { readonly minAvgCallTime: number; readonly maxAvgCallTime: number }) => ({
  minAvgCallSeconds: param.minAvgCallTime,
  maxAvgCallSeconds: param.maxAvgCallTime,
});

/** The object of the chosen method is the only one that was read. */
function predictOf(param: SkillParam['predictParam']): PredictSettings | null {
  if (param === undefined) return null;
  const { expPredictParam: exp, agentPredictParam: agent, connectPredictParam: connect } = param;
  if (exp) return { method: 'empirical', ...averageOf(exp), outBoundRatePercent: exp.outBoundRate };
  if (agent) {
    return {
      method: 'usage',
      ...averageOf(agent),
      lossRatePercent: agent.lossRate,
      utilRatePercent: agent.utilRate,
      utilRateMethod: agent.utilRateMethod,
    };
  }
  if (connect) {
    return {
      method: 'completion',
      ...averageOf(connect),
      lossRatePercent: connect.lossRate,
      waitSeconds: connect.waitTime,
      connRatePercent: connect.connRate,
    };
  }
  const offHook = param.offhookPredictParam;
  return offHook ? { method: 'offHook', offHookRatePercent: offHook.offHookRate } : null;
}
