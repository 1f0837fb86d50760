// What pacing sees of a campaign's agents and calls. An agent of several queues that are dialed is counted
// for one of them, and for the next a minute later: with few agents, halves of agents would get no calls at
// all, and with calls ringing they would get two.

import { reserve } from '../../core/agentMoves.ts';
import type { Seen } from '../../core/pacing/seen.ts';
import { freeAgentsOf, queueOf } from '../../core/routing.ts';
import type { Millis } from '../../core/units.ts';
import { type DrivenCampaign, isUnknown, type LiveCall } from '../leases/driven.ts';
import type { Floor } from './floor.ts';
import type { Seat } from './seat.ts';

/** Nothing is dialed for an agent who leaves within this; the longest horizon of pacing. */
const leavingMillis = 22_000;

export function see(
  floor: Floor,
  campaign: DrivenCampaign,
  ringLimitSeconds: number,
  now: Millis,
): Omit<Seen, 'dialsMax'> {
  const skillId = campaign.agents?.skillId ?? null;
  if (skillId === null) return seeNobody(ringLimitSeconds, now);
  const neighbors = [...floor.deps.driven.campaigns.values()].filter(
    (other) => other.lease.vdnId === floor.vdnId && other.agents !== null,
  );
  const asked = new Set([skillId]);
  for (const { agents } of neighbors) if (agents?.started) asked.add(agents.skillId);
  const staff = countStaff(floor, skillId, asked, now);
  const foreign = neighbors.filter(
    (other) => other !== campaign && other.agents?.skillId === skillId && other.agents.deviceType === 2,
  );
  const gateways = floor.deps.driver.gateways();
  const away = new Set(gateways.filter(({ trouble }) => trouble?.kind === 'pbxAway').map(({ name }) => name));
  return {
    at: now,
    ...staff,
    dialedAt: dialedAt(campaign, away),
    foreignDialedAt: foreign.flatMap((other) => dialedAt(other, away)),
    waitingSince: [...queueOf(floor.waiting, skillId).values()],
    ringLimitSeconds,
  };
}

export const seeNobody = (ringLimitSeconds: number, now: Millis): Omit<Seen, 'dialsMax'> => ({
  at: now,
  idle: 0,
  staffed: 0,
  talkingSince: [],
  wrapUpSince: [],
  dialedAt: [],
  foreignDialedAt: [],
  waitingSince: [],
  ringLimitSeconds,
});

function countStaff(
  floor: Floor,
  skillId: number,
  asked: ReadonlySet<number>,
  now: Millis,
): Pick<Seen, 'idle' | 'staffed' | 'talkingSince' | 'wrapUpSince'> {
  let idle = 0;
  let staffed = 0;
  const talkingSince: number[] = [];
  const wrapUpSince: number[] = [];
  for (const seat of floor.bySkill.get(skillId) ?? []) {
    if (!staysOn(floor, seat, now)) continue;
    if (!isDealt(seat, skillId, asked, now)) continue;
    staffed += 1;
    const { state } = seat.agent;
    if (state === 'idle') idle += 1;
    else if (state === 'talking') talkingSince.push(seat.stateSince);
    else if (state === 'wrapUp') wrapUpSince.push(seat.stateSince);
  }
  return { idle, staffed, talkingSince, wrapUpSince };
}

/** Whether anyone is there who will take a call of this queue, now or after the present one. */
export function isStaffed(floor: Floor, skillId: number, now: Millis): boolean {
  for (const seat of floor.bySkill.get(skillId) ?? []) if (staysOn(floor, seat, now)) return true;
  return false;
}

/** True for one who will take a further call after the present one. */
function staysOn(floor: Floor, seat: Seat, now: Millis): boolean {
  const { status, signOffAt, isReachable } = seat.agent;
  if (status !== 'ready' || !isReachable || floor.isSilent(seat, now)) return false;
  return signOffAt === null || signOffAt > now + leavingMillis;
}

/** How long an agent of several queues stays with one of them, longer than a call rings as a rule. */
const dealtMillis = 60_000;

/** Whether the queue is dealt the agent now, of those queues that are dialed. */
function isDealt(seat: Seat, skillId: number, asked: ReadonlySet<number>, now: Millis): boolean {
  let shares = 0;
  let place = 0;
  for (const skill of seat.agent.skills) {
    if (!asked.has(skill.skillId)) continue;
    shares += 1;
    if (skill.skillId < skillId) place += 1;
  }
  return (seat.number + Math.floor(now / dealtMillis)) % shares === place;
}

/** When the calls in flight were dialed; one that waits for its moment in the beat counts from its claim. */
const dialedAt = (campaign: DrivenCampaign, away: ReadonlySet<string>): number[] =>
  [...campaign.calls]
    .filter((live) => live.stage === 'ringing' && !isOutOfSight(live, away))
    .map((live) => dialInstant(live));

/**
 * A call at a gateway that does not answer. When that is back it is dialed through at once, so its calls count
 * before they are compared; one of which only the row is known may have ended long ago.
 */
const isOutOfSight = (live: LiveCall, away: ReadonlySet<string>): boolean =>
  isUnknown(live) && (!live.isMet || live.silentGateways.some((name) => away.has(name)));

const dialInstant = ({ call }: LiveCall): number => call.dialedAt ?? call.claimedAt;

/** Reserves free agents of the campaign's queue, the one to be asked first in front. */
export function reserveAgents(floor: Floor, campaign: DrivenCampaign, count: number, now: Millis): string[] {
  const skillId = campaign.agents?.skillId ?? null;
  if (skillId === null || !floor.isOpen()) return [];
  const chosen = freeAgentsOf(floor.free, skillId)
    .map(({ agentId }) => floor.seats.get(agentId))
    .filter((seat) => seat !== undefined)
    .filter((seat) => staysOn(floor, seat, now))
    .slice(0, Math.max(0, count));
  for (const seat of chosen) floor.move(seat, reserve(seat.agent, campaign.lease.campaignId, now), now);
  return chosen.map((seat) => seat.agent.id);
}
