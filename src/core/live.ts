// The live figures of running campaigns, sent once a second, and their pace, computed from counters that
// are read repeatedly. The counters are in the rows, so the pace is right whichever process drives the
// campaign.
import type { CampaignState } from './campaign.ts';
import type { GateName } from './gates.ts';
import type { PacingMethod } from './pacing/record.ts';
import type { CampaignId, Millis } from './units.ts';
import { toMillis } from './units.ts';

/** Agents by what they do. */
export interface AgentCounts {
  /** Ready, whatever they do. */
  readonly staffed: number;
  /** Ready and idle. */
  readonly idle: number;
  readonly reserved: number;
  readonly previewing: number;
  readonly talking: number;
  readonly wrapUp: number;
  /** Idle on a break. */
  readonly onBreak: number;
}

/** Calls in flight by how far they have come. */
export interface CallsByStage {
  /** Claimed, dialed, or ringing. */
  readonly ringing: number;
  /** Answered, and nobody to talk to yet. */
  readonly waiting: number;
  /** Connected with an agent or a flow. */
  readonly connected: number;
}

export interface ShareOfAnswers {
  readonly answered: number;
  readonly abandoned: number;
  /** Calls that machine detection cut off, and how many of them persons had answered, as is reckoned. */
  readonly machines: number;
  readonly falseMachines: number;
  /** To a tenth; null of nothing. */
  readonly percent: number | null;
}

/** The latest beat of a campaign with agents. */
export interface LiveBeat {
  readonly at: Millis;
  readonly method: PacingMethod;
  /** Calls that it placed. */
  readonly placed: number;
  /** Why so many, in the language of the listener. */
  readonly sentence: string;
}

export interface LiveCampaign {
  readonly id: CampaignId;
  readonly state: CampaignState;
  readonly revision: number;
  /** As explain says it: false when a gate is closed that is not the pace. */
  readonly dialing: boolean;
  readonly because: GateName;
  readonly nextAt: Millis | null;
  /** Numbers. */
  readonly waiting: number;
  readonly calling: number;
  readonly done: number;
  /** Attempts, those in flight included. */
  readonly calls: number;
  readonly succeeded: number;
  /** Null until it has been looked at twice. */
  readonly callsPerMinute: number | null;
  /** When the last number is done at the present pace; null where nothing moves. */
  readonly expectedEndAt: Millis | null;
  /** Null where another process drives the campaign. */
  readonly stages: CallsByStage | null;
  /** Null for an IVR, without a beat yet, and where another process drives the campaign. */
  readonly beat: LiveBeat | null;
  /** Those of the campaign's queue; null for an IVR and where another process seats them. */
  readonly agents: AgentCounts | null;
  /** Of the last 15 minutes; null for an IVR and where nobody was there. */
  readonly occupancyPercent: number | null;
  /** Null for an IVR. */
  readonly abandonment: {
    readonly last24Hours: ShareOfAnswers;
    readonly block30Days: ShareOfAnswers;
    readonly limitPercent: number;
  } | null;
  readonly notices: { readonly waiting: number; readonly undelivered: number };
}

/** A VDN as a whole. */
export interface LiveVdn {
  readonly startedCampaigns: number;
  readonly calling: number;
  readonly callsPerMinute: number | null;
  readonly agents: AgentCounts | null;
  readonly notices: { readonly waiting: number; readonly undelivered: number };
}

export interface LiveFrame {
  readonly type: 'live';
  readonly at: Millis;
  /** When the rows were read that this rests on. */
  readonly rowsAt: Millis;
  /** The latest look at the rows failed: they may have changed since `rowsAt`. */
  readonly isStale: boolean;
  /** Another text means that a campaign was added, changed or deleted, its special dates included. */
  readonly campaignsVersion: string;
  readonly vdn: LiveVdn;
  /** Those that were asked for, as far as they exist. */
  readonly campaigns: readonly LiveCampaign[];
}

/** Counters at an instant. */
export interface Sample {
  readonly at: Millis;
  readonly calls: number;
  readonly done: number;
}

/** The pace is that of the last minute; a shorter time is enough to say something. */
const windowMillis = 60_000;
const shownAfterMillis = 1_000;
/** An end is foreseen from what a few seconds show, and not from less. */
const foreseenAfterMillis = 10_000;
const aMinute = 60_000;

/** The samples with a new one; those beyond the window go. A counter or a clock set back begins anew. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && (sample.at < last.at || sample.calls < last.calls)) return [sample];
  return [...samples.filter(({ at }) => at >= sample.at - windowMillis), sample];
}

/** Calls placed a minute, to a whole one; null while the samples are too few. */
export function callsPerMinute(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < shownAfterMillis) return null;
  return Math.round(((last.calls - first.calls) * aMinute) / (last.at - first.at));
}

/** When `left` numbers are done if they go as the last ones went; null when they do not go. */
export function expectedEndAt(samples: readonly Sample[], left: number): Millis | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < foreseenAfterMillis) return null;
  const donePerMilli = (last.done - first.done) / (last.at - first.at);
  return donePerMilli > 0 && left > 0 ? toMillis(Math.round(last.at + left / donePerMilli)) : null;
}
