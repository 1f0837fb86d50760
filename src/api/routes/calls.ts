// The calls of a campaign, how they ended, and the notices for the integrator's system.
import { Type } from 'typebox';
import type { CallState } from '../../core/call.ts';
import { inBoth } from '../../core/language.ts';
import { outcomes } from '../../core/outcome.ts';
import {
  agentIdText,
  bigIdText,
  calledNumber,
  campaignParams,
  choice,
  instant,
  instantOf,
  instantOrNull,
  limitText,
  orNull,
  patterned,
} from '../fields.ts';
import { route, type Value } from '../route.ts';

/** As a pattern: of a choice so long the validator would tell the first few alternatives, one by one. */
const outcomeText = patterned(
  `^(${outcomes.join('|')})$`,
  inBoth(`must be one of ${outcomes.join(', ')}`, `必须是以下之一：${outcomes.join('、')}`),
);

const states = [
  'claimed',
  'dialing',
  'ringing',
  'answered',
  'waiting',
  'connected',
  'ended',
] as const satisfies readonly CallState[];

export const call = Type.Object({
  callId: Type.String(),
  contactId: Type.String(),
  called: Type.String(),
  callerNumber: Type.String(),
  sessionId: orNull(Type.String(), { description: 'From the number' }),
  customField: orNull(Type.String(), { description: 'From the number' }),
  attempt: Type.Integer({ description: 'Counts from 1 for each number' }),
  state: choice(states),
  claimedAt: instant,
  dialedAt: instantOrNull,
  ringingAt: instantOrNull,
  answeredAt: instantOrNull,
  waitingAt: instantOrNull,
  connectedAt: instantOrNull,
  endedAt: orNull(instant, { description: 'null: in flight' }),
  outcome: orNull(choice(outcomes)),
  cause: orNull(Type.String(), { description: 'The contract’s failCode' }),
  final: orNull(Type.Boolean(), { description: 'No further attempt follows' }),
  agentId: orNull(Type.String()),
  abandoned: orNull(Type.Boolean(), { description: 'null: no person answered' }),
  answeredBy: orNull(choice(['person', 'machine', 'unsure']), {
    description: 'null: nobody looked, or nobody answered',
  }),
  recordPath: orNull(Type.String()),
  flowVariables: Type.Record(Type.String(), Type.String(), { description: 'What the flow set, by name' }),
  wrappedUpAt: instantOrNull,
  businessResult: orNull(Type.String()),
  note: orNull(Type.String()),
});
export type Call = Value<typeof call>;

const filters = {
  called: Type.Optional(calledNumber),
  outcome: Type.Optional(outcomeText),
  agentId: Type.Optional(agentIdText),
  from: Type.Optional(instantOf),
  to: Type.Optional(instantOf),
};

export const getCalls = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/calls',
  tag: 'campaigns',
  summary: 'Calls, newest first, including those in flight, a page at a time',
  description:
    'from and to bound the beginning of the attempt. With outcome or agentId a page looks through the newest ' +
    '50,000 calls, and may be short or empty although more follow: go on with `before` set to `next` until that ' +
    'is null. Calls of numbers that were deleted from the campaign are not found by `called`.',
  permission: 'campaign.read',
  params: campaignParams,
  query: Type.Object(
    {
      ...filters,
      before: Type.Optional(
        patterned(
          '^[0-9]{1,13}-([1-9][0-9]{0,17}|[1-8][0-9]{18})$',
          inBoth('must be the `next` of a page', '必须是某一页的 next'),
        ),
      ),
      limit: limitText,
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({ items: Type.Array(call), next: orNull(Type.String()) }),
});

export const getCallsFile = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/calls.csv',
  tag: 'campaigns',
  summary: 'All ended calls as CSV, newest first',
  description:
    'The fields of …/calls as columns, UTF-8 with a byte order mark, lines end in CRLF. Times are those of the ' +
    'VDN’s zone with the offset; flowVariables is a JSON text. A field that a spreadsheet would run as a formula ' +
    '(it begins with = + - @, a tab or a line break) has an apostrophe before it. An interrupted file is not ' +
    'complete: request it again. The audit log notes the download.',
  permission: 'campaign.read',
  params: campaignParams,
  query: Type.Object(filters, { additionalProperties: false }),
  gives: 'csv',
});

const day = patterned(
  '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  inBoth('must be a day as yyyy-MM-dd', '必须是 yyyy-MM-dd 格式的日期'),
);

export const getOutcomes = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/outcomes',
  tag: 'campaigns',
  summary: 'Outcomes of calls, by day of the VDN’s zone and cause; default: the last 30 days',
  permission: 'campaign.read',
  params: campaignParams,
  query: Type.Object({ from: Type.Optional(day), to: Type.Optional(day) }, { additionalProperties: false }),
  answer: Type.Object({
    from: Type.String({ description: 'The first day that is counted, yyyy-MM-dd' }),
    to: Type.String({ description: 'The last one' }),
    items: Type.Array(
      Type.Object({ day: Type.String(), cause: Type.String(), calls: Type.Integer({ minimum: 0 }) }),
    ),
  }),
});

const notice = Type.Object({
  sequence: Type.String(),
  undeliveredAt: instant,
  because: Type.String(),
  callId: Type.String(),
});

export const getNotices = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/notices',
  tag: 'notices',
  summary: 'Waiting, delivered and undelivered notices, the next push, and the undelivered ones',
  permission: 'notice.read',
  params: campaignParams,
  query: Type.Object({ limit: limitText }, { additionalProperties: false }),
  answer: Type.Object({
    waiting: Type.Integer({ minimum: 0 }),
    delivered: Type.Integer({ minimum: 0 }),
    undelivered: Type.Integer({ minimum: 0 }),
    pushes: Type.Integer({ minimum: 0, description: 'Pushes of the oldest waiting notices so far' }),
    nextPushAt: instantOrNull,
    lastError: orNull(Type.String(), { description: 'Why the last push failed, as a sentence' }),
    items: Type.Array(notice),
  }),
});

const sequences = Type.Object(
  { fromSequence: bigIdText, toSequence: bigIdText },
  { additionalProperties: false },
);
export type NoticeRange = Value<typeof sequences>;

export const resendNotices = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/notices/resend',
  tag: 'notices',
  summary: 'Send undelivered notices again',
  permission: 'notice.resend',
  params: campaignParams,
  body: sequences,
  answer: Type.Object({ resent: Type.Integer({ minimum: 0 }) }),
});
