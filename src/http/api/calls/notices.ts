// The delivery of a campaign's results: its state, the undelivered ones with their reasons, and sending
// them again; and the outcomes by day.

import { campaignOf, limitOf, vdnOf } from '../../../api/fields.ts';
import { getNotices, getOutcomes, resendNotices } from '../../../api/routes/calls.ts';
import { toWire } from '../../../api/wire.ts';
import { inBoth } from '../../../core/language.ts';
import { pushFailureText } from '../../../core/pushFailure.ts';
import { addSeconds } from '../../../core/units.ts';
import { dayOfInstant } from '../../../core/zone.ts';
import {
  findNoticeQueue,
  resendNotices as sendNoticesAgain,
  undeliveredNotices,
} from '../../../store/calls/noticeQueue.ts';
import { listOutcomeCounts } from '../../../store/calls/outcomeCounts.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import { makingDays } from '../../../store/database/partitions.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { noCampaign, refuseRules } from '../door/problem.ts';
import { audit, type ServedRoute, serve } from '../door/route.ts';

const notices = serve(getNotices, async ({ database, params, query, okIn }) => {
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  if ((await findCampaign(database, vdnId, campaignId)) === null) return noCampaign();
  const queue = await findNoticeQueue(database, vdnId, campaignId);
  if (queue === null) return noCampaign();
  const items = await undeliveredNotices(database, vdnId, campaignId, limitOf(query.limit));
  const { lastFailure, ...counts } = queue;
  return okIn((language) =>
    toWire({
      ...counts,
      lastError: lastFailure === null ? null : pushFailureText(lastFailure)[language],
      items: items.map(({ failure, ...notice }) => ({
        ...notice,
        because: pushFailureText(failure)[language],
      })),
    }),
  );
});

const resend = serve(resendNotices, async (call) => {
  const { database, params, body, now } = call;
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  const { fromSequence, toSequence } = body;
  const send = () =>
    database.begin(async (transaction) => {
      if ((await findCampaign(transaction, vdnId, campaignId)) === null) return noCampaign();
      const resent = await sendNoticesAgain(transaction, vdnId, campaignId, fromSequence, toSequence, now);
      await audit(transaction, call, 'notice.resend', `campaign ${campaignId}`, { ...body, resent });
      return call.ok({ resent });
    });
  return makingDays(database, [now], send);
});

const countedOutcomes = serve(getOutcomes, async ({ database, params, query, now, ok }) => {
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
});

const mustBeDay = inBoth('must be a real day', '必须是日历中的日期');

/** 02-30 has the form of a day and is none. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

export const noticeRoutes: readonly ServedRoute[] = [notices, resend];
export const outcomeRoutes: readonly ServedRoute[] = [countedOutcomes];
