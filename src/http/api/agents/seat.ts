// Only one process seats the agents of a VDN. A request to another process is told which one it is, so that
// an operator of several processes can find out why an agent's application does not get through.
import type { VdnId } from '../../../core/units.ts';
import { findDeskOwner } from '../../../store/system/leases.ts';
import type { HttpDeps } from '../../deps.ts';
import { refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import type { Refusal } from '../door/route.ts';

const retryAfterSeconds = 1;

/** The refusal where another process seats the VDN's agents, or none does; null where this one does. */
export const refuseElsewhere = async (deps: HttpDeps, vdnId: VdnId): Promise<Refusal | null> =>
  deps.desk.holds(vdnId) ? null : tellOwner(deps, vdnId);

/** The refusal of a command that the desk has called elsewhere. */
export async function tellOwner({ database }: HttpDeps, vdnId: VdnId): Promise<Refusal> {
  const owner = await findDeskOwner(database, vdnId);
  const detail = owner === null ? refusalTexts.seatedByNobody(vdnId) : refusalTexts.seatedBy(owner, vdnId);
  return refuse('agentsElsewhere', detail, { retryAfterSeconds, fields: { owner } });
}

/** What a stream is told that was open when the agents' seat moved. */
export const seatMoved = (): Refusal =>
  refuse('agentsElsewhere', refusalTexts.seatMoved, {
    retryAfterSeconds,
  });
