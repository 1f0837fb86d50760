// How campaigns share the carrier's capacity: calls a second and channels, each by weight. A campaign that
// wants less than its share leaves the rest to the others, so no wanted capacity stays unused. A campaign
// computes its share from what the others wanted on their last beats, so no campaign waits for another.
import type { CarrierLimit, CarrierRoom, CarrierShare, ShareBasis } from './carrier.ts';
import { addSeconds, type Millis } from './units.ts';

/** A campaign as far as its share depends on it. */
export interface Claimant {
  /** 1 to 100. */
  readonly weight: number;
  /** Its calls go where the agents' telephones are. */
  readonly needsAgent: boolean;
  readonly beatSeconds: number;
  /** Calls that its last beat would have placed if the carrier bore everything. */
  readonly wanted: number;
  /** Its calls in flight, claimed ones included. */
  readonly held: number;
  /** Calls that are claimed and whose time to be dialed has passed. */
  readonly late: number;
  /** What is left of a call from the beats before, 0 to 1; a campaign that is new, or wants nothing, has 1. */
  readonly carried: number;
  /** For how long it has wanted a call and held none, in seconds of its beats; 0 to `waitedMax`. */
  readonly waited: number;
}

/** The carrier at one moment, with what it is about to be asked for. */
export interface CarrierLoad extends CarrierRoom {
  /** Calls that are to be dialed within the second to come, late ones included. */
  readonly dueNext: number;
}

export interface Carrier {
  readonly forAll: CarrierLoad;
  /** The part of it that takes calls which need an agent; never more than the whole. */
  readonly forAgents: CarrierLoad;
}

/** A campaign that has not had a beat yet. */
export const newClaimant = { wanted: 0, carried: 1, waited: 0 } as const;

/** What a claimant may do on its next beat, and what its account needs afterwards. */
export interface Allowance {
  readonly callsMax: number;
  readonly limit: CarrierLimit;
  readonly nextAt: Millis | null;
  readonly callsPerSecond: number;
  readonly channels: number;
}

/**
 * More than the carrier's rate may be due within a second by this much of it: a share changes with the
 * others' wishes, and beats are not made at once. The placer dials no faster for that.
 */
const overdueShareMax = 0.5;
const waitedMax = 3600;
/** Sums of fractions fall short of a whole by less than this. */
const roundingError = 1e-9;

/** @param others the other campaigns of this carrier that want calls or hold some */
export function allowanceOf(
  asking: Claimant,
  others: readonly Claimant[],
  carrier: Carrier,
  now: Millis,
): Allowance {
  const load = asking.needsAgent ? carrier.forAgents : carrier.forAll;
  const callsPerSecond = shareOf(asking, others, carrier, {
    wanted: ({ wanted, beatSeconds }) => wanted / beatSeconds,
    capacity: ({ callsPerSecondMax }) => callsPerSecondMax,
  });
  const channels = shareOf(asking, others, carrier, {
    wanted: ({ wanted, held }) => wanted + held,
    capacity: ({ channelsFree }, among) => channelsFree + among.reduce((sum, { held }) => sum + held, 0),
  });
  // No gateway is up: one trial call goes for all campaigns together, when it is due.
  if (!load.isUp)
    return {
      callsMax: Math.min(1, load.channelsFree),
      limit: 'gatewaysDown',
      nextAt: load.trialAt,
      callsPerSecond: 0,
      channels: 0,
    };
  const { beatSeconds, carried } = asking;
  const due = callsPerSecond * beatSeconds + carried;
  const ahead = aheadOf(asking, others);
  const room = Math.min(roomWithinSecond(carrier.forAll), roomWithinSecond(load)) - ahead;
  const byRate = Math.min(Math.floor(due + roundingError) - asking.late, room * beatSeconds);
  const byChannels = channelsFor(channels - asking.held, load.channelsFree, ahead);
  const callsMax = Math.max(0, Math.min(byRate, byChannels));
  const limit = byRate <= byChannels ? 'callsPerSecond' : 'channels';
  const nextAt =
    callsMax === 0 && limit === 'callsPerSecond' && callsPerSecond > 0
      ? addSeconds(now, beatSeconds * Math.max(1, Math.ceil((1 - due) / (callsPerSecond * beatSeconds))))
      : null;
  return { callsMax, limit, nextAt, callsPerSecond, channels };
}

/** What is carried to the next beat after one that would have placed `wanted` calls and placed `placed`. */
export function afterBeat(
  asking: Claimant,
  { callsPerSecond }: Allowance,
  wanted: number,
  placed: number,
): Pick<Claimant, 'wanted' | 'carried' | 'waited'> {
  const { beatSeconds, carried, waited, held } = asking;
  if (wanted === 0) return newClaimant;
  return {
    wanted,
    carried: Math.max(0, Math.min(1, carried + callsPerSecond * beatSeconds - placed)),
    waited: placed + held > 0 ? 0 : Math.min(waitedMax, waited + beatSeconds),
  };
}

export const toShare = (
  { callsMax, limit, nextAt, callsPerSecond, channels }: Allowance,
  asking: Claimant,
  room: CarrierRoom,
  { throttledSeconds, unknown }: Pick<ShareBasis, 'throttledSeconds' | 'unknown'>,
): CarrierShare => ({
  callsMax,
  limit,
  nextAt,
  trouble: room.trouble,
  basis: {
    weight: asking.weight,
    callsPerSecond,
    channels,
    carrierCallsPerSecond: room.callsPerSecondMax,
    carrierChannelsFree: room.channelsFree,
    throttledSeconds,
    unknown,
  },
});

/** Calls that leave no more due within a second than the placer dials soon. */
const roomWithinSecond = ({ callsPerSecondMax, dueNext }: CarrierLoad): number =>
  Math.floor(callsPerSecondMax * (1 + overdueShareMax) + 1 - dueNext);

/**
 * Campaigns that have a whole call due and have waited for it twice as long, each for its weight: where a
 * share is less than a call, its beat must not always come when others have just taken what there is.
 */
function aheadOf(asking: Claimant, others: readonly Claimant[]): number {
  const claim = 2 * asking.waited * asking.weight;
  return others.filter((one) => one.wanted > 0 && one.carried >= 1 && one.waited * one.weight > claim).length;
}

/** Free channels for a campaign that lacks so many of its share: whole ones, and for a part of one its turn. */
function channelsFor(lacking: number, free: number, ahead: number): number {
  if (lacking <= 0) return 0;
  const whole = Math.floor(lacking + roundingError);
  const isPart = lacking - whole > roundingError && ahead < free - whole;
  return Math.min(free, isPart ? whole + 1 : whole);
}

/** Something that is shared: how much of it a campaign asks for, and how much there is. */
interface Good {
  readonly wanted: (claimant: Claimant) => number;
  readonly capacity: (load: CarrierLoad, among: readonly Claimant[]) => number;
}

interface Ask {
  readonly weight: number;
  readonly wanted: number;
}

/**
 * What the asking one would get if it wanted everything. Calls that need an agent have a part of the carrier
 * only: where that is too narrow for them they share it among themselves, and the others share the rest.
 */
function shareOf(
  asking: Claimant,
  others: readonly Claimant[],
  { forAll, forAgents }: Carrier,
  { wanted, capacity }: Good,
): number {
  const own: Ask = { weight: asking.weight, wanted: Number.POSITIVE_INFINITY };
  const asksOf = (among: readonly Claimant[]): Ask[] =>
    among.map((one) => (one === asking ? own : { weight: one.weight, wanted: wanted(one) }));
  const everybody = [asking, ...others];
  const agents = everybody.filter(({ needsAgent }) => needsAgent);
  const all = capacity(forAll, everybody);
  const part = capacity(forAgents, agents);
  const level = levelOf(all, asksOf(everybody));
  const isNarrow =
    asksOf(agents).reduce((sum, ask) => sum + Math.min(ask.wanted, ask.weight * level), 0) > part;
  if (!isNarrow) return own.weight * level;
  if (asking.needsAgent) return own.weight * levelOf(part, asksOf(agents));
  return own.weight * levelOf(all - part, asksOf(everybody.filter(({ needsAgent }) => !needsAgent)));
}

/** The level up to which everybody gets, each by weight, when so much is divided; infinite when all get all. */
function levelOf(capacity: number, asks: readonly Ask[]): number {
  let left = Math.max(0, capacity);
  let asking = asks;
  while (asking.length > 0) {
    const level = left / asking.reduce((sum, { weight }) => sum + weight, 0);
    const greedy = asking.filter(({ wanted, weight }) => wanted > weight * level);
    if (greedy.length === asking.length) return level;
    left -= asking.reduce((sum, { wanted, weight }) => sum + (wanted > weight * level ? 0 : wanted), 0);
    asking = greedy;
  }
  return Number.POSITIVE_INFINITY;
}
