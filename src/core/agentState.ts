// An agent at work. Two axes: the status is what the agent chose, the state is what is happening. Nothing
// here knows who asks or why.
import type { AgentSkill, Telephone } from './agent.ts';
import type { CallId, CampaignId, ContactId, Millis } from './units.ts';

export type AgentStatus = 'signedOut' | 'ready' | 'onBreak';

/**
 * `idle`: free if the status is ready. `reserved`: a call is being dialed for this agent (preempted, or
 * previewed after the offer). `previewing`: a contact is shown. `wrapUp`: work after a talk.
 */
export type AgentState = 'idle' | 'reserved' | 'previewing' | 'talking' | 'wrapUp';

/** A contact shown to an agent before it is called (deviceType 5). */
export interface Offer {
  readonly contactId: ContactId;
  readonly called: string;
  readonly customField: string;
  readonly callData: string;
  readonly offeredAt: Millis;
  /** When it is dialed by itself (autoCallTime). */
  readonly dialsAt: Millis;
}

export interface WorkingAgent {
  readonly id: string;
  readonly skills: readonly AgentSkill[];
  readonly status: AgentStatus;
  /** Set on a break only. */
  readonly breakReason: string | null;
  readonly state: AgentState;
  /** Since when status and state are what they are. */
  readonly since: Millis;
  readonly signedInAt: Millis;
  /** When the person means to leave, so that nothing is dialed for them shortly before; null: not said. */
  readonly signOffAt: Millis | null;
  /** The last sign of life of the agent's application. */
  readonly seenAt: Millis;
  readonly telephone: Telephone;
  /** Whether a person can be joined: the open line is up, or the telephone rings on demand. */
  readonly isReachable: boolean;
  /** The campaign of the offer, the call or the wrap-up. */
  readonly campaignId: CampaignId | null;
  readonly callId: CallId | null;
  readonly called: string | null;
  readonly offer: Offer | null;
  /** When wrap-up ends by itself; null outside wrap-up. */
  readonly wrapUpEndsAt: Millis | null;
}

/** What an agent, or the agent's application, asks for. */
export type AgentCommand =
  | { readonly kind: 'signIn'; readonly signOffAt: Millis | null }
  | { readonly kind: 'ready' }
  | { readonly kind: 'break'; readonly reason: string }
  /** Takes effect at once when idle, else after the call and its wrap-up; so does a break. */
  | { readonly kind: 'signOut' }
  | { readonly kind: 'dialOffer' }
  | { readonly kind: 'skipOffer'; readonly reason: string }
  | { readonly kind: 'hangUp' }
  | { readonly kind: 'endWrapUp'; readonly businessResult: string | null; readonly note: string | null }
  /** Nothing but a sign of life. */
  | { readonly kind: 'alive' };

/** Why a command was not carried out. */
export type AgentRefusal = 'noSuchAgent' | 'notSignedIn' | 'wrongState' | 'noOffer' | 'agentsElsewhere';
