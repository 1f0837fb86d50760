// The port between Campana and the carrier that places calls: the simulated one, or Asterisk. A driver
// knows nothing of campaigns. Events of one call may come late, twice, out of order or never: core/call.ts
// is made for that, so a driver need not hide it.
import type { Flow, Telephone } from '../core/agent.ts';
import type { CallEvent, CallStage } from '../core/call.ts';
import type { GatewayState } from '../core/carrier.ts';
import type { MachineDetection } from '../core/handling.ts';
import type { ReturnCause } from '../core/returned.ts';
import type { CallId, Millis, VdnId } from '../core/units.ts';

/** Where a call goes when it is answered. */
export type Destination =
  | {
      readonly kind: 'flow';
      readonly flowCode: string;
      /** What Campana knows of that flow; null: a code that only the carrier can know. */
      readonly flow: Pick<Flow, 'playSeconds' | 'transferSkillId'> | null;
    }
  /** The person waits at the carrier until `connect`, `abandon` or `hangUp`; a machine is let go. */
  | { readonly kind: 'agent' };

/** The call ends with an agent, or its flow may transfer it to one: it goes where the agents' telephones are. */
export const needsAgent = (destination: Destination): boolean =>
  destination.kind === 'agent' || (destination.flow?.transferSkillId ?? null) !== null;

export interface DialRequest {
  /** Our id is the channel's id, so placing the same call again is refused by the carrier. */
  readonly callId: CallId;
  readonly vdnId: VdnId;
  readonly called: string;
  readonly caller: string;
  /** The driver releases the call when it has rung this long; 5 to 120. */
  readonly ringLimitSeconds: number;
  readonly destination: Destination;
  /** Null: every answer counts as a person. The simulated carrier's network always detects. */
  readonly machineDetection: MachineDetection | null;
  /** The recording's name below the carrier's directory, without ending; null: it is not recorded. */
  readonly recordName: string | null;
}

/** The agent whose telephone it is; a telephone of one VDN is never reached by another. */
export interface AgentTelephone extends Telephone {
  readonly vdnId: VdnId;
  readonly agentId: string;
}

/** How an agent's telephone stands. */
export interface LineEvent {
  readonly vdnId: VdnId;
  readonly agentId: string;
  /**
   * `up`: the open line is there. `down`: it was hung up or lost; a talk over it has ended.
   * `refused`: the telephone was rung and nobody took it, when a line or when a person was to be joined.
   */
  readonly state: 'up' | 'down' | 'refused';
  readonly at: Millis;
}

/** How far a call has come that the carrier holds. */
export interface HeldCall {
  readonly vdnId: VdnId;
  /** A carrier tells nothing of a join that is under way: until it is made the person waits. */
  readonly stage: Exclude<CallStage, 'joining' | 'ended'>;
  /** The skill queue to which a flow has transferred the person; null: no flow has. */
  readonly skillId: number | null;
  /** Its gateway, while that does not answer: then this is how the call was last seen. Null: it is so now. */
  readonly silentGateway: string | null;
}

/** What the carrier holds, as far as its gateways answer. */
export interface HeldCalls {
  /** Every call, ringing or talking. */
  readonly calls: ReadonlyMap<CallId, HeldCall>;
  /** Gateways that do not answer: they may hold calls that are not in `calls`. */
  readonly silentGateways: readonly string[];
}

/** A call by which nobody was rung, for a reason that is ours: it is not an attempt. */
export interface ReturnedCall {
  readonly callId: CallId;
  readonly because: ReturnCause;
}

/** What a driver asks before it asks the carrier, in the turn of the event loop in which the request leaves. */
export interface Guard {
  /** False: another process may have taken over, so the carrier is asked for nothing. */
  mayAsk(): boolean;
  /** False: this call is not placed, now or later. */
  mayDial(callId: CallId): boolean;
  /** False: another process may seat the agents of this VDN, so their telephones are not called. */
  mayRing(vdnId: VdnId): boolean;
}

export interface Driver {
  /** Until a guard is set everything may be asked. */
  setGuard(guard: Guard): void;
  /**
   * Asks for the call and returns at once; a refusal of its texts comes as an `ended` event with `placeFailed`.
   * One that never left us, since no gateway has room for it or the guard forbids it, or that failed on our
   * side of the network, is told to `listenToReturns`.
   */
  dial(request: DialRequest): void;
  /**
   * Forgets those of these calls that the carrier has not been asked for yet, and says nothing of them.
   * What the carrier has stays as it is.
   */
  withdraw(callIds: ReadonlySet<CallId>): void;
  /**
   * Joins a person who answered with an agent's telephone, at once; a `connected` event follows, or
   * `ended` when the person has gone meanwhile, or a line event `refused` when the telephone was not
   * taken: then the person waits on. Of a call that is not there it does nothing.
   * @param called the person's number, shown by a telephone that rings for them
   */
  connect(callId: CallId, telephone: AgentTelephone, called: string): void;
  /**
   * Lets go of a person for whom no agent is there: plays the announcement that this flow code names,
   * null for none, and ends the call; an `ended` event with `abandoned` follows, or with
   * `queueTimeout` when a flow had transferred the person.
   */
  abandon(callId: CallId, announcementFlowCode: string | null): void;
  hangUp(callId: CallId): void;
  /** Asks every gateway that answers for the calls it still holds. */
  liveCalls(): Promise<HeldCalls>;
  /** How its gateways stand; none: no limit is known. */
  gateways(): readonly GatewayState[];
  /** The one listener that hears every event. */
  listen(listener: (event: CallEvent) => void): void;
  /** The one listener that hears of calls that are over and by which nobody was rung. */
  listenToReturns(listener: (returned: ReturnedCall) => void): void;
  /** Calls an agent's telephone and keeps its line open; one that is open already is told as `up`. */
  openLine(telephone: AgentTelephone): void;
  /** Hangs the line up; no line event follows. */
  closeLine(telephone: AgentTelephone): void;
  /** The one listener that hears of every telephone. */
  listenToLines(listener: (event: LineEvent) => void): void;
  close(): Promise<void>;
}
