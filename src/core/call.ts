// The life of one attempt: claimed, dialing, ringing, answered, waiting, connected, ended (ARCHITECTURE,
// "The walk of a call"). The carrier's events may come late, twice, out of order or not at all, so a call
// is a set of facts that only grows, and its outcome follows from the reason of its end alone, never from
// the order in which we heard things. An ended call never changes.
import type { Outcome } from './outcome.ts';
import {
  addSeconds,
  type CallId,
  type CampaignId,
  type ContactId,
  type Millis,
  type VdnId,
} from './units.ts';

/** How far a call has come by its events, as the rows have it. */
export type CallState = 'claimed' | 'dialing' | 'ringing' | 'answered' | 'waiting' | 'connected' | 'ended';

/**
 * Where a call is at this moment, as the carrier and the desk know it before the rows do. The desk's
 * stages only grow, but for a join that the agent's telephone did not take: then the person waits on.
 */
export type CallStage =
  /** Claimed, dialed, or ringing. */
  | 'ringing'
  /** Answered, and with a flow. */
  | 'inFlow'
  /** A person waits for an agent. */
  | 'waiting'
  /** The carrier was asked to join person and agent. */
  | 'joining'
  /** Person and agent are joined. */
  | 'connected'
  /** It is about to end: nobody is there for the person, or no person is there. */
  | 'lettingGo'
  | 'ended';

export interface Call {
  readonly id: CallId;
  readonly vdnId: VdnId;
  readonly campaignId: CampaignId;
  readonly contactId: ContactId;
  readonly claimedAt: Millis;
  readonly ringLimitSeconds: number;
  /** When the carrier was asked; null while the call waits for its place in the beat. */
  readonly dialedAt: Millis | null;
  readonly ringingAt: Millis | null;
  readonly answeredAt: Millis | null;
  readonly waitingAt: Millis | null;
  readonly connectedAt: Millis | null;
  readonly endedAt: Millis | null;
  readonly outcome: Outcome | null;
  readonly facts: CallFacts;
}

/** Why a call ended, in the carrier's mouth: `released` is a normal hang-up by either side in a talk. */
export type EndReason = Exclude<Outcome, 'succeeded' | 'taskMissing' | 'numberEmpty'> | 'released';

/** Why we let go of a person for whom no agent came; `skillId` is the queue to which a flow had passed them on. */
export const endOfPatience = ({ skillId }: { readonly skillId: number | null }): EndReason =>
  skillId === null ? 'abandoned' : 'queueTimeout';

/** What else the carrier knows of a call when it has ended. */
export interface CallFacts {
  /** What the machine detection found; null: it was off, or nobody answered. */
  readonly answeredBy: 'person' | 'machine' | 'unsure' | null;
  /** Where the recording is; null without one. */
  readonly recordPath: string | null;
  /** What the flow set, by name. */
  readonly flowVariables: Readonly<Record<string, string>>;
}

export const noFacts: CallFacts = { answeredBy: null, recordPath: null, flowVariables: {} };

export type CallEvent =
  | {
      readonly kind: 'ringing' | 'answered' | 'waiting' | 'connected';
      readonly callId: CallId;
      readonly at: Millis;
    }
  /** The flow hands the person to the agents of a skill queue. */
  | { readonly kind: 'transferred'; readonly callId: CallId; readonly at: Millis; readonly skillId: number }
  | {
      readonly kind: 'ended';
      readonly callId: CallId;
      readonly at: Millis;
      readonly reason: EndReason;
      readonly facts?: CallFacts;
    };

/** A call that never ends by itself is let go after four hours, by us or by the PBX alone. */
export const callSecondsMax = 4 * 3600;

/** How long after its ring limit a call without an answer may stay silent before it counts as lost. */
export const silenceSeconds = 15;

/** A message for a machine, or the announcement for a person for whom nobody is there, lasts no longer. */
export const farewellSecondsMax = 60;

/** A call is dialed so long after its claim at most, and clocks differ: what a bound for its end adds. */
const boundSlackSeconds = 60;

/** The call as it is right after its claim. */
export function claimedCall(
  facts: Pick<Call, 'id' | 'vdnId' | 'campaignId' | 'contactId' | 'claimedAt' | 'ringLimitSeconds'>,
): Call {
  return {
    ...facts,
    dialedAt: null,
    ringingAt: null,
    answeredAt: null,
    waitingAt: null,
    connectedAt: null,
    endedAt: null,
    outcome: null,
    facts: noFacts,
  };
}

export function callState(call: Omit<Call, 'ringLimitSeconds'>): CallState {
  if (call.endedAt !== null) return 'ended';
  if (call.connectedAt !== null) return 'connected';
  if (call.waitingAt !== null) return 'waiting';
  if (call.answeredAt !== null) return 'answered';
  if (call.ringingAt !== null) return 'ringing';
  return call.dialedAt === null ? 'claimed' : 'dialing';
}

/** The call after an event; the very same object when the event tells nothing new. */
export function advance(call: Call, event: CallEvent): Call {
  if (call.endedAt !== null) return call;
  switch (event.kind) {
    case 'ringing':
      return call.ringingAt === null ? { ...call, ringingAt: event.at } : call;
    case 'answered':
      return call.answeredAt === null ? { ...call, answeredAt: event.at } : call;
    case 'waiting':
      return call.waitingAt === null ? { ...call, waitingAt: event.at } : call;
    case 'connected':
      return call.connectedAt === null ? { ...call, connectedAt: event.at } : call;
    case 'transferred':
      return call;
    case 'ended':
      return {
        ...call,
        endedAt: event.at,
        facts: event.facts ?? noFacts,
        outcome: event.reason === 'released' ? 'succeeded' : event.reason,
      };
  }
}

/**
 * What becomes of a call that the carrier no longer holds and whose end we never heard: a customer who
 * was connected has been reached and must not be rung again; of any other nothing is known (34608).
 */
export function lostCall(call: Call, now: Millis): Call {
  if (call.endedAt !== null) return call;
  return { ...call, endedAt: now, outcome: call.connectedAt === null ? 'noOutcome' : 'succeeded' };
}

/** The instant from which an unanswered, silent call counts as lost, or a talk as endless. */
export function overdueAt(call: Call): Millis {
  const since = call.dialedAt ?? call.claimedAt;
  const answered = call.answeredAt !== null || call.waitingAt !== null || call.connectedAt !== null;
  return addSeconds(since, answered ? callSecondsMax : call.ringLimitSeconds + silenceSeconds);
}

/**
 * The instant by which the call is over even where nobody can look: the PBX itself ends it
 * `callSecondsMax` after its dial.
 */
export const overAt = (call: Call): Millis =>
  addSeconds(call.dialedAt ?? call.claimedAt, callSecondsMax + boundSlackSeconds);
