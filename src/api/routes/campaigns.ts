// Campaigns: the list, one of them, a new one, pause and resume, deletion; and whether results would be sent.
import { Type } from 'typebox';
import { deviceTypes } from '../../core/campaign.ts';
import { inBoth } from '../../core/language.ts';
import { campaignOrders } from '../../core/query.ts';
import { specialDatesMax } from '../../core/specialDate.ts';
import { campaignParams, choice, flowCode, instantOrNull, orNull, patterned, vdnParams } from '../fields.ts';
import { route, type Value } from '../route.ts';
import { dateBody } from './specialDates.ts';

/** A segment begins and ends in minutes after midnight of the VDN's zone. */
const segment = orNull(Type.Object({ begin: Type.Integer(), end: Type.Integer() }));
const segments = Type.Tuple([segment, segment, segment]);
const average = { minAvgCallSeconds: Type.Number(), maxAvgCallSeconds: Type.Number() };

const predict = Type.Union([
  Type.Object({ ...average, method: Type.Literal('empirical'), outBoundRatePercent: Type.Number() }),
  Type.Object({
    ...average,
    method: Type.Literal('usage'),
    lossRatePercent: Type.Number(),
    utilRatePercent: Type.Number(),
    utilRateMethod: Type.Union([Type.Literal(1), Type.Literal(2)]),
  }),
  Type.Object({
    ...average,
    method: Type.Literal('completion'),
    lossRatePercent: Type.Number(),
    waitSeconds: Type.Number(),
    connRatePercent: Type.Number(),
  }),
  Type.Object({ method: Type.Literal('offHook'), offHookRatePercent: Type.Number() }),
]);

export const campaignSettings = Type.Object(
  {
    name: Type.String(),
    description: orNull(Type.String()),
    beginAt: instantOrNull,
    endAt: instantOrNull,
    deviceType: Type.Union([
      Type.Literal(1),
      Type.Literal(2),
      Type.Literal(3),
      Type.Literal(5),
      Type.Literal(6),
    ]),
    callerNo: Type.String(),
    maxAlertingSeconds: Type.Integer(),
    schedule: Type.Object({ workday: segments, holiday: segments }),
    ivr: orNull(
      Type.Object({
        deviceSign: Type.String(),
        callCount: Type.Integer(),
        callIntervalSeconds: Type.Integer(),
      }),
    ),
    skill: orNull(
      Type.Object({
        skillId: Type.Integer(),
        skillName: orNull(Type.String()),
        predict: orNull(predict),
        preview: orNull(
          Type.Object({
            failIntervalSeconds: Type.Integer(),
            obCallCount: Type.Integer(),
            autoCallSeconds: Type.Integer(),
          }),
        ),
      }),
    ),
    callBackUrl: Type.String({ description: 'A password in it is shown as ***' }),
  },
  { description: 'Names as in core; instants as ISO 8601 texts, segments in minutes' },
);

export const handlingFields = {
  weight: Type.Integer({
    minimum: 1,
    maximum: 100,
    description: 'When campaigns want more calls than the gateways can take, each gets a share by weight',
  }),
  abandonmentFlowCode: orNull(flowCode, {
    description: 'The flow that a person hears when no agent is there; null: the VDN’s',
  }),
  reaction: Type.Union([
    Type.Literal('hangUp'),
    Type.Literal('leaveMessage'),
    Type.Literal('passOn', { description: 'The call goes on as if a person had answered' }),
  ]),
  messageFlowCode: orNull(flowCode),
  recording: Type.Boolean(),
};
const { weight, abandonmentFlowCode, reaction, messageFlowCode, recording } = handlingFields;

/** How calls are handled (core/handling.ts). */
export const callHandling = Type.Object({
  weight,
  abandonmentFlowCode,
  machineDetection: orNull(Type.Object({ machine: reaction, unsure: reaction, messageFlowCode })),
  recording,
});

const count = Type.Integer({ minimum: 0 });
const states = ['draft', 'started', 'paused', 'ended'] as const;

export const campaign = Type.Object({
  id: Type.Integer(),
  state: choice(states),
  revision: Type.Integer(),
  settings: campaignSettings,
  handling: callHandling,
});

const listedCampaign = Type.Object({
  ...campaign.properties,
  progress: Type.Optional(
    Type.Object({
      waiting: count,
      calling: count,
      done: count,
      calls: Type.Integer({ minimum: 0, description: 'Attempts, those in flight included' }),
      succeeded: count,
      beatAt: instantOrNull,
    }),
  ),
});
export type ListedCampaign = Value<typeof listedCampaign>;

const shownCampaign = Type.Object({
  ...listedCampaign.properties,
  timeZone: Type.String({ description: 'IANA zone of the VDN' }),
  live: Type.Object({
    dialing: Type.Boolean(),
    because: Type.String({ description: 'The gate that decided' }),
    nextAt: instantOrNull,
    callsPerMinute: Type.Number(),
  }),
});
export type ShownCampaign = Value<typeof shownCampaign>;

export const getCampaigns = route({
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
        patterned(
          `^-?(${campaignOrders.join('|')})$`,
          inBoth(
            `must be one of ${campaignOrders.join(', ')}, with - before it for the reverse order`,
            `必须是以下之一：${campaignOrders.join('、')}，前面加 - 表示倒序`,
          ),
          { description: 'Default -id: newest first' },
        ),
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
  answer: Type.Object({ items: Type.Array(listedCampaign), total: Type.Integer() }),
});

export const getCampaign = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id',
  tag: 'campaigns',
  summary: 'A campaign with its progress and its present activity',
  permission: 'campaign.read',
  params: campaignParams,
  answer: shownCampaign,
});

export const postCampaign = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns',
  tag: 'campaigns',
  summary: 'Add a campaign',
  description:
    'The body of the contract’s add interface; refused with the contract’s codes. specialDates, each in the form of the ' +
    'contract’s own interface, are there from the campaign’s first instant.',
  permission: 'campaign.change',
  params: vdnParams,
  // The contract's readers judge campaign and dates, in the contract's codes.
  body: Type.Object(
    { specialDates: Type.Optional(Type.Array(dateBody, { maxItems: specialDatesMax })) },
    { additionalProperties: true },
  ),
  answer: campaign,
});

export const removeCampaign = route({
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
});

export const pauseCampaign = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/pause',
  tag: 'campaigns',
  summary: 'Pause a started campaign',
  permission: 'campaign.change',
  params: campaignParams,
  answer: campaign,
});

export const resumeCampaign = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/resume',
  tag: 'campaigns',
  summary: 'Resume a paused campaign, or start a draft',
  permission: 'campaign.change',
  params: campaignParams,
  answer: campaign,
});

export const getCallbackWarning = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/callback-warning',
  tag: 'campaigns',
  summary: 'Whether the address of a callBackUrl lets results be sent there',
  description:
    'warning says why none would be: the address, written or resolved, is an inner one and the callback ' +
    'trustlist of the VDN does not name it. null: they would be tried. Every URL is accepted all the same.',
  permission: 'campaign.read',
  params: vdnParams,
  query: Type.Object(
    {
      url: patterned(
        '^https?://',
        inBoth('must begin with http:// or https://', '必须以 http:// 或 https:// 开头'),
        { maxLength: 1024 },
      ),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({ warning: orNull(Type.String()) }),
});
