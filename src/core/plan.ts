// How many calls a campaign places on a beat, and why. The gates are asked in a fixed order, and the
// first that does not let through is the reason; `explain` shows the same gates, so what it says is
// what happened. Nothing here reads a clock: the same view gives the same plan in a replay.
import { agentPacingGate, agentsGate, paceWithAgents } from './agentPacing.ts';
import { type CampaignSettings, type IvrSettings, stateAt } from './campaign.ts';
import type { CarrierLimit } from './carrier.ts';
import {
  callsInFlightMax,
  carrierGate,
  datesGate,
  type Gate,
  holidayGate,
  inFlightGate,
  numbersGate,
  retryGate,
  segmentGate,
  stateGate,
} from './gates.ts';
import { ivrBeatSeconds, ivrPacingGate, type Pacing, paceIvr } from './ivrPacing.ts';
import type { PacingRecord } from './pacing/record.ts';
import { decideSchedule } from './schedule.ts';
import { type Millis, toMillis } from './units.ts';
import type { CampaignView } from './view.ts';

export interface Plan {
  /** Calls to place on this beat, spread evenly over it; previewed: contacts to offer. */
  readonly place: number;
  /** What it would place if the carrier bore everything. */
  readonly wanted: number;
  /** The limit of the carrier for which it places less than that; null when it does not. */
  readonly throttledBy: CarrierLimit | null;
  /** The gate that decided: the first closed one, or `pacing` when all are open. */
  readonly because: Gate;
  readonly gates: readonly Gate[];
  readonly beatSeconds: number;
  /** When the segment or the campaign ends: what is placed on this beat is placed before. Null: never. */
  readonly closesAt: Millis | null;
  /** Where pacing stands if the calls are placed. */
  readonly pacing: Pacing;
  /** What pacing with agents saw and decided; null for an IVR, and where the agents are not known. */
  readonly record: PacingRecord | null;
}

/** The beat of a campaign with agents: the agents' world changes by the second. */
export const agentBeatSeconds = 1;

/** Decides one beat of a campaign (R14 to R16; pacing.md 7 and 8 for campaigns with agents). */
export function plan(view: CampaignView, now: Millis): Plan {
  const { settings } = view.campaign;
  const schedule = decideSchedule(settings.schedule, view.specialDates, view.timeZone, now);
  const paced = settings.ivr === null ? paceByAgents(view, now) : paceByInterval(view, settings.ivr, now);
  const gates = [
    stateGate(stateAt(view.campaign, now)),
    datesGate(settings.beginAt, settings.endAt, now),
    segmentGate(schedule, settings.endAt),
    holidayGate(schedule, settings.endAt),
    numbersGate(view.waiting),
    retryGate(view.waiting, view.firstDueAt, now),
    inFlightGate(view.calling),
    ...paced.gates,
    carrierGate(view.share, now),
  ];
  const closed = gates.find((gate) => !gate.passed);
  const isHeldByCarrier = closed === undefined || closed.gate === 'carrierBudget';
  const wanted = isHeldByCarrier ? Math.min(paced.wanted, numbersMax(view)) : 0;
  const place = closed === undefined ? Math.min(paced.place, dialsMax(view)) : 0;
  const openGate =
    place < paced.place ? carrierGate(view.share, now) : gates.find(({ gate }) => gate === 'pacing');
  return {
    place,
    wanted,
    throttledBy: place < wanted ? view.share.limit : null,
    because: closed ?? openGate ?? carrierGate(view.share, now),
    gates,
    beatSeconds: paced.beatSeconds,
    closesAt: earlier(schedule.closesAt, settings.endAt),
    pacing: { credit: paced.creditAfter(place), beatAt: now },
    record: paced.record,
  };
}

/** How long a beat of the campaign lasts. */
export const beatSecondsOf = ({ ivr }: Pick<CampaignSettings, 'ivr'>): number =>
  ivr === null ? agentBeatSeconds : ivrBeatSeconds(ivr);

interface Paced {
  readonly beatSeconds: number;
  /** What pacing allows within the other limits, and what it allows alone. */
  readonly place: number;
  readonly wanted: number;
  readonly gates: readonly Gate[];
  readonly record: PacingRecord | null;
  creditAfter(place: number): number;
}

function paceByInterval(view: CampaignView, ivr: IvrSettings, now: Millis): Paced {
  const paced = paceIvr(ivr, view.pacing, now);
  return {
    beatSeconds: paced.beatSeconds,
    place: paced.place,
    wanted: paced.place,
    gates: [ivrPacingGate(ivr, paced)],
    record: null,
    creditAfter: (place) => paced.credit - (place > 0 ? 1 : 0),
  };
}

function paceByAgents(view: CampaignView, now: Millis): Paced {
  const { campaign, agents } = view;
  const { settings } = campaign;
  const record = agents === null ? null : paceWithAgents(settings, agents, dialsMax(view), now);
  // Asked again only where the carrier may have cut it.
  const isCut = record !== null && record.reason === 'dialsMax' && dialsMax(view) < numbersMax(view);
  const wanted =
    isCut && agents !== null
      ? paceWithAgents(settings, agents, numbersMax(view), now).place
      : (record?.place ?? 0);
  return {
    beatSeconds: agentBeatSeconds,
    place: record?.place ?? 0,
    wanted,
    gates: [agentsGate(settings, agents), agentPacingGate(record, wanted)],
    record,
    creditAfter: () => view.pacing.credit,
  };
}

type Limited = Pick<CampaignView, 'waiting' | 'calling' | 'share'>;

/** How many calls the numbers and the calls in flight leave; never below 0. */
const numbersMax = ({ waiting, calling }: Omit<Limited, 'share'>): number =>
  Math.max(0, Math.min(waiting, callsInFlightMax - calling));

/** The same within the campaign's share of the carrier. */
export const dialsMax = (view: Limited): number =>
  Math.min(numbersMax(view), view.share.callsMax ?? Number.MAX_SAFE_INTEGER);

const earlier = (one: Millis | null, other: Millis | null): Millis | null =>
  one !== null && other !== null ? toMillis(Math.min(one, other)) : (one ?? other);
