// The questions asked before a campaign dials, in a fixed order. Each gate carries the value that
// decided and the next instant at which it would let through by itself, so `explain` shows what
// happened and not a story about it.
import type { CampaignState } from './campaign.ts';
import type { CarrierShare, ShareBasis } from './carrier.ts';
import type { ScheduleDecision } from './schedule.ts';
import type { Millis } from './units.ts';

export type GateName =
  | 'state'
  | 'dates'
  | 'segment'
  | 'holiday'
  | 'numbersLeft'
  | 'retryTimer'
  | 'inFlight'
  | 'agents'
  | 'pacing'
  | 'carrierBudget';

/** One question of the list, its answer, the value that decided, and when it would be answered yes. */
export interface Gate {
  readonly gate: GateName;
  readonly passed: boolean;
  readonly value: Readonly<Record<string, string | number | null>>;
  /** The next instant at which this gate would let through by itself; null: not by time alone. */
  readonly nextAt: Millis | null;
}

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

const clockTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function scheduleValue(schedule: ScheduleDecision): Gate['value'] {
  const { segment } = schedule;
  return {
    day: schedule.day,
    dayKind: schedule.dayKind,
    specialDate: schedule.specialDate,
    segment: segment === null ? null : `${clockTime(segment.begin)}-${clockTime(segment.end)}`,
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
export function carrierGate({ callsMax, limit, nextAt, basis }: CarrierShare, now: Millis): Gate {
  const passed = callsMax === null || callsMax > 0 || (nextAt !== null && nextAt <= now);
  return {
    gate: 'carrierBudget',
    passed,
    value: { limit, callsMax, ...(basis === null ? {} : basisValue(basis)) },
    nextAt: passed ? null : nextAt,
  };
}

function basisValue(basis: ShareBasis): Gate['value'] {
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
