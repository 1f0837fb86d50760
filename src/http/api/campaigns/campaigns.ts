// Campaigns: settings in core's names, state, progress, present activity; and pause and resume.

import { campaignOf, vdnOf } from '../../../api/fields.ts';
import {
  getCampaign,
  getCampaigns,
  pauseCampaign,
  removeCampaign,
  resumeCampaign,
} from '../../../api/routes/campaigns.ts';
import { toWire } from '../../../api/wire.ts';
import { deviceTypes } from '../../../core/campaign.ts';
import { nextState } from '../../../core/newCampaign.ts';
import { isProblem } from '../../../core/problem.ts';
import { type CampaignSort, campaignOrders } from '../../../core/query.ts';
import { addSeconds } from '../../../core/units.ts';
import { listCampaigns } from '../../../store/campaigns/campaignList.ts';
import { deleteCampaign } from '../../../store/campaigns/campaigns.ts';
import { countCallsSince, listProgress } from '../../../store/campaigns/progress.ts';
import { loadViews } from '../../../store/campaigns/views.ts';
import { refuseProblem } from '../door/contractRefusal.ts';
import { noCampaign } from '../door/problem.ts';
import { audit, done, type ServedRoute, serve } from '../door/route.ts';
import { change, refuseChange } from './change.ts';
import { describeCampaign, describeListed } from './described.ts';
import { explainNow } from './fullView.ts';

/** Ten seconds show the pace, and are counted in a blink however fast the campaign dials. */
const liveSeconds = 10;

const campaigns = serve(getCampaigns, async ({ database, params, query, now, ok }) => {
  const vdnId = vdnOf(params);
  const page = await listCampaigns(
    database,
    vdnId,
    {
      name: query.name ?? null,
      state: query.state ?? null,
      anyCase: true,
      sort: sortOf(query.sort),
      deviceType: deviceTypes.find((one) => String(one) === query.deviceType) ?? null,
      beginFrom: null,
      endUntil: null,
      page: Number(query.page ?? 1),
      rowsPerPage: Number(query.limit ?? 50),
    },
    now,
  );
  const ids = page.campaigns.map((campaign) => campaign.id);
  const progress = new Map((await listProgress(database, vdnId, ids)).map((one) => [one.campaignId, one]));
  const items = page.campaigns.map((campaign) => describeListed(campaign, progress.get(campaign.id), now));
  return ok({ items, total: page.total });
});

const campaign = serve(getCampaign, async ({ deps, database, params, now, ok }) => {
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  const [view] = await loadViews(database, [{ vdnId, campaignId }]);
  if (view === undefined) return noCampaign();
  const [progress] = await listProgress(database, vdnId, [campaignId]);
  const calls = await countCallsSince(database, vdnId, campaignId, addSeconds(now, -liveSeconds));
  const { dialing, because, nextAt } = explainNow(deps, view, now);
  const live = toWire({ dialing, because, nextAt, callsPerMinute: (calls * 60) / liveSeconds });
  return ok({ ...describeListed(view.campaign, progress, now), timeZone: view.timeZone, live });
});

const noMoreCampaign = serve(removeCampaign, async (call) => {
  const { database, params, query, principal, now } = call;
  const deletion = { archive: query.archive === 'yes' };
  const author = { actor: principal.actor, now };
  const gone = await deleteCampaign(
    database,
    vdnOf(params),
    campaignOf(params),
    deletion,
    author,
    (transaction, { after: { id, settings } }) =>
      audit(transaction, call, 'campaign.delete', `campaign ${id}`, { name: settings.name, ...deletion }),
  );
  return isProblem(gone) ? refuseProblem(gone) : done();
});

const serveTurn = (route: typeof pauseCampaign, action: 'pause' | 'resume'): ServedRoute =>
  serve(route, async (call) => {
    const { params, now } = call;
    const subject = { vdnId: vdnOf(params), campaignId: campaignOf(params), name: null, skillId: null };
    const changed = await change(call, subject, undefined, ({ campaign }) => {
      const state = nextState(campaign, action, now);
      return isProblem(state) ? state : { state, action };
    });
    return 'after' in changed ? call.ok(describeCampaign(changed.after, now)) : refuseChange(changed);
  });

export const campaignRoutes: readonly ServedRoute[] = [
  campaigns,
  campaign,
  noMoreCampaign,
  serveTurn(pauseCampaign, 'pause'),
  serveTurn(resumeCampaign, 'resume'),
];

const sortOf = (text = '-id'): CampaignSort => ({
  by: campaignOrders.find((one) => text.endsWith(one)) ?? 'id',
  descending: text.startsWith('-'),
});
