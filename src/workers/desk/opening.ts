// Opening a floor: agents whom an earlier desk left signed in keep their state, talks and wrap-ups
// included; what cannot go on is ended. Their calls find them when they are adopted.
import { setFree } from '../../core/agentMoves.ts';
import type { WorkingAgent } from '../../core/agentState.ts';
import { addSeconds, type Millis, toMillis } from '../../core/units.ts';
import { vdnSettingsDefault } from '../../core/vdn.ts';
import { loadAgentStates, type SeatedAgent } from '../../store/agents/agentStates.ts';
import { withdrawOpenOffers } from '../../store/agents/offers.ts';
import type { DeskLease } from '../../store/system/leases.ts';
import { findVdn } from '../../store/tenants/vdns.ts';
import { leave } from './commands.ts';
import { Floor, type FloorDeps } from './floor.ts';
import { serveWaiting } from './joining.ts';
import type { Seat } from './seat.ts';

export async function openFloor(
  deps: FloorDeps,
  lease: DeskLease,
  tell: (agent: WorkingAgent) => void,
): Promise<Floor> {
  const vdn = await findVdn(deps.database, lease.vdnId);
  await withdrawOpenOffers(deps.database, lease.vdnId, 'the server was restarted', deps.clock.now());
  const seated = await loadAgentStates(deps.database, lease.vdnId);
  const now = deps.clock.now();
  const floor = new Floor(deps, lease, vdn?.settings ?? vdnSettingsDefault, now, tell, serveOrLeave);
  for (const one of seated) restore(floor, one, now);
  return floor;
}

/** A free agent takes the person who has waited longest, or leaves if the application is silent. */
function serveOrLeave(floor: Floor, seat: Seat): void {
  const now = floor.deps.clock.now();
  if (floor.isSilent(seat, now)) leave(floor, seat, now);
  else serveWaiting(floor, seat);
}

/** Silence counts from now on: while nobody sat at the desk, nobody could be heard. */
function restore(floor: Floor, { agent, call }: SeatedAgent, now: Millis): void {
  const since = toMillis(Math.min(agent.since, now));
  const { wrapUpSecondsMax } = floor.settings;
  const wrapUpEndsAt = agent.state === 'wrapUp' ? addSeconds(since, wrapUpSecondsMax) : null;
  const seat = floor.seat({ ...agent, since, seenAt: now, wrapUpEndsAt }, call);
  const isCutOff =
    agent.state === 'previewing' ||
    ((agent.state === 'reserved' || agent.state === 'talking') && agent.callId === null);
  if (isCutOff) floor.move(seat, setFree(seat.agent, now), now);
}
