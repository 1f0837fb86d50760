// A day of a campaign with agents as it was recorded, in bulk and without numbers: what `campana simulate
// --replay` asks for. The first answer holds everything but most of the calls; each further one a
// quarter of an hour of them.
import { campaignOf, instantText, readInstant, vdnOf } from '../../../api/fields.ts';
import { getDay } from '../../../api/routes/pacing.ts';
import { pacingRuleOf } from '../../../core/agentPacing.ts';
import { inBoth } from '../../../core/language.ts';
import { type Met, metOf, type RecordedCalls, type RecordedDay } from '../../../core/recordedDay.ts';
import { addSeconds, type CampaignId, type Millis, toMillis, type VdnId } from '../../../core/units.ts';
import type { VdnSettings } from '../../../core/vdn.ts';
import { instantOfWall, startOfDay } from '../../../core/zone.ts';
import { loadAnswers, noAnswers } from '../../../store/calls/liveAnswers.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import type { Database } from '../../../store/database/connection.ts';
import {
  type DayCall,
  listDayBeats,
  listDayCalls,
  listDayRevisions,
  nextCallAt,
  sumStaffing,
} from '../../../store/pacing/recordedDay.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { noCampaign, refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { type ServedRoute, serve } from '../door/route.ts';

/** The calls of one answer are those of so long. */
const portionSeconds = 900;

const mustBeDay = inBoth('must be a day of the calendar', '必须是日历中的日期');
const mustLieInDay = inBoth('must lie inside the day', '必须在该日期之内');

const recordedDay = serve(getDay, async ({ database, params, query, ok }) => {
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  const campaign = await findCampaign(database, vdnId, campaignId);
  const vdn = await findVdn(database, vdnId);
  if (campaign === null || vdn === null) return noCampaign();
  if (campaign.settings.skill === null) {
    return refuse('wrongState', refusalTexts.nothingToPace);
  }
  const limits = dayLimits(params.day, vdn.settings.timeZone);
  if (limits === null)
    return refuseRules('invalid', [{ path: 'day', rule: mustBeDay, received: params.day }]);
  const after = query.after === undefined ? limits.from : readInstant(query.after);
  if (after === null || after < limits.from || after > limits.to)
    return refuseRules('invalid', [{ path: 'after', rule: mustLieInDay, received: query.after }]);

  const begin = await nextCallAt(database, vdnId, campaignId, after, limits.to);
  const end = begin === null ? null : toMillis(Math.min(addSeconds(begin, portionSeconds), limits.to));
  const calls =
    begin === null || end === null ? [] : await listDayCalls(database, vdnId, campaignId, begin, end);
  const day =
    query.after === undefined
      ? await describeDay(database, vdnId, vdn.settings, campaignId, campaign.settings.skill.skillId, {
          day: params.day,
          ...limits,
        })
      : null;
  return ok({
    day,
    calls: columnsOf(calls, limits.from),
    next: end === null || end >= limits.to ? null : instantText(end),
  });
});

export const recordedDayRoutes: readonly ServedRoute[] = [recordedDay];

interface DayLimits {
  readonly from: Millis;
  readonly to: Millis;
}

/** From the first instant of the day to the first of the next; null when the calendar has no such day. */
function dayLimits(day: string, timeZone: string): DayLimits | null {
  const noon = instantOfWall(`${day} 12:00:00`, timeZone);
  if (noon === null) return null;
  const from = startOfDay(noon, timeZone);
  return { from, to: startOfDay(addSeconds(noon, 86_400), timeZone) };
}

/** Everything of the day but its calls. */
async function describeDay(
  database: Database,
  vdnId: VdnId,
  settings: VdnSettings,
  campaignId: CampaignId,
  skillId: number,
  { day, from, to }: DayLimits & { readonly day: string },
): Promise<Omit<RecordedDay, 'calls'>> {
  const secondsOf = (at: Millis): number => (at - from) / 1000;
  const [revisions, beats, staffing, accounts] = await Promise.all([
    listDayRevisions(database, vdnId, campaignId, from, to),
    listDayBeats(database, vdnId, campaignId, from, to),
    sumStaffing(database, vdnId, campaignId, skillId, from, to),
    loadAnswers(database, vdnId, [campaignId], toMillis(from - 1)),
  ]);
  const before = accounts[0];
  const block = before?.block ?? noAnswers;
  const minutes = new Array<number>(Math.ceil((to - from) / 60_000)).fill(0);
  for (const { minute, seconds } of staffing) minutes[minute] = Math.round((seconds / 60) * 100) / 100;
  return {
    version: 1,
    campaignId,
    day,
    timeZone: settings.timeZone,
    from,
    seconds: secondsOf(to),
    predictedPacing: settings.predictedPacing,
    abandonRatePercentMax: settings.abandonRatePercentMax,
    answerLimitSeconds: settings.answerLimitSeconds,
    before: {
      // The account also knows of hours that came later; the day has its own.
      hours: (before?.hours ?? [])
        .filter(({ hour }) => hour < from)
        .map(({ hour, answered, abandoned }) => ({ atSeconds: secondsOf(hour), answered, abandoned })),
      block: { answered: block.answered, abandoned: block.abandoned },
    },
    rules: revisions.flatMap(({ revision, effectiveAt, settings: then }) => {
      const rule = pacingRuleOf(then, settings.predictedPacing);
      const ringLimitSeconds = then.maxAlertingSeconds;
      return rule === null ? [] : [{ fromSeconds: secondsOf(effectiveAt), revision, rule, ringLimitSeconds }];
    }),
    staffing: minutes,
    beats: {
      at: beats.map(({ at }) => secondsOf(at)),
      placed: beats.map(({ placed }) => placed),
      gate: beats.map(({ gate }) => gate),
    },
  };
}

type Column = (number | null)[];

function columnsOf(calls: readonly DayCall[], from: Millis): RecordedCalls {
  const met: Met[] = [];
  const abandoned: boolean[] = [];
  const [dialedAt, ringSeconds]: [number[], number[]] = [[], []];
  const [waitSeconds, talkSeconds, wrapUpSeconds]: [Column, Column, Column] = [[], [], []];
  for (const call of calls) {
    const kind = metOf(call.outcome, call.abandoned);
    const between = (first: Millis | null, second: Millis | null): number | null =>
      first === null || second === null ? null : Math.max(0, second - first) / 1000;
    const isPerson = kind === 'person';
    const picked = isPerson || kind === 'machine' ? call.answeredAt : null;
    met.push(kind);
    dialedAt.push((call.dialedAt - from) / 1000);
    ringSeconds.push(between(call.dialedAt, picked ?? call.endedAt) ?? 0);
    waitSeconds.push(isPerson ? between(call.answeredAt, call.connectedAt ?? call.endedAt) : null);
    talkSeconds.push(between(call.connectedAt, call.endedAt));
    wrapUpSeconds.push(call.connectedAt === null ? null : between(call.endedAt, call.wrappedUpAt));
    abandoned.push(call.abandoned === true);
  }
  return { dialedAt, met, ringSeconds, waitSeconds, talkSeconds, wrapUpSeconds, abandoned };
}
