// The port between Campana and whatever places calls: the simulated carrier, Asterisk. A driver
// knows nothing of campaigns. Events of one call may come late, twice, out of order or never:
// core/call.ts is made for that, so a driver need not hide it.
import type { Flow } from '../core/agent.ts';
import type { CallEvent } from '../core/call.ts';
import type { CallId } from '../core/units.ts';
import type { CarrierBudget } from '../core/view.ts';

/** Where a call goes when it is answered. */
export type Destination =
  | {
      readonly kind: 'flow';
      readonly flowCode: string;
      /** What Campana knows of that flow; null: a code that only the carrier can know. */
      readonly flow: Pick<Flow, 'playSeconds' | 'transferSkillId'> | null;
    }
  /** The person waits on the line until `connect`, `abandon` or `hangUp`; a machine is let go. */
  | { readonly kind: 'agent' };

export interface DialRequest {
  /** Our id is the channel's id, so placing the same call again is refused by the carrier. */
  readonly callId: CallId;
  readonly called: string;
  readonly caller: string;
  /** The driver releases the call when it has rung this long; 5 to 120. */
  readonly ringLimitSeconds: number;
  readonly destination: Destination;
}

export interface Driver {
  /** Asks for the call and returns at once; a refusal comes as an `ended` event with `placeFailed`. */
  dial(request: DialRequest): void;
  /**
   * Joins a person who answered with an agent's telephone, at once; a `connected` event follows, or
   * `ended` when the person has gone meanwhile. Of a call that is not there it does nothing.
   */
  connect(callId: CallId, agentId: string): void;
  /**
   * Lets go of a person for whom no agent is there: plays the announcement that this flow code names,
   * null for none, and ends the call; an `ended` event with `abandoned` follows.
   */
  abandon(callId: CallId, announcementFlowCode: string | null): void;
  hangUp(callId: CallId): void;
  /** Every call the carrier still holds, ringing or talking. */
  liveCalls(): Promise<ReadonlySet<CallId>>;
  budget(): CarrierBudget;
  /** The one listener that hears every event. */
  listen(listener: (event: CallEvent) => void): void;
  close(): Promise<void>;
}
