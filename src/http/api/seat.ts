// Only one process seats the agents of a VDN. Whoever asks another one is told which it is, so that a
// person who runs several can find out why an agent's application does not get through.
import type { VdnId } from '../../core/units.ts';
import { findDeskOwner } from '../../store/deskLeases.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse } from './problem.ts';
import type { ApiAnswer } from './route.ts';

const retryAfterSeconds = 1;

/** The refusal where another process seats the VDN's agents, or none does; null where this one does. */
export const refuseElsewhere = async (deps: HttpDeps, vdnId: VdnId): Promise<ApiAnswer | null> =>
  deps.desk.holds(vdnId) ? null : tellOwner(deps, vdnId);

/** The refusal of a command that the desk has called elsewhere. */
export async function tellOwner({ database, clock }: HttpDeps, vdnId: VdnId): Promise<ApiAnswer> {
  const owner = await findDeskOwner(database, vdnId, clock.now());
  const detail =
    owner === null
      ? `No process seats the agents of VDN ${vdnId} at the moment. Try again.`
      : `The process ${owner} seats the agents of VDN ${vdnId}. Ask that one, or try again.`;
  return refuse('agentsElsewhere', detail, { retryAfterSeconds, fields: { owner } });
}

/** What a stream is told that was open when the agents' seat moved. */
export const seatMoved = (): ApiAnswer =>
  refuse('agentsElsewhere', 'Another process seats the agents of this VDN from now on. Connect again.', {
    retryAfterSeconds,
  });
