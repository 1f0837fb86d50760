// How a campaign with agents is doing, and a day of one as it was recorded.
import { Type } from 'typebox';
import { inBoth } from '../../core/language.ts';
import { pacingMethods } from '../../core/pacing/record.ts';
import type { Met } from '../../core/recordedDay.ts';
import {
  campaignIdText,
  campaignParams,
  choice,
  instantOf,
  instantOrNull,
  orNull,
  patterned,
  vdnIdText,
} from '../fields.ts';
import { route, type Value } from '../route.ts';

const textOrNull = orNull(Type.String());
const numberOrNull = orNull(Type.Number());

/** Answered calls within a time, and how many of them were abandoned. */
export const shareOfAnswers = Type.Object({
  answered: Type.Integer(),
  abandoned: Type.Integer(),
  machines: Type.Integer({ description: 'Calls that ended because a machine answered' }),
  falseMachines: Type.Number({
    description: 'How many of them people answered, by falseMachinePercent; they count as abandoned',
  }),
  percent: orNull(Type.Number(), { description: 'null: of nothing' }),
});

const pacing = Type.Object({
  at: orNull(Type.String({ format: 'date-time' }), {
    description: 'When the beat was decided that is shown; null: none in the last two minutes',
  }),
  method: orNull(choice(pacingMethods)),
  reason: textOrNull,
  sentence: orNull(Type.String(), {
    description: 'The decision in words, in the language of the header `locale`',
  }),
  agents: Type.Object({
    staffed: numberOrNull,
    idle: numberOrNull,
    reserved: numberOrNull,
    previewing: numberOrNull,
    talking: numberOrNull,
    wrapUp: numberOrNull,
    onBreak: numberOrNull,
  }),
  ringing: numberOrNull,
  waiting: numberOrNull,
  answerRatePercent: numberOrNull,
  occupancyPercent: Type.Object({ last15Minutes: numberOrNull, today: numberOrNull }),
  abandonPercent: Type.Object({
    last24Hours: shareOfAnswers,
    block30Days: shareOfAnswers,
    limit: Type.Number(),
  }),
  riskMaxPercent: numberOrNull,
  callsThisBeat: numberOrNull,
  talkSecondsMean: numberOrNull,
  usagePercent: numberOrNull,
});
export type Pacing = Value<typeof pacing>;

export const getPacing = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/pacing',
  tag: 'explain',
  summary: 'The present state of a campaign with agents',
  description:
    'Agents are those of the campaign’s skill queue. Occupancy is talk and wrap-up as a share of the time ' +
    'signed in and not on a break. Only the process that drives the campaign knows some figures; in other processes they are null.',
  permission: 'campaign.read',
  params: campaignParams,
  answer: pacing,
});

const averageCallTime = { minAvgCallSeconds: Type.Number(), maxAvgCallSeconds: Type.Number() };

/** How a campaign was paced. */
const pacingRule = Type.Union([
  Type.Object({
    method: Type.Literal('empirical'),
    ...averageCallTime,
    outBoundRatePercent: Type.Number(),
  }),
  Type.Object({
    method: Type.Literal('usage'),
    ...averageCallTime,
    lossRatePercent: Type.Number(),
    utilRatePercent: Type.Number(),
    utilRateMethod: Type.Union([Type.Literal(1), Type.Literal(2)]),
  }),
  Type.Object({
    method: Type.Literal('completion'),
    ...averageCallTime,
    lossRatePercent: Type.Number(),
    waitSeconds: Type.Number(),
    connRatePercent: Type.Number(),
  }),
  Type.Object({ method: Type.Literal('offHook'), offHookRatePercent: Type.Number() }),
  Type.Object({ method: Type.Literal('own') }),
  Type.Object({ method: Type.Literal('progressive') }),
]);

/** Everything of the day but its calls. Instants are seconds since the day began. */
const recordedDay = Type.Object({
  version: Type.Literal(1),
  campaignId: Type.Integer(),
  day: Type.String({ description: 'yyyy-MM-dd in the zone' }),
  timeZone: Type.String(),
  from: Type.Integer({ description: 'When the day began, milliseconds since 1970' }),
  seconds: Type.Integer({ description: 'How long the day is' }),
  predictedPacing: choice(['contract', 'own']),
  abandonRatePercentMax: Type.Number(),
  answerLimitSeconds: Type.Number(),
  before: Type.Object(
    {
      hours: Type.Array(
        Type.Object({ atSeconds: Type.Number(), answered: Type.Integer(), abandoned: Type.Integer() }),
      ),
      block: Type.Object({ answered: Type.Integer(), abandoned: Type.Integer() }),
    },
    { description: 'The account of abandoned calls when the day began' },
  ),
  rules: Type.Array(
    Type.Object({
      fromSeconds: Type.Number(),
      revision: Type.Integer(),
      rule: pacingRule,
      ringLimitSeconds: Type.Number(),
    }),
  ),
  staffing: Type.Array(Type.Number(), { description: 'Agents there in each minute, on average' }),
  beats: Type.Object(
    {
      at: Type.Array(Type.Number()),
      placed: Type.Array(Type.Integer()),
      gate: Type.Array(Type.String()),
    },
    { description: 'Columns of equal length; `gate` is the one that decided' },
  ),
});

const met = ['person', 'machine', 'refused', 'noAnswer'] as const satisfies readonly Met[];

const recordedCalls = Type.Object(
  {
    dialedAt: Type.Array(Type.Number()),
    met: Type.Array(choice(met)),
    ringSeconds: Type.Array(Type.Number()),
    waitSeconds: Type.Array(numberOrNull),
    talkSeconds: Type.Array(numberOrNull),
    wrapUpSeconds: Type.Array(numberOrNull),
    abandoned: Type.Array(Type.Boolean()),
  },
  { description: 'Columns of equal length, in order of the dial' },
);

export const getDay = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/days/:day',
  tag: 'explain',
  summary: 'A recorded day, for a replay',
  description:
    'Without `after`: settings, agents by the minute, beats, and the first calls. With `after`, the `next` of ' +
    'the answer before: the calls of a quarter of an hour. Calls in progress are left out.',
  permission: 'campaign.read',
  params: Type.Object({
    vdnId: vdnIdText,
    id: campaignIdText,
    day: patterned(
      '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      inBoth('must be a day as yyyy-MM-dd', '必须是 yyyy-MM-dd 格式的日期'),
    ),
  }),
  query: Type.Object({ after: Type.Optional(instantOf) }, { additionalProperties: false }),
  answer: Type.Object({
    day: orNull(recordedDay, { description: 'Null when `after` is given' }),
    calls: recordedCalls,
    next: instantOrNull,
  }),
});
