// The questions asked before a campaign dials, in a fixed order. Each gate carries the value that decided
// and the next instant at which it would let through by itself, so `explain` shows what really happened.
import { minuteText } from './calendarDay.ts';
import type { CampaignState } from './campaign.ts';
import type { CarrierLimit, CarrierShare, ShareBasis } from './carrier.ts';
import type { Bilingual } from './language.ts';
import type { PacingMethod } from './pacing/record.ts';
import type { ScheduleDecision } from './schedule.ts';
import type { Millis } from './units.ts';

/** What each gate decides by. Code that shows gates has a text for each of them, or does not compile. */
export interface GateValues {
  readonly state: { readonly state: CampaignState };
  readonly dates: { readonly beginAt: Millis | null; readonly endAt: Millis | null };
  readonly segment: ScheduleValue;
  readonly holiday: ScheduleValue;
  readonly numbersLeft: { readonly waiting: number };
  readonly retryTimer: { readonly firstDueAt: Millis | null };
  readonly inFlight: { readonly calling: number; readonly callsInFlightMax: number };
  readonly agents: {
    readonly skillId: number | null;
    /** Absent where no agents are known. */
    readonly staffed?: number;
    readonly idle?: number;
    readonly reason: Bilingual;
  };
  readonly pacing: IvrPacingValue | AgentPacingValue | { readonly reason: Bilingual };
  readonly carrierBudget: {
    readonly limit: CarrierLimit | null;
    readonly callsMax: number | null;
    /** Which gateways take no calls, and why; absent: all do. */
    readonly reason?: Bilingual;
  } & Partial<ShareValue>;
  /** Not asked by a plan: told by `explain` when the campaign's last beat could not be made. */
  readonly rows: { readonly reason: Bilingual };
}

export type GateName = keyof GateValues;

interface ScheduleValue {
  readonly day: string;
  readonly dayKind: 'workday' | 'holiday';
  readonly specialDate: string | null;
  /** `09:00-18:00`; null: none is open. */
  readonly segment: string | null;
  readonly closesAt: Millis | null;
}

/** So many calls in so many seconds; `credit` is what is owed of the next portion (R16). */
export interface IvrPacingValue {
  readonly callCount: number;
  readonly callIntervalSeconds: number;
  readonly beatSeconds: number;
  readonly callsPerBeat: number;
  readonly credit: number;
}

export interface AgentPacingValue {
  readonly method: PacingMethod;
  readonly reason: Bilingual;
  readonly place: number;
  readonly idle: number;
  readonly staffed: number;
  readonly ringing: number;
  readonly waiting: number;
  readonly answerRatePercent: number;
}

/** Where the carrier has limits: the campaign's share, what there is, and how long it was held back. */
interface ShareValue {
  readonly weight: number;
  readonly shareCallsPerSecond: number;
  readonly shareChannels: number;
  readonly carrierCallsPerSecond: number;
  readonly carrierChannelsFree: number;
  readonly throttledSecondsByCallsPerSecond: number;
  readonly throttledSecondsByChannels: number;
  readonly throttledSecondsByGatewaysDown: number;
  /** Calls of an earlier life at gateways that have not answered yet; absent: none. */
  readonly callsUnknown?: number;
  /** Those gateways with the number of calls at each, `south 12, north 3`. */
  readonly callsUnknownAt?: string;
}

/** One question of a list, its answer, the value that decided, and when it would be answered yes. */
export type GateOf<Values> = {
  readonly [Name in keyof Values]: {
    readonly gate: Name;
    readonly passed: boolean;
    readonly value: Values[Name];
    /** The next instant at which this gate would let through by itself; null: not by time alone. */
    readonly nextAt: Millis | null;
  };
}[keyof Values];

export type Gate = GateOf<GateValues>;

/** Calls of one campaign in flight at most: the highest pace of R16, all ringing 120 s, fits twice. */
export const callsInFlightMax = 25_000;

export function stateGate(state: CampaignState): Gate {
  return { gate: 'state', passed: state === 'started', value: { state }, nextAt: null };
}

export function datesGate(beginAt: Millis | null, endAt: Millis | null, now: Millis): Gate {
  const begun = beginAt === null || beginAt <= now;
  const over = endAt !== null && endAt <= now;
  return {
    gate: 'dates',
    passed: begun && !over,
    value: { beginAt, endAt },
    nextAt: begun || over ? null : beginAt,
  };
}

/** An opening at or after the campaign's end never comes. */
function openingBefore(endAt: Millis | null, opensAt: Millis | null): Millis | null {
  return opensAt !== null && (endAt === null || opensAt < endAt) ? opensAt : null;
}

function scheduleValue(schedule: ScheduleDecision): ScheduleValue {
  const { segment } = schedule;
  return {
    day: schedule.day,
    dayKind: schedule.dayKind,
    specialDate: schedule.specialDate,
    segment: segment === null ? null : `${minuteText(segment.begin)}-${minuteText(segment.end)}`,
    closesAt: schedule.closesAt,
  };
}

/** On a workday the workday segments decide; a holiday is judged by the next gate. */
export function segmentGate(schedule: ScheduleDecision, endAt: Millis | null): Gate {
  const passed = schedule.dayKind === 'holiday' || schedule.open;
  const nextAt = passed ? null : openingBefore(endAt, schedule.opensAt);
  return { gate: 'segment', passed, value: scheduleValue(schedule), nextAt };
}

export function holidayGate(schedule: ScheduleDecision, endAt: Millis | null): Gate {
  const passed = schedule.dayKind === 'workday' || schedule.open;
  const nextAt = passed ? null : openingBefore(endAt, schedule.opensAt);
  return { gate: 'holiday', passed, value: scheduleValue(schedule), nextAt };
}

export function numbersGate(waiting: number): Gate {
  return { gate: 'numbersLeft', passed: waiting > 0, value: { waiting }, nextAt: null };
}

export function retryGate(waiting: number, firstDueAt: Millis | null, now: Millis): Gate {
  const passed = waiting === 0 || firstDueAt === null || firstDueAt <= now;
  return { gate: 'retryTimer', passed, value: { firstDueAt }, nextAt: passed ? null : firstDueAt };
}

export function inFlightGate(calling: number): Gate {
  return {
    gate: 'inFlight',
    passed: calling < callsInFlightMax,
    value: { calling, callsInFlightMax },
    nextAt: null,
  };
}

/** Whether the campaign's share of the carrier gives a call on this beat. */
export function carrierGate({ callsMax, limit, nextAt, trouble, basis }: CarrierShare, now: Millis): Gate {
  const passed = callsMax === null || callsMax > 0 || (nextAt !== null && nextAt <= now);
  return {
    gate: 'carrierBudget',
    passed,
    value: {
      limit,
      callsMax,
      ...(trouble === null ? {} : { reason: trouble }),
      ...(basis === null ? {} : basisValue(basis)),
    },
    nextAt: passed ? null : nextAt,
  };
}

function basisValue(basis: ShareBasis): ShareValue {
  const { throttledSeconds, unknown } = basis;
  const unknownAt = [...unknown.byGateway].map(([name, count]) => `${name} ${count}`).sort();
  return {
    weight: basis.weight,
    shareCallsPerSecond: Math.round(basis.callsPerSecond * 1000) / 1000,
    shareChannels: Math.round(basis.channels * 1000) / 1000,
    carrierCallsPerSecond: basis.carrierCallsPerSecond,
    carrierChannelsFree: basis.carrierChannelsFree,
    throttledSecondsByCallsPerSecond: throttledSeconds.callsPerSecond,
    throttledSecondsByChannels: throttledSeconds.channels,
    throttledSecondsByGatewaysDown: throttledSeconds.gatewaysDown,
    ...(unknown.count === 0 ? {} : { callsUnknown: unknown.count, callsUnknownAt: unknownAt.join(', ') }),
  };
}
