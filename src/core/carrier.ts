// The capacity of the carrier: its gateways, their free capacity together, and the part that one campaign
// gets.
import { type Bilingual, inBoth, together } from './language.ts';
import { type Millis, toMillis } from './units.ts';

/** Why a gateway takes no calls. */
export type GatewayTrouble = {
  /** As part of a sentence. */
  readonly reason: Bilingual;
  readonly since: Millis;
} & (
  | { readonly kind: 'pbxAway' }
  /** Calls through it failed on our side. `trialAt`: when one call may try again; null: one is trying. */
  | { readonly kind: 'held'; readonly trialAt: Millis | null }
);

/** How a gateway stands at this moment. */
export interface GatewayState {
  readonly name: string;
  /** It takes calls. */
  readonly isUp: boolean;
  /** Why it takes none; null while it does. */
  readonly trouble: GatewayTrouble | null;
  /** Calls it holds, ringing or talking, of all processes. */
  readonly channels: number;
  readonly channelsMax: number;
  readonly callsPerSecondMax: number;
  /** Calls that need an agent may go through it. */
  readonly servesAgents: boolean;
}

/** What the gateways leave together that can take a call of one kind. */
export interface CarrierRoom {
  /** False: no gateway that could take such a call is up. One whose trial is due still has a channel free. */
  readonly isUp: boolean;
  readonly channelsFree: number;
  readonly callsPerSecondMax: number;
  /** Gateways of that kind that take no calls, in words. */
  readonly trouble: Bilingual | null;
  /** When the next trial call may go, if no gateway is up; null: not by time alone. */
  readonly trialAt: Millis | null;
}

/** @param needsAgent for calls that end with an agent, or may: they go where the agents' telephones are */
export function roomOf(gateways: readonly GatewayState[], needsAgent: boolean, now: Millis): CarrierRoom {
  const fit = gateways.filter(({ servesAgents }) => servesAgents || !needsAgent);
  const up = fit.filter(({ isUp }) => isUp);
  const trouble = troubleOf(fit, now);
  if (up.length === 0) {
    const trials = fit.map(trialAtOf).filter((at) => at !== null);
    const due = trials.filter((at) => at <= now).length;
    const next = trials.length === 0 ? null : toMillis(Math.min(...trials));
    return { isUp: false, channelsFree: due, callsPerSecondMax: due, trouble, trialAt: next };
  }
  return {
    isUp: true,
    trouble,
    trialAt: null,
    channelsFree: up.reduce((sum, one) => sum + Math.max(0, one.channelsMax - one.channels), 0),
    callsPerSecondMax: up.reduce((sum, one) => sum + one.callsPerSecondMax, 0),
  };
}

const trialAtOf = ({ trouble }: GatewayState): Millis | null =>
  trouble?.kind === 'held' ? trouble.trialAt : null;

/** What is wrong with the gateways that take no calls, a sentence or two for each; null: nothing. */
function troubleOf(gateways: readonly GatewayState[], now: Millis): Bilingual | null {
  const texts = gateways.flatMap(({ name, trouble }) =>
    trouble === null ? [] : [troubleText(name, trouble, now)],
  );
  return texts.length === 0 ? null : together(texts);
}

/** What is wrong with the gateway of this name, in a sentence or two. */
export function troubleText(name: string, trouble: GatewayTrouble, now: Millis): Bilingual {
  const { reason } = trouble;
  if (trouble.kind === 'pbxAway')
    return inBoth(
      `The PBX of the gateway "${name}" does not answer: ${reason.en_US}.`,
      `网关“${name}”的 PBX 无响应：${reason.zh_CN}。`,
    );
  const next = trialText(trouble.trialAt, now);
  return inBoth(
    `The gateway "${name}" is held: ${reason.en_US}. ${next.en_US}`,
    `网关“${name}”已暂停：${reason.zh_CN}。${next.zh_CN}`,
  );
}

function trialText(trialAt: Millis | null, now: Millis): Bilingual {
  if (trialAt === null) return inBoth('A trial call is under way.', '正在试呼。');
  const seconds = Math.ceil((trialAt - now) / 1000);
  return seconds > 0
    ? inBoth(`Next trial call in ${seconds} s.`, `${seconds} 秒后试呼。`)
    : inBoth('The next call is a trial.', '下一个呼叫为试呼。');
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
  /** Gateways that take no calls, in words; null: all do. */
  readonly trouble: Bilingual | null;
  /** The reasons behind this, for `explain`; null if no limit is known. */
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
export const noCarrierLimit: CarrierShare = {
  callsMax: null,
  limit: null,
  nextAt: null,
  trouble: null,
  basis: null,
};

/** What a campaign that is alone with the carrier may place on a beat so long. */
export function wholeShare(
  { isUp, channelsFree, callsPerSecondMax, trouble, trialAt }: CarrierRoom,
  beatSeconds: number,
): CarrierShare {
  const share = { ...noCarrierLimit, trouble };
  if (!isUp) return { ...share, callsMax: Math.min(1, channelsFree), limit: 'gatewaysDown', nextAt: trialAt };
  const byRate = Math.floor(callsPerSecondMax * beatSeconds);
  return byRate <= channelsFree
    ? { ...share, callsMax: byRate, limit: 'callsPerSecond' }
    : { ...share, callsMax: channelsFree, limit: 'channels' };
}
