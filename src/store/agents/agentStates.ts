// Status and state of each agent, written by the desk that seats them, and read when a desk opens. The rows
// are those of agents who are signed in; what an agent did before is in agent_intervals.
import type { AgentSkill, Telephone } from '../../core/agent.ts';
import type { AgentState, AgentStatus, WorkingAgent } from '../../core/agentState.ts';
import {
  type Millis,
  toCampaignId,
  toMillis,
  toMillisOrNull,
  toVdnId,
  type VdnId,
} from '../../core/units.ts';
import { callIdOf } from '../calls/callIds.ts';
import { type Connection, withoutWaiting } from '../database/connection.ts';
import type { DeskLease } from '../system/leases.ts';
import { readTelephone } from './agents.ts';

/** A call in the words of its row. */
export interface CallKey {
  readonly callNumber: string;
  readonly claimedAt: Millis;
}

export interface SeatedAgent {
  readonly agent: WorkingAgent;
  readonly call: CallKey | null;
}

/**
 * Writes how agents stand, and takes away those who left; one statement. Writes nothing when another
 * process has the desk by now. An agent who has been deleted meanwhile is passed over.
 */
export async function saveAgentStates(
  connection: Connection,
  desk: DeskLease,
  changed: readonly SeatedAgent[],
  left: readonly string[],
): Promise<void> {
  const { vdnId } = desk;
  const agents = changed.map((seated) => seated.agent);
  await connection`
    with held as (
      select 1 from desk_leases
      where vdn_id = ${vdnId} and owner = ${desk.owner} and epoch = ${desk.epoch}::bigint
    ), gone as (
      delete from agent_states s using held
      where s.vdn_id = ${vdnId} and s.agent_id = any(${[...left]}::text[])
    )
    insert into agent_states as s (vdn_id, agent_id, status, break_reason, state, since, campaign_id,
      call_id, claimed_at, signed_in_at, sign_off_at, seen_at)
    select ${vdnId}, g.agent_id, g.status, g.break_reason, g.state, g.since, g.campaign_id, g.call_id,
      g.claimed_at, g.signed_in_at, g.sign_off_at, g.seen_at
    from unnest(
      ${agents.map((agent) => agent.id)}::text[],
      ${agents.map((agent) => agent.status)}::text[],
      ${agents.map((agent) => agent.breakReason)}::text[],
      ${agents.map((agent) => agent.state)}::text[],
      ${agents.map((agent) => agent.since)}::timestamptz[],
      ${agents.map((agent) => agent.campaignId)}::integer[],
      ${changed.map((seated) => seated.call?.callNumber ?? null)}::bigint[],
      ${changed.map((seated) => seated.call?.claimedAt ?? null)}::timestamptz[],
      ${agents.map((agent) => agent.signedInAt)}::timestamptz[],
      ${agents.map((agent) => agent.signOffAt)}::timestamptz[],
      ${agents.map((agent) => agent.seenAt)}::timestamptz[]
    ) as g (agent_id, status, break_reason, state, since, campaign_id, call_id, claimed_at, signed_in_at,
      sign_off_at, seen_at)
    join agents a on a.vdn_id = ${vdnId} and a.agent_id = g.agent_id
    cross join held
    cross join ${withoutWaiting(connection)}
    on conflict (vdn_id, agent_id) do update set
      status = excluded.status, break_reason = excluded.break_reason, state = excluded.state,
      since = excluded.since, campaign_id = excluded.campaign_id, call_id = excluded.call_id,
      claimed_at = excluded.claimed_at, signed_in_at = excluded.signed_in_at,
      sign_off_at = excluded.sign_off_at, seen_at = excluded.seen_at`;
}

/** The agents whom an earlier desk left signed in, with their present skills; offers are not kept. */
export async function loadAgentStates(connection: Connection, vdnId: VdnId): Promise<SeatedAgent[]> {
  const rows = await connection<
    {
      agent_id: string;
      status: AgentStatus;
      break_reason: string | null;
      state: AgentState;
      since: number;
      campaign_id: number | null;
      call_id: string | null;
      claimed_at: number | null;
      signed_in_at: number;
      sign_off_at: number | null;
      seen_at: number;
      skills: AgentSkill[];
      telephone_endpoint: string | null;
      telephone_line: Telephone['line'];
    }[]
  >`
    select s.agent_id, s.status, s.break_reason, s.state, s.since, s.campaign_id, s.call_id, s.claimed_at,
      s.signed_in_at, s.sign_off_at, s.seen_at, a.telephone_endpoint, a.telephone_line,
      coalesce((select jsonb_agg(jsonb_build_object('skillId', k.skill_id, 'priority', k.priority)
          order by k.priority, k.skill_id)
        from agent_skills k where k.vdn_id = ${vdnId} and k.agent_id = s.agent_id), '[]'::jsonb) as skills
    from agent_states s
    join agents a on a.vdn_id = s.vdn_id and a.agent_id = s.agent_id
    where s.vdn_id = ${vdnId}`;
  return rows.map((row) => {
    const claimedAt = toMillisOrNull(row.claimed_at);
    const call = claimedAt === null || row.call_id === null ? null : { callNumber: row.call_id, claimedAt };
    return {
      call,
      agent: {
        id: row.agent_id,
        skills: row.skills,
        status: row.status,
        breakReason: row.break_reason,
        state: row.state,
        since: toMillis(row.since),
        signedInAt: toMillis(row.signed_in_at),
        signOffAt: toMillisOrNull(row.sign_off_at),
        seenAt: toMillis(row.seen_at),
        telephone: readTelephone(row),
        // Whether an open line is still there, the carrier must be asked.
        isReachable: row.telephone_line === 'onDemand',
        campaignId: row.campaign_id === null ? null : toCampaignId(row.campaign_id),
        callId: call === null ? null : callIdOf(call.claimedAt, call.callNumber),
        called: null,
        offer: null,
        wrapUpEndsAt: null,
      },
    };
  });
}

/** The skills of those of these agents who still exist, of any tenants; one statement for all. */
export async function loadSkillsOf(
  connection: Connection,
  agents: readonly { readonly vdnId: VdnId; readonly agentId: string }[],
): Promise<{ readonly vdnId: VdnId; readonly agentId: string; readonly skills: AgentSkill[] }[]> {
  const rows = await connection<{ vdn_id: number; agent_id: string; skills: AgentSkill[] }[]>`
    select a.vdn_id, a.agent_id,
      coalesce(jsonb_agg(jsonb_build_object('skillId', k.skill_id, 'priority', k.priority)
        order by k.priority, k.skill_id) filter (where k.skill_id is not null), '[]'::jsonb) as skills
    from unnest(
      ${agents.map(({ vdnId }) => vdnId)}::integer[],
      ${agents.map(({ agentId }) => agentId)}::text[]
    ) as g (vdn_id, agent_id)
    join agents a on a.vdn_id = g.vdn_id and a.agent_id = g.agent_id
    left join agent_skills k on k.vdn_id = a.vdn_id and k.agent_id = a.agent_id
    group by a.vdn_id, a.agent_id`;
  return rows.map((row) => ({ vdnId: toVdnId(row.vdn_id), agentId: row.agent_id, skills: row.skills }));
}

/** What an agent noted of a call after the talk. */
export interface WrappedUpCall extends CallKey {
  readonly wrappedUpAt: Millis;
  readonly businessResult: string | null;
  readonly note: string | null;
}

/** Writes what was noted to the calls, where their rows are still there. */
export async function saveWrapUps(
  connection: Connection,
  vdnId: VdnId,
  calls: readonly WrappedUpCall[],
): Promise<void> {
  const claimed = calls.map((call) => call.claimedAt);
  await connection`
    update calls c set
      wrapped_up_at = g.wrapped_up_at, business_result = g.business_result, note = g.note
    from unnest(
      ${calls.map((call) => call.callNumber)}::bigint[],
      ${claimed}::timestamptz[],
      ${calls.map((call) => call.wrappedUpAt)}::timestamptz[],
      ${calls.map((call) => call.businessResult)}::text[],
      ${calls.map((call) => call.note)}::text[]
    ) as g (call_id, claimed_at, wrapped_up_at, business_result, note)
    where c.vdn_id = ${vdnId} and c.call_id = g.call_id and c.claimed_at = g.claimed_at
      and c.claimed_at between ${Math.min(...claimed)}::timestamptz and ${Math.max(...claimed)}::timestamptz`;
}
