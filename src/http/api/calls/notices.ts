// How the delivery of a campaign's results stands, which could not be delivered and why, and the way
// to send them again; and the outcomes by day.
import { Type } from 'typebox';
import { inBoth } from '../../../core/language.ts';
import { pushFailureText } from '../../../core/pushFailure.ts';
import { addSeconds } from '../../../core/units.ts';
import { dayOfInstant } from '../../../core/zone.ts';
import { findNoticeQueue, resendNotices, undeliveredNotices } from '../../../store/calls/noticeQueue.ts';
import { listOutcomeCounts } from '../../../store/calls/outcomeCounts.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import { makingDays } from '../../../store/database/partitions.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { refuse, refuseRules } from '../door/problem.ts';
import { readable } from '../door/readable.ts';
import { type ApiAnswer, type ApiRoute, audit, ok, okIn, route } from '../door/route.ts';
import {
  bigIdText,
  campaignOf,
  campaignParams,
  limitOf,
  limitText,
  patterned,
  vdnOf,
} from '../door/schemas.ts';
import { sentences } from '../door/sentences.ts';

const noCampaign = (): ApiAnswer => refuse('notFound', sentences.noCampaign);

const getNotices = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/notices',
  tag: 'notices',
  summary: 'Waiting, delivered and undelivered notices, the next push, and the undelivered ones',
  permission: 'notice.read',
  params: campaignParams,
  query: Type.Object({ limit: limitText }, { additionalProperties: false }),
  handle: async ({ database, params, query }) => {
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    if ((await findCampaign(database, vdnId, campaignId)) === null) return noCampaign();
    const queue = await findNoticeQueue(database, vdnId, campaignId);
    if (queue === null) return noCampaign();
    const items = await undeliveredNotices(database, vdnId, campaignId, limitOf(query.limit));
    const { lastFailure, ...counts } = queue;
    return okIn((language) =>
      readable({
        ...counts,
        lastError: lastFailure === null ? null : pushFailureText(lastFailure)[language],
        items: items.map(({ failure, ...notice }) => ({
          ...notice,
          because: pushFailureText(failure)[language],
        })),
      }),
    );
  },
});

const resend = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/notices/resend',
  tag: 'notices',
  summary: 'Send undelivered notices again',
  permission: 'notice.resend',
  params: campaignParams,
  body: Type.Object({ fromSequence: bigIdText, toSequence: bigIdText }, { additionalProperties: false }),
  answer: Type.Object({ resent: Type.Integer() }),
  handle: async (call) => {
    const { database, params, body, now } = call;
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    const { fromSequence, toSequence } = body;
    const send = () =>
      database.begin(async (transaction) => {
        if ((await findCampaign(transaction, vdnId, campaignId)) === null) return noCampaign();
        const resent = await resendNotices(transaction, vdnId, campaignId, fromSequence, toSequence, now);
        await audit(transaction, call, 'notice.resend', `campaign ${campaignId}`, { ...body, resent });
        return ok({ resent });
      });
    return makingDays(database, [now], send);
  },
});

const day = patterned(
  '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  inBoth('must be a day as yyyy-MM-dd', '必须是 yyyy-MM-dd 格式的日期'),
);

const getOutcomes = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/outcomes',
  tag: 'campaigns',
  summary: 'How calls ended, by day of the VDN’s zone and cause; the last 30 days when not said',
  permission: 'campaign.read',
  params: campaignParams,
  query: Type.Object({ from: Type.Optional(day), to: Type.Optional(day) }, { additionalProperties: false }),
  handle: async ({ database, params, query, now }) => {
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    const vdn = await findVdn(database, vdnId);
    if (vdn === null || (await findCampaign(database, vdnId, campaignId)) === null) return noCampaign();
    const { timeZone } = vdn.settings;
    const end = query.to ?? dayOfInstant(now, timeZone);
    const begin = query.from ?? dayOfInstant(addSeconds(now, -30 * 86_400), timeZone);
    if (!isDay(begin) || !isDay(end)) {
      return refuseRules('invalid', [{ path: isDay(begin) ? 'to' : 'from', rule: mustBeDay }]);
    }
    const items = await listOutcomeCounts(database, vdnId, campaignId, { begin, end });
    return ok({ from: begin, to: end, items });
  },
});

const mustBeDay = inBoth('must be a real day', '必须是日历中的日期');

/** 02-30 has the form of a day and is none. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

export const noticeRoutes: readonly ApiRoute[] = [getNotices, resend];
export const outcomeRoutes: readonly ApiRoute[] = [getOutcomes];
