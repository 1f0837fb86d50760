// Why a campaign dials or does not, and why a number is or is not called: the gates of the plan, each with
// its value and the next instant at which it would let through. The answer is data; the reader's side makes
// sentences of it.

import type { Gate, GateName, GateOf, GateValues } from './gates.ts';
import { closedTexts } from './gateTexts.ts';
import type { PacingRecord } from './pacing/record.ts';
import { type Plan, plan } from './plan.ts';
import { type CallId, type ContactId, type Millis, toMillis } from './units.ts';
import type { CampaignView } from './view.ts';

export interface CampaignExplanation {
  readonly dialing: boolean;
  /** The gate that decided. */
  readonly because: GateName;
  /** When the next call would be placed if nothing but time changes; null: not by time alone. */
  readonly nextAt: Millis | null;
  readonly callsThisBeat: number;
  readonly beatSeconds: number;
  readonly gates: readonly Gate[];
  /** What pacing with agents sees and decides; null for an IVR, and where the agents are not known. */
  readonly record: PacingRecord | null;
}

/** A number of a campaign, as far as its next attempt depends on it. */
export interface ContactView {
  readonly contactId: ContactId;
  /** The number itself, and whether the VDN lets it be dialed (`allowedPrefixes`). */
  readonly called: string;
  readonly isAllowed: boolean;
  readonly state: 'waiting' | 'calling' | 'done';
  readonly attempts: number;
  readonly priority: number;
  readonly dueAt: Millis;
  /** The latest attempt and how it ended; null before the first, cause null while it lasts. */
  readonly callId: CallId | null;
  readonly cause: string | null;
  /** Until when no campaign calls the number that cannot promise an agent; null: it does not rest. */
  readonly quarantinedUntil: Millis | null;
  /** Waiting numbers of the campaign that would be called before this one; null where not counted. */
  readonly ahead: number | null;
}

/** What the gates of a number decide by, beside those of its campaign. */
export interface ContactGateValues extends GateValues {
  readonly contactState: Pick<ContactView, 'state' | 'attempts' | 'cause'>;
  readonly contactInFlight: { readonly callId: CallId | null };
  readonly contactPrefix: { readonly called: string };
  readonly contactQuarantine: { readonly quarantinedUntil: Millis | null };
  readonly contactRetryTimer: Pick<ContactView, 'dueAt' | 'priority' | 'ahead'>;
}

export type ContactGateName = keyof ContactGateValues;
export type ContactGate = GateOf<ContactGateValues>;

export interface ContactExplanation {
  readonly contact: ContactView;
  /** True when nothing but its place in the row keeps the number from being called. */
  readonly callable: boolean;
  readonly because: ContactGateName | null;
  readonly nextAt: Millis | null;
  readonly gates: readonly ContactGate[];
}

/** Gates open one after another, each at most a few times until all are open at once. */
const looksMax = 50;

/**
 * The first instant at which every gate lets through if nothing but time changes; null when one is
 * closed that waits for a person or the carrier, or when they are never open together. The gates are
 * asked again at each instant that one of them names: a segment may be over when the campaign begins.
 */
function nextInstant(
  gatesAt: (at: Millis) => readonly { passed: boolean; nextAt: Millis | null }[],
  now: Millis,
): Millis | null {
  let at = now;
  for (let look = 0; look < looksMax; look++) {
    const closed = gatesAt(at).filter((gate) => !gate.passed);
    if (closed.length === 0) return at;
    let latest = at;
    for (const { nextAt } of closed) {
      if (nextAt === null) return null;
      latest = toMillis(Math.max(latest, nextAt));
    }
    if (latest === at) return null;
    at = latest;
  }
  return null;
}

/** Why the campaign places calls on a beat at `now`, or does not. */
export function explainCampaign(view: CampaignView, now: Millis): CampaignExplanation {
  const decided: Plan = plan(view, now);
  // A trial call now and then does not count as dialing.
  const isDown = view.share.limit === 'gatewaysDown' && onlyPacingWaits(decided, true);
  return {
    dialing: !isDown && (decided.place > 0 || onlyPacingWaits(decided)),
    because: isDown ? 'carrierBudget' : decided.because.gate,
    nextAt: nextInstant((at) => plan(view, at).gates, now),
    callsThisBeat: decided.place,
    beatSeconds: decided.beatSeconds,
    gates: decided.gates,
    record: decided.record,
  };
}

/** The same when the campaign's last beat found a row locked: whatever the gates say, nothing is dialed. */
export function withLockedRows(explanation: CampaignExplanation): CampaignExplanation {
  const rows: Gate = { gate: 'rows', passed: false, value: { reason: closedTexts.rows }, nextAt: null };
  const because = explanation.dialing ? 'rows' : explanation.because;
  return { ...explanation, dialing: false, because, nextAt: null, gates: [...explanation.gates, rows] };
}

/**
 * Between two beats, or while every agent is busy, a campaign is dialing all the same.
 * @param orCarrier also when no gateway takes a call
 */
function onlyPacingWaits(decided: Plan, orCarrier = false): boolean {
  return decided.gates.every(
    (gate) => gate.passed || isPaceOnly(gate, decided.record) || (orCarrier && gate.gate === 'carrierBudget'),
  );
}

const isPaceOnly = ({ gate, nextAt }: Pick<ContactGate, 'gate' | 'nextAt'>, record: PacingRecord | null) =>
  // A share of the carrier that has not grown to a whole call yet is a pace as well.
  (gate === 'carrierBudget' && nextAt !== null) ||
  (gate === 'pacing' && (nextAt !== null || record !== null));

/** Why a number would be called at `now`, or would not: the campaign's gates first, then its own. */
export function explainContact(view: CampaignView, contact: ContactView, now: Millis): ContactExplanation {
  const { gates, record } = contactGates(view, contact, now);
  const isClosed = (gate: ContactGate) => !gate.passed && !isPaceOnly(gate, record);
  // Nothing of the campaign changes what a number that is done, being called, or forbidden waits for.
  const own = gates.find((gate) => isClosed(gate) && ownGates.has(gate.gate));
  const closed = own ?? gates.find(isClosed);
  return {
    contact,
    callable: closed === undefined,
    because: closed?.gate ?? null,
    nextAt: nextInstant((at) => contactGates(view, contact, at).gates, now),
    gates,
  };
}

const ownGates: ReadonlySet<ContactGateName> = new Set(['contactState', 'contactInFlight', 'contactPrefix']);

function contactGates(
  view: CampaignView,
  contact: ContactView,
  now: Millis,
): { readonly gates: readonly ContactGate[]; readonly record: PacingRecord | null } {
  const { gates, record } = plan(view, now);
  // The campaign-wide retry timer asks whether any number is due; here the number's own timer counts.
  const campaignGates = gates.filter((gate) => gate.gate !== 'retryTimer');
  const all: ContactGate[] = [
    ...campaignGates,
    {
      gate: 'contactState',
      passed: contact.state !== 'done',
      value: { state: contact.state, attempts: contact.attempts, cause: contact.cause },
      nextAt: null,
    },
    {
      gate: 'contactInFlight',
      passed: contact.state !== 'calling',
      value: { callId: contact.state === 'calling' ? contact.callId : null },
      nextAt: null,
    },
    {
      gate: 'contactPrefix',
      passed: contact.isAllowed,
      value: { called: contact.called },
      nextAt: null,
    },
    quarantineGate(view, contact, now),
    {
      gate: 'contactRetryTimer',
      passed: contact.state !== 'waiting' || contact.dueAt <= now,
      value: { dueAt: contact.dueAt, priority: contact.priority, ahead: contact.ahead },
      nextAt: contact.state === 'waiting' && contact.dueAt > now ? contact.dueAt : null,
    },
  ];
  return { gates: all, record };
}

/** An abandoned number rests, except for campaigns that have an agent for each call (pacing.md 4). */
function quarantineGate(view: CampaignView, contact: ContactView, now: Millis): ContactGate {
  const { deviceType } = view.campaign.settings;
  const { quarantinedUntil } = contact;
  const rests = quarantinedUntil !== null && quarantinedUntil > now && deviceType !== 5 && deviceType !== 6;
  return {
    gate: 'contactQuarantine',
    passed: !rests,
    value: { quarantinedUntil },
    nextAt: rests ? quarantinedUntil : null,
  };
}
