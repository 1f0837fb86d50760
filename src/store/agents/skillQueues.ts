// Skill queues of a VDN: what a campaign with agents dials for. The contract asks only whether one
// exists, which store/campaigns/campaigns.ts reads with the campaign (code 0200017).
import type { SkillQueue } from '../../core/agent.ts';
import { toVdnId, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

interface SkillQueueRow {
  vdn_id: number;
  skill_id: number;
  name: string;
}

/** All skill queues by id; at most 1000, for an id is 1 to 1000. */
export async function listSkillQueues(connection: Connection, vdnId: VdnId): Promise<SkillQueue[]> {
  const rows = await connection<SkillQueueRow[]>`
    select vdn_id, skill_id, name from skill_queues where vdn_id = ${vdnId} order by skill_id`;
  return rows.map((row) => ({ vdnId: toVdnId(row.vdn_id), id: row.skill_id, name: row.name }));
}

/** Adds the queue or renames it; the same call twice leaves the same queue. */
export async function saveSkillQueue(
  connection: Connection,
  vdnId: VdnId,
  queue: { readonly id: number; readonly name: string },
): Promise<'added' | 'changed'> {
  const [row] = await connection<{ added: boolean }[]>`
    insert into skill_queues (vdn_id, skill_id, name) values (${vdnId}, ${queue.id}, ${queue.name})
    on conflict (vdn_id, skill_id) do update set name = excluded.name
    returning (xmax = 0) as added`;
  return row?.added ? 'added' : 'changed';
}

/**
 * Deletes the queue and takes it from its agents. `inUse` while a campaign that is not deleted or
 * ended, or a flow, names it.
 */
export async function deleteSkillQueue(
  connection: Connection,
  vdnId: VdnId,
  skillId: number,
  now: number,
): Promise<'deleted' | 'inUse' | 'noSuchSkillQueue'> {
  const users = await connection`
    select 1 from campaigns
    where vdn_id = ${vdnId} and deleted_at is null and (end_at is null or end_at > ${now})
      and (settings -> 'skill' ->> 'skillId')::integer = ${skillId}
    union all
    select 1 from flows where vdn_id = ${vdnId} and transfer_skill_id = ${skillId}
    limit 1`;
  if (users.length > 0) return 'inUse';
  const rows = await connection`
    delete from skill_queues where vdn_id = ${vdnId} and skill_id = ${skillId} returning skill_id`;
  return rows.length === 1 ? 'deleted' : 'noSuchSkillQueue';
}
