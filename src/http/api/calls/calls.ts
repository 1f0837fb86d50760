// The calls of a campaign, one by one: those in flight, and how each of the others ended, with whom, and
// what the agent noted of it.
import { type TSchema, Type } from 'typebox';
import { inBoth } from '../../../core/language.ts';
import { outcomes } from '../../../core/outcome.ts';
import { type Millis, toMillis } from '../../../core/units.ts';
import { type CallPlace, type CallQuery, type ListedCall, listCalls } from '../../../store/calls/calls.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import { noCampaign } from '../campaigns/campaigns.ts';
import { refuseRules } from '../door/problem.ts';
import { type ApiAnswer, type ApiRoute, ok, route } from '../door/route.ts';
import {
  agentIdText,
  calledNumber,
  campaignOf,
  campaignParams,
  instantOf,
  instantText,
  limitOf,
  limitText,
  mustBeInstant,
  patterned,
  readInstant,
  vdnOf,
} from '../door/schemas.ts';

const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const instantOrNull = orNull(Type.String());
/** As a pattern: of a choice so long the validator would tell the first few alternatives, one by one. */
const outcome = patterned(
  `^(${outcomes.join('|')})$`,
  inBoth(`must be one of ${outcomes.join(', ')}`, `必须是以下之一：${outcomes.join('、')}`),
);

export const callAnswer = Type.Object({
  callId: Type.String(),
  contactId: Type.String(),
  called: Type.String(),
  callerNumber: Type.String(),
  sessionId: Type.Union([Type.String(), Type.Null()], { description: 'As it came with the number' }),
  customField: Type.Union([Type.String(), Type.Null()], { description: 'As it came with the number' }),
  attempt: Type.Integer({ description: 'Counts from 1 for each number' }),
  state: Type.String({ description: 'dialing, ringing, answered, waiting, connected, ended' }),
  claimedAt: Type.String({ description: 'When the attempt began' }),
  dialedAt: instantOrNull,
  ringingAt: instantOrNull,
  answeredAt: instantOrNull,
  waitingAt: instantOrNull,
  connectedAt: instantOrNull,
  endedAt: Type.Union([Type.String(), Type.Null()], { description: 'null: in flight' }),
  outcome: orNull(Type.String()),
  cause: Type.Union([Type.String(), Type.Null()], { description: 'The contract’s failCode' }),
  final: Type.Union([Type.Boolean(), Type.Null()], { description: 'No further attempt follows' }),
  agentId: orNull(Type.String()),
  abandoned: Type.Union([Type.Boolean(), Type.Null()], { description: 'null: no person answered' }),
  answeredBy: Type.Union([Type.String(), Type.Null()], {
    description: 'person, machine or unsure; null: nobody looked, or nobody answered',
  }),
  recordPath: orNull(Type.String()),
  flowVariables: Type.Record(Type.String(), Type.String(), { description: 'What the flow set, by name' }),
  wrappedUpAt: instantOrNull,
  businessResult: orNull(Type.String()),
  note: orNull(Type.String()),
});

/** What may be asked of calls, of a page of them as of a file. */
export const callFilters = {
  called: Type.Optional(calledNumber),
  outcome: Type.Optional(outcome),
  agentId: Type.Optional(agentIdText),
  from: Type.Optional(instantOf),
  to: Type.Optional(instantOf),
};

const getCalls = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/calls',
  tag: 'campaigns',
  summary: 'Calls, the newest first, those in flight among them, a page at a time',
  description:
    'from and to bound the beginning of the attempt. With outcome or agentId a page looks through the newest ' +
    '50,000 calls, and may be short or empty although more follow: go on with `before` set to `next` until that ' +
    'is null. Calls of numbers that were deleted from the campaign are not found by `called`.',
  permission: 'campaign.read',
  params: campaignParams,
  query: Type.Object(
    {
      ...callFilters,
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
  answer: Type.Object({ items: Type.Array(callAnswer), next: orNull(Type.String()) }),
  handle: async ({ database, params, query, now }) => {
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    const filter = readFilter(query);
    if ('status' in filter) return filter;
    if ((await findCampaign(database, vdnId, campaignId)) === null) return noCampaign();
    const page = await listCalls(
      database,
      vdnId,
      campaignId,
      {
        ...filter,
        before: query.before === undefined ? null : placeIn(query.before),
        limit: limitOf(query.limit),
      },
      now,
    );
    return ok({
      items: page.calls.map((call) => describeCall(call, instantText)),
      next: page.next === null ? null : `${page.next.claimedAt}-${page.next.callNumber}`,
    });
  },
});

export const callRoutes: readonly ApiRoute[] = [getCalls];

interface FilterTexts {
  readonly called?: string | undefined;
  readonly outcome?: string | undefined;
  readonly agentId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What the schemas have let through as the store asks it; refuses a text such as a 30th of February. */
export function readFilter(query: FilterTexts): Omit<CallQuery, 'before' | 'limit'> | ApiAnswer {
  const from = query.from === undefined ? null : readInstant(query.from);
  const to = query.to === undefined ? null : readInstant(query.to);
  const wrong = (['from', 'to'] as const).find(
    (path) => query[path] !== undefined && readInstant(query[path]) === null,
  );
  if (wrong !== undefined) {
    return refuseRules('invalid', [{ path: wrong, rule: mustBeInstant, received: query[wrong] }]);
  }
  return {
    called: query.called ?? null,
    outcome: outcomes.find((one) => one === query.outcome) ?? null,
    agentId: query.agentId ?? null,
    from,
    to,
  };
}

function placeIn(text: string): CallPlace {
  const [claimedAt = '', callNumber = ''] = text.split('-');
  return { claimedAt: toMillis(Number(claimedAt)), callNumber };
}

/** A call as answers tell it; `write` says how instants are written. */
export function describeCall(call: ListedCall, write: (at: Millis) => string) {
  const instant = (at: Millis | null): string | null => (at === null ? null : write(at));
  return {
    callId: call.id,
    contactId: call.contactId,
    called: call.called,
    callerNumber: call.caller,
    sessionId: call.sessionId,
    customField: call.customField,
    attempt: call.attempt,
    state: call.state,
    claimedAt: instant(call.claimedAt),
    dialedAt: instant(call.dialedAt),
    ringingAt: instant(call.ringingAt),
    answeredAt: instant(call.answeredAt),
    waitingAt: instant(call.waitingAt),
    connectedAt: instant(call.connectedAt),
    endedAt: instant(call.endedAt),
    outcome: call.outcome,
    cause: call.cause,
    final: call.final,
    agentId: call.agentId,
    abandoned: call.abandoned,
    ...call.facts,
    wrappedUpAt: instant(call.wrappedUpAt),
    businessResult: call.businessResult,
    note: call.note,
  };
}
