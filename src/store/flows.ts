// IVR flows of a VDN: what plays when a call of an IVR campaign is answered. A campaign names its
// flow by `deviceSign`; the contract does not ask that the flow exists.
import type { Flow } from '../core/agent.ts';
import { toVdnId, type VdnId } from '../core/units.ts';
import type { Connection } from './connection.ts';

interface FlowRow {
  vdn_id: number;
  flow_code: string;
  description: string;
  play_seconds: number;
  transfer_skill_id: number | null;
}

/** All flows by code, at most 1000. */
export async function listFlows(connection: Connection, vdnId: VdnId): Promise<Flow[]> {
  const rows = await connection<FlowRow[]>`
    select vdn_id, flow_code, description, play_seconds, transfer_skill_id
    from flows where vdn_id = ${vdnId} order by flow_code limit 1000`;
  return rows.map(readFlow);
}

/** Adds or replaces a flow; `noSuchSkillQueue` when it transfers to a queue that does not exist. */
export async function saveFlow(
  connection: Connection,
  flow: Flow,
): Promise<'added' | 'changed' | 'noSuchSkillQueue'> {
  const { vdnId, code, description, playSeconds, transferSkillId } = flow;
  if (transferSkillId !== null) {
    const known = await connection`
      select 1 from skill_queues where vdn_id = ${vdnId} and skill_id = ${transferSkillId} for key share`;
    if (known.length === 0) return 'noSuchSkillQueue';
  }
  const [row] = await connection<{ added: boolean }[]>`
    insert into flows (vdn_id, flow_code, description, play_seconds, transfer_skill_id)
    values (${vdnId}, ${code}, ${description}, ${playSeconds}, ${transferSkillId})
    on conflict (vdn_id, flow_code) do update set description = excluded.description,
      play_seconds = excluded.play_seconds, transfer_skill_id = excluded.transfer_skill_id
    returning (xmax = 0) as added`;
  return row?.added ? 'added' : 'changed';
}

/** True when there was such a flow. */
export async function deleteFlow(connection: Connection, vdnId: VdnId, code: string): Promise<boolean> {
  const rows = await connection`
    delete from flows where vdn_id = ${vdnId} and flow_code = ${code} returning flow_code`;
  return rows.length === 1;
}

const readFlow = (row: FlowRow): Flow => ({
  vdnId: toVdnId(row.vdn_id),
  code: row.flow_code,
  description: row.description,
  playSeconds: row.play_seconds,
  transferSkillId: row.transfer_skill_id,
});
