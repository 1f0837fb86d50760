// What the carrier can bear: its gateways, what they leave together, and what of it one campaign gets.
import type { Millis } from './units.ts';

/** How a gateway stands at this moment. */
export interface GatewayState {
  readonly name: string;
  /** It takes calls. */
  readonly isUp: boolean;
  /** Calls it holds, ringing or talking, of all processes. */
  readonly channels: number;
  readonly channelsMax: number;
  readonly callsPerSecondMax: number;
  /** Calls that need an agent may go through it. */
  readonly servesAgents: boolean;
}

/** What the gateways leave together that can take a call of one kind. */
export interface CarrierRoom {
  /** False: no gateway that could take such a call is up. */
  readonly isUp: boolean;
  readonly channelsFree: number;
  readonly callsPerSecondMax: number;
}

/** @param needsAgent for calls that end with an agent, or may: they go where the agents' telephones are */
export function roomOf(gateways: readonly GatewayState[], needsAgent: boolean): CarrierRoom {
  const up = gateways.filter(({ isUp, servesAgents }) => isUp && (servesAgents || !needsAgent));
  return {
    isUp: up.length > 0,
    channelsFree: up.reduce((sum, one) => sum + Math.max(0, one.channelsMax - one.channels), 0),
    callsPerSecondMax: up.reduce((sum, one) => sum + one.callsPerSecondMax, 0),
  };
}

/** Calls of a campaign of which only gateways could tell that do not answer: they may be talking there. */
export interface UnknownCalls {
  readonly count: number;
  /** By the gateway's name; a call that may be at several counts at each. */
  readonly byGateway: ReadonlyMap<string, number>;
}

export const noUnknownCalls: UnknownCalls = { count: 0, byGateway: new Map() };

/** Why a campaign places less than it would. */
export type CarrierLimit = 'callsPerSecond' | 'channels' | 'gatewaysDown';

/** What the carrier leaves to one campaign for its next beat. */
export interface CarrierShare {
  /** Calls it may place on the beat, 0 or more; null: no limit is known. */
  readonly callsMax: number | null;
  /** The limit that `callsMax` comes from; null without one. */
  readonly limit: CarrierLimit | null;
  /** When its share will have grown to a whole call; null when it has, and where that is not a matter of time. */
  readonly nextAt: Millis | null;
  /** What this rests on, for whoever asks why; null where no limit is known. */
  readonly basis: ShareBasis | null;
}

export interface ShareBasis {
  readonly weight: number;
  /** Calls a second that the campaign may place, and channels that it may hold, by its weight. */
  readonly callsPerSecond: number;
  readonly channels: number;
  /** What the carrier bears and has free for all campaigns together. */
  readonly carrierCallsPerSecond: number;
  readonly carrierChannelsFree: number;
  /** Seconds of beats in the last hour on which the campaign placed less than it would, by limit. */
  readonly throttledSeconds: Readonly<Record<CarrierLimit, number>>;
  readonly unknown: UnknownCalls;
}

/** For a carrier of which no limit is known. */
export const noCarrierLimit: CarrierShare = { callsMax: null, limit: null, nextAt: null, basis: null };

/** What a campaign that is alone with the carrier may place on a beat so long. */
export function wholeShare(
  { isUp, channelsFree, callsPerSecondMax }: CarrierRoom,
  beatSeconds: number,
): CarrierShare {
  if (!isUp) return { ...noCarrierLimit, callsMax: 0, limit: 'gatewaysDown' };
  const byRate = Math.floor(callsPerSecondMax * beatSeconds);
  return byRate <= channelsFree
    ? { ...noCarrierLimit, callsMax: byRate, limit: 'callsPerSecond' }
    : { ...noCarrierLimit, callsMax: channelsFree, limit: 'channels' };
}
