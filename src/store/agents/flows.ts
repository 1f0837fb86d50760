// IVR flows of a VDN: what plays when a call of an IVR campaign is answered. A campaign names its
// flow by `deviceSign`; the contract does not ask that the flow exists.
import type { Flow } from '../../core/agent.ts';
import { type Millis, toVdnId, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

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

/** Those of the codes of which there is a flow; none of these can be deleted before the transaction's end. */
export async function holdFlows(
  connection: Connection,
  vdnId: VdnId,
  codes: readonly string[],
): Promise<string[]> {
  const rows = await connection<{ flow_code: string }[]>`
    select flow_code from flows where vdn_id = ${vdnId} and flow_code = any(${[...codes]}::text[])
    order by flow_code for key share`;
  return rows.map((row) => row.flow_code);
}

/**
 * Deletes the flow, in a transaction; or says which campaign, neither deleted nor ended, names it in the
 * handling of its calls.
 */
export async function deleteFlow(
  connection: Connection,
  vdnId: VdnId,
  code: string,
  now: Millis,
): Promise<'deleted' | 'noSuchFlow' | { readonly inUseBy: number }> {
  // Locked first: a request that is about to name the flow has done so, or finds it gone.
  await connection`select from flows where vdn_id = ${vdnId} and flow_code = ${code} for update`;
  const [user] = await connection<{ campaign_id: number }[]>`
    select campaign_id from campaigns
    where vdn_id = ${vdnId} and deleted_at is null and (end_at is null or end_at > ${now}::timestamptz)
      and ${code} in (handling ->> 'abandonmentFlowCode', handling -> 'machineDetection' ->> 'messageFlowCode')
    order by campaign_id limit 1`;
  if (user !== undefined) return { inUseBy: user.campaign_id };
  const rows = await connection`
    delete from flows where vdn_id = ${vdnId} and flow_code = ${code} returning flow_code`;
  return rows.length === 1 ? 'deleted' : 'noSuchFlow';
}

const readFlow = (row: FlowRow): Flow => ({
  vdnId: toVdnId(row.vdn_id),
  code: row.flow_code,
  description: row.description,
  playSeconds: row.play_seconds,
  transferSkillId: row.transfer_skill_id,
});
