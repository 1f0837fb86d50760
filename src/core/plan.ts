// How many calls a campaign places on a beat, and why. The gates are asked in a fixed order, and the
// first that does not let through is the reason; `explain` shows the same gates, so what it says is
// what happened. Nothing here reads a clock: the same view gives the same plan in a replay.
import { type Campaign, type CampaignState, type IvrSettings, isIvr, stateAt } from './campaign.ts';
import { decideSchedule, type ScheduleDecision } from './schedule.ts';
import type { SpecialDate } from './specialDate.ts';
import { type Millis, toMillis } from './units.ts';

/** What the carrier can bear at the moment; null where it knows no limit. */
export interface CarrierBudget {
  readonly channelsFree: number | null;
  readonly callsPerSecondMax: number | null;
}

/** Where IVR pacing stands: the fraction of a call that is owed, and the beat that said so (R16). */
export interface Pacing {
  /** Portions owed, 0 to 2; a portion is what one beat places, or one call where that is less. */
  readonly credit: number;
  /** The last beat; null: never dialed. */
  readonly beatAt: Millis | null;
}

/** Everything the plan of one campaign depends on, as it stood at one instant. */
export interface CampaignView {
  readonly campaign: Campaign;
  readonly timeZone: string;
  readonly specialDates: readonly SpecialDate[];
  /** Numbers waiting to be called, now or later. */
  readonly waiting: number;
  /** When the first of them is due; null without any. */
  readonly firstDueAt: Millis | null;
  /** Calls in flight, claimed ones included. */
  readonly calling: number;
  readonly pacing: Pacing;
  readonly budget: CarrierBudget;
}

export type GateName =
  | 'state'
  | 'dates'
  | 'segment'
  | 'holiday'
  | 'numbersLeft'
  | 'retryTimer'
  | 'inFlight'
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

export interface Plan {
  /** Calls to place on this beat, spread evenly over it. */
  readonly place: number;
  /** The gate that decided: the first closed one, or `pacing` when all are open. */
  readonly because: Gate;
  readonly gates: readonly Gate[];
  readonly beatSeconds: number;
  /** When the segment or the campaign ends: what is placed on this beat is placed before. Null: never. */
  readonly closesAt: Millis | null;
  /** Where pacing stands if the calls are placed. */
  readonly pacing: Pacing;
}

/** Calls of one campaign in flight at most: the highest pace of R16, all ringing 120 s, fits twice. */
export const callsInFlightMax = 25_000;

/** The longest beat: a change takes effect within it (R15). */
export const beatSecondsMax = 3;

/** Decides one beat of a campaign (R14 to R16). */
export function plan(view: CampaignView, now: Millis): Plan {
  const settings = view.campaign.settings;
  const schedule = decideSchedule(settings.schedule, view.specialDates, view.timeZone, now);
  const paced = pace(settings.ivr, view.pacing, now);
  const gates = [
    stateGate(stateAt(view.campaign, now)),
    datesGate(settings.beginAt, settings.endAt, now),
    segmentGate(schedule, settings.endAt),
    holidayGate(schedule, settings.endAt),
    numbersGate(view.waiting),
    retryGate(view, now),
    inFlightGate(view.calling),
    pacingGate(view, paced),
    carrierGate(view.budget),
  ];
  const closed = gates.find((gate) => !gate.passed);
  const place = closed === undefined ? Math.min(paced.place, room(view, paced.beatSeconds)) : 0;
  return {
    place,
    because: closed ?? (place < paced.place ? carrierGate(view.budget) : pacingGate(view, paced)),
    gates,
    beatSeconds: paced.beatSeconds,
    closesAt: earlier(schedule.closesAt, settings.endAt),
    pacing: { credit: paced.credit - (place > 0 ? 1 : 0), beatAt: now },
  };
}

const earlier = (one: Millis | null, other: Millis | null): Millis | null =>
  one !== null && other !== null ? toMillis(Math.min(one, other)) : (one ?? other);

interface Paced {
  readonly beatSeconds: number;
  /** Calls that pacing allows on this beat. */
  readonly place: number;
  readonly credit: number;
  readonly callsPerBeat: number;
  readonly nextAt: Millis | null;
}

/** Sums of fractions fall short of a whole by less than this. */
const roundingError = 1e-6;

/**
 * IVR pacing (R16): B = min(callInterval, 3) s, q = callCount · B / callInterval calls a beat; above 1
 * q is rounded up, up to 1 the fraction is carried. Both are one rule: min(q, 1) portions are owed for
 * a beat, and a whole one is placed. What is owed never exceeds one portion and a bit, so beats that
 * waver around their grid keep the pace, while a pause, a jump of the clock or a crash is not made up
 * for by a volley.
 */
function pace(ivr: IvrSettings | null, pacing: Pacing, now: Millis): Paced {
  if (ivr === null)
    return { beatSeconds: beatSecondsMax, place: 0, credit: 0, callsPerBeat: 0, nextAt: null };
  const beatSeconds = Math.min(ivr.callIntervalSeconds, beatSecondsMax);
  const callsPerBeat = (ivr.callCount * beatSeconds) / ivr.callIntervalSeconds;
  const portionsPerBeat = Math.min(callsPerBeat, 1);
  const earned = portionsPerBeat * beatsSince(pacing.beatAt, beatSeconds, now);
  // The first beat dials at once, and half a beat in hand lets the second come a little early.
  const credit =
    pacing.beatAt === null
      ? 1 + portionsPerBeat / 2
      : Math.min(pacing.credit + earned, callsPerBeat < 1 ? 1 + callsPerBeat : 1.5);
  const whole = credit >= 1 - roundingError;
  const nextAt = whole
    ? null
    : toMillis(now + Math.ceil(((1 - credit) / portionsPerBeat) * beatSeconds * 1000));
  return {
    beatSeconds,
    place: whole ? Math.ceil(Math.max(callsPerBeat, 1)) : 0,
    credit,
    callsPerBeat,
    nextAt,
  };
}

/** Beats since the last one; a clock that was set back further than a beat counts as one. */
function beatsSince(beatAt: Millis | null, beatSeconds: number, now: Millis): number {
  if (beatAt === null) return 0;
  const beats = (now - beatAt) / 1000 / beatSeconds;
  return beats < -1 ? 1 : Math.max(0, beats);
}

/** How many calls the other limits leave on this beat. */
function room(view: CampaignView, beatSeconds: number): number {
  const { channelsFree, callsPerSecondMax } = view.budget;
  return Math.min(
    view.waiting,
    callsInFlightMax - view.calling,
    channelsFree ?? Number.MAX_SAFE_INTEGER,
    callsPerSecondMax === null ? Number.MAX_SAFE_INTEGER : Math.floor(callsPerSecondMax * beatSeconds),
  );
}

function stateGate(state: CampaignState): Gate {
  return { gate: 'state', passed: state === 'started', value: { state }, nextAt: null };
}

function datesGate(beginAt: Millis | null, endAt: Millis | null, now: Millis): Gate {
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
function segmentGate(schedule: ScheduleDecision, endAt: Millis | null): Gate {
  const passed = schedule.dayKind === 'holiday' || schedule.open;
  const nextAt = passed ? null : openingBefore(endAt, schedule.opensAt);
  return { gate: 'segment', passed, value: scheduleValue(schedule), nextAt };
}

function holidayGate(schedule: ScheduleDecision, endAt: Millis | null): Gate {
  const passed = schedule.dayKind === 'workday' || schedule.open;
  const nextAt = passed ? null : openingBefore(endAt, schedule.opensAt);
  return { gate: 'holiday', passed, value: scheduleValue(schedule), nextAt };
}

function numbersGate(waiting: number): Gate {
  return { gate: 'numbersLeft', passed: waiting > 0, value: { waiting }, nextAt: null };
}

function retryGate(view: CampaignView, now: Millis): Gate {
  const { firstDueAt } = view;
  const passed = view.waiting === 0 || firstDueAt === null || firstDueAt <= now;
  return { gate: 'retryTimer', passed, value: { firstDueAt }, nextAt: passed ? null : firstDueAt };
}

function inFlightGate(calling: number): Gate {
  return {
    gate: 'inFlight',
    passed: calling < callsInFlightMax,
    value: { calling, callsInFlightMax },
    nextAt: null,
  };
}

function pacingGate(view: CampaignView, paced: Paced): Gate {
  const { deviceType, ivr } = view.campaign.settings;
  if (!isIvr(deviceType) || ivr === null)
    return {
      gate: 'pacing',
      passed: false,
      value: { deviceType, reason: 'dialing with agents is not built yet' },
      nextAt: null,
    };
  return {
    gate: 'pacing',
    passed: paced.place > 0,
    value: {
      callCount: ivr.callCount,
      callIntervalSeconds: ivr.callIntervalSeconds,
      beatSeconds: paced.beatSeconds,
      callsPerBeat: paced.callsPerBeat > 1 ? Math.ceil(paced.callsPerBeat) : paced.callsPerBeat,
      credit: Math.round(paced.credit * 1000) / 1000,
    },
    nextAt: paced.nextAt,
  };
}

function carrierGate(budget: CarrierBudget): Gate {
  const passed =
    (budget.channelsFree === null || budget.channelsFree > 0) &&
    (budget.callsPerSecondMax === null || budget.callsPerSecondMax > 0);
  return {
    gate: 'carrierBudget',
    passed,
    value: { channelsFree: budget.channelsFree, callsPerSecondMax: budget.callsPerSecondMax },
    nextAt: null,
  };
}
