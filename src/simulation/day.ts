// A campaign's day before it happens: the plan that drives the server (core/plan.ts), over the seeded
// world, in virtual time and without a database. It answers "what would this campaign do from Monday at
// nine". It decides nothing itself: a campaign that would not dial does not dial here.
import { callSecondsMax, silenceSeconds } from '../core/call.ts';
import type { CampaignSettings } from '../core/campaign.ts';
import { wholeShare } from '../core/carrier.ts';
import type { Gate } from '../core/gates.ts';
import { callHandlingDefault } from '../core/handling.ts';
import type { Pacing } from '../core/ivrPacing.ts';
import type { Outcome } from '../core/outcome.ts';
import { beatSecondsOf, plan } from '../core/plan.ts';
import type { SpecialDate } from '../core/specialDate.ts';
import { addSeconds, type Millis, toCampaignId, toMillis, toVdnId } from '../core/units.ts';
import type { CampaignView } from '../core/view.ts';
import { carrierLimits, fateOf, type PlayedFlow, type World } from './callee.ts';
import { createTimeHeap } from './timeHeap.ts';

export interface DayRequest {
  /** A deviceType with an IVR; any other places no call, and `stoppedBy` says so. */
  readonly settings: CampaignSettings;
  readonly specialDates: readonly SpecialDate[];
  readonly timeZone: string;
  /** How many numbers wait at `from`; each is called once. */
  readonly numbers: number;
  /** What the campaign's flow code does; null: the carrier knows no such flow. */
  readonly flow: PlayedFlow | null;
  readonly world: World;
  readonly from: Millis;
  /** How long to look ahead; calls that are in the air at the end are followed to theirs. */
  readonly hours: number;
}

export interface Minute {
  /** The first instant of the minute, counted from `from`. */
  readonly at: Millis;
  readonly calls: number;
  readonly connected: number;
}

export interface Day {
  readonly calls: number;
  readonly connected: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly inFlightPeak: number;
  readonly numbersLeft: number;
  /** When the last number's call has ended; null: not within the hours asked for. */
  readonly finishedAt: Millis | null;
  /** Only the minutes with a call, in order. */
  readonly minutes: readonly Minute[];
  /** The closed gate that no time opens again, if one stopped the campaign before its numbers were done. */
  readonly stoppedBy: Gate | null;
}

/** Runs the campaign as if somebody started it at `from`. Costs about a microsecond times calls and beats. */
export function simulateDay(request: DayRequest): Day {
  const until = addSeconds(request.from, request.hours * 3600);
  const tally = createTally(request);
  let at = request.from;
  let pacing: Pacing = { credit: 0, beatAt: null };
  let stoppedBy: Gate | null = null;
  while (at < until && tally.waiting() > 0) {
    const decided = plan(viewAt(request, tally.waiting(), tally.callingAt(at), pacing), at);
    const gapMilliseconds = (decided.beatSeconds * 1000) / Math.max(1, decided.place);
    for (let place = 0; place < decided.place; place += 1) {
      tally.call(toMillis(at + Math.floor(place * gapMilliseconds)));
    }
    pacing = decided.pacing;
    if (decided.place === 0 && isForGood(decided.because)) {
      stoppedBy = decided.because;
      break;
    }
    at = nextBeatAt(at, decided.beatSeconds, decided.place === 0 ? decided.because : null);
  }
  return { ...tally.sum(), stoppedBy };
}

/** A gate that waits for calls to end or channels to come free opens by itself, only not at a known time. */
const isForGood = (gate: Gate): boolean =>
  gate.nextAt === null && gate.gate !== 'inFlight' && gate.gate !== 'carrierBudget';

/** The next beat; while a gate is closed, the first beat at or after the instant that opens it. */
function nextBeatAt(at: Millis, beatSeconds: number, closed: Gate | null): Millis {
  const next = addSeconds(at, beatSeconds);
  const opensAt = closed?.nextAt ?? null;
  return opensAt !== null && closed?.gate !== 'pacing' && opensAt > next ? opensAt : next;
}

function viewAt(request: DayRequest, waiting: number, calling: number, pacing: Pacing): CampaignView {
  const { settings, specialDates, timeZone, from } = request;
  return {
    campaign: {
      vdnId: toVdnId(1),
      id: toCampaignId(1),
      state: 'started',
      revision: 1,
      settings,
      handling: callHandlingDefault,
    },
    timeZone,
    specialDates,
    waiting,
    firstDueAt: from,
    calling,
    pacing,
    agents: null,
    share: wholeShare(
      {
        ...carrierLimits,
        isUp: true,
        channelsFree: Math.max(0, carrierLimits.channelsMax - calling),
        trouble: null,
        trialAt: null,
      },
      beatSecondsOf(settings),
    ),
  };
}

interface Tally {
  waiting(): number;
  callingAt(at: Millis): number;
  call(at: Millis): void;
  sum(): Omit<Day, 'stoppedBy'>;
}

function createTally(request: DayRequest): Tally {
  const { from, numbers, settings, flow, world } = request;
  const ends = createTimeHeap<true>();
  const outcomes: Partial<Record<Outcome, number>> = {};
  const minutes = new Map<number, { calls: number; connected: number }>();
  let calls = 0;
  let connected = 0;
  let inFlightPeak = 0;
  let lastEndAt: number = from;

  const callingAt = (at: Millis): number => {
    while (ends.nextAt() <= at) ends.pop();
    return ends.size;
  };

  return {
    waiting: () => numbers - calls,
    callingAt,
    call: (at) => {
      const fate = oneCall(calls, settings.maxAlertingSeconds, flow, world);
      const minuteIndex = Math.floor((at - from) / 60_000);
      const minute = minutes.get(minuteIndex) ?? { calls: 0, connected: 0 };
      minute.calls += 1;
      minute.connected += fate.connected ? 1 : 0;
      minutes.set(minuteIndex, minute);
      calls += 1;
      connected += fate.connected ? 1 : 0;
      outcomes[fate.outcome] = (outcomes[fate.outcome] ?? 0) + 1;
      inFlightPeak = Math.max(inFlightPeak, callingAt(at) + 1);
      ends.push(at + fate.milliseconds, true);
      lastEndAt = Math.max(lastEndAt, at + fate.milliseconds);
    },
    sum: () => ({
      calls,
      connected,
      outcomes,
      inFlightPeak,
      numbersLeft: numbers - calls,
      finishedAt: calls === numbers ? toMillis(lastEndAt) : null,
      minutes: [...minutes].map(([index, minute]) => ({ at: addSeconds(from, index * 60), ...minute })),
    }),
  };
}

interface CallSummary {
  readonly outcome: Outcome;
  readonly connected: boolean;
  /** From the dial until we know that the call is over. */
  readonly milliseconds: number;
}

/** No number here has a fixed fate: the rare digits of a test would distort a forecast. */
function oneCall(
  index: number,
  ringLimitSeconds: number,
  flow: PlayedFlow | null,
  world: World,
): CallSummary {
  const steps = fateOf({ called: `139${index}99`, attempt: 0, ringLimitSeconds, flow }, world);
  const connected = steps.some((step) => step.kind === 'connected');
  const last = steps.at(-1);
  if (last?.kind !== 'ended') {
    const silent = connected ? callSecondsMax : ringLimitSeconds + silenceSeconds;
    return { outcome: 'noOutcome', connected, milliseconds: silent * 1000 };
  }
  const outcome = last.reason === 'released' ? 'succeeded' : last.reason;
  return { outcome, connected, milliseconds: last.afterMilliseconds };
}
