// The calls of a campaign, one by one: those in flight, and for the others the end, the agent, and the
// agent's note.

import { campaignOf, instantText, limitOf, mustBeInstant, readInstant, vdnOf } from '../../../api/fields.ts';
import { type Call, getCalls } from '../../../api/routes/calls.ts';
import { outcomes } from '../../../core/outcome.ts';
import { type Millis, toMillis } from '../../../core/units.ts';
import { type CallPlace, type CallQuery, type ListedCall, listCalls } from '../../../store/calls/calls.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import { noCampaign, refuseRules } from '../door/problem.ts';
import { type Refusal, type ServedRoute, serve } from '../door/route.ts';

const calls = serve(getCalls, async ({ database, params, query, now, ok }) => {
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
});

export const callRoutes: readonly ServedRoute[] = [calls];

interface FilterTexts {
  readonly called?: string | undefined;
  readonly outcome?: string | undefined;
  readonly agentId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What the schemas have let through as the store asks it; refuses a text such as a 30th of February. */
export function readFilter(query: FilterTexts): Omit<CallQuery, 'before' | 'limit'> | Refusal {
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
export function describeCall(call: ListedCall, write: (at: Millis) => string): Call {
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
    claimedAt: write(call.claimedAt),
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
