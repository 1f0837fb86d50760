// Campaigns as they stand: settings in core's words, state, progress, what is going on now; and the
// two buttons, pause and resume.

import { Type } from 'typebox';
import { campaignOf, campaignParams, patterned, vdnOf, vdnParams } from '../../../api/fields.ts';
import { toWire } from '../../../api/wire.ts';
import { deviceTypes } from '../../../core/campaign.ts';
import { inBoth } from '../../../core/language.ts';
import { nextState } from '../../../core/newCampaign.ts';
import { isProblem } from '../../../core/problem.ts';
import { type CampaignSort, campaignOrders } from '../../../core/query.ts';
import { addSeconds } from '../../../core/units.ts';
import { listCampaigns } from '../../../store/campaigns/campaignList.ts';
import { deleteCampaign } from '../../../store/campaigns/campaigns.ts';
import { countCallsSince, listProgress } from '../../../store/campaigns/progress.ts';
import { loadViews } from '../../../store/campaigns/views.ts';
import { noCampaign } from '../door/problem.ts';
import { type ApiRoute, audit, done, ok, route } from '../door/route.ts';
import { change, refuseChange } from './change.ts';
import { refuseProblem } from './contractWords.ts';
import { describeCampaign } from './described.ts';
import { explainNow } from './fullView.ts';
import { callHandling } from './handlingSchemas.ts';

/** Ten seconds show the pace, and are counted in a blink however fast the campaign dials. */
const liveSeconds = 10;

const campaignAnswer = Type.Object({
  id: Type.Integer(),
  state: Type.String({ description: 'draft, started, paused, ended' }),
  revision: Type.Integer(),
  settings: Type.Unknown({
    description: 'Names as in core; instants as ISO 8601 texts, segments in minutes',
  }),
  handling: callHandling,
  progress: Type.Unknown(),
});

const sortRule = inBoth(
  `must be one of ${campaignOrders.join(', ')}, with - before it for the reverse order`,
  `必须是以下之一：${campaignOrders.join('、')}，前面加 - 表示倒序`,
);

const getCampaigns = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns',
  tag: 'campaigns',
  summary: 'Campaigns, newest first unless sorted otherwise, a page at a time',
  permission: 'campaign.read',
  params: vdnParams,
  query: Type.Object(
    {
      name: Type.Optional(
        patterned('^[^\\u0000]*$', inBoth('must not contain NUL', '不能包含 NUL'), {
          minLength: 1,
          maxLength: 100,
          description: 'Part of the name, in upper or lower case',
        }),
      ),
      state: Type.Optional(
        Type.Union([
          Type.Literal('draft'),
          Type.Literal('started'),
          Type.Literal('paused'),
          Type.Literal('ended'),
        ]),
      ),
      deviceType: Type.Optional(
        patterned(
          `^(${deviceTypes.join('|')})$`,
          inBoth(`must be one of ${deviceTypes.join(', ')}`, `必须是以下之一：${deviceTypes.join('、')}`),
          { description: 'The contract’s kind of dialing' },
        ),
      ),
      sort: Type.Optional(
        patterned(`^-?(${campaignOrders.join('|')})$`, sortRule, {
          description: 'Default -id: newest first',
        }),
      ),
      page: Type.Optional(
        patterned(
          '^[1-9][0-9]{0,5}$',
          inBoth('must be a number from 1 to 999999', '必须是 1 到 999999 的数字'),
        ),
      ),
      limit: Type.Optional(
        patterned('^([1-9][0-9]?|100)$', inBoth('must be a number from 1 to 100', '必须是 1 到 100 的数字'), {
          description: '1 to 100, default 50',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({ items: Type.Array(campaignAnswer), total: Type.Integer() }),
  handle: async ({ database, params, query, now }) => {
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
    const items = page.campaigns.map((campaign) =>
      describeCampaign(campaign, progress.get(campaign.id), now),
    );
    return ok({ items, total: page.total });
  },
});

const getCampaign = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id',
  tag: 'campaigns',
  summary: 'A campaign with its progress and its present activity',
  permission: 'campaign.read',
  params: campaignParams,
  answer: campaignAnswer,
  handle: async ({ deps, database, params, now }) => {
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    const [view] = await loadViews(database, [{ vdnId, campaignId }]);
    if (view === undefined) return noCampaign();
    const [progress] = await listProgress(database, vdnId, [campaignId]);
    const calls = await countCallsSince(database, vdnId, campaignId, addSeconds(now, -liveSeconds));
    const { dialing, because, nextAt } = explainNow(deps, view, now);
    const live = toWire({ dialing, because, nextAt, callsPerMinute: (calls * 60) / liveSeconds });
    return ok({ ...describeCampaign(view.campaign, progress, now), timeZone: view.timeZone, live });
  },
});

const removeCampaign = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/campaigns/:id',
  tag: 'campaigns',
  summary: 'Delete a campaign that is not started',
  description:
    'Calls in progress go on, and their results are sent. Then its numbers, history and counts are deleted; with ' +
    'archive=yes they are kept as history, and the contract’s result queries go on finding its results. Recordings ' +
    'stay. 409: the campaign is started, pause it first.',
  permission: 'campaign.change',
  params: campaignParams,
  query: Type.Object(
    { archive: Type.Optional(Type.Union([Type.Literal('yes'), Type.Literal('no')])) },
    { additionalProperties: false },
  ),
  handle: async (call) => {
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
  },
});

const stateRoute = (action: 'pause' | 'resume'): ApiRoute =>
  route({
    method: 'POST',
    path: `/v1/vdns/:vdnId/campaigns/:id/${action}`,
    tag: 'campaigns',
    summary: action === 'pause' ? 'Pause a started campaign' : 'Resume a paused campaign, or start a draft',
    permission: 'campaign.change',
    params: campaignParams,
    answer: campaignAnswer,
    handle: async (call) => {
      const { params, now } = call;
      const subject = { vdnId: vdnOf(params), campaignId: campaignOf(params), name: null, skillId: null };
      const changed = await change(call, subject, undefined, ({ campaign }) => {
        const state = nextState(campaign, action, now);
        return isProblem(state) ? state : { state, action };
      });
      return 'after' in changed ? ok(describeCampaign(changed.after, undefined, now)) : refuseChange(changed);
    },
  });

export const campaignRoutes: readonly ApiRoute[] = [
  getCampaigns,
  getCampaign,
  removeCampaign,
  stateRoute('pause'),
  stateRoute('resume'),
];

const sortOf = (text = '-id'): CampaignSort => ({
  by: campaignOrders.find((one) => text.endsWith(one)) ?? 'id',
  descending: text.startsWith('-'),
});
