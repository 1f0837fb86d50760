// How agents spent their time: the stretches that have ended, added up over a window. The stretch that
// an agent is in now has no row yet; core/occupancy.ts adds it.
import type { AgentTime } from '../../core/occupancy.ts';
import { type Millis, toMillis, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

/** No stretch is longer (workers/desk/ledger.ts cuts it). Lets partitions be passed over. */
const stretchMillisMax = 86_400_000;

/** The time of the agents who have the skill, from `from` to `to`. */
export async function sumAgentTime(
  connection: Connection,
  vdnId: VdnId,
  skillId: number,
  from: Millis,
  to: Millis,
): Promise<AgentTime> {
  const [row] = await connection<{ talk: number; wrap_up: number; ready: number; away: number }[]>`
    select
      coalesce(sum(s.seconds) filter (where s.state = 'talking'), 0)::float8 as talk,
      coalesce(sum(s.seconds) filter (where s.state = 'wrapUp'), 0)::float8 as wrap_up,
      coalesce(sum(s.seconds) filter (
        where s.state not in ('talking', 'wrapUp') and s.status = 'ready'), 0)::float8 as ready,
      coalesce(sum(s.seconds) filter (
        where s.state not in ('talking', 'wrapUp') and s.status = 'onBreak'), 0)::float8 as away
    from (
      select i.state, i.status, extract(epoch from
        least(i.ended_at, ${to}::timestamptz) - greatest(i.began_at, ${from}::timestamptz)) as seconds
      from agent_intervals i
      where i.vdn_id = ${vdnId} and i.ended_at > ${from}::timestamptz and i.began_at < ${to}::timestamptz
        and i.began_at > ${toMillis(from - stretchMillisMax)}::timestamptz
        and exists (select 1 from agent_skills k
          where k.vdn_id = ${vdnId} and k.agent_id = i.agent_id and k.skill_id = ${skillId})
    ) as s`;
  return {
    talkSeconds: row?.talk ?? 0,
    wrapUpSeconds: row?.wrap_up ?? 0,
    readySeconds: row?.ready ?? 0,
    breakSeconds: row?.away ?? 0,
  };
}
