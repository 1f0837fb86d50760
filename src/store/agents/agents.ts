// Agents of a VDN and their skills. An agent is saved whole: the skills given replace those stored.
import type { Agent, AgentSkill, Telephone } from '../../core/agent.ts';
import { mayNameTelephone } from '../../core/telephoneName.ts';
import { toVdnId, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';
import { listTelephonePrefixes, readVdn, type VdnRow } from '../tenants/vdns.ts';

interface AgentRow {
  vdn_id: number;
  agent_id: string;
  name: string;
  skills: AgentSkill[];
  simulated: boolean;
  telephone_endpoint: string | null;
  telephone_line: Telephone['line'];
}

/** Agents by id after `afterId`, at most `limit`; with `skillId` only those who have it. */
export async function listAgents(
  connection: Connection,
  vdnId: VdnId,
  query: { readonly afterId: string; readonly limit: number; readonly skillId: number | null },
): Promise<Agent[]> {
  const { afterId, limit, skillId } = query;
  const rows = await connection<AgentRow[]>`
    select a.vdn_id, a.agent_id, a.name, a.simulated, a.telephone_endpoint, a.telephone_line,
      ${skillsOfAgent(connection)} as skills
    from agents a
    where a.vdn_id = ${vdnId} and a.agent_id > ${afterId}
      ${
        skillId === null
          ? connection``
          : connection`and exists (select 1 from agent_skills s
              where s.vdn_id = a.vdn_id and s.agent_id = a.agent_id and s.skill_id = ${skillId})`
      }
    order by a.agent_id limit ${limit}`;
  return rows.map(readAgent);
}

export async function findAgent(
  connection: Connection,
  vdnId: VdnId,
  agentId: string,
): Promise<Agent | null> {
  const [row] = await connection<AgentRow[]>`
    select a.vdn_id, a.agent_id, a.name, a.simulated, a.telephone_endpoint, a.telephone_line,
      ${skillsOfAgent(connection)} as skills
    from agents a where a.vdn_id = ${vdnId} and a.agent_id = ${agentId}`;
  return row === undefined ? null : readAgent(row);
}

/** The agents of one VDN whom the server plays. */
export interface SimulatedTeam {
  readonly vdnId: VdnId;
  /** The VDN's agentSilenceSecondsMax: a sign of life must come sooner. */
  readonly silenceSecondsMax: number;
  readonly agentIds: readonly string[];
}

/** The flagged agents of every VDN; read every few seconds at most. */
export async function listSimulatedTeams(connection: Connection): Promise<SimulatedTeam[]> {
  const rows = await connection<(VdnRow & { agent_ids: string[] })[]>`
    select v.vdn_id, v.name, v.settings, array_agg(a.agent_id order by a.agent_id) as agent_ids
    from vdns v join agents a on a.vdn_id = v.vdn_id
    where a.simulated group by v.vdn_id order by v.vdn_id`;
  return rows.map((row) => {
    const { id: vdnId, settings } = readVdn(row);
    return { vdnId, silenceSecondsMax: settings.agentSilenceSecondsMax, agentIds: row.agent_ids };
  });
}

/** Adds or replaces an agent; `noSuchSkillQueue` when a skill does not exist. Call it in a transaction. */
export async function saveAgent(
  connection: Connection,
  agent: Agent,
): Promise<'added' | 'changed' | 'noSuchSkillQueue' | 'telephoneTaken' | 'telephoneOfOthers'> {
  const { vdnId, id, name, skills, simulated, telephone } = agent;
  const skillIds = skills.map((skill) => skill.skillId);
  const known = await connection`
    select skill_id from skill_queues where vdn_id = ${vdnId} and skill_id = any(${skillIds}::integer[])
    for key share`;
  if (known.length !== new Set(skillIds).size) return 'noSuchSkillQueue';
  if (!mayNameTelephone(vdnId, telephone.endpoint, await listTelephonePrefixes(connection)))
    return 'telephoneOfOthers';
  if (await isTelephoneTaken(connection, agent)) return 'telephoneTaken';
  const [row] = await connection<{ added: boolean }[]>`
    insert into agents (vdn_id, agent_id, name, simulated, telephone_endpoint, telephone_line)
    values (${vdnId}, ${id}, ${name}, ${simulated}, ${telephone.endpoint}, ${telephone.line})
    on conflict (vdn_id, agent_id) do update set name = excluded.name, simulated = excluded.simulated,
      telephone_endpoint = excluded.telephone_endpoint, telephone_line = excluded.telephone_line
    returning (xmax = 0) as added`;
  await connection`delete from agent_skills where vdn_id = ${vdnId} and agent_id = ${id}`;
  for (const skill of skills) {
    await connection`
      insert into agent_skills (vdn_id, agent_id, skill_id, priority)
      values (${vdnId}, ${id}, ${skill.skillId}, ${skill.priority})`;
  }
  return row?.added ? 'added' : 'changed';
}

/** True when there was such an agent. */
export async function deleteAgent(connection: Connection, vdnId: VdnId, agentId: string): Promise<boolean> {
  const rows = await connection`
    delete from agents where vdn_id = ${vdnId} and agent_id = ${agentId} returning agent_id`;
  return rows.length === 1;
}

const skillsOfAgent = (connection: Connection) => connection`
  coalesce((select jsonb_agg(jsonb_build_object('skillId', s.skill_id, 'priority', s.priority)
      order by s.priority, s.skill_id)
    from agent_skills s where s.vdn_id = a.vdn_id and s.agent_id = a.agent_id), '[]'::jsonb)`;

const readAgent = (row: AgentRow): Agent => ({
  vdnId: toVdnId(row.vdn_id),
  id: row.agent_id,
  name: row.name,
  skills: row.skills,
  simulated: row.simulated,
  telephone: readTelephone(row),
});

/**
 * True when an agent of another VDN has the telephone; nobody else can take it before the transaction's
 * end. A telephone of one tenant must never ring for another, and a PBX knows no tenants. A unique index
 * could not say this, since every key begins with the VDN.
 */
async function isTelephoneTaken(connection: Connection, { vdnId, telephone }: Agent): Promise<boolean> {
  // Where a PBX keeps its telephones in a database, their names may differ by more than case only.
  const endpoint = telephone.endpoint.toLowerCase();
  await connection`select pg_advisory_xact_lock(hashtext('campana telephone'), hashtext(${endpoint}))`;
  const rows = await connection`
    select 1 from agents
    where vdn_id <> ${vdnId} and lower(coalesce(telephone_endpoint, agent_id)) = ${endpoint} limit 1`;
  return rows.length > 0;
}

/** A telephone without a name of its own is called like the agent. */
export const readTelephone = (
  row: Pick<AgentRow, 'agent_id' | 'telephone_endpoint' | 'telephone_line'>,
): Telephone => ({ endpoint: row.telephone_endpoint ?? row.agent_id, line: row.telephone_line });

/** True when an agent of another VDN has a telephone whose name begins so. */
export async function hasTelephonesOfOthers(
  connection: Connection,
  vdnId: VdnId,
  prefix: string,
): Promise<boolean> {
  const rows = await connection`
    select 1 from agents
    where vdn_id <> ${vdnId} and starts_with(lower(coalesce(telephone_endpoint, agent_id)), ${prefix.toLowerCase()})
    limit 1`;
  return rows.length > 0;
}
