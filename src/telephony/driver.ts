// The port between Campana and whatever places calls: the simulated carrier, Asterisk. A driver
// knows nothing of campaigns. Events of one call may come late, twice, out of order or never:
// core/call.ts is made for that, so a driver need not hide it.
import type { Flow } from '../core/agent.ts';
import type { CallEvent } from '../core/call.ts';
import type { CarrierBudget } from '../core/plan.ts';
import type { CallId } from '../core/units.ts';

export interface DialRequest {
  /** Our id is the channel's id, so placing the same call again is refused by the carrier. */
  readonly callId: CallId;
  readonly called: string;
  readonly caller: string;
  /** The driver releases the call when it has rung this long; 5 to 120. */
  readonly ringLimitSeconds: number;
  /** Where an answered call goes; for an IVR campaign the flow code. */
  readonly flowCode: string;
  /** What Campana knows of that flow; null: a code that only the carrier can know. */
  readonly flow: Pick<Flow, 'playSeconds' | 'transferSkillId'> | null;
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
