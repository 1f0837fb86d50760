// Writes the carrier's events of a micro-batch and, for the calls that ended, result, number's next state,
// notice and counters, all in one statement (ARCHITECTURE, rule 2). Settling twice is harmless: a call that
// has its end is passed over, with everything that follows from it.

import type { CallEvent, CallFacts } from '../../core/call.ts';
import { type Cause, causeOf, type Outcome } from '../../core/outcome.ts';
import type { CallId, CampaignId, ContactId, Millis, VdnId } from '../../core/units.ts';
import { type Connection, type Database, withoutWaiting } from '../database/connection.ts';
import { makingDays } from '../database/partitions.ts';

export interface RecordedEvent {
  readonly callNumber: string;
  readonly event: CallEvent;
}

export interface EndedCall {
  readonly campaignId: CampaignId;
  readonly contactId: ContactId;
  readonly callId: CallId;
  readonly callNumber: string;
  readonly claimedAt: Millis;
  readonly ringingAt: Millis | null;
  readonly answeredAt: Millis | null;
  readonly connectedAt: Millis | null;
  readonly endedAt: Millis;
  readonly outcome: Outcome;
  /** When the number is called again; null: never. */
  readonly againAt: Millis | null;
  /** The VDN's day of the attempt, `yyyy-MM-dd`, under which it is counted. */
  readonly day: string;
  /** Such as can be stored (core/callFacts.ts). */
  readonly facts: CallFacts;
  /** Null for a campaign with an IVR. */
  readonly withAgents: EndedWithAgents | null;
}

/** What else is kept of a call of a campaign with agents. */
export interface EndedWithAgents {
  /** When the carrier was asked; null when it never was. */
  readonly dialedAt: Millis | null;
  readonly waitingAt: Millis | null;
  /** The agent who had the person, or for whom the call was dialed. */
  readonly agentId: string | null;
  /** Whether no agent was there within the legal limit; null when no person answered. */
  readonly abandoned: boolean | null;
  /** Until when the number is dialed by no campaign that cannot promise an agent; null: no such rest. */
  readonly restsUntil: Millis | null;
}

/** How many calls a settlement ended, by campaign. */
export interface Settled {
  readonly campaignId: CampaignId;
  readonly calls: number;
}

/** Records events and settles the ended calls of one VDN, at least one; atomic. Answers which calls really ended now. */
export async function settle(
  database: Database,
  vdnId: VdnId,
  events: readonly RecordedEvent[],
  ended: readonly EndedCall[],
  now: Millis,
): Promise<Settled[]> {
  const claimedFirst = ended.reduce(
    (first, call) => Math.min(first, call.claimedAt),
    Number.MAX_SAFE_INTEGER,
  );
  const claimedLast = ended.reduce((last, call) => Math.max(last, call.claimedAt), 0);
  const causes: Cause[] = ended.map((call) => causeOf[call.outcome]);
  const agents = ended.some((call) => call.withAgents !== null)
    ? agentParts(database, vdnId, ended)
    : noAgentParts(database);
  const facts = ended.some(({ facts }) => hasFacts(facts))
    ? factParts(database, ended)
    : noFactParts(database);
  const write = () => database<Settled[]>`
    with heard as (
      insert into call_events (vdn_id, at, call_id, kind, reason)
      select ${vdnId}, e.at, e.call_id, e.kind, e.reason
      from unnest(
        ${events.map((entry) => entry.event.at)}::timestamptz[],
        ${events.map((entry) => entry.callNumber)}::bigint[],
        ${events.map((entry) => entry.event.kind)}::text[],
        ${events.map(reasonOf)}::text[]
      ) as e (at, call_id, kind, reason)
    ), given as (
      select * from unnest(
        ${ended.map((call) => call.callNumber)}::bigint[],
        ${ended.map((call) => call.claimedAt)}::timestamptz[],
        ${ended.map((call) => call.ringingAt)}::timestamptz[],
        ${ended.map((call) => call.answeredAt)}::timestamptz[],
        ${ended.map((call) => call.connectedAt)}::timestamptz[],
        ${ended.map((call) => call.endedAt)}::timestamptz[],
        ${ended.map((call) => call.outcome)}::text[],
        ${causes}::text[],
        ${ended.map((call) => call.againAt)}::timestamptz[],
        ${ended.map((call) => call.day)}::date[]
        ${agents.given} ${facts.given}
      ) with ordinality as g (call_id, claimed_at, ringing_at, answered_at, connected_at, ended_at, outcome,
        cause, again_at, day ${agents.names} ${facts.names}, place)
    ), ended as (
      update calls c set
        ringing_at = g.ringing_at, answered_at = g.answered_at, connected_at = g.connected_at,
        ended_at = g.ended_at, outcome = g.outcome, cause = g.cause, final = g.again_at is null
        ${agents.kept} ${facts.kept}
      from given g
      where c.vdn_id = ${vdnId} and c.call_id = g.call_id and c.claimed_at = g.claimed_at
        and c.claimed_at between ${claimedFirst}::timestamptz and ${claimedLast}::timestamptz
        and c.ended_at is null
      returning c.campaign_id, c.contact_id, c.call_id, c.claimed_at, g.cause, g.again_at, g.day, g.place ${agents.returned}
    ), freed as (
      update contacts k set
        state = case when e.again_at is null then 'done'::contact_state else 'waiting'::contact_state end,
        due_at = coalesce(e.again_at, k.due_at), cause = e.cause, failures = 0
      from ended e
      where k.vdn_id = ${vdnId} and k.campaign_id = e.campaign_id and k.contact_id = e.contact_id
        and k.call_id = e.call_id
    ), tally as (
      select campaign_id, count(*)::integer as calls,
        count(*) filter (where again_at is not null)::integer as again,
        count(*) filter (where cause = ${causeOf.succeeded})::integer as succeeded
      from ended group by campaign_id
    ), progressed as (
      update campaign_progress p set
        calling = p.calling - t.calls, waiting = p.waiting + t.again, done = p.done + t.calls - t.again,
        succeeded = p.succeeded + t.succeeded
      from tally t
      where p.vdn_id = ${vdnId} and p.campaign_id = t.campaign_id
    ), numbered as (
      -- The lock on the queue's row makes the order of sequences the order of commits.
      update notice_queues q set last_sequence = q.last_sequence + t.calls
      from tally t
      where q.vdn_id = ${vdnId} and q.campaign_id = t.campaign_id
      returning q.campaign_id, q.last_sequence - t.calls as before_sequence
    ), noticed as (
      insert into notices (vdn_id, campaign_id, sequence, created_at, call_id, claimed_at)
      select ${vdnId}, e.campaign_id,
        n.before_sequence + row_number() over (partition by e.campaign_id order by e.place),
        ${now}::timestamptz, e.call_id, e.claimed_at
      from ended e join numbered n on n.campaign_id = e.campaign_id
    ), counted as (
      insert into outcome_counts as o (vdn_id, campaign_id, day, cause, calls)
      select ${vdnId}, campaign_id, day, cause, count(*) from ended group by campaign_id, day, cause
      on conflict (vdn_id, campaign_id, day, cause) do update set calls = o.calls + excluded.calls
    ) ${agents.accounts}
    select campaign_id as "campaignId", calls from tally`;
  return makingDays(database, [now, ...events.map(({ event }) => event.at)], write);
}

/** What calls of campaigns with agents add to the statement; it is left out where there are none. */
function noAgentParts(connection: Connection) {
  const nothing = connection``;
  return { given: nothing, names: nothing, kept: nothing, returned: nothing, accounts: nothing };
}

function agentParts(
  connection: Connection,
  vdnId: VdnId,
  ended: readonly EndedCall[],
): ReturnType<typeof noAgentParts> {
  const facts = ended.map((call) => call.withAgents);
  return {
    given: connection`,
        ${facts.map((fact) => fact?.dialedAt ?? null)}::timestamptz[],
        ${facts.map((fact) => fact?.waitingAt ?? null)}::timestamptz[],
        ${facts.map((fact) => fact?.agentId ?? null)}::text[],
        ${facts.map((fact) => fact?.abandoned?.toString() ?? null)}::text[]::boolean[],
        ${facts.map((fact) => fact?.restsUntil ?? null)}::timestamptz[]`,
    names: connection`, dialed_at, waiting_at, agent_id, abandoned, rests_until`,
    kept: connection`, dialed_at = g.dialed_at, waiting_at = g.waiting_at, agent_id = g.agent_id, abandoned = g.abandoned`,
    returned: connection`, c.called, g.outcome,
        coalesce(g.answered_at, g.connected_at, g.ended_at) as answered_at, g.abandoned, g.rests_until`,
    accounts: connection`, accounted as (
      insert into live_answers as l (vdn_id, campaign_id, hour, answered, abandoned, machines)
      select ${vdnId}::integer, campaign_id, date_trunc('hour', answered_at, 'UTC'),
        count(*) filter (where abandoned is not null)::integer, count(*) filter (where abandoned)::integer,
        count(*) filter (where outcome = 'machine')::integer
      from ended where abandoned is not null or outcome = 'machine' group by 2, 3
      on conflict (vdn_id, campaign_id, hour) do update set
        answered = l.answered + excluded.answered, abandoned = l.abandoned + excluded.abandoned,
        machines = l.machines + excluded.machines
    ), rested as (
      insert into quarantined_numbers as q (vdn_id, called, until)
      select ${vdnId}::integer, called, max(rests_until) from ended where rests_until is not null group by called
      on conflict (vdn_id, called) do update set until = greatest(q.until, excluded.until)
    ), resting as (
      -- The same number of other campaigns. One that is being claimed at this moment is left: waiting for
      -- it could be waiting for each other.
      select k.campaign_id, k.contact_id, e.rests_until
      from ended e
      join contacts k on k.vdn_id = ${vdnId} and k.called = e.called
      join campaigns c on c.vdn_id = ${vdnId} and c.campaign_id = k.campaign_id
      where e.rests_until is not null and k.state = 'waiting' and k.due_at < e.rests_until
        and c.device_type not in (5, 6)
      for update of k skip locked
    ), put_off as (
      update contacts k set due_at = r.rests_until
      from resting r
      where k.vdn_id = ${vdnId} and k.campaign_id = r.campaign_id and k.contact_id = r.contact_id
        and k.state = 'waiting'
    )`,
  };
}

/** What a recording, a machine detection or a flow adds; most calls have none of them. */
function noFactParts(connection: Connection) {
  const nothing = connection``;
  return { given: nothing, names: nothing, kept: nothing };
}

const hasFacts = ({ answeredBy, recordPath, flowVariables }: CallFacts): boolean =>
  answeredBy !== null || recordPath !== null || Object.keys(flowVariables).length > 0;

const factParts = (connection: Connection, ended: readonly EndedCall[]): ReturnType<typeof noFactParts> => ({
  given: connection`,
        ${ended.map(({ facts }) => facts.answeredBy)}::text[],
        ${ended.map(({ facts }) => facts.recordPath)}::text[],
        ${ended.map(({ facts }) => variablesText(facts))}::text[]::jsonb[]`,
  names: connection`, answered_by, record_path, flow_variables`,
  kept: connection`, answered_by = g.answered_by, record_path = g.record_path, flow_variables = g.flow_variables`,
});

const variablesText = ({ flowVariables }: CallFacts): string | null =>
  Object.keys(flowVariables).length === 0 ? null : JSON.stringify(flowVariables);

/**
 * Records what was heard of calls that go on, of any tenants: rows are added and none is waited for. The
 * commit does not wait for the disk, since it is told again by the call's end, or found by asking the carrier.
 */
export async function recordEvents(
  database: Database,
  events: readonly (RecordedEvent & { readonly vdnId: VdnId })[],
): Promise<void> {
  const write = () => database`
    insert into call_events (vdn_id, at, call_id, kind, reason)
    select e.vdn_id, e.at, e.call_id, e.kind, e.reason
    from unnest(
      ${events.map(({ vdnId }) => vdnId)}::integer[],
      ${events.map((entry) => entry.event.at)}::timestamptz[],
      ${events.map((entry) => entry.callNumber)}::bigint[],
      ${events.map((entry) => entry.event.kind)}::text[],
      ${events.map(reasonOf)}::text[]
    ) as e (vdn_id, at, call_id, kind, reason), ${withoutWaiting(database)}`;
  await makingDays(
    database,
    events.map(({ event }) => event.at),
    write,
  );
}

const reasonOf = ({ event }: RecordedEvent): string | null => (event.kind === 'ended' ? event.reason : null);
