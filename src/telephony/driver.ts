// The port between Campana and whatever places calls: the simulated carrier, Asterisk. A driver
// knows nothing of campaigns. Events of one call may come late, twice, out of order or never:
// core/call.ts is made for that, so a driver need not hide it.
import type { Outcome } from '../core/outcome.ts';
import type { CallId, Millis } from '../core/units.ts';

export interface DialRequest {
  /** Our id is the channel's id, so placing the same call again is refused by the carrier. */
  readonly callId: CallId;
  readonly called: string;
  readonly caller: string;
  /** The driver releases the call when it has rung this long; 5 to 120. */
  readonly ringLimitSeconds: number;
  /** Where an answered call goes; for an IVR campaign the flow code. */
  readonly flowCode: string;
}

/** Why a call ended, in the words of core/outcome.ts; `released` is a normal hang-up of either side. */
export type EndReason =
  | Exclude<Outcome, 'succeeded' | 'noOutcome' | 'taskMissing' | 'numberEmpty'>
  | 'released';

export type CallEvent =
  | { readonly kind: 'ringing'; readonly callId: CallId; readonly at: Millis }
  | { readonly kind: 'answered'; readonly callId: CallId; readonly at: Millis }
  /** Waits in a skill queue for an agent. */
  | { readonly kind: 'waiting'; readonly callId: CallId; readonly at: Millis }
  /** The IVR flow or an agent has the customer. */
  | { readonly kind: 'connected'; readonly callId: CallId; readonly at: Millis }
  | { readonly kind: 'ended'; readonly callId: CallId; readonly at: Millis; readonly reason: EndReason };

/** What the carrier can bear at the moment; null where it knows no limit. */
export interface CarrierBudget {
  readonly channelsFree: number | null;
  readonly callsPerSecondMax: number | null;
}

export interface Driver {
  /** Asks for the call and returns at once; a refusal comes as an `ended` event with `placeFailed`. */
  dial(request: DialRequest): void;
  hangUp(callId: CallId): void;
  /** Every call the carrier still holds, ringing or talking. */
  liveCalls(): Promise<ReadonlySet<CallId>>;
  budget(): CarrierBudget;
  /** The one listener that hears every event. */
  listen(listener: (event: CallEvent) => void): void;
  close(): Promise<void>;
}
